"""One run: what rows need, started once and shared between them, and how they are measured in turns."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from harness.addresses import free_port

from suite import contestants
from suite.contestants import Adapter, Server, await_value
from suite.load import Generator
from suite.prometheus import Prometheus
from suite.proxy import Proxy
from suite.scale import Scale
from suite.series import Series
from suite.world import World, cpus_for

log = logging.getLogger(__name__)

# Contestant, or size, to one dictionary of figures for each round.
Samples = dict[str, list[dict[str, float]]]

# All connections come from one address here.
_OWN_FLAGS = ("--max-connections-per-peer=10000",)

# Rows whose measurements take half a minute and more.
_MOST_LONG_ROUNDS = 3
# Of the throughput rows, each in a namespace of its own.
_KEYS = 20


@dataclass
class Bench:
    world: World
    contestants: list[str]
    seconds: float
    rounds: int
    scale: Scale
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
        return Generator(world.programs.load, world.cluster.front_proxy, world.folder, self.seconds, cpus, world.nice < 0)

    def has(self, contestant: str) -> bool:
        return contestant in self.contestants

    def prometheus(self, series: Series) -> Prometheus:
        """Only one runs at a time: another's scrapes would disturb."""
        if series not in self._prometheus:
            self.quiet()
            self._prometheus[series] = Prometheus(self.world, series)
        return self._prometheus[series]

    def quiet(self) -> None:
        """Ends what a row before has left running."""
        for prometheus in self._prometheus.values():
            prometheus.stop()
        # Those that ask it would only fail from now on.
        for server in self._servers:
            server.stop()
        self._prometheus.clear()
        self._servers.clear()

    def proxy(self, prometheus: Prometheus, delay: float) -> Proxy:
        return Proxy(self.world, prometheus, delay)

    def adapter(self, name: str, series: Series, url: str, targets: list[str], rules: str | None = None) -> Adapter:
        """Barograph or the peer, not started yet."""
        programs = self.world.programs
        is_ours = name == "ours"
        program = programs.barograph if is_ours else programs.peer
        assert program is not None
        flags = _OWN_FLAGS if is_ours else ()
        return Adapter(name, program, self.world, rules or series.rules(), url, targets, free_port(), flags)

    def start_adapter(
        self, name: str, series: Series, url: str, targets: list[str], rules: str | None = None
    ) -> Server:
        """The same, started, once it has a value."""
        return await_value(self.adapter(name, series, url, targets, rules).start())

    def servers(self) -> list[Server]:
        """All contestants of this run, running. Barograph and the peer are asked for several keys in turn, as over the
        aggregator's few connections; nginx has Barograph's answer."""
        few = Series()
        url = self.prometheus(few).url
        if self._servers:
            return self._servers
        ours = self.start_adapter("ours", few, url, few.targets(_KEYS))
        if self.path:
            ours = replace(ours, targets=[self.path], shortest_body=0)
        starts: dict[str, Callable[[], Server]] = {
            "ours": lambda: ours,
            "nginx": lambda: contestants.start_nginx("nginx", self.world, ours, from_memory=False),
            "nginx-memory": lambda: contestants.start_nginx("nginx-memory", self.world, ours, from_memory=True),
            "go": lambda: contestants.start_test_adapter(self.world),
            "peer": lambda: self.start_adapter("peer", few, url, few.targets(_KEYS)),
        }
        self._servers = [starts[name]() for name in self.contestants]
        return self._servers

    def null_server(self, body_bytes: int) -> Server:
        return contestants.start_null_server(self.world, body_bytes)

    def interleave(self, servers: list[Server], measure: Callable[[Server], dict[str, float]]) -> Samples:
        """Measures all in turns, round by round, so that what else the machine does hits all alike."""
        by_name = {server.name: server for server in servers}
        return self._rounds(list(by_name), lambda name: measure(by_name[name]), self.rounds)

    def adapters(self, measure: Callable[[str], dict[str, float]], rounds: int = _MOST_LONG_ROUNDS) -> Samples:
        """The same for what has rules and a Prometheus, by name; each measurement starts its own."""
        names = [name for name in ("ours", "peer") if self.has(name)]
        return self._rounds(names, measure, min(rounds, self.rounds))

    def _rounds(self, names: list[str], measure: Callable[[str], dict[str, float]], rounds: int) -> Samples:
        samples: Samples = {name: [] for name in names}
        for number in range(rounds):
            for name in names:
                figures = measure(name)
                samples[name].append(figures)
                log.info("  round %d, %s: %s", number + 1, name, _brief(figures))
        return samples


def _brief(figures: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.4g}" for name, value in figures.items())
