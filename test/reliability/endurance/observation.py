"""What Barograph holds and has done, as the kernel and its own metrics say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from rig.figures import Figures
from suite.contestants import Server

_SAMPLE = re.compile(r"^(barograph_\w+)(\{[^}]*\})? (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Observation:
    """At a moment, in seconds since the beginning. Memory in bytes; CPU and counts so far."""

    at: float
    resident: int
    anonymous: int
    descriptors: int
    threads: int
    cpu: float
    connections: float
    tasks: float
    keys_known: float
    keys_live: float
    from_memory: float
    from_query: float
    without_value: float
    queries: float
    reloads: float
    rotations: float


def observe(server: Server, at: float) -> Observation:
    server.process.assert_running()
    pid = server.process.pid
    # First, because asking for the metrics takes a connection.
    figures = Figures.of(pid)
    samples = _Samples(server.get("/metrics").body.decode())
    return Observation(
        at=at,
        resident=figures.memory,
        anonymous=_anonymous(pid),
        descriptors=figures.descriptors,
        threads=figures.threads,
        cpu=figures.cpu,
        connections=samples.sum("barograph_open_connections"),
        tasks=samples.sum("barograph_background_tasks"),
        keys_known=samples.sum("barograph_value_keys", 'state="known"'),
        keys_live=samples.sum("barograph_value_keys", 'state="live"'),
        from_memory=samples.sum("barograph_value_asks_total", 'source="memory"'),
        from_query=samples.sum("barograph_value_asks_total", 'source="query"'),
        without_value=samples.sum("barograph_value_asks_total", 'source="none"'),
        queries=samples.sum("barograph_prometheus_requests_total", 'request="query"'),
        reloads=samples.sum("barograph_config_loads_total", 'result="success"'),
        rotations=samples.sum("barograph_certificate_loads_total", 'result="success"'),
    )


def _anonymous(pid: int) -> int:
    """Memory that is no file's: heap and stacks."""
    found = re.search(r"^Anonymous:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    assert found, "the kernel does not say how much memory is anonymous"
    return int(found.group(1)) * 1024


class _Samples:
    def __init__(self, exposition: str) -> None:
        self._samples = _SAMPLE.findall(exposition)

    def sum(self, name: str, label: str = "") -> float:
        """Over all series of this name that have the label."""
        return sum(float(value) for each, labels, value in self._samples if each == name and label in labels)
