"""The APIService is another product's now: it is told everywhere an operator looks, and left as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import EXAMPLE
from harness.barograph import Barograph, Installation
from harness.control_plane import ControlPlane
from harness.prometheus import Prometheus
from harness.waiting import eventually

pytestmark = pytest.mark.usefixtures("available")

API_SERVICE = "v1beta1.external.metrics.k8s.io"
MASTER = [("X-Remote-User", "admin"), ("X-Remote-Group", "system:masters")]
SECONDS = 10
OURS = f"APIService {API_SERVICE} names this server's Service monitoring/barograph"
THE_RIVALS = f"APIService {API_SERVICE} names Service monitoring/rival, not this server's monitoring/barograph"


@pytest.fixture
def first(installation: Installation, prometheus: Prometheus) -> Iterator[Barograph]:
    """Knows by which Service the cluster should ask it."""
    instance = installation.start(
        "barograph-watching", EXAMPLE / "rules.yaml", prometheus.url, None, "--apiservice-service=monitoring/barograph"
    )
    yield instance
    assert instance.process.stop() == 0


@pytest.fixture
def rival(installation: Installation, prometheus: Prometheus, barograph: Barograph) -> Iterator[Barograph]:
    """Another product; whatever becomes of the test, the cluster gets its own server back."""
    instance = installation.start("rival", EXAMPLE / "rules.yaml", prometheus.url)
    yield instance
    installation.register(barograph)
    assert instance.process.stop() == 0


def test_a_takeover_is_told_and_left_as_it_is_until_it_is_given_back(
    cluster: ControlPlane, installation: Installation, barograph: Barograph, first: Barograph, rival: Barograph
) -> None:
    def told(*reasons: str) -> None:
        assert [event["reason"] for event in events(cluster)] == list(reasons)

    eventually(lambda: shows(first, cluster, "1", OURS), SECONDS)
    eventually(lambda: in_log(first, OURS), SECONDS)
    told()

    installation.register(rival, service="rival")
    written = cluster.admin.get("apiservice", API_SERVICE)
    eventually(lambda: shows(first, cluster, "0", THE_RIVALS), SECONDS)
    eventually(lambda: told("APIServiceTakenOver"), SECONDS)
    (event,) = events(cluster)
    assert event["type"] == "Warning"
    assert event["regarding"]["kind"] == "APIService"
    assert event["regarding"]["uid"] == written["metadata"]["uid"]
    assert THE_RIVALS in event["note"]
    assert f"kubectl get apiservice {API_SERVICE} -o yaml" in event["note"]
    assert first.process.log_text().count(THE_RIVALS) == 1
    assert first.client.get("/readyz").status == 200

    found = cluster.admin.get("apiservice", API_SERVICE)
    assert found["spec"] == written["spec"]
    assert found["spec"]["service"]["name"] == "rival"
    managers = cluster.admin.run("get", "apiservice", API_SERVICE, "--show-managed-fields", "--output=json")
    assert '"manager": "barograph' not in managers

    installation.register(barograph)
    eventually(lambda: shows(first, cluster, "1", OURS), SECONDS)
    eventually(lambda: told("APIServiceTakenOver", "APIServiceRegistered"), SECONDS)
    assert events(cluster)[-1]["type"] == "Normal"


def test_an_api_service_that_is_deleted_is_told_too(
    cluster: ControlPlane, installation: Installation, barograph: Barograph, first: Barograph
) -> None:
    def told() -> None:
        assert [event["reason"] for event in events(cluster)][-1:] == ["APIServiceMissing"]

    eventually(lambda: shows(first, cluster, "1", OURS), SECONDS)
    cluster.admin.run("delete", "apiservice", API_SERVICE)
    try:
        eventually(lambda: shows(first, cluster, "0", f"APIService {API_SERVICE} does not exist"), SECONDS)
        eventually(told, SECONDS)
    finally:
        installation.register(barograph)
    eventually(lambda: shows(first, cluster, "1", OURS), SECONDS)


def test_its_rights_are_no_more_than_it_needs(cluster: ControlPlane) -> None:
    def may(*what: str) -> bool:
        user = "system:serviceaccount:monitoring:barograph"
        return cluster.admin.execute("auth", "can-i", *what, f"--as={user}").returncode == 0

    assert may("watch", f"apiservices.apiregistration.k8s.io/{API_SERVICE}")
    assert not may("patch", f"apiservices.apiregistration.k8s.io/{API_SERVICE}")
    assert not may("get", "apiservices.apiregistration.k8s.io/v1.apps")
    assert may("create", "events.events.k8s.io", "--namespace=default")
    assert not may("create", "events.events.k8s.io", "--namespace=kube-system")


def events(cluster: ControlPlane) -> list[Any]:
    """Those about the APIService, oldest first."""
    found = cluster.admin.get("events.events.k8s.io", "--namespace=default")["items"]
    about = [event for event in found if event["regarding"].get("name") == API_SERVICE]
    return sorted(about, key=lambda event: str(event["eventTime"]))


def shows(instance: Barograph, cluster: ControlPlane, registered: str, text: str) -> None:
    """Asserts what its metric and its readiness, which never fails of it, say."""
    exposition = instance.client.get("/metrics", user=cluster.front_proxy, headers=MASTER).body.decode()
    metric = re.search(r"^barograph_apiservice_registered (\S+)$", exposition, re.MULTILINE)
    assert metric, "whose the APIService is, is not known"
    assert metric.group(1) == registered
    readiness = instance.client.get("/readyz?verbose")
    assert readiness.status == 200, readiness
    assert f"[i]apiservice-registration: {text}" in readiness.body.decode().splitlines()


def in_log(instance: Barograph, text: str) -> None:
    assert text in instance.process.log_text()
