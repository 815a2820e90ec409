"""All rows, in the order of the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from suite import rows_throughput
from suite.bench import Bench, Samples
from suite.report import Figure


@dataclass(frozen=True)
class Row:
    name: str
    measure: Callable[[Bench], Samples]
    figures: tuple[Figure, ...]


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
)
