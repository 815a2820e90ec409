"""Many HorizontalPodAutoscalers, each on a queue and a Deployment of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from harness.kubectl import Kubectl

DEPTH_PER_REPLICA = 100
_MOST_REPLICAS = 100


@dataclass(frozen=True)
class Queue:
    """What one of them asks for: the metric, in its own namespace, with `queue=NAME`."""

    metric: str
    namespace: str
    name: str


class Fleet:
    """The autoscalers wish for one replica per hundred in their queue. No Pods come of it: the Deployments are paused,
    so that what is measured is the autoscalers' controller alone."""

    def __init__(self, admin: Kubectl, queues: Sequence[Queue]) -> None:
        self._admin = admin
        self._queues = queues
        self._namespaces = sorted({queue.namespace for queue in queues})

    def create(self) -> None:
        objects = [_namespace(name) for name in self._namespaces]
        for number, queue in enumerate(self._queues):
            objects += [_deployment(f"worker-{number}", queue.namespace), _autoscaler(f"worker-{number}", queue)]
        listed = {"apiVersion": "v1", "kind": "List", "items": objects}
        self._admin.run("create", "--filename=-", "--output=name", stdin=json.dumps(listed))

    def delete_autoscalers(self) -> None:
        """The Deployments stay."""
        for namespace in self._namespaces:
            path = f"/apis/autoscaling/v2/namespaces/{namespace}/horizontalpodautoscalers"
            self._admin.run("delete", "--raw", path)

    def delete(self) -> None:
        self._admin.run("delete", "namespace", "--wait=false", *self._namespaces)


def _namespace(name: str) -> Any:
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}


def _deployment(name: str, namespace: str) -> Any:
    labels = {"app": name}
    containers = [{"name": "worker", "image": "example.invalid/worker"}]
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {
            "paused": True,
            "replicas": 1,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": containers}},
        },
    }


def _autoscaler(name: str, queue: Queue) -> Any:
    external = {
        "metric": {"name": queue.metric, "selector": {"matchLabels": {"queue": queue.name}}},
        "target": {"type": "AverageValue", "averageValue": str(DEPTH_PER_REPLICA)},
    }
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": name, "namespace": queue.namespace},
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": name},
            "minReplicas": 1,
            "maxReplicas": _MOST_REPLICAS,
            "metrics": [{"type": "External", "external": external}],
        },
    }
