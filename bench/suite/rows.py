"""All rows, in the order of the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from suite import rows_controller, rows_footprint, rows_growth, rows_live, rows_throughput
from suite.bench import Bench, Samples
from suite.report import Figure


@dataclass(frozen=True)
class Row:
    name: str
    measure: Callable[[Bench], Samples]
    figures: tuple[Figure, ...]
    is_curve: bool = False  # a table of its own, a line a size


ROWS = (
    Row(
        "ceiling",
        rows_throughput.ceiling,
        (
            Figure("rate", "load generator alone, 16 connections", "/s"),
            Figure("generator_cpu_share", "… its share of a CPU"),
            Figure("server_cpu_us", "… CPU of a server that does nothing else", "µs"),
        ),
    ),
    Row(
        "warm",
        rows_throughput.warm,
        (
            Figure("rate", "warm asks/s, 16 connections", "/s", "nginx", "≥ 1.0 × nginx"),
            Figure("server_cpu_us", "server CPU per warm ask", "µs", "nginx", "≤ 1.1 × nginx"),
            Figure("p99_us", "… p99", "µs", "nginx"),
            Figure("generator_cpu_share", "… load generator's share of a CPU"),
            Figure("errors", "… errors"),
        ),
    ),
    Row(
        "single",
        rows_throughput.single,
        (Figure("p50_us", "p50, 1 connection", "µs", "nginx", "≤ 1.0 × nginx"),),
    ),
    Row(
        "connections",
        rows_throughput.connections,
        (
            Figure("connections_per_cpu_second", "new TLS connections per CPU second", "/s", "nginx", "≥ 0.8 × nginx"),
            Figure("connections_per_second", "… reached with one load generator", "/s", "nginx"),
            Figure("errors", "… errors"),
        ),
    ),
    Row(
        "growth-connections",
        rows_growth.connections,
        (
            Figure("rate", "asks/s"),
            Figure("p50_ms", "p50, ms"),
            Figure("p99_ms", "p99, ms"),
            Figure("server_cpu_ms_per_1000", "server CPU per 1,000 asks, ms"),
            Figure("resident_mib", "resident, MiB"),
            Figure("errors", "errors"),
        ),
        is_curve=True,
    ),
    Row(
        "burst",
        rows_live.burst,
        (
            Figure("p99_ms", "open loop 667/s, 2,000 keys, 200k series: p99", "ms", reach="< 3 ms"),
            Figure("p50_ms", "… p50", "ms"),
            Figure("rate", "… rate reached", "/s", reach="667 /s"),
            Figure("errors", "… errors"),
            Figure("late_p99_ms", "… sent late by the generator itself, p99", "ms"),
            Figure("prometheus_cpu_share", "… Prometheus' CPU", "CPUs"),
        ),
    ),
    Row(
        "slow",
        rows_live.slow,
        (
            Figure("p99_ms", "Prometheus answers in 2 s, 2,000 keys every 15 s: warm p99", "ms", reach="< 3 ms"),
            Figure("p50_ms", "… p50", "ms"),
            Figure("errors", "… errors"),
            Figure("most_in_flight", "… most queries at once"),
        ),
    ),
    Row(
        "live",
        rows_live.live,
        (
            Figure("queries_per_period", "Prometheus queries per 15 s, 2,000 live keys of 100 rules", reach="≤ 100"),
            Figure("reviews_per_period", "SubjectAccessReviews per 15 s", reach="≤ 2"),
            Figure("p99_ms", "… p99", "ms"),
            Figure("server_cpu_ms_per_1000", "… server CPU per 1,000 asks, refreshing included", "ms"),
            Figure("prometheus_cpu_share", "… Prometheus' CPU", "CPUs"),
        ),
    ),
    Row(
        "spread",
        rows_live.spread,
        (
            Figure("queries_per_period", "Prometheus queries per 15 s, asks spread over the period"),
            Figure("p99_ms", "… p99", "ms"),
        ),
    ),
    Row(
        "controller",
        rows_controller.controller,
        (
            Figure(
                "few_worst_s",
                "Prometheus answers in 2 s, 60 autoscalers, real controller, 15 s sync: last one rescaled after a jump",
                "s",
                reach="≤ 18 s",
            ),
            Figure("few_median_s", "… median of the jumps", "s"),
            Figure("few_warm_s", "… first start to all answered three times", "s"),
            Figure("many_worst_s", "… 300 autoscalers: last one", "s", reach="≤ 18 s"),
            Figure("many_median_s", "… median of the jumps", "s"),
            Figure("many_warm_s", "… first start to all answered three times", "s"),
        ),
    ),
    Row(
        "memory",
        rows_footprint.memory,
        (
            Figure("idle_mib", "resident memory, idle", "MiB", reach="≤ 15"),
            Figure("listed_mib", "… with 200k series listed", "MiB", reach="≤ 25"),
            Figure("peak_mib", "… most while listing", "MiB"),
        ),
    ),
    Row(
        "discovery",
        rows_footprint.discovery,
        (Figure("bytes", "bytes read per discovery of 200k series", "B", reach="< 3,072"),),
    ),
    Row(
        "start",
        rows_footprint.start,
        (Figure("first_value_ms", "start to first value", "ms", reach="≤ 50"),),
    ),
    Row(
        "growth-keys",
        rows_growth.keys,
        (
            Figure("rate", "asks/s"),
            Figure("p50_ms", "p50, ms"),
            Figure("p99_ms", "p99, ms"),
            Figure("server_cpu_ms_per_1000", "server CPU per 1,000 asks, ms"),
            Figure("queries_per_period", "queries per period"),
            Figure("resident_mib", "resident, MiB"),
            Figure("kib_per_key", "KiB per key"),
            Figure("errors", "errors"),
        ),
        is_curve=True,
    ),
    Row(
        "growth-rules",
        rows_growth.rules,
        (
            Figure("rate", "asks/s"),
            Figure("server_cpu_ms_per_1000", "server CPU per 1,000 asks, ms"),
            Figure("resident_mib", "resident, MiB"),
            Figure("start_s", "start to first value, s"),
            Figure("errors", "errors"),
        ),
        is_curve=True,
    ),
)
