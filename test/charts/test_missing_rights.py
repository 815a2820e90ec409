"""Each right that a release gives, and what breaks without it: one that nothing needs would be one too many."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from harness.barograph import Barograph
from harness.control_plane import ControlPlane
from harness.process import ProcessGroup
from harness.prometheus import Prometheus
from harness.session import Run
from harness.waiting import eventually

from chart import NAMESPACE, is_hook, render
from release import API_SERVICE, AUTOSCALER, METRIC, Release, values_for

SCRAPER = {"name": "default", "namespace": "shop"}
CONTROLLER_ROLE = "system:controller:horizontal-pod-autoscaler"


@dataclass(frozen=True)
class Scene:
    """A release of which one binding is gone."""

    release: Release
    cluster: ControlPlane
    processes: ProcessGroup

    def start(self) -> Barograph:
        return self.release.run_container(self.processes)


def says(instance: Barograph, text: str) -> None:
    def is_said() -> None:
        assert text in instance.process.log_text(), instance.process.log_tail()

    eventually(is_said)


def without_auth_delegator(scene: Scene) -> None:
    """Nobody can be authorized, so nothing is answered."""
    instance = scene.start()
    eventually(scene.release.is_available, seconds=60)
    answer = scene.cluster.admin.execute("get", "--raw", METRIC, AUTOSCALER)
    assert answer.returncode != 0
    says(instance, "this client may not create subjectaccessreviews.authorization.k8s.io")


def without_auth_reader(scene: Scene) -> None:
    """It is not known whom to believe who asks, so the Pod does not become ready."""
    instance = scene.start()
    says(instance, "extension-apiserver-authentication")
    answer = instance.client.get("/readyz?verbose")
    assert (answer.status, b"[-]front-proxy-configuration" in answer.body) == (500, True), answer


def without_apiservice_reader(scene: Scene) -> None:
    """It is not known whether the cluster asks this server."""
    instance = scene.start()
    says(instance, "apiservices")
    assert b"it is not known which Service" in instance.client.get("/readyz?verbose").body


def without_event_creator(scene: Scene) -> None:
    """When another product takes the API over, no Event tells it."""
    instance = scene.start()
    says(instance, "names this server's Service")
    rival = json.dumps({"spec": {"service": {"name": "rival"}}})
    scene.cluster.admin.run("patch", "apiservice", API_SERVICE, "--type=merge", f"--patch={rival}")
    says(instance, "this client may not create events of events.k8s.io in namespace default")


def without_hpa_controller(scene: Scene) -> None:
    """Where Kubernetes' own role of the controller does not say so, no HPA may read a metric."""
    with only_rights_of_the_chart(scene.cluster):
        assert "is forbidden" in scene.cluster.admin.execute("get", "--raw", METRIC, AUTOSCALER).stderr


def without_metrics_reader(scene: Scene) -> None:
    """Prometheus cannot scrape."""
    instance = scene.start()
    token = scene.cluster.admin.run("create", "token", SCRAPER["name"], f"--namespace={SCRAPER['namespace']}")
    answer = instance.client.get("/metrics", headers=[("Authorization", f"Bearer {token.strip()}")])
    assert answer.status == 403, answer


WITHOUT: dict[str, Callable[[Scene], None]] = {
    "auth-delegator": without_auth_delegator,
    "auth-reader": without_auth_reader,
    "apiservice-reader": without_apiservice_reader,
    "event-creator": without_event_creator,
    "hpa-controller": without_hpa_controller,
    "metrics-reader": without_metrics_reader,
}


@contextlib.contextmanager
def only_rights_of_the_chart(cluster: ControlPlane) -> Iterator[None]:
    """Takes from the controller's own role what it says of external metrics."""
    role = cluster.admin.get("clusterrole", CONTROLLER_ROLE)
    rules = [rule for rule in role["rules"] if "external.metrics.k8s.io" not in rule["apiGroups"]]
    assert rules != role["rules"]
    set_rules(cluster, rules)
    try:
        yield
    finally:
        set_rules(cluster, role["rules"])


def set_rules(cluster: ControlPlane, rules: list[Any]) -> None:
    patch = json.dumps({"rules": rules})
    cluster.admin.run("patch", "clusterrole", CONTROLLER_ROLE, "--type=merge", f"--patch={patch}")


def bindings(values: dict[str, Any]) -> dict[str, list[str]]:
    """Each binding by the last part of its name, as kubectl wants it named."""
    found = {}
    for each in render(values, "barograph").objects:
        if each["kind"].endswith("RoleBinding") or each["kind"] == "RoleBinding":
            if is_hook(each):
                continue
            name, namespace = each["metadata"]["name"], each["metadata"].get("namespace", NAMESPACE)
            found[name.rpartition(":")[2]] = [each["kind"], name, f"--namespace={namespace}"]
    return found


@pytest.mark.parametrize("right", WITHOUT)
def test_without_this_right_something_breaks(
    right: str, run: Run, cluster: ControlPlane, prometheus: Prometheus, release: Release
) -> None:
    values = values_for(prometheus, serviceMonitor={"prometheusServiceAccount": SCRAPER})
    assert bindings(values).keys() == WITHOUT.keys(), "a right of which it is not said what it is for"
    release.upgrade(values)
    cluster.admin.run("delete", *bindings(values)[right])
    WITHOUT[right](Scene(release, cluster, run.processes))


def test_with_all_of_them_prometheus_and_an_autoscaler_read_what_they_must(
    run: Run, cluster: ControlPlane, prometheus: Prometheus, release: Release
) -> None:
    release.upgrade(values_for(prometheus, serviceMonitor={"prometheusServiceAccount": SCRAPER}))
    scene = Scene(release, cluster, run.processes)
    instance = scene.start()
    eventually(release.is_available, seconds=60)

    def is_read() -> None:
        answer = cluster.admin.execute("get", "--raw", METRIC, AUTOSCALER)
        assert answer.returncode == 0, answer.stderr

    with only_rights_of_the_chart(cluster):
        eventually(is_read)
    token = cluster.admin.run("create", "token", SCRAPER["name"], f"--namespace={SCRAPER['namespace']}")
    answer = instance.client.get("/metrics", headers=[("Authorization", f"Bearer {token.strip()}")])
    assert answer.status == 200, answer
