"""One run, from its beginning to its end or to the moment when it is ended."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from harness.process import Process
from suite.contestants import Adapter, Server, await_value
from suite.load import Generator
from suite.prometheus import Prometheus
from suite.series import Series
from suite.usage import cpu_seconds
from suite.world import World

from endurance import report
from endurance.interval import Interval, summarize
from endurance.life import Life
from endurance.observation import Observation, observe
from endurance.plan import Plan, Window

_OBSERVE_EVERY = 2.0
_LOOK_EVERY = 0.1
_CONNECTIONS = 64
_CONNECTION_SECONDS = 60


@dataclass(frozen=True)
class Load:
    """So many autoscalers, each of which asks once a period, for one of so many different metrics and selectors."""

    hpas: int
    period: float
    keys: int
    replaced: int  # keys a period that end while others come

    def spare(self, plan: Plan) -> int:
        """Keys that come and go: in each cycle all of them, so that what is remembered of those that have gone is the same
        from cycle to cycle."""
        return min(round(plan.cycle / self.period) * self.replaced, self.keys)

    @property
    def rate(self) -> float:
        return self.hpas / self.period


@dataclass
class Run:
    plan: Plan
    load: Load
    world: World
    series: Series
    prometheus: Prometheus
    adapter: Adapter
    generator: Generator
    tell: Callable[[str], None]
    observed: list[Observation] = field(default_factory=list)
    intervals: list[Interval] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    outage: Window | None = None
    _begun: float = 0.0

    def go(self) -> None:
        """Returns when the last interval is over; what was seen so far is there also when it raises."""
        server = await_value(self.adapter.start())
        before = observe(server, 0.0)
        load = self._begin_load(server)
        self._begun = time.monotonic()
        life = Life(
            self.plan, self.world, self.series, self.prometheus, self.adapter, server, self._clock, self._happened
        )
        told = 0
        backend = _BackendCpu(self.prometheus)
        pending: list[Observation] = []
        while True:
            life.happen()
            self.outage = life.outage
            if self._clock() >= (self.observed[-1].at if self.observed else 0.0) + _OBSERVE_EVERY:
                pending.append(observe(server, self._clock()))
                self.observed.append(pending[-1])
                backend.look()
            # Asked first: what it wrote before it ended is then there.
            is_over = not load.is_running()
            lines = [line for line in load.log_text().splitlines(keepends=True) if line.endswith("}\n")]
            if len(lines) > told and pending:
                end = min((told + 1) * self.plan.interval, self.plan.seconds)
                window = Window(told * self.plan.interval, end)
                interval = summarize(window, json.loads(lines[told]), pending, before, backend.since_last())
                self.intervals.append(interval)
                self.tell(report.line(interval))
                before, pending = pending[-1], []
                told += 1
                if end >= self.plan.seconds:
                    return
            elif is_over and len(lines) == told:
                raise RuntimeError(f"the load generator ended by itself:\n{load.log_tail()}")
            time.sleep(_LOOK_EVERY)

    def _clock(self) -> float:
        return time.monotonic() - self._begun

    def _happened(self, what: str) -> None:
        self.events.append(f"{self._clock() / 60:.2f}: {what}")

    def _begin_load(self, server: Server) -> Process:
        return self.world.start(
            "load",
            [
                *self.generator.pinned,
                *self.generator.command(server, "open"),
                f"--rate={self.load.rate}",
                f"--period={self.load.period}",
                f"--spare={self.load.spare(self.plan)}",
                f"--replaced={self.load.replaced}",
                f"--connections={_CONNECTIONS}",
                f"--connection-seconds={_CONNECTION_SECONDS}",
                "--warm-up=0",
                f"--seconds={self.plan.seconds}",
                f"--report-every={self.plan.interval}",
            ],
        )


class _BackendCpu:
    """Seconds of CPU that Prometheus used, over its restarts; what it used at its very end is not seen."""

    def __init__(self, prometheus: Prometheus) -> None:
        self._prometheus = prometheus
        self._pid = prometheus.pid
        self._of_pid = cpu_seconds([self._pid])
        self._used = 0.0

    def look(self) -> None:
        if not self._prometheus.is_running():
            return
        pid = self._prometheus.pid
        now = cpu_seconds([pid])
        self._used += now - (self._of_pid if pid == self._pid else 0.0)
        self._pid, self._of_pid = pid, now

    def since_last(self) -> float:
        used, self._used = self._used, 0.0
        return used
