"""Clients that send rubbish, too much or too little, beside one that does nothing wrong."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from harness.addresses import LOOPBACK
from harness.session import Run

from cases.requests import MALFORMED, NO_TLS
from rig.backends import Backend
from rig.crowd import Crowd, descriptors_for
from rig.depth import Depth
from rig.figures import MIB, Figures, assert_comes_back
from rig.flood import connect
from rig.ordeal import url_of
from rig.sanitizer import is_judged_by_the_clock
from rig.server import Barograph
from rig.table import Row
from rig.witness import FLOOR, Witness, assert_served, p99, row_of

Start = Callable[..., Barograph]
Watch = Callable[..., Witness]
# With each listing memory is given back that the allocator has kept.
FLAGS = ["--metrics-relist-interval=1s", "--handshake-timeout=2s", "--header-timeout=2s", "--body-timeout=2s"]
# What the allocator keeps of connections that are gone.
KEPT = 0.5


class Beside:
    """A server and its witness, from before something is done to it until nothing is left of that."""

    def __init__(self, server: Barograph, witness: Witness, held: set[str]) -> None:
        self.server = server
        self._witness = witness
        self._held = held
        self._quiet = witness.watch(1.0)
        self.before = Figures.of(server.process.pid)
        self.most = self.before
        self.begin()

    def begin(self) -> None:
        self._begun = time.monotonic()

    def look(self) -> None:
        self.most = max(self.most, Figures.of(self.server.process.pid), key=lambda figures: figures.memory)

    def end(self) -> None:
        self._ended = time.monotonic()

    def row(self, name: str, times: int, said: str = "") -> Row:
        asks = self._witness.asks(self._begun, self._ended)
        assert_served(asks, self._held)
        before, during = p99(self._quiet), p99(asks)
        slow = during >= max(2 * before, FLOOR)
        told = f"p99 {before * 1000:.1f} ms before, {during * 1000:.1f} ms meanwhile"
        assert not slow or not is_judged_by_the_clock(), told
        grown = self.most.memory - self.before.memory
        after = assert_comes_back(self.server.process.pid, self.before, max(8 * MIB, int(KEPT * grown)), seconds=20)
        figures = f"{told}; {self.before}; at most {self.most}; afterwards {after}"
        return row_of(name, asks, times, message=f"{said}{figures}")


@pytest.fixture
def beside(prometheus: Backend, depth: Depth, start: Start, watch: Watch) -> Callable[..., Beside]:
    def begin(*flags: str) -> Beside:
        prometheus.await_sample('depth{queue="a"}')
        server = start([url_of(f"{LOOPBACK}:{prometheus.port}")], [*FLAGS, *flags])
        return Beside(server, watch(server, pause=0.005), depth.held())

    return begin


@pytest.fixture
def crowd(run: Run) -> Iterator[Callable[[int, int, str], Crowd]]:
    made: list[Crowd] = []

    def gather(port: int, count: int, kind: str) -> Crowd:
        if not descriptors_for(count):
            pytest.skip(f"{count} descriptors are more than this process may have")
        made.append(Crowd(run.processes, port, count, kind))
        return made[-1]

    yield gather
    for each in made:
        each.close()


def _first_status(connection: ssl.SSLSocket, data: bytes) -> int:
    """0: the connection ended without an answer."""
    with contextlib.suppress(OSError):
        connection.sendall(data)
    answer = b""
    with contextlib.suppress(ConnectionError, ssl.SSLError):
        while b"\r\n" not in answer and (more := connection.recv(4096)):
            answer += more
    words = answer.split()
    return int(words[1]) if len(words) > 1 and words[0] == b"HTTP/1.1" else 0


def test_malformed_requests(beside: Callable[..., Beside], rows: list[Row], is_long: bool) -> None:
    own = beside()
    statuses: Counter[int] = Counter()
    wrong = []
    rounds = 20 if is_long else 1
    for _ in range(rounds):
        for name, data, allowed in MALFORMED:
            with connect(own.server.port, own.server.authority) as connection:
                status = _first_status(connection, data)
            statuses[status] += 1
            if status not in allowed:
                wrong.append(f"{name}: {status}, expected {sorted(allowed)}")
    own.look()
    own.end()
    assert not wrong, "\n".join(wrong)
    row = own.row(f"{len(MALFORMED)} kinds of malformed requests", rounds * len(MALFORMED))
    row.message = f"{dict(sorted(statuses.items()))}; {row.message}"
    rows.append(row)


def test_no_tls(beside: Callable[..., Beside], rows: list[Row], is_long: bool) -> None:
    own = beside()
    rounds = 100 if is_long else 3
    for _ in range(rounds):
        for name, data in NO_TLS:
            with socket.create_connection((LOOPBACK, own.server.port), timeout=8) as connection:
                answer = b""
                with contextlib.suppress(OSError):
                    connection.sendall(data)
                    # Whoever is not at the end of a hello has its time.
                    connection.shutdown(socket.SHUT_WR)
                    while more := connection.recv(4096):
                        answer += more
            assert b"HTTP/1.1 200" not in answer, f"{name}: {answer!r}"
    own.look()
    own.end()
    rows.append(own.row(f"{len(NO_TLS)} kinds of what is no TLS", rounds * len(NO_TLS)))


@pytest.mark.parametrize(
    ("kind", "what", "short", "long"),
    [
        ("slow", "requests of a byte every 0.2 s", 150, 1000),
        ("half", "clients that asked and closed their side", 50, 1000),
        ("silent", "connections without a byte", 500, 900),
        ("idle", "connections that asked once", 100, 10_000),
    ],
)
def test_many_connections(
    kind: str,
    what: str,
    short: int,
    long: int,
    beside: Callable[..., Beside],
    crowd: Callable[[int, int, str], Crowd],
    rows: list[Row],
    is_long: bool,
) -> None:
    count = long if is_long else short
    # The first must not be over when the last has come.
    own = beside("--max-connections=10100", "--idle-timeout=10m")
    # While they come a processor is busy with handshakes, their own side's as well; what is judged is that they are there.
    gathered = crowd(own.server.port, count, kind)
    own.look()
    own.begin()
    time.sleep(10 if is_long else 1.5)
    own.look()
    own.end()
    gathered.close()
    rows.append(own.row(what, count))


@pytest.mark.parametrize(
    ("flags", "what"),
    [
        (["--max-connections=40"], "connections over --max-connections"),
        (["--max-connections-per-peer=40"], "connections over --max-connections-per-peer"),
        (["--max-requests-per-connection=3"], "connections over --max-requests-per-connection"),
    ],
)
def test_over_a_limit(
    flags: list[str], what: str, beside: Callable[..., Beside], rows: list[Row], is_long: bool
) -> None:
    if "per-peer" in what and not is_long:
        pytest.skip("only with --long")
    own = beside(*flags)
    count = 5000 if is_long else 70
    ended = 0
    held = []
    for number in range(count):
        try:
            connection = connect(own.server.port, own.server.authority)
            held.append(connection)
            request = b"GET /livez HTTP/1.1\r\nHost: h\r\n\r\n"
            for _ in range(4):
                connection.sendall(request)
                if not connection.recv(4096):
                    raise ConnectionResetError
        except OSError:
            ended += 1
        if number % 60 == 59:
            own.look()
            while held:
                held.pop().close()
            time.sleep(0.1)
    for connection in held:
        connection.close()
    own.end()
    assert ended > count / 10, f"only {ended} of {count} were ended"
    rows.append(own.row(what, count, f"{ended} ended by the server; "))
