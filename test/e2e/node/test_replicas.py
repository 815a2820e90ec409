"""Two replicas: one is always there, whatever is done to the other."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator

import pytest
from harness.waiting import eventually

from node import NAME
from stack import BAROGRAPH, CELERY, QUICK, WORKLOAD, Stack

pytestmark = pytest.mark.usefixtures("adapter")
log = logging.getLogger(__name__)

# After its replacement is ready, a Pod serves on for a while, and ends.
ENDING_SECONDS = 15


@pytest.fixture(scope="module")
def two(stack: Stack) -> Iterator[None]:
    stack.upgrade("barograph", BAROGRAPH, "monitoring", CELERY / "adapter-values.yaml", replicas=2)
    stack.upgrade("celery-worker", WORKLOAD, "shop", CELERY / "worker-values.yaml", **QUICK)
    eventually(lambda: _assert_ready(stack, "barograph", "monitoring", 2), seconds=60)
    eventually(lambda: _assert_ready(stack, "celery-worker", "shop", 2), seconds=90)
    yield
    stack.admin.run("uncordon", NAME)


@pytest.mark.usefixtures("two")
def test_a_rolling_restart_fails_no_ask(stack: Stack) -> None:
    begin = time.monotonic()
    with stack.asking() as asking:
        stack.admin.run("rollout", "restart", "deployment/barograph", "--namespace=monitoring")
        stack.await_rollout("barograph", "monitoring")
        time.sleep(ENDING_SECONDS)
    seconds = time.monotonic() - begin
    log.info("%d asks in %.0f s, %d failed", asking.count, seconds, len(asking.failures))
    assert asking.failures == []
    # 50 a second, but for what the machine is late.
    assert asking.count > 40 * seconds


@pytest.mark.usefixtures("two")
def test_a_drain_leaves_half_and_is_not_noticed(stack: Stack) -> None:
    # Where there is one node, what is evicted finds no other: the budgets then let nothing more go.
    ours = "--pod-selector=app.kubernetes.io/name in (barograph,celery-worker)"
    drain = ["drain", NAME, ours, "--delete-emptydir-data", "--ignore-daemonsets", "--timeout=25s"]
    with stack.asking() as asking:
        result = stack.admin.execute(*drain)
        assert result.returncode != 0, result.stdout
        assert "would violate the pod's disruption budget" in result.stderr
        eventually(lambda: _assert_ready(stack, "barograph", "monitoring", 1), seconds=30)
        eventually(lambda: _assert_ready(stack, "celery-worker", "shop", 1), seconds=30)
        stack.admin.run("uncordon", NAME)
        eventually(lambda: _assert_ready(stack, "barograph", "monitoring", 2), seconds=60)
        eventually(lambda: _assert_ready(stack, "celery-worker", "shop", 2), seconds=60)
    log.info("%d asks, %d failed", asking.count, len(asking.failures))
    assert asking.failures == []


def _assert_ready(stack: Stack, name: str, namespace: str, count: int) -> None:
    ready = stack.ready_pods(name, namespace)
    assert ready == count, f"{ready} Pods of {name} are ready, not {count}"
