"""What stands in the cluster: the examples' parts, and the releases of the charts."""

from __future__ import annotations

import contextlib
import json
import logging
import threading
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from harness.asking import Asking
from harness.control_plane import ControlPlane
from harness.waiting import eventually

from chart import ROOT, as_file, helm
from node import MANIFESTS

log = logging.getLogger(__name__)

CELERY, HTTP = ROOT / "examples" / "celery", ROOT / "examples" / "http-requests"
BAROGRAPH, WORKLOAD = ROOT / "charts" / "barograph", ROOT / "charts" / "autoscaled-workload"
METRICS = "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop"
# Instead of minutes.
AT_ONCE = {"stabilizationWindowSeconds": 0, "policies": [{"type": "Pods", "value": 100, "periodSeconds": 15}]}
SOON = {"stabilizationWindowSeconds": 10, "policies": [{"type": "Pods", "value": 100, "periodSeconds": 15}]}
QUICK = {"autoscaling": {"behavior": {"scaleUp": AT_ONCE, "scaleDown": SOON}}}
# As the Prometheus chart finds Pods by their annotations.
_PODS = """\
- job_name: kubernetes-pods
  scrape_interval: 5s
  kubernetes_sd_configs: [{role: pod}]
  relabel_configs:
  - {source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape], action: keep, regex: "true"}
  - {source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_path], action: replace, target_label: __metrics_path__, regex: (.+)}
  - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_port, __meta_kubernetes_pod_ip]
    action: replace
    regex: (\\d+);(.*)
    replacement: $2:$1
    target_label: __address__
  - {action: labelmap, regex: __meta_kubernetes_pod_label_(.+)}
  - {source_labels: [__meta_kubernetes_namespace], target_label: namespace}
  - {source_labels: [__meta_kubernetes_pod_name], target_label: pod}
"""


class Stack:
    """The cluster, as `helm` and `kubectl` see it."""

    def __init__(self, cluster: ControlPlane) -> None:
        self.cluster = cluster
        self.admin = cluster.admin

    def install_surroundings(self) -> None:
        """Namespaces that take restricted Pods only, Redis, the metrics endpoint and Prometheus."""
        for namespace in ("shop", "monitoring"):
            self.admin.run("create", "namespace", namespace)
            self.admin.run("label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted")
        jobs = yaml.safe_load(yaml.safe_load((CELERY / "prometheus-values.yaml").read_text())["extraScrapeConfigs"])
        scraping = {"scrape_configs": [*jobs, *yaml.safe_load(_PODS)]}
        config = {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "prometheus-server", "namespace": "monitoring"},
            "data": {"prometheus.yml": yaml.safe_dump(scraping)},
        }
        self.admin.run("apply", "--filename=-", stdin=json.dumps(config))
        self.admin.run("apply", f"--filename={MANIFESTS / 'prometheus.yaml'}")
        self.admin.run("apply", "--namespace=shop", f"--filename={CELERY / 'redis.yaml'}")
        self.upgrade("celery-metrics", WORKLOAD, "shop", CELERY / "metrics-values.yaml")
        self.await_rollout("redis", "shop")
        self.await_rollout("celery-metrics", "shop")
        self.await_rollout("prometheus-server", "monitoring")
        eventually(self._is_scraped, seconds=60)

    def upgrade(self, release: str, chart: Path, namespace: str, values: Path, **more: Any) -> None:
        """`helm upgrade --install` with a values file, and what the test says beside it."""
        with as_file(more) as other:
            options = ["--values", values, "--values", other, *self._where(namespace)]
            helm("upgrade", "--install", release, chart, *options)

    def uninstall(self, release: str, namespace: str) -> None:
        helm("uninstall", release, "--wait", *self._where(namespace))

    def releases(self) -> dict[str, str]:
        """Each release and its namespace."""
        listed = json.loads(helm("list", "--all-namespaces", "--output=json", f"--kubeconfig={self.admin.kubeconfig}"))
        return {each["name"]: each["namespace"] for each in listed}

    def helm_test(self, release: str, namespace: str) -> str:
        return helm("test", release, *self._where(namespace))

    def await_rollout(self, deployment: str, namespace: str) -> None:
        self.admin.run("rollout", "status", f"deployment/{deployment}", f"--namespace={namespace}", "--timeout=55s")

    def ready_pods(self, name: str, namespace: str) -> int:
        pods = self.admin.get("pods", f"--namespace={namespace}", f"--selector=app.kubernetes.io/name={name}")["items"]
        conditions = [each for pod in pods for each in pod["status"].get("conditions", [])]
        return sum(1 for each in conditions if (each["type"], each["status"]) == ("Ready", "True"))

    def value(self, metric: str, selector: str = "") -> str:
        """What an autoscaler would read."""
        path = f"{METRICS}/{metric}" + (f"?labelSelector={selector}" if selector else "")
        answer = self.cluster.client.get(path, self.cluster.admin_certificate)
        assert answer.status == 200, f"{metric}: {answer.status} {answer.body.decode()}"
        items = answer.json["items"]
        assert len(items) == 1, f"{metric}: {items}"
        value: str = items[0]["value"]
        return value

    @contextlib.contextmanager
    def asking(self) -> Iterator[Asking]:
        """Asks for a metric through the aggregator, 60 times a second until the block ends, as far as the machine keeps up."""
        user, path = self.cluster.admin_certificate, f"{METRICS}/celery_queue_depth"
        with self.cluster.client.connect(user) as connection, Asking(lambda: connection.get(path)) as asking:
            yield asking

    def in_pod(self, deployment: str, *command: str) -> str:
        return self.admin.run("exec", f"deployment/{deployment}", "--namespace=shop", "--", *command)

    def fill_queue(self, tasks: int, seconds: float) -> None:
        said = self.in_pod("celery-metrics", "python3", "load.py", f"--tasks={tasks}", f"--seconds={seconds}")
        log.info("%s", said.strip())

    def unfinished(self) -> int:
        """Tasks that wait or are worked on, as Redis knows them."""
        waiting, taken = (self.in_pod("redis", "redis-cli", *ask) for ask in (("llen", "celery"), ("hlen", "unacked")))
        return int(waiting) + int(taken)

    def objects(self) -> set[str]:
        """The names of all objects, but for those that live on their own, whoever caused them."""
        listable = self.admin.run("api-resources", "--verbs=list", "--output=name").split()
        volatile = ("events", "leases", "endpoints", "componentstatuses", "podmetrics")
        kinds = ",".join(each for each in listable if not each.startswith(volatile))
        form = "--output=custom-columns=K:.kind,S:.metadata.namespace,N:.metadata.name"
        return set(self.admin.run("get", kinds, "--all-namespaces", form, "--no-headers").splitlines())

    def _where(self, namespace: str) -> list[str]:
        return [f"--namespace={namespace}", f"--kubeconfig={self.admin.kubeconfig}"]

    def _is_scraped(self) -> None:
        service = "/api/v1/namespaces/monitoring/services/prometheus-server:http/proxy"
        found = self.admin.raw(f"{service}/api/v1/query?query=celery_queue_depth")["data"]["result"]
        assert found, "Prometheus has not scraped the metrics endpoint yet"


class Replicas:
    """The history of how many replicas a Deployment is to have, looked at four times a second until the block ends."""

    def __init__(self, cluster: ControlPlane, deployment: str) -> None:
        self._cluster = cluster
        self._path = f"/apis/apps/v1/namespaces/shop/deployments/{deployment}/scale"
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._begin = time.monotonic()
        self._seen: list[tuple[float, int]] = []

    def __enter__(self) -> Replicas:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(timeout=30)
        log.info("replicas, with seconds: %s", self._steps())

    def counts(self) -> list[int]:
        """Each number that there was, in its order."""
        return [count for count, _ in self._steps()]

    def await_count(self, wanted: int, seconds: float) -> None:
        def reached() -> None:
            assert self._seen and self._seen[-1][1] == wanted, f"{self._steps()}, not {wanted}"

        eventually(reached, seconds)

    def _steps(self) -> list[tuple[int, str]]:
        groups = groupby(list(self._seen), key=lambda each: each[1])
        return [(count, f"{next(moments)[0]:.0f}s") for count, moments in groups]

    def _run(self) -> None:
        while not self._ended.wait(0.25):
            answer = self._cluster.client.get(self._path, self._cluster.admin_certificate)
            if answer.status == 200:
                self._seen.append((time.monotonic() - self._begin, answer.json["spec"].get("replicas", 0)))
