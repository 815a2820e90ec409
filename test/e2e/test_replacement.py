"""One server after the other, as in a rollout or after a crash: what the cluster needs it for goes on."""

from __future__ import annotations

import signal

import pytest
from conftest import EXAMPLE
from harness.barograph import Barograph, Installation
from harness.control_plane import ControlPlane
from harness.prometheus import Prometheus

pytestmark = pytest.mark.usefixtures("available")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_a_namespace_can_be_deleted_while_the_server_is_replaced(
    cluster: ControlPlane,
    installation: Installation,
    barograph: Barograph,
    prometheus: Prometheus,
    ending: signal.Signals,
) -> None:
    name = f"short-lived-{ending.name.lower()}"
    outgoing = installation.start(f"barograph-outgoing-{ending.name}", EXAMPLE / "rules.yaml", prometheus.url)
    installation.register(outgoing)
    cluster.admin.run("create", "namespace", name)
    cluster.admin.run("create", "configmap", "left-over", f"--namespace={name}")
    try:
        outgoing.process.signal(ending)
        cluster.admin.run("delete", "namespace", name, "--wait=false")
    finally:
        outgoing.process.wait()
        installation.register(barograph)
    cluster.admin.run("wait", "--for=delete", f"namespace/{name}", "--timeout=50s")
