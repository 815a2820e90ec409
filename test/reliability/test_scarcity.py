"""A server that lacks descriptors, memory or processor time."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator

import pytest
from harness.addresses import LOOPBACK
from harness.waiting import eventually

from rig import faults
from rig.backends import Backend
from rig.control_group import ControlGroup
from rig.depth import Depth
from rig.fault_proxy import FaultProxy
from rig.figures import MIB, Figures
from rig.ordeal import short_flags, url_of
from rig.sanitizer import Sanitizer, allowed, is_judged_by_the_clock, sanitizer
from rig.server import Barograph
from rig.table import Row
from rig.witness import Witness, assert_served, row_of

Start = Callable[..., Barograph]
Watch = Callable[..., Witness]
# The chart's timeout of the liveness probe.
LIVENESS_SECONDS = 5.0
# The chart's limit, and the clients that one address may be.
MEMORY = 256 * MIB
CLIENTS = 1000
GIGABYTE = 1 << 30


@pytest.fixture
def url(prometheus: Backend) -> str:
    prometheus.await_sample('depth{queue="a"}')
    return url_of(f"{LOOPBACK}:{prometheus.port}")


def _limited(group: ControlGroup) -> Iterator[ControlGroup]:
    if group.refused:
        pytest.skip(group.refused)
    yield group
    group.close()


@pytest.fixture
def little_memory() -> Iterator[ControlGroup]:
    yield from _limited(ControlGroup("memory", memory=allowed(MEMORY)))


@pytest.fixture
def little_cpu() -> Iterator[ControlGroup]:
    yield from _limited(ControlGroup("cpu", cpu=0.1))


def test_no_descriptors_are_left(
    url: str, depth: Depth, start: Start, watch: Watch, rows: list[Row], is_long: bool
) -> None:
    if sanitizer() is Sanitizer.ADDRESS:
        # It takes an object for a broken one that it cannot look at.
        pytest.skip("UndefinedBehaviorSanitizer itself needs descriptors")
    server = start([url], ["--max-staleness=300ms"], wrapper=["prlimit", "--nofile=48:48"])
    witness = watch(server)
    before = Figures.of(server.process.pid)
    idle = [socket.create_connection((LOOPBACK, server.port)) for _ in range(200)]
    try:
        eventually(lambda: _assert_full(server), every=0.05)
        # What was under way when the last one was taken.
        asks = witness.watch(0.5)
        begun, cpu = time.monotonic(), Figures.of(server.process.pid).cpu
        asks = witness.watch(20 if is_long else 3)
        used = (Figures.of(server.process.pid).cpu - cpu) / (time.monotonic() - begun)
    finally:
        for connection in idle:
            connection.close()
    ended = time.monotonic()
    fresh = server.asker()
    eventually(lambda: _assert_alive(fresh.get("/livez").status), seconds=10, every=0.02)
    recovery = time.monotonic() - ended
    fresh.close()
    assert_served(asks, depth.held())
    assert used < 0.5 or not is_judged_by_the_clock(), f"{used:.2f} of a processor"
    assert server.log().count("\n") < 40, server.log()
    eventually(lambda: _assert_as_before(server, before), every=0.1)
    said = f"values by connections that there were; {used:.2f} of a processor"
    rows.append(row_of("no descriptor left, 200 clients wait", asks, recovery=recovery, message=said))


def _assert_full(server: Barograph) -> None:
    assert server.open_files() >= 48, f"{server.open_files()} descriptors"


def _assert_alive(status: int) -> None:
    assert status == 200, str(status)


def _assert_as_before(server: Barograph, before: Figures) -> None:
    assert server.open_files() <= before.descriptors + 4, f"{before}, now {server.open_files()}"


def test_little_memory(
    prometheus: Backend,
    depth: Depth,
    little_memory: ControlGroup,
    start: Start,
    watch: Watch,
    rows: list[Row],
) -> None:
    prometheus.await_sample('depth{queue="a"}')
    proxy = FaultProxy(prometheus.upstream)
    server = start([url_of(proxy.authority)], short_flags(), wrapper=little_memory.wrapper)
    witness = watch(server)
    begun = time.monotonic()
    proxy.set(faults.huge(GIGABYTE, chunked=True))
    clients = [socket.create_connection((LOOPBACK, server.port)) for _ in range(CLIENTS)]
    time.sleep(3)
    proxy.clear()
    for client in clients:
        client.close()
    cleared = time.monotonic()

    def well() -> float:
        good = [ask.sent + ask.seconds for ask in witness.asks(cleared) if ask.status == 200]
        assert good, "no value yet"
        return good[0]

    recovery = eventually(well, every=0.05) - cleared
    asks = witness.asks(begun)
    server.process.assert_running()
    proxy.close()
    assert_served(asks, depth.held(), {503, 504})
    said = f"at most {little_memory.highest() / MIB:.0f} MiB"
    name = f"{allowed(MEMORY) // MIB} MiB of memory, bodies of 1 GB and 1000 clients"
    rows.append(row_of(name, asks, recovery=recovery, message=said))


def test_a_tenth_of_a_processor(
    url: str, depth: Depth, little_cpu: ControlGroup, start: Start, watch: Watch, rows: list[Row], is_long: bool
) -> None:
    server = start([url], wrapper=little_cpu.wrapper)
    witness = watch(server, pause=0.005, askers=4)
    begun = time.monotonic()
    seconds = 60 if is_long else 3
    slowest = 0.0
    # Probes come by connections of their own.
    while time.monotonic() < begun + seconds:
        probe = server.asker()
        reply = probe.get("/livez")
        probe.close()
        assert reply.status == 200, str(reply)
        slowest = max(slowest, reply.seconds)
        time.sleep(0.1)
    asks = witness.asks(begun)
    assert slowest < LIVENESS_SECONDS, f"/livez took {slowest:.2f} s"
    assert_served(asks, depth.held())
    said = f"/livez within {slowest:.2f} s"
    rows.append(row_of("0.1 of a processor under load", asks, message=said))
