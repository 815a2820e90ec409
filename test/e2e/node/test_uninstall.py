"""What is left of the releases once they are uninstalled."""

from __future__ import annotations

from conftest import Adapter
from harness.waiting import eventually

from stack import CELERY, METRICS, WORKLOAD, Stack


def test_nothing_is_left(stack: Stack, adapter: Adapter) -> None:
    stack.upgrade("celery-worker", WORKLOAD, "shop", CELERY / "worker-values.yaml")
    assert len(stack.objects() - adapter.objects_before) > 15
    releases = stack.releases()
    assert "barograph" in releases
    for release in {"barograph", "celery-worker", "shop"} & releases.keys():
        stack.uninstall(release, releases[release])

    def gone() -> None:
        assert stack.objects() - adapter.objects_before == set()

    eventually(gone, seconds=180, every=1)
    assert stack.admin.execute("get", "--raw", f"{METRICS}/celery_queue_depth").returncode != 0
    assert stack.admin.run("get", "--raw", "/readyz") == "ok"
