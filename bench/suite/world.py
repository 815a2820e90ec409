"""What all contestants of a run share: certificates, the cluster's stand-in, CPUs, a folder."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from harness.addresses import LOOPBACK
from harness.barograph import SERVICE_NAME
from harness.pki import Authority, KeyPair
from harness.process import Process, ProcessGroup

from suite.kube_stand_in import KubeStandIn
from suite.real_cluster import RealCluster

_SERVING_NAMES = f"DNS:localhost,DNS:{SERVICE_NAME},IP:{LOOPBACK}"


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


class Cluster(Protocol):
    """What a server knows of Kubernetes."""

    front_proxy: KeyPair  # shown by the aggregator, and here by the load generator
    front_proxy_authority: Path
    kubeconfig: Path

    def reviews(self) -> int: ...

    def close(self) -> None: ...


class World:
    """Made once a run; `close` ends a stand-in, the processes end with their group."""

    def __init__(
        self, folder: Path, processes: ProcessGroup, programs: Programs, threads: int, nice: int, is_real_cluster: bool
    ) -> None:
        self.folder = folder
        self._processes = processes
        self.nice = nice
        self.programs = programs
        self.threads = threads
        certificates = folder / "certificates"
        certificates.mkdir()
        self._authority = Authority(certificates, "serving-ca")
        self.authority = self._authority.certificate
        self.serving: KeyPair = self._authority.server("serving", _SERVING_NAMES)
        # An EndpointSlice may not name loopback.
        self.bind_address = "0.0.0.0" if is_real_cluster else LOOPBACK
        self.cluster: Cluster = RealCluster(folder, processes) if is_real_cluster else KubeStandIn(certificates)

    def start(self, name: str, command: Sequence[str | Path]) -> Process:
        """A process that is part of what is measured, at the priority of this run."""
        process = self._processes.start(name, command)
        set_priority(process.pid, self.nice)
        return process

    def renew_serving(self, name: str) -> None:
        """Another pair of the same authority in the files of the serving one. `name`: one not given before."""
        pair = self._authority.server(name, _SERVING_NAMES)
        pair.certificate.replace(self.serving.certificate)
        pair.key.replace(self.serving.key)

    def close(self) -> None:
        self.cluster.close()


def set_priority(pid: int, nice: int) -> None:
    """Of a process and its session: where Linux groups processes by session, a process's own nice value counts only
    within its group."""
    if nice == 0:
        return
    os.setpriority(os.PRIO_PROCESS, pid, nice)
    with contextlib.suppress(FileNotFoundError):
        Path(f"/proc/{pid}/autogroup").write_text(str(nice))


def cpus_for(threads: int) -> tuple[list[int] | None, list[int] | None]:
    """CPUs for the server and for the load generator: apart, so that each has what it needs, if there are enough."""
    cpus = sorted(os.sched_getaffinity(0))
    if len(cpus) <= threads:
        return None, None
    return cpus[:threads], cpus[threads:]
