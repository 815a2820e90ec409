"""A real HorizontalPodAutoscaler while Barograph, and nobody else, has lost kube-apiserver: it holds, and says why."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.autoscaler import Autoscaler
from harness.session import Run
from harness.waiting import eventually

from rig.cluster import Cluster
from rig.depth import Depth
from rig.kubernetes_stage import KubernetesStage
from rig.table import Row

REASON = "FailedGetExternalMetric"
API_SERVICE = "v1beta1.external.metrics.k8s.io"


@pytest.fixture
def stage(cluster: Cluster) -> Iterator[KubernetesStage]:
    one = KubernetesStage(cluster)
    cluster.installation.register(one.server)
    yield one
    one.close()


@pytest.fixture
def queue(depth: Depth) -> Iterator[Depth]:
    before = depth.number
    yield depth
    depth.number = before


@pytest.fixture
def autoscaler(stage: KubernetesStage, cluster: Cluster, run: Run) -> Iterator[Autoscaler]:
    def available() -> None:
        conditions = cluster.admin.get("apiservice", API_SERVICE).get("status", {}).get("conditions", [])
        assert any(each["type"] == "Available" and each["status"] == "True" for each in conditions), str(conditions)

    eventually(available, 60)
    scaler = Autoscaler(Path(__file__).parent, cluster.control, run.processes)
    yield scaler
    scaler.stop()
    cluster.admin.run("delete", "horizontalpodautoscaler,deployment", "celery-worker")
    cluster.admin.run("delete", "apiservice", API_SERVICE)


def test_the_replicas_are_held(
    stage: KubernetesStage, autoscaler: Autoscaler, queue: Depth, rows: list[Row]
) -> None:
    row = Row("kube-apiserver is refused to Barograph alone, beside a real HPA")
    queue.number = 37
    autoscaler.await_replicas(4)
    begin = autoscaler.mark()
    stage.proxy.refuse()
    begun = time.monotonic()
    # Two replicas, were this known to anybody; or ten.
    queue.number = 5
    condition = autoscaler.await_scaling_active("False")
    queue.number = 500
    autoscaler.settle()
    stage.assert_none_let_in(row)
    stage.assert_healthy()

    assert autoscaler.replicas_since(begin) == [4]
    assert condition["reason"] == REASON
    for message in (condition["message"], *autoscaler.events(REASON)[-1:]):
        assert "subjectaccessreviews at the Kubernetes API failed" in message, message
        assert "Connection refused" in message, message
    queue.number = 57
    time.sleep(2)  # until it is scraped
    lasted = time.monotonic() - begun
    stage.proxy.accept()
    ended = time.monotonic()
    autoscaler.await_scaling_active("True")
    row.recovery = time.monotonic() - ended
    autoscaler.await_replicas(6)
    assert autoscaler.replicas_since(begin) == [4, 6]
    row.message = f"4 replicas held for {lasted:.0f} s while the queue went from 37 to 5 to 500, then 6 at 57"
    rows.append(row)
