"""The second example: an HTTP service is scaled by its requests per second."""

from __future__ import annotations

import logging
import os
import subprocess
from typing import Any

import pytest
import yaml
from harness.waiting import eventually

from stack import BAROGRAPH, CELERY, HTTP, QUICK, WORKLOAD, Replicas, Stack

pytestmark = pytest.mark.usefixtures("adapter")
log = logging.getLogger(__name__)

# 27 a second, and 10 for each replica. It takes a minute until the rule's rate is that of all the load.
RATE, SECONDS, WANTED = 27, 90, 3


@pytest.fixture(scope="module")
def shop(stack: Stack) -> None:
    stack.upgrade("shop", WORKLOAD, "shop", HTTP / "service-values.yaml", **QUICK)
    stack.await_rollout("shop", "shop")


@pytest.mark.usefixtures("shop")
def test_a_rule_more_is_taken_up_without_a_restart(stack: Stack) -> None:
    before = _pods(stack)
    rules = [rule for example in (CELERY, HTTP) for rule in _rules(example / "adapter-values.yaml")]
    stack.upgrade("barograph", BAROGRAPH, "monitoring", CELERY / "adapter-values.yaml", rules={"external": rules})
    # The kubelet brings a changed ConfigMap within about a minute.
    eventually(lambda: stack.value("http_requests_per_second", "app=shop"), seconds=150, every=1)
    assert _pods(stack) == before


@pytest.mark.usefixtures("shop")
def test_requests_bring_replicas_and_their_end_takes_them_back(stack: Stack) -> None:
    address = stack.admin.get("service", "shop", "--namespace=shop")["spec"]["clusterIP"]
    load = [os.environ["K6"], "run", "--quiet", "--no-usage-report", f"--env=URL=http://{address}/"]
    with Replicas(stack.cluster, "shop") as replicas:
        replicas.await_count(2, seconds=60)
        # Client, service and all of the cluster are one machine: how long an answer takes says nothing here.
        command = [*load, f"--env=RATE={RATE}", "--env=P95=30000", f"--env=SECONDS={SECONDS}"]
        script = HTTP / "load.js"
        result = subprocess.run([*command, script], capture_output=True, text=True, timeout=SECONDS + 60, check=False)
        log.info("%s", "\n".join(line for line in result.stdout.splitlines() if "http_req" in line))
        assert result.returncode == 0, result.stdout + result.stderr
        replicas.await_count(2, seconds=180)
    assert max(replicas.counts()) == WANTED


def _pods(stack: Stack) -> set[str]:
    pods = stack.admin.get("pods", "--namespace=monitoring", "--selector=app.kubernetes.io/name=barograph")["items"]
    return {pod["metadata"]["uid"] for pod in pods}


def _rules(values: Any) -> list[Any]:
    rules: list[Any] = yaml.safe_load(values.read_text())["rules"]["external"]
    return rules
