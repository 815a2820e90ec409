"""`barograph query --server`: what kubectl's user sees of a metric, and why."""

from __future__ import annotations

import json
import subprocess

import pytest
from harness.barograph import Installation
from harness.control_plane import ControlPlane
from harness.waiting import eventually
from harness.worker import Worker

pytestmark = pytest.mark.usefixtures("available")


def _query(installation: Installation, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [installation.program, "query", "--server", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_running_server_explains_a_metric(
    cluster: ControlPlane, installation: Installation, worker: Worker
) -> None:
    worker.put("queue_depth", 57)

    def explained() -> None:
        answer = _query(
            installation,
            "celery_queue_depth",
            f"--kubeconfig={cluster.admin.kubeconfig}",
            "--target-average-value=10",
            "--current-replicas=2",
            "--output=json",
        )
        assert answer.returncode == 0, answer.stderr
        told = json.loads(answer.stdout)
        assert told["query"] == "avg(celery_queue_depth)"
        assert [value["value"] for value in told["values"]] == ["57"]
        assert told["hpa"]["desiredReplicas"] == 6

    eventually(explained)


def test_who_may_not_read_a_metric_is_told_so(cluster: ControlPlane, installation: Installation) -> None:
    nobody = cluster.kubeconfig_of(cluster.authority.client("nobody-asks", "nobody"))
    answer = _query(installation, "celery_queue_depth", f"--kubeconfig={nobody}")
    assert answer.returncode == 1
    assert "forbidden" in answer.stderr
