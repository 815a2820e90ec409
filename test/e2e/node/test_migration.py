"""A values file that was written for prometheus-adapter's chart."""

from __future__ import annotations

import pytest

from chart import VALUES
from stack import BAROGRAPH, Stack

pytestmark = pytest.mark.usefixtures("adapter")


def test_an_upgrade_with_it_is_not_noticed_by_who_asks(stack: Stack) -> None:
    with stack.asking() as asking:
        stack.upgrade("barograph", BAROGRAPH, "monitoring", VALUES / "celery.yaml")
        stack.await_rollout("barograph", "monitoring")
    assert asking.failures == []
    assert asking.count > 0
    config = stack.admin.get("configmap", "barograph", "--namespace=monitoring")["data"]["config.yaml"]
    assert "avg_over_time(celery_workers_busy_ratio" in config
    for metric in ("celery_queue_depth", "celery_workers_busy_ratio"):
        stack.value(metric)
