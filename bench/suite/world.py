"""What all contestants of a run share: certificates, the cluster's stand-in, CPUs, a folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from harness.addresses import LOOPBACK
from harness.kubectl import write_kubeconfig
from harness.pki import Authority, KeyPair
from harness.process import ProcessGroup

from suite.kube_stand_in import KubeStandIn


@dataclass(frozen=True)
class Programs:
    """What is measured, and with what."""

    barograph: Path
    load: Path
    null_server: Path
    proxy: Path
    nginx: Path | None = None
    test_adapter: Path | None = None
    peer: Path | None = None


class World:
    """Made once a run; `close` ends the stand-in, the processes end with their group."""

    def __init__(self, folder: Path, processes: ProcessGroup, programs: Programs, threads: int) -> None:
        self.folder = folder
        self.processes = processes
        self.programs = programs
        self.threads = threads
        certificates = folder / "certificates"
        certificates.mkdir()
        authority = Authority(certificates, "serving-ca")
        self.authority = authority.certificate
        self.serving: KeyPair = authority.server("serving", f"DNS:localhost,IP:{LOOPBACK}")
        front_proxy_authority = Authority(certificates, "front-proxy-ca")
        self.front_proxy_authority = front_proxy_authority.certificate
        self.front_proxy: KeyPair = front_proxy_authority.client("front-proxy-client", "front-proxy-client")
        self.cluster = KubeStandIn(
            self.serving, front_proxy_authority.certificate.read_text(), authority.certificate.read_text()
        )
        user = authority.client("server", "system:serviceaccount:monitoring:server")
        self.kubeconfig = write_kubeconfig(certificates / "kubeconfig", self.cluster.url, self.authority, user)

    def close(self) -> None:
        self.cluster.close()


def cpus_for(threads: int) -> tuple[list[int] | None, list[int] | None]:
    """CPUs for the server and for the load generator: apart, so that each has what it needs, if there are enough."""
    cpus = sorted(os.sched_getaffinity(0))
    if len(cpus) <= threads:
        return None, None
    return cpus[:threads], cpus[threads:]
