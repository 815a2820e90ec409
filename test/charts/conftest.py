"""The fixtures: one control plane without nodes, in which the charts' other kinds are known."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.control_plane import ControlPlane
from harness.prometheus import Prometheus
from harness.session import Run
from harness.waiting import eventually
from harness.worker import Worker

from chart import NAMESPACE, ONE_RULE, ROOT
from release import Release

EXAMPLE = ROOT / "examples" / "celery-metrics"
HERE = Path(__file__).resolve().parent
# The namespaces of the scenarios. What would not be let into them as a Pod is warned of in a Deployment.
_NAMESPACES = (NAMESPACE, "observability", "shop")
_RESTRICTED = "pod-security.kubernetes.io/warn=restricted"


@pytest.fixture(scope="session")
def run(request: pytest.FixtureRequest) -> Iterator[Run]:
    current = Run(ROOT / "build" / "charts-logs")
    yield current
    current.failed = request.session.testsfailed > 0
    current.close()


@pytest.fixture(scope="session")
def cluster(run: Run) -> ControlPlane:
    control_plane = ControlPlane(run.folder, Path(os.environ["KUBERNETES_PROGRAMS"]), run.processes)
    admin = control_plane.admin
    admin.run("apply", f"--filename={HERE / 'crds.yaml'}")
    for namespace in _NAMESPACES:
        admin.run("create", "namespace", namespace)
        admin.run("label", "namespace", namespace, _RESTRICTED)

    def known() -> None:
        for kind in ("certificates.cert-manager.io", "prometheusrules.monitoring.coreos.com"):
            assert admin.get(kind, "--all-namespaces")["items"] == []

    eventually(known)
    return control_plane


@pytest.fixture(scope="session")
def prometheus(run: Run) -> Prometheus:
    worker = Worker(EXAMPLE, run.processes)
    worker.put("queue_depth", 57)
    server = Prometheus(run.folder, EXAMPLE, worker.address, run.processes)
    server.start()
    return server


@pytest.fixture
def release(cluster: ControlPlane, tmp_path: Path) -> Iterator[Release]:
    installed = Release(cluster, tmp_path / "release", ONE_RULE)
    yield installed
    installed.uninstall()
