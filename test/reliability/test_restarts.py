"""Servers that end and come again, politely and otherwise, while clients ask."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

from harness.addresses import free_port
from harness.waiting import eventually

from rig.backends import Backend
from rig.depth import Depth
from rig.ordeal import url_of
from rig.server import Barograph
from rig.table import Row
from rig.witness import Witness, assert_served, row_of

Start = Callable[..., Barograph]
Watch = Callable[..., Witness]
# From the command to the first value.
STARTED = 10.0


def test_one_of_two_is_replaced_again_and_again(
    prometheus: Backend, depth: Depth, launch: Start, watch: Watch, rows: list[Row], is_long: bool
) -> None:
    times = 100 if is_long else 5
    prometheus.await_sample('depth{queue="a"}')
    ports = [free_port(), free_port()]

    def begin(number: int) -> Barograph:
        return launch([url_of(f"127.0.0.1:{prometheus.port}")], [f"--secure-port={ports[number]}"])

    servers = [begin(0), begin(1)]
    witness = watch(*servers, askers=4)
    begun = time.monotonic()
    for count in range(times):
        number = count % 2
        servers[number].stop()
        servers[number] = begin(number)
        time.sleep(0.1)
    asks = witness.asks(begun)
    for server in servers:
        server.stop()
    assert_served(asks, depth.held())
    retried = sum(ask.attempts > 1 for ask in asks)
    rows.append(row_of("SIGTERM to one of two under load", asks, times, message=f"{retried} were asked again"))
    assert len(asks) > 10 * times


def test_killed_and_started_again(
    prometheus: Backend, depth: Depth, launch: Start, watch: Watch, rows: list[Row], is_long: bool
) -> None:
    times = 20 if is_long else 3
    prometheus.await_sample('depth{queue="a"}')
    port = free_port()

    def begin() -> Barograph:
        return launch([url_of(f"127.0.0.1:{prometheus.port}")], [f"--secure-port={port}"])

    server = begin()
    witness = watch(server)
    begun = time.monotonic()
    longest = 0.0
    for _ in range(times):
        server.process.signal(signal.SIGKILL)
        assert server.process.wait() == -signal.SIGKILL
        killed = time.monotonic()
        server = begin()

        def answers(since: float = killed) -> float:
            good = [ask.sent + ask.seconds for ask in witness.asks(since) if ask.status == 200]
            assert good, "no value yet"
            return good[0]

        longest = max(longest, eventually(answers, seconds=STARTED, every=0.02) - killed)
    asks = witness.asks(begun)
    server.stop()
    # Status 0: nobody was there; 503: it does not know yet which metrics there are.
    assert_served(asks, depth.held(), {0, 503})
    rows.append(row_of("SIGKILL, and started at once", asks, times, recovery=longest))
