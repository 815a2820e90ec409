"""What the whole cluster does with the list of metrics: with none, with thousands, and with Prometheus down.

A server that answers discovery badly breaks kubectl, the deletion of namespaces and garbage collection for everybody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from conftest import EXAMPLE
from harness.barograph import API, Barograph, Installation
from harness.control_plane import ControlPlane
from harness.exposition import exposed
from harness.prometheus import Prometheus
from harness.session import Run
from harness.waiting import eventually

GROUP = "external.metrics.k8s.io"
SERVICE = "v1beta1.external.metrics.k8s.io"
COUNT = 3000
NO_RULES = "externalRules: []\n"
FLOOD_RULES = """\
externalRules:
- seriesQuery: '{__name__=~"flood_.*|job:queue:depth"}'
  metricsQuery: 'avg(<<.Series>>)'
"""


@dataclass(frozen=True)
class Situation:
    """What the cluster's server of external metrics lists meanwhile."""

    name: str
    metrics: frozenset[str]

    @property
    def one_metric(self) -> str:
        return min(self.metrics)


def register(cluster: ControlPlane, installation: Installation, instance: Barograph, situation: Situation) -> None:
    """Makes it the cluster's server, and waits until kube-apiserver has its list."""
    installation.register(instance)
    # The aggregator looks again when the APIService changes; else within a minute.
    cluster.admin.run("annotate", "apiservice", SERVICE, "--overwrite", f"situation={situation.name}")

    def listed() -> None:
        assert listed_metrics(cluster) == situation.metrics

    eventually(listed, seconds=90)


def listed_metrics(cluster: ControlPlane) -> frozenset[str]:
    result = cluster.admin.execute("api-resources", f"--api-group={GROUP}", "--output=name")
    assert (result.returncode, result.stderr) == (0, ""), result.stderr
    return frozenset(name.removesuffix(f".{GROUP}") for name in result.stdout.split())


@pytest.fixture(scope="module")
def flood(run: Run) -> Iterator[Prometheus]:
    """A Prometheus with thousands of series names, one of them with colons as recording rules have."""
    lines = [f"flood_{number} {number}\n" for number in range(COUNT)]
    folder = run.folder / "flood"
    folder.mkdir()
    with exposed("".join([*lines, "job:queue:depth 7\n"])) as address:
        server = Prometheus(folder, EXAMPLE, address, run.processes)
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="module", params=["no-metrics", "thousands", "prometheus-down"])
def situation(
    request: pytest.FixtureRequest,
    run: Run,
    cluster: ControlPlane,
    installation: Installation,
    prometheus: Prometheus,
    barograph: Barograph,
    available: None,
) -> Iterator[Situation]:
    celery = frozenset({"celery_queue_depth", "celery_workers_busy_ratio"})
    rules, url = EXAMPLE / "rules.yaml", prometheus.url
    if request.param == "no-metrics":
        rules, metrics = run.folder / "no-rules.yaml", frozenset({"externalmetrics"})
        rules.write_text(NO_RULES)
    elif request.param == "thousands":
        rules, url = run.folder / "flood-rules.yaml", request.getfixturevalue("flood").url
        metrics = frozenset({f"flood_{number}" for number in range(COUNT)} | {"job:queue:depth"})
        rules.write_text(FLOOD_RULES)
    else:
        url, metrics = "http://127.0.0.1:1", celery
    current = Situation(request.param, metrics)
    instance = installation.start(f"barograph-{request.param}", rules, url)
    register(cluster, installation, instance, current)
    yield current
    register(cluster, installation, barograph, Situation("usual", celery))
    status = instance.process.stop()
    assert status == 0, instance.process.log_tail()


def test_kubectl_get_all_works_without_a_complaint(cluster: ControlPlane, situation: Situation) -> None:
    result = cluster.admin.execute("get", "all", "--all-namespaces")
    assert (result.returncode, result.stderr) == (0, ""), result.stderr
    assert "service/kubernetes" in result.stdout


def test_kubectl_explains_a_metric(cluster: ControlPlane, situation: Situation) -> None:
    result = cluster.admin.execute("explain", situation.one_metric, f"--api-version={GROUP}/v1beta1")
    assert (result.returncode, result.stderr) == (0, ""), result.stderr
    assert re.search(r"GROUP:\s+external\.metrics\.k8s\.io\n", result.stdout), result.stdout
    assert re.search(r"KIND:\s+ExternalMetricValueList\n", result.stdout), result.stdout
    field = cluster.admin.run("explain", f"{situation.one_metric}.items.value", f"--api-version={GROUP}/v1beta1")
    assert re.search(r"FIELD:\s+value", field), field


def test_a_namespace_can_be_deleted(cluster: ControlPlane, situation: Situation) -> None:
    name = f"short-lived-{situation.name}"
    cluster.admin.run("create", "namespace", name)
    cluster.admin.run("create", "configmap", "left-over", f"--namespace={name}")
    cluster.admin.run("delete", "namespace", name, "--timeout=50s")
    gone = cluster.admin.execute("get", "namespace", name)
    assert "NotFound" in gone.stderr


def test_what_nobody_owns_any_more_is_collected(cluster: ControlPlane, situation: Situation) -> None:
    owner, owned = f"owner-{situation.name}", f"owned-{situation.name}"
    cluster.admin.run("create", "configmap", owner)
    uid = cluster.admin.get("configmap", owner)["metadata"]["uid"]
    reference = {"apiVersion": "v1", "kind": "ConfigMap", "name": owner, "uid": uid}
    manifest = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": owned, "namespace": "default", "ownerReferences": [reference]},
    }
    cluster.admin.run("create", "--filename=-", stdin=json.dumps(manifest))
    cluster.admin.run("delete", "configmap", owner)

    def collected() -> None:
        assert "NotFound" in cluster.admin.execute("get", "configmap", owned).stderr

    eventually(collected, seconds=60)


def test_kubectl_asks_for_the_list_once_and_keeps_it(cluster: ControlPlane, situation: Situation, run: Run) -> None:
    cache = f"--cache-dir={run.folder / 'kubectl-cache' / situation.name}"
    first, second = (cluster.admin.execute("get", "configmaps", cache, "-v=6").stderr for _ in range(2))
    request = re.compile(r'/apis[?" ]')
    assert request.search(first), first
    assert not request.search(second), second


def test_each_form_of_the_list_names_its_response_kind(cluster: ControlPlane, situation: Situation) -> None:
    for version in ("v2", "v2beta1"):
        kind = f"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList"
        answer = cluster.client.get("/apis", user=cluster.admin_certificate, headers=[("Accept", kind)])
        if answer.content_type != kind and version == "v2beta1":
            continue  # newer versions of kube-apiserver have the newest form only
        (group,) = [each for each in answer.json["items"] if each["metadata"]["name"] == GROUP]
        (served,) = group["versions"]
        assert frozenset(each["resource"] for each in served["resources"]) == situation.metrics
        expected = {"group": GROUP, "version": "v1beta1", "kind": "ExternalMetricValueList"}
        assert [each for each in served["resources"] if each["responseKind"] != expected] == []


@pytest.mark.parametrize("situation", ["thousands"], indirect=True)
def test_a_recording_rules_name_goes_through_aggregator_and_rbac(cluster: ControlPlane, situation: Situation) -> None:
    assert "job:queue:depth" in situation.metrics
    path = f"{API}/namespaces/default/job:queue:depth"
    role = ("--verb=list", f"--resource=job:queue:depth.{GROUP}")
    refused = cluster.admin.execute("get", "--raw", path, "--as=reader")
    assert "Forbidden" in refused.stderr
    cluster.admin.run("create", "role", "queue-reader", *role)
    cluster.admin.run("create", "rolebinding", "queue-reader", "--role=queue-reader", "--user=reader")

    def read() -> None:
        # A refusal counts for ten seconds.
        answer = cluster.admin.execute("get", "--raw", path, "--as=reader")
        assert answer.returncode == 0, answer.stderr
        (item,) = json.loads(answer.stdout)["items"]
        assert (item["metricName"], item["value"]) == ("job:queue:depth", "7")

    eventually(read)
