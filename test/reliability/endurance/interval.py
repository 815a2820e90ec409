"""The figures of one interval of a run: what the load generator counted, and what Barograph held and did meanwhile."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from endurance.observation import Observation
from endurance.plan import Window

MIB = 1 << 20


@dataclass(frozen=True)
class Interval:
    """Times in milliseconds, memory in MiB; of what is held the mean, of what grows by how much it grew."""

    begin: float
    end: float
    asks: int
    failed: int
    errors: dict[str, int]
    p50: float
    p99: float
    longest: float
    late_p99: float  # by how much the generator itself was late
    from_memory: float  # share of the values told
    resident: float
    anonymous: float
    descriptors: float
    threads: float
    connections: float
    tasks: float
    keys_known: float
    keys_live: float
    queries: float
    handshakes: int
    reloads: float
    rotations: float
    cpu: float  # seconds, as the two below
    load_cpu: float
    prometheus_cpu: float

    @property
    def window(self) -> Window:
        return Window(self.begin, self.end)

    def as_json(self) -> dict[str, Any]:
        return {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(self).items()}


def summarize(
    window: Window, load: Any, observed: Sequence[Observation], before: Observation, prometheus_cpu: float
) -> Interval:
    """`load`: a line of the load generator; `before`: the last observation of the interval before."""
    last = observed[-1]
    latency = load["latency_us"]
    memory, query = last.from_memory - before.from_memory, last.from_query - before.from_query
    failed = sum(load["errors"].values())

    def mean(name: str) -> float:
        return statistics.fmean(getattr(each, name) for each in observed)

    def growth(name: str) -> float:
        return float(getattr(last, name) - getattr(before, name))

    return Interval(
        begin=window.begin,
        end=window.end,
        asks=load["answers"] + failed,
        failed=failed,
        errors=load["errors"],
        p50=latency["p50"] / 1e3,
        p99=latency["p99"] / 1e3,
        longest=latency["max"] / 1e3,
        late_p99=load["late_us"]["p99"] / 1e3,
        from_memory=memory / (memory + query) if memory + query else 0.0,
        resident=mean("resident") / MIB,
        anonymous=mean("anonymous") / MIB,
        descriptors=mean("descriptors"),
        threads=mean("threads"),
        connections=mean("connections"),
        tasks=mean("tasks"),
        keys_known=mean("keys_known"),
        keys_live=mean("keys_live"),
        queries=growth("queries"),
        handshakes=load["handshakes"],
        reloads=growth("reloads"),
        rotations=growth("rotations"),
        cpu=growth("cpu"),
        load_cpu=load["own_cpu_seconds"],
        prometheus_cpu=prometheus_cpu,
    )
