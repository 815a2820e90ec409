"""The fixtures: one control plane, Prometheus, worker and Barograph for the whole run."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from harness.autoscaler import Autoscaler
from harness.barograph import METRICS, Barograph, Installation
from harness.control_plane import ControlPlane
from harness.process import ProcessGroup
from harness.prometheus import Prometheus
from harness.session import Run
from harness.waiting import eventually
from harness.worker import Worker

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "celery-metrics"
_ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_KEPT = pytest.StashKey[list[Path]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--keep", action="store_true", help="leave everything running until Ctrl-C (also: E2E_KEEP=1)")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_KEPT] = []

    def interrupt(number: int, _frame: FrameType | None) -> None:
        # Once is enough: another signal must not keep the fixtures from ending what they started.
        for each in _ENDING_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt(signal.Signals(number).name)

    for each in _ENDING_SIGNALS:
        signal.signal(each, interrupt)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for folder in config.stash[_KEPT]:
        terminalreporter.write_line(f"the logs of what ran are in {folder}", red=True)


def _has_failed(session: pytest.Session) -> bool:
    return session.testsfailed > 0 or session.exitstatus != pytest.ExitCode.OK


@pytest.fixture(scope="session")
def run(request: pytest.FixtureRequest) -> Iterator[Run]:
    current = Run(ROOT / "build" / "e2e-logs")
    log.info("everything is under %s", current.folder)
    yield current
    current.failed = current.failed or _has_failed(request.session)
    try:
        current.close()
    finally:
        if current.kept:
            request.config.stash[_KEPT].append(current.kept)


@pytest.fixture(scope="session")
def processes(run: Run) -> ProcessGroup:
    return run.processes


@pytest.fixture(scope="session")
def cluster(request: pytest.FixtureRequest, run: Run) -> Iterator[ControlPlane]:
    control_plane = ControlPlane(run.folder, Path(os.environ["KUBERNETES_PROGRAMS"]), run.processes)
    yield control_plane
    if run.failed or _has_failed(request.session):
        control_plane.write_state(run.processes.logs / "cluster-state.txt")


@pytest.fixture(scope="session")
def worker(processes: ProcessGroup) -> Worker:
    return Worker(EXAMPLE, processes)


@pytest.fixture(scope="session")
def prometheus(run: Run, worker: Worker) -> Prometheus:
    server = Prometheus(run.folder, EXAMPLE, worker.address, run.processes)
    server.start()
    return server


@pytest.fixture(scope="session")
def installation(run: Run, cluster: ControlPlane) -> Installation:
    return Installation(Path(os.environ["BAROGRAPH"]), cluster, run.folder, run.processes)


@pytest.fixture(scope="session")
def barograph(
    request: pytest.FixtureRequest, run: Run, installation: Installation, prometheus: Prometheus
) -> Iterator[Barograph]:
    """The instance that the cluster uses: never restarted, and it must end well."""
    instance = installation.start("barograph", EXAMPLE / "rules.yaml", prometheus.url)
    installation.register(instance)
    yield instance
    status = instance.process.stop()
    run.failed = run.failed or status != 0
    assert status == 0, f"barograph ended with status {status}:\n{instance.process.log_tail()}"


@pytest.fixture(scope="session")
def available(cluster: ControlPlane, barograph: Barograph) -> None:
    """Waits until the cluster can use Barograph, with a value for each metric; the tests say the rest."""

    def is_available() -> None:
        service = cluster.admin.get("apiservice", "v1beta1.external.metrics.k8s.io")
        conditions = {each["type"]: each for each in service.get("status", {}).get("conditions", [])}
        assert conditions.get("Available", {}).get("status") == "True", f"APIService: {conditions}"

    def have_values() -> None:
        barograph.process.assert_running()
        for metric in ("celery_queue_depth", "celery_workers_busy_ratio"):
            assert cluster.admin.raw(f"{METRICS}/{metric}")["items"], f"{metric} has no value"

    eventually(is_available, seconds=60)
    eventually(have_values)


@pytest.fixture(scope="module")
def autoscaler(available: None, cluster: ControlPlane, processes: ProcessGroup) -> Iterator[Autoscaler]:
    scaler = Autoscaler(EXAMPLE, cluster, processes)
    yield scaler
    scaler.stop()


@pytest.fixture(scope="session", autouse=True)
def last_word(request: pytest.FixtureRequest) -> Iterator[None]:
    """Torn down before every other fixture of the session: lets a person look around, then lets nobody interfere."""
    keep = request.config.getoption("--keep") or bool(os.environ.get("E2E_KEEP"))
    if keep:
        for name in ("barograph", "available"):
            request.getfixturevalue(name)
    yield
    # An exception in the midst of a teardown would skip the rest of it.
    if keep:
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING_SIGNALS)
        _say(request, _invitation(request))
        signal.sigwait(_ENDING_SIGNALS)
    for each in _ENDING_SIGNALS:
        signal.signal(each, signal.SIG_IGN)


def _invitation(request: pytest.FixtureRequest) -> str:
    kubectl = request.getfixturevalue("cluster").admin
    worker = request.getfixturevalue("worker")
    return f"""
Everything is left running. In another terminal:

  export KUBECONFIG={kubectl.kubeconfig} PATH={kubectl.program.parent}:$PATH
  kubectl get --raw {METRICS}/celery_queue_depth
  curl -X PUT --data 57 http://{worker.address}/queue_depth
  kubectl get hpa --watch

Logs: {request.getfixturevalue("processes").logs}. Ctrl-C, or kill {os.getpid()}, ends it all."""


def _say(request: pytest.FixtureRequest, text: str) -> None:
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print(text, flush=True)
