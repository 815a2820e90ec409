"""A Deployment under a HorizontalPodAutoscaler, with the history of both."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from harness.barograph import MANIFESTS
from harness.control_plane import HPA_SYNC_SECONDS, ControlPlane
from harness.process import ProcessGroup
from harness.waiting import eventually
from harness.watch import Object, Watch

NAME = "celery-worker"
_SCALE_SECONDS = 60
# Long enough for the controller to have changed its mind, were it about to.
_SETTLE_SECONDS = 5 * HPA_SYNC_SECONDS


@dataclass(frozen=True)
class Mark:
    """A moment, in terms of both histories."""

    deployment: int
    autoscaler: int


class Autoscaler:
    """The Deployment `celery-worker` and the example's HorizontalPodAutoscaler on it."""

    def __init__(self, example: Path, cluster: ControlPlane, processes: ProcessGroup) -> None:
        self._cluster = cluster
        self._deployment = Watch(processes, cluster.admin, "deployments", NAME)
        self._autoscaler = Watch(processes, cluster.admin, "horizontalpodautoscalers", NAME)
        cluster.admin.apply(MANIFESTS / "celery-worker.yaml")
        cluster.admin.apply(example / "hpa.yaml")

    def mark(self) -> Mark:
        return Mark(self._deployment.mark(), self._autoscaler.mark())

    def await_replicas(self, count: int) -> None:
        """Waits until the Deployment has so many replicas."""

        def reached() -> None:
            replicas = self._deployment.latest()["spec"]["replicas"]
            assert replicas == count, f"{replicas} replicas, not {count}; {self.explanation()}"

        eventually(reached, _SCALE_SECONDS)

    def settle(self) -> None:
        """Gives the controller several more rounds."""
        time.sleep(_SETTLE_SECONDS)

    def replicas_since(self, mark: Mark) -> list[int]:
        """The counts of replicas that the Deployment went through, such as [2, 6]."""
        counts = (state["spec"]["replicas"] for state in self._deployment.since(mark.deployment))
        return [count for count, _ in groupby(counts)]

    def await_scaling_active(self, status: str) -> Object:
        """Waits until the condition ScalingActive has this status, and returns the condition."""

        def changed() -> Object:
            condition = _condition(self._autoscaler.latest(), "ScalingActive")
            assert condition and condition["status"] == status, f"ScalingActive is not {status}; {self.explanation()}"
            return condition

        return eventually(changed)

    def times_inactive_since(self, mark: Mark) -> list[Object]:
        """Every state of the condition ScalingActive that was not True."""
        states = self._autoscaler.since(mark.autoscaler)
        conditions = [_condition(state, "ScalingActive") for state in states]
        return [condition for condition in conditions if condition and condition["status"] != "True"]

    def events(self, reason: str) -> list[str]:
        """The messages of the autoscaler's events that have this reason."""
        selector = f"involvedObject.kind=HorizontalPodAutoscaler,involvedObject.name={NAME},reason={reason}"
        events = self._cluster.admin.get("events", f"--field-selector={selector}")
        return [event["message"] for event in events["items"]]

    def explanation(self) -> str:
        """What the autoscaler says of itself, for a message."""
        status = self._autoscaler.latest().get("status", {})
        conditions = status.get("conditions") or []
        sentences = [f"{each['type']}={each['status']}: {each['message']}" for each in conditions]
        return "; ".join(sentences) or "the autoscaler has said nothing yet"

    def stop(self) -> None:
        self._deployment.stop()
        self._autoscaler.stop()


def _condition(state: Object, kind: str) -> Object | None:
    conditions = state.get("status", {}).get("conditions") or []
    return next((condition for condition in conditions if condition["type"] == kind), None)
