"""A real Kubernetes control plane: etcd, kube-apiserver with its aggregator, kube-controller-manager."""

from __future__ import annotations

import contextlib
import json
import logging
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from harness import pki
from harness.addresses import LOOPBACK, free_port, host_address
from harness.https import Client
from harness.kubectl import Kubectl, KubectlError, write_kubeconfig, write_token_kubeconfig
from harness.process import Process, ProcessGroup
from harness.waiting import eventually

log = logging.getLogger(__name__)

# A real cluster syncs each 15 s and looks back 5 min before it scales down: too long to wait for.
HPA_SYNC_SECONDS = 2
HPA_DOWNSCALE_STABILIZATION_SECONDS = 4

_SERVICE_ADDRESSES = "10.96.0.0/16"
_START_SECONDS = 90

_REVIEWS_ONLY = {
    "apiVersion": "audit.k8s.io/v1",
    "kind": "Policy",
    "omitStages": ["RequestReceived"],
    "rules": [
        {"level": "Request", "resources": [{"group": "authorization.k8s.io", "resources": ["subjectaccessreviews"]}]},
        {"level": "None"},
    ],
}


class ControlPlane:
    """Starts on construction; the processes end with their group."""

    def __init__(self, folder: Path, programs: Path, processes: ProcessGroup) -> None:
        self._folder = folder / "control-plane"
        self._folder.mkdir()
        self._programs = programs
        self._processes = processes
        self.port = free_port()
        self.host_address = host_address()
        self.url = f"https://{LOOPBACK}:{self.port}"
        self.authority = pki.Authority(self._folder, "ca")
        self.front_proxy_authority = pki.Authority(self._folder, "front-proxy-ca")
        self.front_proxy = self.front_proxy_authority.client("front-proxy-client", "front-proxy-client")
        self._review_log = self._folder / "reviews.log"
        self._service_account_key = pki.make_signing_key(self._folder, "service-accounts")
        self.admin_certificate = self.authority.client("admin", "admin", "system:masters")
        self.admin = self.kubectl_as(self.admin_certificate)
        self.client = Client(LOOPBACK, self.port, "localhost", self.authority.certificate)
        controllers = self.authority.client("kube-controller-manager", "system:kube-controller-manager")
        self._controllers_kubeconfig = self.kubeconfig_of(controllers)
        self._start()

    def kubectl_as(self, user: pki.KeyPair) -> Kubectl:
        return Kubectl(self._programs / "kubectl", self.kubeconfig_of(user), self._processes)

    def kubeconfig_of(self, user: pki.KeyPair) -> Path:
        path = user.certificate.with_suffix(".kubeconfig")
        return write_kubeconfig(path, self.url, self.authority.certificate, user)

    def trusting(self) -> ssl.SSLContext:
        """For connections to kube-apiserver."""
        return ssl.create_default_context(cafile=self.authority.certificate)

    def kubeconfig_by_token(self, name: str, token_file: Path) -> Path:
        """A kubeconfig for whoever the token in a file, which may be replaced, belongs to."""
        path = self._folder / f"{name}.kubeconfig"
        return write_token_kubeconfig(path, self.url, self.authority.certificate, token_file)

    @contextlib.contextmanager
    def other_controllers(self, *options: str) -> Iterator[Process]:
        """Meanwhile a kube-controller-manager with these flags in addition is in the place of the usual one."""
        self._controllers.stop()
        self._controllers = self._start_controllers(*options)
        try:
            yield self._controllers
        finally:
            self._controllers.stop()
            self._controllers = self._start_controllers()

    def access_reviews(self, user: str | None = None) -> int:
        """How many SubjectAccessReviews kube-apiserver was asked for by its audit log, of all or about one user."""
        reviews = map(json.loads, self._review_log.read_text().splitlines())
        # What it refused before it read it is about nobody.
        users = [review.get("requestObject", {}).get("spec", {}).get("user") for review in reviews]
        return len(users) if user is None else users.count(user)

    def write_state(self, path: Path) -> None:
        """Writes what a person would ask the cluster after a failure."""
        questions = (
            ("describe", "apiservice", "v1beta1.external.metrics.k8s.io"),
            ("describe", "horizontalpodautoscalers,deployments"),
            ("get", "events", "--all-namespaces", "--sort-by=.lastTimestamp"),
        )
        with path.open("w") as output:
            for question in questions:
                try:
                    answer = self.admin.run(*question)
                except (KubectlError, subprocess.TimeoutExpired) as error:
                    answer = f"{error}\n"
                output.write(f"$ kubectl {' '.join(question)}\n{answer}\n")

    def _start(self) -> None:
        begin = time.monotonic()
        store, store_url = self._start_store()
        api_server = self._start_api_server(store_url)
        self._await_readiness(store, api_server)
        self._controllers = self._start_controllers()
        # Pods are refused in a namespace whose service account is not there yet.
        eventually(lambda: self.admin.get("serviceaccount", "default"), _START_SECONDS)
        self._controllers.assert_running()
        log.info("the control plane is ready after %.1f s", time.monotonic() - begin)

    def _await_readiness(self, *processes: Process) -> None:
        def ready() -> None:
            for process in processes:
                process.assert_running()
            assert self.admin.run("get", "--raw", "/readyz") == "ok"

        eventually(ready, _START_SECONDS)

    def _start_store(self) -> tuple[Process, str]:
        program = shutil.which("etcd")
        if program is None:
            raise RuntimeError("etcd is not installed: tools/install-dependencies e2e")
        clients, peers = (f"http://{LOOPBACK}:{free_port()}" for _ in range(2))
        process = self._processes.start(
            "etcd",
            [
                program,
                "--name=e2e",
                f"--data-dir={self._folder / 'etcd'}",
                f"--listen-client-urls={clients}",
                f"--advertise-client-urls={clients}",
                f"--listen-peer-urls={peers}",
                f"--initial-advertise-peer-urls={peers}",
                f"--initial-cluster=e2e={peers}",
                # The data need not outlive the test.
                "--unsafe-no-fsync",
            ],
        )
        return process, clients

    def _start_api_server(self, store_url: str) -> Process:
        names = f"DNS:localhost,DNS:kubernetes.default.svc,IP:{LOOPBACK},IP:10.96.0.1"
        serving = self.authority.server("kube-apiserver", names)
        audit_policy = self._folder / "audit-policy.json"
        audit_policy.write_text(json.dumps(_REVIEWS_ONLY))
        return self._processes.start(
            "kube-apiserver",
            [
                self._programs / "kube-apiserver",
                f"--etcd-servers={store_url}",
                f"--bind-address={LOOPBACK}",
                f"--secure-port={self.port}",
                f"--advertise-address={self.host_address}",
                f"--tls-cert-file={serving.certificate}",
                f"--tls-private-key-file={serving.key}",
                f"--client-ca-file={self.authority.certificate}",
                "--authorization-mode=RBAC",
                f"--audit-policy-file={audit_policy}",
                f"--audit-log-path={self._review_log}",
                "--service-account-issuer=https://kubernetes.default.svc",
                f"--service-account-key-file={self._service_account_key.certificate}",
                f"--service-account-signing-key-file={self._service_account_key.key}",
                f"--service-cluster-ip-range={_SERVICE_ADDRESSES}",
                # The aggregator shows Barograph this certificate and names the user in these headers; kube-apiserver
                # publishes both in the ConfigMap extension-apiserver-authentication.
                f"--proxy-client-cert-file={self.front_proxy.certificate}",
                f"--proxy-client-key-file={self.front_proxy.key}",
                f"--requestheader-client-ca-file={self.front_proxy_authority.certificate}",
                "--requestheader-allowed-names=front-proxy-client",
                "--requestheader-username-headers=X-Remote-User",
                "--requestheader-group-headers=X-Remote-Group",
                "--requestheader-extra-headers-prefix=X-Remote-Extra-",
                # Without kube-proxy a Service has no address of its own: go to its endpoints.
                "--enable-aggregator-routing=true",
                *self._api_server_options(),
            ],
        )

    def _start_controllers(self, *options: str) -> Process:
        kubeconfig = self._controllers_kubeconfig
        return self._processes.start(
            "kube-controller-manager",
            [
                self._programs / "kube-controller-manager",
                f"--bind-address={LOOPBACK}",
                f"--secure-port={free_port()}",
                f"--kubeconfig={kubeconfig}",
                f"--authentication-kubeconfig={kubeconfig}",
                f"--authorization-kubeconfig={kubeconfig}",
                "--leader-elect=false",
                # Each controller with its own account, so that the autoscaler needs the rights a real one needs.
                "--use-service-account-credentials=true",
                f"--service-account-private-key-file={self._service_account_key.key}",
                f"--root-ca-file={self.authority.certificate}",
                f"--horizontal-pod-autoscaler-sync-period={HPA_SYNC_SECONDS}s",
                f"--horizontal-pod-autoscaler-downscale-stabilization={HPA_DOWNSCALE_STABILIZATION_SECONDS}s",
                *self._controller_options(),
                # Of a flag that is given twice the last counts.
                *options,
            ],
        )

    def _api_server_options(self) -> list[str]:
        """More flags of kube-apiserver; the last of two equal ones counts."""
        return []

    def _controller_options(self) -> list[str]:
        """More flags of kube-controller-manager; the last of two equal ones counts."""
        return []
