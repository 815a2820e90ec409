"""How cost grows with keys, rules and connections: a line a size."""

from __future__ import annotations

import time

from suite.bench import Bench, Samples
from suite.contestants import await_ready
from suite.load import Schedule
from suite.series import Series
from suite.usage import resident_bytes

_KIB = 2**10
_MIB = 2**20


def keys(bench: Bench) -> Samples:
    """Each key asked for once a period, after so slow a beginning that each can be asked for the first time."""
    series = bench.scale.series
    prometheus = bench.prometheus(series)
    samples: Samples = {}
    for count in bench.scale.growth_keys:
        server = bench.start_adapter("ours", series, prometheus.url, series.targets(count))
        before = resident_bytes(server.pids())
        period = bench.scale.period
        ramp = count / bench.scale.cold_keys_per_second
        schedule = Schedule(count / period, period, ramp + 4 * period, bench.scale.periods * period, ramp=ramp)
        result, grown = bench.generator.over(server, schedule, lambda: {"queries": prometheus.queries()})
        memory = resident_bytes(server.pids())
        server.stop()
        samples[f"{count:,} keys"] = [
            {
                "rate": result["rate"],
                "p50_ms": result["latency_us"]["p50"] / 1e3,
                "p99_ms": result["latency_us"]["p99"] / 1e3,
                "server_cpu_ms_per_1000": result["server_cpu_us_per_answer"],
                "queries_per_period": grown["queries"] / bench.scale.periods,
                "resident_mib": memory / _MIB,
                "kib_per_key": (memory - before) / _KIB / count,
                "errors": sum(result["errors"].values()),
            }
        ]
    return samples


def rules(bench: Bench) -> Samples:
    """One key is asked for among so many rules, on 16 connections."""
    sizes = bench.scale.growth_rules
    prometheus = bench.prometheus(Series(max(sizes), 1))
    samples: Samples = {}
    for count in sizes:
        series = Series(count, 1)
        begin = time.monotonic()
        server = bench.start_adapter("ours", series, prometheus.url, series.targets(1))
        ready = time.monotonic() - begin
        # Else listing the series of all rules would be measured, too.
        await_ready(server)
        result = bench.generator.closed(server, 16)
        samples[f"{count:,} rules"] = [
            {
                "rate": result["rate"],
                "server_cpu_ms_per_1000": result["server_cpu_us_per_answer"],
                "resident_mib": resident_bytes(server.pids()) / _MIB,
                "start_s": ready,
                "errors": sum(result["errors"].values()),
            }
        ]
        server.stop()
    return samples


def connections(bench: Bench) -> Samples:
    """So many connections, each asking again as soon as it has its answer; nginx beside it."""
    samples: Samples = {}
    for count in bench.scale.growth_connections:
        for server in bench.servers():
            if server.name not in ("ours", "nginx"):
                continue
            result = bench.generator.closed(server, count)
            samples[f"{count:,} connections, {server.name}"] = [
                {
                    "rate": result["rate"],
                    "p50_ms": result["latency_us"]["p50"] / 1e3,
                    "p99_ms": result["latency_us"]["p99"] / 1e3,
                    "server_cpu_ms_per_1000": result["server_cpu_us_per_answer"],
                    "resident_mib": resident_bytes(server.pids()) / _MIB,
                    "errors": sum(result["errors"].values()),
                }
            ]
    return samples
