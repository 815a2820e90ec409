"""The fixtures: one machine with one node, and on it what both examples need."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import network
import pytest
from harness.control_plane import ControlPlane
from harness.session import Run
from harness.waiting import eventually
from network import NodeControlPlane

from node import Node
from stack import BAROGRAPH, CELERY, ROOT, Stack

log = logging.getLogger(__name__)

_ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Adapter:
    """Barograph, installed by its chart with the example's values."""

    seconds_to_first_metric: float
    # What there was before.
    objects_before: set[str]


@pytest.fixture(scope="session")
def run(request: pytest.FixtureRequest) -> Iterator[Run]:
    current = Run(ROOT / "build" / "e2e-node-logs")
    yield current
    current.failed = current.failed or request.session.testsfailed > 0
    try:
        current.close()
    finally:
        if current.kept:
            log.error("the logs of what ran are in %s", current.kept)


@pytest.fixture(scope="session")
def cluster(request: pytest.FixtureRequest, run: Run) -> Iterator[ControlPlane]:
    network.prepare()
    control_plane = NodeControlPlane(run.folder, Path(os.environ["KUBERNETES_PROGRAMS"]), run.processes)
    yield control_plane
    if request.session.testsfailed:
        control_plane.write_state(run.processes.logs / "cluster-state.txt")


@pytest.fixture(scope="session")
def node(run: Run, cluster: ControlPlane) -> Iterator[Node]:
    machine = Node(cluster, run.folder, run.processes)
    yield machine
    machine.stop()


@pytest.fixture(scope="session")
def stack(request: pytest.FixtureRequest, run: Run, cluster: ControlPlane, node: Node) -> Iterator[Stack]:
    current = Stack(cluster)
    try:
        current.install_surroundings()
        yield current
    finally:
        _write_state(current, run.processes.logs)
    if os.environ.get("E2E_KEEP"):
        _wait(request, current)


@pytest.fixture(scope="session")
def adapter(stack: Stack) -> Adapter:
    before = stack.objects()
    begin = time.monotonic()
    stack.upgrade("barograph", BAROGRAPH, "monitoring", CELERY / "adapter-values.yaml")
    eventually(lambda: stack.value("celery_queue_depth"), seconds=60, every=0.05)
    seconds = time.monotonic() - begin
    log.info("the first metric was there %.1f s after the beginning of helm install", seconds)
    return Adapter(seconds, before)


def _write_state(stack: Stack, folder: Path) -> None:
    """What a person would ask the cluster, should something have failed."""
    questions = {
        "pods": ("describe", "pods", "--all-namespaces"),
        "hpa": ("describe", "hpa", "--all-namespaces"),
        "barograph": ("logs", "--namespace=monitoring", "--selector=app.kubernetes.io/name=barograph", "--tail=-1"),
        "workers": ("logs", "--namespace=shop", "--selector=app.kubernetes.io/name=celery-worker", "--tail=200"),
        "metrics": ("logs", "--namespace=shop", "--selector=app.kubernetes.io/name=celery-metrics", "--tail=200"),
        "events": ("get", "events", "--all-namespaces"),
    }
    for name, question in questions.items():
        answer = stack.admin.execute(*question)
        (folder / f"state-{name}.txt").write_text(answer.stdout + answer.stderr)


def _wait(request: pytest.FixtureRequest, stack: Stack) -> None:
    kubectl = stack.admin
    capture = request.config.pluginmanager.getplugin("capturemanager")
    text = f"""
Everything is left running. In another terminal:

  nsenter --target $(pgrep --oldest --full 'pytest.*e2e/node') --net --mount --pid
  export KUBECONFIG={kubectl.kubeconfig} PATH={kubectl.program.parent}:$PATH

Ctrl-C ends it all."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING_SIGNALS)
    with capture.global_and_fixture_disabled():
        print(text, flush=True)
    signal.sigwait(_ENDING_SIGNALS)
