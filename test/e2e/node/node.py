"""A real node: containerd with runc, kubelet, kube-scheduler, kube-proxy, and CoreDNS in a Pod."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import time
from pathlib import Path
from string import Template

from harness.control_plane import ControlPlane
from harness.process import Process, ProcessGroup
from harness.waiting import eventually

log = logging.getLogger(__name__)

NAME = "node1"
MANIFESTS = Path(__file__).resolve().parent / "manifests"
_POD_ADDRESSES = "10.244.0.0/24"
_START_SECONDS = 90

_CONTAINERD = Template("""\
version = 2
root = "$folder/containerd"
state = "/run/containerd-state"
[grpc]
  address = "$socket"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  # Not every machine lets a process be less likely to be killed than its parent.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      BinaryName = "runc"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$folder/cni"
""")


class Node:
    """Joins on construction. Only for a network, mount and process namespace of its own."""

    def __init__(self, cluster: ControlPlane, folder: Path, processes: ProcessGroup) -> None:
        self._cluster, self._processes = cluster, processes
        self._programs = Path(os.environ["NODE_PROGRAMS"])
        self._folder = folder / "node"
        self._folder.mkdir()
        self._socket = self._folder / "containerd.sock"
        begin = time.monotonic()
        self._containerd = self._start_containerd()
        self._import_images(Path(os.environ["IMAGES"]))
        self._kubelet = self._start_kubelet()
        self._start_scheduler()
        self._start_proxy()
        self._await_readiness()
        log.info("the node is ready after %.1f s", time.monotonic() - begin)

    def stop(self) -> None:
        """Ends its Pods and itself, and undoes its mounts; what is left ends with the namespaces."""
        self._kubelet.stop()
        for task in self._ctr("task", "list", "--quiet").split():
            subprocess.run(
                ["ctr", f"--address={self._socket}", "--namespace=k8s.io", "task", "delete", "--force", task],
                capture_output=True,
                timeout=30,
                check=False,
            )
        self._containerd.stop()
        self._end_orphans()
        mounted = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
        for path in sorted((each for each in mounted if each.startswith(f"{self._folder}/")), reverse=True):
            subprocess.run(["umount", "--lazy", path], check=False)

    def _end_orphans(self) -> None:
        """The containers' parents outlive containerd. They belong to its session, in this namespace of processes."""
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                session = int(stat.read_text().rpartition(")")[2].split()[3])
                if session == self._containerd.pid:
                    os.kill(int(stat.parent.name), signal.SIGKILL)
            except OSError:
                continue

    def _start_containerd(self) -> Process:
        configuration = self._folder / "containerd.toml"
        configuration.write_text(_CONTAINERD.substitute(folder=self._folder, socket=self._socket))
        bridge = {"type": "bridge", "bridge": "cni0", "isGateway": True, "ipMasq": True, "hairpinMode": True}
        ranges = {"type": "host-local", "ranges": [[{"subnet": _POD_ADDRESSES}]], "routes": [{"dst": "0.0.0.0/0"}]}
        network = {"cniVersion": "0.4.0", "name": "pods", "plugins": [{**bridge, "ipam": ranges}]}
        (self._folder / "cni").mkdir()
        (self._folder / "cni" / "10-bridge.conflist").write_text(json.dumps(network))
        process = self._processes.start("containerd", ["containerd", f"--config={configuration}"])

        def answers() -> None:
            process.assert_running()
            result = subprocess.run(
                ["ctr", f"--address={self._socket}", "version"], capture_output=True, text=True, timeout=10, check=False
            )
            assert result.returncode == 0, result.stderr

        eventually(answers)
        return process

    def _import_images(self, folder: Path) -> None:
        begin = time.monotonic()
        archives = sorted(folder.glob("*.tar"))
        for archive in archives:
            self._ctr("images", "import", str(archive))
        log.info("%d images are imported after %.1f s", len(archives), time.monotonic() - begin)

    def _start_kubelet(self) -> Process:
        user = self._cluster.authority.client("kubelet", f"system:node:{NAME}", "system:nodes")
        resolv = self._folder / "resolv.conf"
        resolv.write_text("")
        configuration = self._folder / "kubelet.json"
        settings = {
            "apiVersion": "kubelet.config.k8s.io/v1beta1",
            "kind": "KubeletConfiguration",
            "authentication": {
                "anonymous": {"enabled": False},
                "webhook": {"enabled": True},
                "x509": {"clientCAFile": str(self._cluster.authority.certificate)},
            },
            "authorization": {"mode": "Webhook"},
            "cgroupDriver": "cgroupfs",
            "cgroupRoot": os.environ["NODE_CGROUP"],
            "clusterDNS": ["10.96.0.10"],
            "clusterDomain": "cluster.local",
            "containerRuntimeEndpoint": f"unix://{self._socket}",
            "enforceNodeAllocatable": ["pods"],
            "evictionHard": {"memory.available": "100Mi"},
            "failCgroupV1": False,
            "failSwapOn": False,
            "imageGCHighThresholdPercent": 100,
            "localStorageCapacityIsolation": False,
            "resolvConf": str(resolv),
        }
        configuration.write_text(json.dumps(settings))
        return self._processes.start(
            "kubelet",
            [
                self._programs / "kubelet",
                f"--config={configuration}",
                f"--kubeconfig={self._cluster.kubeconfig_of(user)}",
                f"--root-dir={self._folder / 'kubelet'}",
                f"--hostname-override={NAME}",
                f"--node-ip={self._cluster.host_address}",
            ],
        )

    def _start_scheduler(self) -> None:
        kubeconfig = self._cluster.kubeconfig_of(
            self._cluster.authority.client("kube-scheduler", "system:kube-scheduler")
        )
        self._processes.start(
            "kube-scheduler",
            [
                self._programs / "kube-scheduler",
                f"--kubeconfig={kubeconfig}",
                f"--authentication-kubeconfig={kubeconfig}",
                f"--authorization-kubeconfig={kubeconfig}",
                "--leader-elect=false",
            ],
        )

    def _start_proxy(self) -> None:
        user = self._cluster.authority.client("kube-proxy", "system:kube-proxy")
        self._processes.start(
            "kube-proxy",
            [
                self._programs / "kube-proxy",
                f"--kubeconfig={self._cluster.kubeconfig_of(user)}",
                f"--hostname-override={NAME}",
                "--proxy-mode=iptables",
                f"--cluster-cidr={_POD_ADDRESSES}",
                # These limits are the whole machine's, not this namespace's.
                "--conntrack-max-per-core=0",
                "--conntrack-tcp-timeout-established=0s",
                "--conntrack-tcp-timeout-close-wait=0s",
            ],
        )

    def _await_readiness(self) -> None:
        def ready() -> None:
            self._kubelet.assert_running()
            conditions = self._cluster.admin.get("nodes", NAME)["status"]["conditions"]
            states = {each["type"]: each for each in conditions}
            assert states["Ready"]["status"] == "True", states["Ready"]["message"]

        eventually(ready, _START_SECONDS)
        self._cluster.admin.apply(MANIFESTS / "coredns.yaml")
        self._cluster.admin.run(
            "rollout", "status", "deployment/coredns", "--namespace=kube-system", f"--timeout={_START_SECONDS // 2}s"
        )

    def _ctr(self, *arguments: str) -> str:
        command = ["ctr", f"--address={self._socket}", "--namespace=k8s.io", *arguments]
        result = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if result.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: {result.stderr.strip()}")
        return result.stdout
