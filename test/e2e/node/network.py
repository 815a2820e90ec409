"""The network, mounts and control plane of a machine that runs one node and nothing else."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from harness.control_plane import ControlPlane

ADDRESS = "10.245.0.1"
# Where nobody is: what is sent there to reach a Service is sent elsewhere by kube-proxy, and all else goes nowhere.
_NOBODY = "10.245.0.254"
# What containerd, runc, the kubelet and CNI write outside of the folders that they are told.
_PRIVATE_FOLDERS = ("/run", "/var/log", "/var/lib/cni")


def prepare() -> None:
    """Makes this process's namespaces a machine of their own; refuses to do so to the real one."""
    if os.readlink("/proc/self/ns/net") == os.environ["OUTER_NETWORK"]:
        raise RuntimeError("this is not a network namespace of its own: begin with test/e2e/node/run")
    for folder in _PRIVATE_FOLDERS:
        Path(folder).mkdir(exist_ok=True)
        _run("mount", "-t", "tmpfs", "tmpfs", folder)
    Path("/run/lock").mkdir()
    _run("ip", "link", "set", "lo", "up")
    _run("ip", "link", "add", "node0", "type", "bridge")
    _run("ip", "address", "add", f"{ADDRESS}/24", "dev", "node0")
    _run("ip", "link", "set", "node0", "up")
    _run("ip", "route", "add", "default", "via", _NOBODY, "dev", "node0")
    _run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.bridge.bridge-nf-call-iptables=1")


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


class NodeControlPlane(ControlPlane):
    """One that Pods reach, that reaches the kubelet, and that lets autoscalers scale to zero."""

    def _api_server_options(self) -> list[str]:
        kubelet = self.authority.client("kube-apiserver-kubelet-client", "kube-apiserver", "system:masters")
        return [
            "--bind-address=0.0.0.0",
            # Beside RBAC.
            "--authorization-mode=Node",
            "--enable-admission-plugins=NodeRestriction",
            f"--kubelet-client-certificate={kubelet.certificate}",
            f"--kubelet-client-key={kubelet.key}",
            "--kubelet-preferred-address-types=InternalIP",
            "--feature-gates=HPAScaleToZero=true",
        ]

    def _controller_options(self) -> list[str]:
        return ["--feature-gates=HPAScaleToZero=true"]
