"""Packets that are lost or refused on the way to the backend, while both ends know nothing of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from harness.addresses import free_port
from harness.waiting import eventually

from rig.asking import Asking
from rig.backends import Backend
from rig.deadlines import TIMEOUT
from rig.depth import Depth
from rig.fault_proxy import FaultProxy
from rig.faults import slow
from rig.network import THERE, Network
from rig.ordeal import Expected, Ordeal, short_flags, url_of
from rig.server import Barograph
from rig.table import Row
from rig.witness import Witness, assert_served, row_of

Start = Callable[..., Barograph]
SILENT = Expected(504, "no answer within the deadline")
REFUSED = Expected(503, "Connection refused")
UNREACHABLE = Expected(503, "No route to host")
# The name of what is done, the rules for it, what is answered.
CASES = [
    ("all packets are lost", ["INPUT -j DROP", "OUTPUT -j DROP"], SILENT),
    ("packets to the backend are lost", ["INPUT -j DROP"], SILENT),
    ("packets from the backend are lost", ["OUTPUT -j DROP"], SILENT),
    ("packets of more than 100 bytes are lost", ["OUTPUT -m length --length 101:65535 -j DROP"], SILENT),
    ("reset by a packet filter", ["INPUT -p tcp -j REJECT --reject-with tcp-reset"], REFUSED),
    ("the host is said to be unreachable", ["INPUT -j REJECT --reject-with icmp-host-unreachable"], UNREACHABLE),
]


@pytest.fixture(scope="module")
def network() -> Iterator[Network]:
    own = Network()
    if own.refused:
        pytest.skip(own.refused)
    yield own
    own.close()


@pytest.fixture
def there(network: Network, prometheus: Backend, depth: Depth) -> Iterator[FaultProxy]:
    prometheus.await_sample(f'depth{{queue="{depth.queue}"}}')
    proxy = FaultProxy(prometheus.upstream, host=THERE, port=free_port(), bind=network.bind)
    yield proxy
    network.mend()
    proxy.close()


def _lose(probability: float) -> list[str]:
    return [f"{chain} -m statistic --mode random --probability {probability} -j DROP" for chain in ("INPUT", "OUTPUT")]


@pytest.mark.parametrize(("name", "rules", "expected"), CASES, ids=[name for name, _, _ in CASES])
def test_packets(
    name: str,
    rules: list[str],
    expected: Expected,
    network: Network,
    there: FaultProxy,
    start: Start,
    depth: Depth,
    rows: list[Row],
) -> None:
    server = start([url_of(there.authority)], short_flags())

    def begin() -> None:
        network.break_(*rules)
        if expected is UNREACHABLE:
            # What the network says of a host ends no connection that there is.
            there.cut()

    rows.append(Ordeal(server, depth, name).go_through(begin, network.mend, expected))


def test_packets_that_are_lost_now_and_then(
    network: Network, there: FaultProxy, start: Start, watch: Callable[..., Witness], depth: Depth, rows: list[Row]
) -> None:
    server = start([url_of(there.authority)], ["--max-staleness=300ms"])
    witness = watch(server)
    network.break_(*_lose(0.2))
    asks = witness.watch(8)
    assert_served(asks, depth.held())
    rows.append(row_of("a fifth of all packets lost, in each direction", asks))


def test_kept_connections_that_died_in_silence(
    network: Network, there: FaultProxy, start: Start, rows: list[Row]
) -> None:
    """As when a packet filter between them forgets its connections, or the backend's node its address: new ones work."""
    server = start([url_of(there.authority)], [*short_flags(), "--merge-queries=false"])
    # All at once, so that many connections are made, and kept.
    there.set(slow(0.5))
    asking = Asking(server.port, server.authority, "depth", 20)
    eventually(lambda: _assert_more(there, 20))
    statuses = asking.close()
    assert set(statuses) == {200}, statuses
    there.clear()

    network.break_("OUTPUT -p tcp --tcp-flags RST RST -j DROP", "OUTPUT -p tcp --tcp-flags FIN FIN -j DROP")
    there.cut()
    replies = [server.metric(selector=f"queue=after-{number}") for number in range(20)]
    assert {reply.status for reply in replies} == {200}, [str(reply) for reply in replies]
    late = [reply.seconds for reply in replies if reply.seconds > TIMEOUT / 6]
    assert len(late) == 1, f"{len(late)} of {len(replies)} waited for a dead connection: {late}"
    row = Row("20 kept connections dead without a word, new ones work", Counter({200: len(replies)}))
    row.longest = max(late)
    rows.append(row)


def _assert_more(proxy: FaultProxy, count: int) -> None:
    assert len(proxy.targets) > count
