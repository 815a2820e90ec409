"""Rows about many keys that are asked for again and again, as HorizontalPodAutoscalers do, with a real Prometheus."""

from __future__ import annotations

from typing import Any

from suite.bench import Bench, Samples
from suite.load import Schedule
from suite.prometheus import Prometheus
from suite.usage import cpu_seconds, resident_bytes

_MIB = 2**20
_SLOW_SECONDS = 2.0
# Of a controller's round, for each object: five workers, each of which needs some milliseconds for one.
_OBJECT_SECONDS = 0.001


def burst(bench: Bench) -> Samples:
    """Many autoscalers on each key: far more asks than keys."""
    return bench.adapters(lambda name: _measure(bench, name, bench.scale.rate))


def live(bench: Bench) -> Samples:
    """One autoscaler on each key: a controller goes through all of them once a period, in one go."""
    rate = bench.scale.keys / bench.scale.period
    round_seconds = bench.scale.keys * _OBJECT_SECONDS
    return bench.adapters(lambda name: _measure(bench, name, rate, round_seconds=round_seconds))


def spread(bench: Bench) -> Samples:
    """The same with asks at any time of the period, as of many controllers: no value may serve all of them."""
    return bench.adapters(lambda name: _measure(bench, name, bench.scale.keys / bench.scale.period))


def slow(bench: Bench) -> Samples:
    """The same behind a proxy that makes each answer of Prometheus take 2 s."""

    def measure(name: str) -> dict[str, float]:
        prometheus = bench.prometheus(bench.scale.series)
        proxy = bench.proxy(prometheus, _SLOW_SECONDS)
        try:
            figures = _measure(bench, name, bench.scale.keys / bench.scale.period, proxy.url)
            return {**figures, "most_in_flight": proxy.counts()["most_in_flight"]}
        finally:
            proxy.stop()

    return bench.adapters(measure)


def _measure(
    bench: Bench, name: str, rate: float, url: str | None = None, round_seconds: float = 0.0
) -> dict[str, float]:
    scale = bench.scale
    prometheus = bench.prometheus(scale.series)
    server = bench.start_adapter(name, scale.series, url or prometheus.url, scale.series.targets(scale.keys))
    try:
        # Four periods to learn in, of which the first two wait for Prometheus; then whole periods, so that each
        # asker counts equally often.
        schedule = Schedule(rate, scale.period, 4 * scale.period, scale.period * scale.periods, round_seconds)
        result, grown = bench.generator.over(server, schedule, lambda: _counts(bench, prometheus))
        return {**_figures(result, grown, schedule, scale.period), "resident_mib": resident_bytes(server.pids()) / _MIB}
    finally:
        server.stop()


def _counts(bench: Bench, prometheus: Prometheus) -> dict[str, float]:
    return {
        "queries": prometheus.queries(),
        "reviews": bench.world.cluster.reviews(),
        "prometheus_cpu": cpu_seconds([prometheus.pid]),
    }


def _figures(result: Any, grown: dict[str, float], schedule: Schedule, period: float) -> dict[str, float]:
    periods = schedule.seconds / period
    latency = result["latency_us"]
    return {
        "rate": result["rate"],
        "p50_ms": latency["p50"] / 1e3,
        "p99_ms": latency["p99"] / 1e3,
        "max_ms": latency["max"] / 1e3,
        "late_p99_ms": result["late_us"]["p99"] / 1e3,
        "errors": sum(result["errors"].values()),
        "server_cpu_ms_per_1000": result["server_cpu_us_per_answer"],
        "queries_per_period": grown["queries"] / periods,
        "reviews_per_period": grown["reviews"] / periods,
        "prometheus_cpu_share": grown["prometheus_cpu"] / schedule.seconds,
    }
