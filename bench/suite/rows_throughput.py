"""Rows about how much a server can answer, and how fast, from memory."""

from __future__ import annotations

from typing import Any

from suite.bench import Bench, Samples


def ceiling(bench: Bench) -> Samples:
    """The generator against a server that does nothing: above this, no figure can be measured."""
    server = bench.null_server(body_bytes=300)
    return bench.interleave([server], lambda each: _rate(bench.generator.closed(each, 16)))


def warm(bench: Bench) -> Samples:
    """One key on 16 connections, each asking again as soon as it has its answer."""
    return bench.interleave(bench.servers(), lambda each: _rate(bench.generator.closed(each, 16)))


def single(bench: Bench) -> Samples:
    """One connection. Both sides on one CPU: what is timed is then their work, not how soon a sleeping CPU wakes."""

    def measure(server: Any) -> dict[str, float]:
        result = bench.generator.closed(server, 1, cpus=bench.server_cpus)
        return {"p50_us": result["latency_us"]["p50"], **_common(result)}

    return bench.interleave(bench.servers(), measure)


def connections(bench: Bench) -> Samples:
    """A new TLS connection for each request, full handshakes. The generator works more at one than a server does, so
    the figure is how many a server's CPU would suffice for."""

    def measure(server: Any) -> dict[str, float]:
        result = bench.generator.handshakes(server)
        return {
            "connections_per_cpu_second": result["answers"] / max(result["server_cpu_seconds"], 1e-9),
            "connections_per_second": result["rate"],
            **_common(result),
        }

    return bench.interleave(bench.servers(), measure)


def _rate(result: Any) -> dict[str, float]:
    return {
        "rate": result["rate"],
        "server_cpu_us": result["server_cpu_us_per_answer"],
        "p50_us": result["latency_us"]["p50"],
        "p99_us": result["latency_us"]["p99"],
        **_common(result),
    }


def _common(result: Any) -> dict[str, float]:
    return {
        "errors": sum(result["errors"].values()),
        "generator_cpu_share": result["own_cpu_seconds"] / result["seconds"],
    }
