"""One run: what rows need, started once and shared between them, and how they are measured in turns."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from suite import contestants
from suite.contestants import Server
from suite.load import Generator
from suite.prometheus import Prometheus
from suite.series import Series
from suite.world import World, cpus_for

log = logging.getLogger(__name__)

# Contestant to one dictionary of figures for each round.
Samples = dict[str, list[dict[str, float]]]


@dataclass
class Bench:
    world: World
    contestants: list[str]
    seconds: float
    rounds: int
    path: str | None = None
    _servers: list[Server] = field(default_factory=list)
    _prometheus: dict[Series, Prometheus] = field(default_factory=dict)

    @property
    def server_cpus(self) -> list[int] | None:
        return cpus_for(self.world.threads)[0]

    @property
    def generator(self) -> Generator:
        world = self.world
        cpus = cpus_for(world.threads)[1]
        return Generator(world.programs.load, world.front_proxy, world.folder, self.seconds, cpus)

    def prometheus(self, series: Series) -> Prometheus:
        if series not in self._prometheus:
            self._prometheus[series] = Prometheus(self.world.folder, series, self.world.processes)
        return self._prometheus[series]

    def servers(self) -> list[Server]:
        """All contestants of this run with one key each, running; the first is Barograph."""
        if self._servers:
            return self._servers
        few = Series()
        programs = self.world.programs
        ours = contestants.start_adapter(
            "ours", programs.barograph, self.world, few, self.prometheus(few).url, few.targets(1)
        )
        if self.path:
            ours = replace(ours, targets=[self.path], shortest_body=0)
        started = {"ours": lambda: ours}
        started["nginx"] = lambda: contestants.start_nginx("nginx", self.world, ours, from_memory=False)
        started["nginx-memory"] = lambda: contestants.start_nginx("nginx-memory", self.world, ours, from_memory=True)
        started["go"] = lambda: contestants.start_test_adapter(self.world)
        if programs.peer is not None:
            peer = programs.peer
            started["peer"] = lambda: contestants.start_adapter(
                "peer", peer, self.world, few, self.prometheus(few).url, few.targets(1)
            )
        self._servers = [started[name]() for name in self.contestants if name in started]
        return self._servers

    def null_server(self, body_bytes: int) -> Server:
        return contestants.start_null_server(self.world, body_bytes)

    def interleave(self, servers: list[Server], measure: Callable[[Server], dict[str, float]]) -> Samples:
        """Measures all in turns, round by round, so that what else the machine does hits all alike."""
        samples: Samples = {server.name: [] for server in servers}
        for number in range(self.rounds):
            for server in servers:
                figures = measure(server)
                samples[server.name].append(figures)
                log.info("  round %d %s: %s", number + 1, server.name, _brief(figures))
        return samples


def _brief(figures: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.4g}" for name, value in figures.items())
