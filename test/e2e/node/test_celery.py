"""The guide: workers go from 2 to as many as the queue needs and back, and from none and back."""

from __future__ import annotations

import os
import subprocess

import pytest
from conftest import Adapter
from harness.waiting import eventually

from stack import CELERY, QUICK, ROOT, WORKLOAD, Replicas, Stack

pytestmark = pytest.mark.usefixtures("adapter")

# The goal is 5 s; prometheus-adapter's chart took 32.4 s on such a node.
MOST_SECONDS_TO_FIRST_METRIC = 10
TASKS, SECONDS = 59, 15


def test_the_first_metric_is_there_within_seconds(adapter: Adapter) -> None:
    assert adapter.seconds_to_first_metric < MOST_SECONDS_TO_FIRST_METRIC


def test_helm_test_finds_the_release_well(stack: Stack) -> None:
    assert "Succeeded" in stack.helm_test("barograph", "monitoring")


def test_a_full_queue_brings_as_many_workers_as_it_needs_and_an_empty_one_takes_them_back(stack: Stack) -> None:
    stack.upgrade("celery-worker", WORKLOAD, "shop", CELERY / "worker-values.yaml", **QUICK)
    with Replicas(stack.cluster, "celery-worker") as replicas:
        replicas.await_count(2, seconds=60)
        eventually(lambda: _assert_ready(stack, 2), seconds=60)
        stack.fill_queue(TASKS, SECONDS)
        # Two workers of two processes take four tasks at once, so that between 51 and 60 wait: ten for each replica.
        replicas.await_count(6, seconds=60)
        eventually(lambda: _assert_ready(stack, 6), seconds=60)
        assert float(stack.value("celery_workers_busy_ratio").replace("m", "e-3")) > 0
        eventually(lambda: _assert_unfinished(stack, 0), seconds=TASKS * SECONDS / 4, every=2)
        replicas.await_count(2, seconds=90)
    assert replicas.counts()[-1] == 2
    assert max(replicas.counts()) == 6


def test_the_guides_commands_say_that_all_is_well(stack: Stack) -> None:
    eventually(lambda: _assert_ready(stack, 2), seconds=90)
    result = _verify(stack)
    assert result.returncode == 0, result.stdout + result.stderr
    for said in ("celery_queue_depth is 0", "it computes: 2 replicas are there, 2 are wanted", "every Pod has found a node"):
        assert said in result.stdout, result.stdout


def test_from_no_worker_to_what_the_queue_needs_and_back_to_none(stack: Stack) -> None:
    from_zero = {"autoscaling": {**QUICK["autoscaling"], "minReplicas": 0}}
    stack.upgrade("celery-worker", WORKLOAD, "shop", CELERY / "worker-values.yaml", **from_zero)
    with Replicas(stack.cluster, "celery-worker") as replicas:
        replicas.await_count(0, seconds=90)
        stack.fill_queue(12, 2)
        eventually(lambda: _assert_unfinished(stack, 0), seconds=120, every=2)
        replicas.await_count(0, seconds=90)
    assert max(replicas.counts()[1:]) == 2


def test_the_guides_commands_say_what_is_wrong(stack: Stack) -> None:
    result = subprocess.run(
        [CELERY / "verify", "shop", "nobody"], env=_environment(stack), capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert "WRONG: there is no such autoscaler" in result.stdout


def _assert_ready(stack: Stack, count: int) -> None:
    assert stack.ready_pods("celery-worker", "shop") == count


def _assert_unfinished(stack: Stack, count: int) -> None:
    assert stack.unfinished() == count


def _verify(stack: Stack) -> subprocess.CompletedProcess[str]:
    command = [ROOT / "examples" / "celery" / "verify"]
    return subprocess.run(command, env=_environment(stack), capture_output=True, text=True, timeout=60, check=False)


def _environment(stack: Stack) -> dict[str, str]:
    return {**os.environ, "KUBECONFIG": str(stack.admin.kubeconfig), "KUBECTL": str(stack.admin.program)}
