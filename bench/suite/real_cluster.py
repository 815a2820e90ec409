"""A real control plane in the place of the stand-in."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from harness.barograph import MANIFESTS
from harness.control_plane import ControlPlane
from harness.process import ProcessGroup

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
        """How many SubjectAccessReviews it was asked so far, by its own count."""
        metrics = self._plane.admin.run("get", "--raw", "/metrics")
        lines = re.findall(r"^apiserver_request_total\{(.*)\} (\S+)$", metrics, re.MULTILINE)
        return int(sum(float(count) for labels, count in lines if 'resource="subjectaccessreviews"' in labels))

    def close(self) -> None:
        """Its processes end with their group."""
