"""The fixtures of the tests with a control plane: one for the run."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from harness.addresses import LOOPBACK
from harness.session import Run

from rig.backends import Backend
from rig.cluster import Cluster
from rig.kubernetes_stage import KubernetesStage
from rig.stage import Ordeals, cases_of_this_run

STAGES_AT_ONCE = 8


@pytest.fixture(scope="session")
def cluster(run: Run, prometheus: Backend) -> Cluster:
    if not os.environ.get("KUBERNETES_PROGRAMS"):
        pytest.skip("Kubernetes' programs are not built: tools/kubernetes/build, or --long, builds them")
    prometheus.await_sample('depth{queue="a"}')
    return Cluster(run, f"http://{LOOPBACK}:{prometheus.port}")


@pytest.fixture(scope="session")
def kubernetes_ordeals(request: pytest.FixtureRequest, cluster: Cluster) -> Iterator[Ordeals[int]]:
    together = Ordeals(range(STAGES_AT_ONCE), lambda _: KubernetesStage(cluster))
    for case in cases_of_this_run(request.session, "kubernetes_case"):
        together.submit(case)
    yield together
    together.close()


@pytest.fixture
def kubernetes_stage(cluster: Cluster) -> Iterator[KubernetesStage]:
    own = KubernetesStage(cluster)
    yield own
    own.close()
