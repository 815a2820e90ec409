"""Host names: the system's resolver asks a name server that fails, is silent or changes its mind; and IPv6."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest
from harness.addresses import LOOPBACK, free_port
from harness.session import Run

from rig.backends import Backend
from rig.depth import Depth
from rig.fault_proxy import FaultProxy
from rig.name_server import NAME, NameServer, missing
from rig.ordeal import Expected, Ordeal, short_flags, url_of
from rig.server import Barograph
from rig.table import Row

Start = Callable[..., Barograph]
ELSEWHERE = "127.0.0.2"


@pytest.fixture(scope="module")
def names(run: Run) -> Iterator[NameServer]:
    if reason := missing():
        pytest.skip(reason)
    server = NameServer(run.folder / "names")
    yield server
    server.close()


@pytest.fixture
def here(prometheus: Backend, names: NameServer) -> Iterator[FaultProxy]:
    proxy = FaultProxy(prometheus.upstream)
    names.address, names.fails, names.is_silent = LOOPBACK, False, False
    yield proxy
    proxy.close()


@pytest.fixture
def named(start: Start, names: NameServer, here: FaultProxy) -> Barograph:
    return start([url_of(f"{NAME}:{here.port}")], short_flags(), wrapper=names.wrapper())


@pytest.mark.parametrize(
    ("name", "attribute", "value", "expected"),
    [
        ("its name is gone from the name server", "address", None, Expected(503, "Host not found")),
        ("the name server fails", "fails", True, Expected(503, "try again|Host not found")),
        ("the name server is silent", "is_silent", True, Expected(503, "try again|Host not found")),
    ],
)
def test_a_name_that_cannot_be_looked_up(
    name: str,
    attribute: str,
    value: object,
    expected: Expected,
    named: Barograph,
    names: NameServer,
    here: FaultProxy,
    depth: Depth,
    rows: list[Row],
) -> None:
    before = getattr(names, attribute)

    def begin() -> None:
        setattr(names, attribute, value)
        # Kept connections need no name.
        here.cut()

    rows.append(Ordeal(named, depth, name).go_through(begin, lambda: setattr(names, attribute, before), expected))


def test_a_name_that_moves(
    named: Barograph, names: NameServer, here: FaultProxy, prometheus: Backend, depth: Depth, rows: list[Row]
) -> None:
    """As a Service or a host does that gets another address: the next connection goes there."""
    there = FaultProxy(prometheus.upstream, host=ELSEWHERE, port=here.port)

    def end() -> None:
        names.address = ELSEWHERE

    try:
        ordeal = Ordeal(named, depth, "its address is refused, until the name means another one")
        rows.append(ordeal.go_through(here.refuse, end, Expected(503, "Connection refused")))
        assert there.targets
    finally:
        there.close()


def test_ipv6(start: Start, prometheus: Backend, depth: Depth, rows: list[Row]) -> None:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError as error:
        pytest.skip(f"no IPv6 here: {error}")
    proxy = FaultProxy(prometheus.upstream, host="::1", port=free_port())
    try:
        server = start([url_of(proxy.authority)], short_flags())
        ordeal = Ordeal(server, depth, "connections refused, by IPv6")
        rows.append(ordeal.go_through(proxy.refuse, proxy.accept, Expected(503, r"\[::1\]:\d+: Connection refused")))
    finally:
        proxy.close()
