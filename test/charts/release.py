"""A release that Helm installed, and its Pod's program run beside the cluster: no node runs Pods."""

from __future__ import annotations

import base64
import json
import os
import re
from pathlib import Path
from typing import Any

from harness.addresses import LOOPBACK
from harness.barograph import Barograph
from harness.control_plane import ControlPlane
from harness.https import Client
from harness.process import Process, ProcessGroup
from harness.prometheus import Prometheus
from harness.waiting import eventually

from chart import CHART, NAMESPACE, Rendered, as_file, helm

API_SERVICE = "v1beta1.external.metrics.k8s.io"
METRIC = f"/apis/external.metrics.k8s.io/v1beta1/namespaces/{NAMESPACE}/celery_queue_depth"
AUTOSCALER = "--as=system:serviceaccount:kube-system:horizontal-pod-autoscaler"


def values_for(prometheus: Prometheus, **more: Any) -> dict[str, Any]:
    """One rule for what the example worker exposes."""
    address, _, port = prometheus.url.rpartition(":")
    rule = {
        "seriesQuery": "celery_queue_depth",
        "name": {"as": "celery_queue_depth"},
        "metricsQuery": "max(celery_queue_depth{<<.LabelMatchers>>})",
    }
    return {
        "prometheus": {"url": address, "port": int(port)},
        "metricsRelistInterval": "1s",
        "rules": {"external": [rule]},
        **more,
    }


class Release:
    """Installs on construction."""

    def __init__(self, cluster: ControlPlane, folder: Path, values: dict[str, Any], name: str = "barograph") -> None:
        self._cluster, self._folder, self._name = cluster, folder, name
        self._folder.mkdir()
        self._container: Process | None = None
        self.upgrade(values)

    def upgrade(self, values: dict[str, Any]) -> None:
        with as_file(values) as file:
            self._helm("upgrade", "--install", self._name, CHART, "--values", file)

    def uninstall(self) -> None:
        if self._container is not None:
            self._container.stop()
        self._helm("uninstall", self._name, "--wait")

    def get(self, kind: str, name: str | None = None, namespace: str = NAMESPACE) -> Any:
        return self._cluster.admin.get(kind, name or self._name, f"--namespace={namespace}")

    def secret(self) -> dict[str, str]:
        return {key: base64.b64decode(value).decode() for key, value in self.get("secret")["data"].items()}

    def ca_bundle(self) -> str:
        return base64.b64decode(self.get("apiservice", API_SERVICE)["spec"]["caBundle"]).decode()

    def is_available(self) -> None:
        conditions = self.get("apiservice", API_SERVICE).get("status", {}).get("conditions", [])
        available = [each for each in conditions if each["type"] == "Available"]
        assert [each["status"] for each in available] == ["True"], available

    def kubeconfig_of(self, account: str) -> Path:
        """Who a Pod with this service account is."""
        token = self._folder / f"{account}.token"
        token.write_text(self._cluster.admin.run("create", "token", account, f"--namespace={NAMESPACE}"))
        return self._cluster.kubeconfig_by_token(account, token)

    def run_container(self, processes: ProcessGroup) -> Barograph:
        """Starts what the Deployment's container runs, with its files in a folder, and puts it behind the Service."""
        pod = self.get("deployment")["spec"]["template"]["spec"]
        arguments = self._arguments(pod)
        kubeconfig = self.kubeconfig_of(pod["serviceAccountName"])
        access = [f"--{what}-kubeconfig={kubeconfig}" for what in ("authentication", "authorization")]
        here = ["--secure-port=0", "--shutdown-delay-duration=0s"]
        process = processes.start("barograph", [os.environ["BAROGRAPH"], *arguments, *access, *here])
        self._container = process

        def port() -> int:
            process.assert_running()
            match = re.search(r"serving on https://\S+:(\d+)", process.log_text())
            assert match, "barograph has not said where it serves"
            return int(match.group(1))

        instance = Barograph(process, eventually(port), self._client(port()))
        self._put_behind_service(instance.port)
        return instance

    def _client(self, port: int) -> Client:
        """Trusts what the release says is to be trusted."""
        authority = self._folder / "ca.crt"
        authority.write_text(self.ca_bundle())
        return Client(LOOPBACK, port, f"{self._name}.{NAMESPACE}.svc", authority)

    def _arguments(self, pod: dict[str, Any]) -> list[str]:
        """What the Pod's container is given, with the files of its volumes in folders here."""
        volumes = {each["name"]: each for each in pod["volumes"]}
        (container,) = pod["containers"]
        mounts = {each["mountPath"]: self._mounted(volumes[each["name"]]) for each in container["volumeMounts"]}
        return [_moved(each, mounts) for each in container["args"]]

    def _mounted(self, volume: dict[str, Any]) -> Path:
        folder = self._folder / str(volume["name"])
        folder.mkdir(exist_ok=True)
        if "secret" in volume:
            files = {
                key: base64.b64decode(value)
                for key, value in self.get("secret", volume["secret"]["secretName"])["data"].items()
            }
        elif "configMap" in volume:
            files = {
                key: value.encode() for key, value in self.get("configmap", volume["configMap"]["name"])["data"].items()
            }
        else:
            files = {}
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return folder

    def _put_behind_service(self, port: int) -> None:
        (named,) = self.get("service")["spec"]["ports"]
        manifest = {
            "apiVersion": "discovery.k8s.io/v1",
            "kind": "EndpointSlice",
            "metadata": {"name": "host", "namespace": NAMESPACE, "labels": {"kubernetes.io/service-name": self._name}},
            "addressType": "IPv4",
            "ports": [{"name": named["name"], "port": port, "protocol": "TCP"}],
            "endpoints": [{"addresses": [self._cluster.host_address], "conditions": {"ready": True}}],
        }
        self._cluster.admin.run("apply", "--filename=-", stdin=json.dumps(manifest))

    def run_test_pod(self, rendered: Rendered, processes: ProcessGroup, *more: str) -> Process:
        """Makes what `helm test` makes before its Pod, and starts what that Pod's container runs."""
        (pod,) = rendered.all("Pod")
        before = [each for each in rendered.objects if "helm.sh/hook-weight" in each["metadata"].get("annotations", {})]
        for each in before:
            self._cluster.admin.run("apply", "--filename=-", stdin=json.dumps(each))
        kubeconfig = self.kubeconfig_of(pod["spec"]["serviceAccountName"])
        command = [os.environ["BAROGRAPH"], *self._arguments(pod["spec"]), f"--kubeconfig={kubeconfig}", *more]
        return processes.start("helm-test", command)

    def _helm(self, *arguments: str | Path) -> str:
        return helm(*arguments, f"--namespace={NAMESPACE}", f"--kubeconfig={self._cluster.admin.kubeconfig}")


def _moved(argument: str, mounts: dict[str, Path]) -> str:
    """A flag whose file is in a volume, as that volume's folder has it here."""
    flag, _, path = argument.partition("=")
    for mounted, folder in mounts.items():
        if path.startswith(f"{mounted}/"):
            return f"{flag}={folder}{path.removeprefix(mounted)}"
    return argument
