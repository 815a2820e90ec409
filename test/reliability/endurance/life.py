"""What happens beside the asks, each cycle again: reloads, new certificates, a crowd of clients; and one outage."""

from __future__ import annotations

import contextlib
import http.client
import signal
from collections.abc import Callable
from dataclasses import dataclass, field

from suite.contestants import Adapter, Server
from suite.prometheus import Prometheus
from suite.series import Series, metric_name
from suite.world import World

from endurance.plan import Plan, Window, excused

_CROWD = 100
_OUTAGE_SECONDS = 5.0


@dataclass
class Life:
    """`happen` does what is due; it blocks while it does it, some seconds at most."""

    plan: Plan
    world: World
    series: Series
    prometheus: Prometheus
    adapter: Adapter
    server: Server
    clock: Callable[[], float]  # seconds since the beginning of the run
    tell: Callable[[str], None]
    _due: list[tuple[float, str, Callable[[], None]]] = field(default_factory=list)
    _halted_at: float | None = None
    _resumed_at: float | None = None
    _rotations: int = 0
    _raised: int = 0

    def __post_init__(self) -> None:
        by_phase = (
            (0.10, "other values", self._raise),
            (0.20, "a rule more, and another query in one", lambda: self._reload(more=True)),
            (0.35, "another serving certificate", self._rotate),
            (0.50, "the rules of before", lambda: self._reload(more=False)),
            (0.60, "SIGHUP", lambda: self.server.process.signal(signal.SIGHUP)),
            (0.70, f"{_CROWD} clients come and go", self._crowd),
        )
        for phase, what, do in by_phase:
            self._due += [(moment, what, do) for moment in self.plan.moments(phase)]
        halt = self.plan.outage
        self._due.append((halt, "the backend stops", self._halt))
        self._due.append((halt + _OUTAGE_SECONDS, "the backend comes back", self._resume))
        self._due.sort(key=lambda each: each[0])

    @property
    def outage(self) -> Window | None:
        """Once it has begun, with the time afterwards in which asks may fail because of it."""
        if self._halted_at is None:
            return None
        return excused(self._halted_at, self._resumed_at or self.clock())

    def happen(self) -> None:
        while self._due and self._due[0][0] <= self.clock():
            _, what, do = self._due.pop(0)
            do()
            self.tell(what)

    def _raise(self) -> None:
        self._raised += 1
        self.prometheus.exposition.raise_by(self._raised)

    def _reload(self, more: bool) -> None:
        rules = self.series.rules()
        if more:
            first = metric_name(0)
            rules = rules.replace("sum(<<.Series>>", "max(<<.Series>>", 1)
            rules += f"- {{seriesQuery: '{first}', name: {{as: 'one_more'}}, metricsQuery: 'max(<<.Series>>)'}}\n"
        new = self.adapter.rules_file.with_suffix(".new")
        new.write_text(rules)
        new.replace(self.adapter.rules_file)

    def _rotate(self) -> None:
        self._rotations += 1
        self.world.renew_serving(f"serving-{self._rotations}")

    def _crowd(self) -> None:
        with contextlib.ExitStack() as crowd:
            for i in range(_CROWD):
                connection = crowd.enter_context(contextlib.closing(self.server.connect()))
                try:
                    self.server.ask(connection, self.server.targets[i])
                except (OSError, http.client.HTTPException) as error:
                    raise RuntimeError(f"client {i} of the crowd: {error}") from error

    def _halt(self) -> None:
        self._halted_at = self.clock()
        self.prometheus.halt()

    def _resume(self) -> None:
        self.prometheus.resume()
        self._resumed_at = self.clock()
