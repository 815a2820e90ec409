"""The row about the autoscalers' own controller: how soon they react."""

from __future__ import annotations

import contextlib
import logging
import math
import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace

from harness.fleet import DEPTH_PER_REPLICA, Fleet
from harness.process import Process, ProcessGroup
from harness.waiting import eventually

from suite.bench import Bench, Samples
from suite.contestants import await_value
from suite.prometheus import Prometheus
from suite.proxy import Proxy
from suite.real_cluster import RealCluster
from suite.series import Series, depth
from suite.world import World

log = logging.getLogger(__name__)

_SLOW_SECONDS = 2.0
_RULES = 10
# By so many replicas each jump scales all: the controller adds no more than four at once.
_STEP = 3
# Where in the controller's period jumps come, since the last one reacted: also where the next query has just gone out.
_PHASES = (0.80, 0.2, 0.70, 0.9, 0.75)
_WARM_SYNCS = 3
_WARM_SECONDS = 600
_RESCALE_SECONDS = 240
_ALL = '{__name__=~"bench_queue_depth_.*"}'


def controller(bench: Bench) -> Samples:
    """Prometheus answers in 2 s: from a jump of all queues until the last autoscaler has rescaled."""
    bench.quiet()

    def measure(name: str) -> dict[str, float]:
        few, many = (_measure(bench, name, count, str(count)) for count in bench.scale.autoscalers)
        return {**{f"few_{key}": each for key, each in few.items()}, **{f"many_{key}": each for key, each in many.items()}}

    return bench.adapters(measure, rounds=1)


@contextlib.contextmanager
def _real_world(bench: Bench, name: str) -> Iterator[tuple[World, RealCluster]]:
    """A control plane of its own: without what another measurement left in it."""
    folder = bench.world.folder / name
    folder.mkdir()
    processes = ProcessGroup(folder)
    try:
        world = World(folder, processes, bench.world.programs, bench.world.threads, bench.world.nice, True)
        assert isinstance(world.cluster, RealCluster)
        yield world, world.cluster
    finally:
        processes.stop()


def _measure(bench: Bench, name: str, count: int, folder: str) -> dict[str, float]:
    series = Series(_RULES, count // _RULES)
    scale = bench.scale
    with contextlib.ExitStack() as stack:
        world, cluster = stack.enter_context(_real_world(bench, f"controller-{name}-{folder}"))
        prometheus = Prometheus(world, series)
        stack.callback(prometheus.stop)
        proxy = Proxy(world, prometheus, _SLOW_SECONDS)
        adapter = replace(bench, world=world).adapter(name, series, proxy.url, series.targets(1))
        server = await_value(adapter.start())
        cluster.register(server.port, world.authority)
        Fleet(cluster.admin, series.queues()).create()
        stack.enter_context(cluster.autoscaling(scale.period))
        replicas = _Replicas(world, cluster, series)
        begin = time.monotonic()
        eventually(lambda: _assert_synced(cluster, proxy, count), _WARM_SECONDS, every=0.5)
        time.sleep(_WARM_SYNCS * scale.period)
        warm = time.monotonic() - begin
        seconds = []
        for jump in range(scale.jumps):
            time.sleep(_PHASES[jump % len(_PHASES)] * scale.period)
            seconds.append(_jump(prometheus, series, replicas, (jump + 1) * _STEP * DEPTH_PER_REPLICA))
        log.info("  %s, %d autoscalers: %s s", name, count, ", ".join(f"{each:.1f}" for each in seconds))
        return {"worst_s": max(seconds), "median_s": statistics.median(seconds), "warm_s": warm}


def _jump(prometheus: Prometheus, series: Series, replicas: _Replicas, added: int) -> float:
    """Seconds from when Prometheus has the higher values until all have scaled."""
    prometheus.exposition.raise_by(added)

    def known() -> float:
        assert prometheus.value(f"sum({_ALL})") == series.total(added)
        return time.monotonic()

    begin = eventually(known, every=0.05)
    reacted: dict[int, float] = {}

    def all_reacted() -> None:
        missing = replicas.missing_for(added)
        now = time.monotonic() - begin
        reacted.update({number: now for number in replicas.numbers if number not in missing and number not in reacted})
        assert not missing, f"{len(missing)} are not scaled, the first is {replicas.text_of(missing[0])}"

    eventually(all_reacted, _RESCALE_SECONDS, every=0.05)
    in_order = sorted(reacted.values())
    log.info("    half after %.1f s, nine of ten after %.1f s, all after %.1f s",
             in_order[len(in_order) // 2], in_order[len(in_order) * 9 // 10], in_order[-1])
    return in_order[-1]


def _assert_synced(cluster: RealCluster, proxy: Proxy, count: int) -> None:
    """Each autoscaler has seen a value."""
    proxy.counts()
    path = "jsonpath={range .items[*]}{.status.currentMetrics[0].external.current.averageValue}{'\\n'}{end}"
    values = cluster.admin.run("get", "horizontalpodautoscalers", "--all-namespaces", "--output", path)
    seen = sum(1 for line in values.splitlines() if line)
    assert seen == count, f"{seen} of {count} autoscalers have seen a value"


class _Replicas:
    """How many replicas each Deployment shall have, as the API's watch tells it."""

    def __init__(self, world: World, cluster: RealCluster, series: Series) -> None:
        path = "jsonpath={.metadata.name} {.spec.replicas}{'\\n'}"
        command = cluster.admin.command("get", "deployments", "--all-namespaces", "--watch", "--output", path)
        self._process: Process = world.start("watch-deployments", command)
        self._queues = [int(queue.name.removeprefix("q")) for queue in series.queues()]
        self.numbers = range(len(self._queues))

    def missing_for(self, added: int) -> list[int]:
        """Those that are not scaled for their queue yet."""
        self._process.assert_running()
        now = self._counts()
        wanted = [max(1, math.ceil((depth(queue) + added) / DEPTH_PER_REPLICA)) for queue in self._queues]
        return [number for number in self.numbers if now.get(number) != wanted[number]]

    def text_of(self, number: int) -> str:
        return f"worker-{number} at {self._counts().get(number)}"

    def _counts(self) -> dict[int, int]:
        lines = re.findall(r"^worker-(\d+) (\d+)$", self._process.log_text(), re.MULTILINE)
        return {int(number): int(count) for number, count in lines}
