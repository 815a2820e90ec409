"""Barograph beside the cluster, and what makes it the cluster's server of external metrics."""

from __future__ import annotations

import base64
import logging
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.addresses import LOOPBACK
from harness.control_plane import ControlPlane
from harness.exposition import samples
from harness.https import Client
from harness.pki import Authority, KeyPair
from harness.process import Process, ProcessGroup
from harness.waiting import eventually

log = logging.getLogger(__name__)

API = "/apis/external.metrics.k8s.io/v1beta1"
METRICS = f"{API}/namespaces/default"
MANIFESTS = Path(__file__).parent.parent / "manifests"
# The only name in the serving certificate: that of the Service, by which the aggregator calls it.
SERVICE_NAME = "barograph.monitoring.svc"


@dataclass(frozen=True)
class Barograph:
    """One running instance."""

    process: Process
    port: int
    client: Client

    def samples(self, name: str, reader: KeyPair) -> dict[str, float]:
        """What its /metrics say under one name, by labels."""
        answer = self.client.get("/metrics", user=reader)
        assert answer.status == 200, answer
        return samples(answer.body.decode(), name)


class Installation:
    """Barograph's identity, rights and certificates in a cluster, for as many instances as a test starts."""

    def __init__(self, program: Path, cluster: ControlPlane, folder: Path, processes: ProcessGroup) -> None:
        self.program = program
        self._cluster = cluster
        self._processes = processes
        folder = folder / "barograph"
        folder.mkdir()
        self.authority = Authority(folder, "serving-ca")
        self._serving = self.authority.server("serving", f"DNS:{SERVICE_NAME}")
        user = cluster.authority.client("barograph", "system:serviceaccount:monitoring:barograph")
        self._kubeconfig = cluster.kubeconfig_of(user)
        cluster.admin.apply(MANIFESTS / "access.yaml")

    def start(
        self, name: str, rules: Path, prometheus_url: str, kubeconfig: Path | None = None, *options: str
    ) -> Barograph:
        """An instance on a port that it picks, once it says that it is ready."""
        instance = self.launch(name, rules, prometheus_url, kubeconfig, *options)

        def ready() -> None:
            instance.process.assert_running()
            answer = instance.client.get("/readyz")
            assert answer.status == 200, f"{name} is not ready: {answer}"

        eventually(ready)
        log.info("%s is ready at port %d", name, instance.port)
        return instance

    def launch(
        self,
        name: str,
        rules: Path,
        prometheus_url: str,
        kubeconfig: Path | None = None,
        *options: str,
        wrapper: Sequence[str] = (),
    ) -> Barograph:
        """The same as soon as it serves, ready or not. `wrapper`: what the command is given to."""
        kubeconfig = kubeconfig or self._kubeconfig
        process = self._processes.start(
            name,
            [
                *wrapper,
                self.program,
                "serve",
                "--bind-address=0.0.0.0",
                "--secure-port=0",
                f"--tls-cert-file={self._serving.certificate}",
                f"--tls-private-key-file={self._serving.key}",
                f"--lister-kubeconfig={kubeconfig}",
                f"--authentication-kubeconfig={kubeconfig}",
                f"--authorization-kubeconfig={kubeconfig}",
                f"--config={rules}",
                f"--prometheus-url={prometheus_url}",
                "--metrics-relist-interval=1s",
                *options,
            ],
        )

        def serving() -> Barograph:
            process.assert_running()
            match = re.search(r"serving on https://\S+:(\d+)", process.log_text())
            assert match, f"{name} has not said where it serves"
            port = int(match.group(1))
            return Barograph(process, port, Client(LOOPBACK, port, SERVICE_NAME, self.authority.certificate))

        return eventually(serving, every=0.05)

    def renew_serving_certificate(self, authority: Authority | None = None) -> None:
        """Puts a new certificate and key, unless told otherwise of the same authority, in the place of those that
        instances serve with."""
        renewed = (authority or self.authority).server("renewed", f"DNS:{SERVICE_NAME}")
        os.replace(renewed.certificate, self._serving.certificate)
        os.replace(renewed.key, self._serving.key)

    def register(self, instance: Barograph, *trusted: Authority, service: str = "barograph") -> None:
        """Makes this instance the one that the API aggregator asks, by a Service of this name, trusting these
        authorities, or else its own."""
        bundle = b"".join(each.certificate.read_bytes() for each in trusted or (self.authority,))
        register(self._cluster, instance.port, bundle, service)


def register(cluster: ControlPlane, port: int, ca_bundle: bytes, service: str = "barograph") -> None:
    """Makes whoever serves at this port of the machine the one that the API aggregator asks."""
    cluster.admin.apply(
        MANIFESTS / "service.yaml",
        SERVICE=service,
        ADDRESS=cluster.host_address,
        PORT=port,
        CA_BUNDLE=base64.b64encode(ca_bundle).decode(),
    )
