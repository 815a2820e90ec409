"""A real control plane in the place of the stand-in."""

from __future__ import annotations

import subprocess
from contextlib import AbstractContextManager
from pathlib import Path

from harness.barograph import MANIFESTS, register
from harness.control_plane import ControlPlane
from harness.kubectl import Kubectl
from harness.process import Process, ProcessGroup

from suite.machine import ROOT

_USER = "system:serviceaccount:monitoring:barograph"


class RealCluster:
    """That of the end-to-end tests, with the rights that it gives Barograph and the autoscaler's controller."""

    def __init__(self, folder: Path, processes: ProcessGroup) -> None:
        built = subprocess.run([ROOT / "tools" / "kubernetes" / "build"], check=True, stdout=subprocess.PIPE, text=True)
        self._plane = ControlPlane(folder, Path(built.stdout.strip()), processes)
        self._plane.admin.apply(MANIFESTS / "access.yaml")
        self.front_proxy = self._plane.front_proxy
        self.front_proxy_authority = self._plane.front_proxy_authority.certificate
        self.kubeconfig = self._plane.kubeconfig_of(self._plane.authority.client("server", _USER))

    def reviews(self) -> int:
        """How many SubjectAccessReviews it was asked so far."""
        return self._plane.access_reviews()

    @property
    def admin(self) -> Kubectl:
        return self._plane.admin

    def register(self, port: int, authority: Path) -> None:
        """Makes the server at this port the one of external metrics."""
        register(self._plane, port, authority.read_bytes())

    def autoscaling(self, sync_seconds: float) -> AbstractContextManager[Process]:
        """Meanwhile the autoscalers' controller works with this period."""
        # The usual limit of its own requests, 20 a second, is too low for some hundreds that scale at once.
        return self._plane.other_controllers(
            f"--horizontal-pod-autoscaler-sync-period={sync_seconds:g}s", "--kube-api-qps=200", "--kube-api-burst=400"
        )

    def close(self) -> None:
        """Its processes end with their group."""
