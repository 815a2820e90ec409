"""Rows about what a server needs before it has answered anything: memory, bytes from Prometheus, time."""

from __future__ import annotations

import time

from suite import contestants
from suite.bench import Bench, Samples
from suite.series import Series
from suite.usage import peak_resident_bytes, resident_bytes

_MIB = 2**20
# One rule.
_FEW = Series()
# For what a server still does after its first value.
_SETTLE_SECONDS = 2
# For the load generator to be trying when the server is started.
_GENERATOR_SECONDS = 0.2


def memory(bench: Bench) -> Samples:
    """Resident memory with a handful of series, and with all of them found by one rule."""

    def measure(name: str) -> dict[str, float]:
        many = bench.scale.series
        url = bench.prometheus(many).url
        idle = bench.start_adapter(name, _FEW, url, _FEW.targets(1))
        time.sleep(_SETTLE_SECONDS)
        figures = {"idle_mib": resident_bytes(idle.pids()) / _MIB}
        idle.stop()
        listing = bench.start_adapter(name, many, url, many.targets(1), rules=many.rules_by_pattern())
        time.sleep(_SETTLE_SECONDS)
        figures["listed_mib"] = resident_bytes(listing.pids()) / _MIB
        figures["peak_mib"] = peak_resident_bytes(listing.pids()) / _MIB
        listing.stop()
        return figures

    samples = bench.adapters(measure)
    if bench.has("go"):
        server = contestants.start_test_adapter(bench.world)
        time.sleep(_SETTLE_SECONDS)
        samples["go"] = [{"idle_mib": resident_bytes(server.pids()) / _MIB}]
        server.stop()
    return samples


def discovery(bench: Bench) -> Samples:
    """What one discovery of all series by one rule reads from Prometheus, counted by a proxy."""

    def measure(name: str) -> dict[str, float]:
        many = bench.scale.series
        proxy = bench.proxy(bench.prometheus(many), 0)
        server = bench.start_adapter(name, many, proxy.url, many.targets(1), rules=many.rules_by_pattern())
        time.sleep(_SETTLE_SECONDS)
        counts = proxy.counts()
        server.stop()
        proxy.stop()
        return {"bytes": counts["other_bytes"], "requests": counts["others"]}

    return bench.adapters(measure, rounds=1)


def start(bench: Bench) -> Samples:
    """From the start of the process to its first value, tried for all the while."""

    def measure(name: str) -> dict[str, float]:
        url = bench.prometheus(bench.scale.series).url
        adapter = bench.adapter(name, _FEW, url, _FEW.targets(1))
        waiting = bench.generator.await_first_value(adapter)
        time.sleep(_GENERATOR_SECONDS)
        begin = time.monotonic_ns()
        server = adapter.start()
        output, _ = waiting.communicate(timeout=60)
        server.stop()
        return {"first_value_ms": (int(output) - begin) / 1e6}

    return bench.adapters(measure)
