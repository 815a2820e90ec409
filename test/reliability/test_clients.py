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
from rig.beside import Beside
from rig.crowd import Crowd, descriptors_for
from rig.flood import connect
from rig.sanitizer import allowed
from rig.table import Row


LARGEST_CONNECTION = 48 * 1024


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


def test_malformed_requests(beside: Callable[..., Beside], rows: list[Row]) -> None:
    own = beside()
    statuses: Counter[int] = Counter()
    wrong = []
    rounds = 20
    for _ in range(rounds):
        for name, data, expected in MALFORMED:
            with connect(own.server.port, own.server.authority) as connection:
                status = _first_status(connection, data)
            statuses[status] += 1
            if status not in expected:
                wrong.append(f"{name}: {status}, expected {sorted(expected)}")
    own.look()
    own.end()
    assert not wrong, "\n".join(wrong)
    row = own.row(f"{len(MALFORMED)} kinds of malformed requests", rounds * len(MALFORMED))
    row.message = f"{dict(sorted(statuses.items()))}; {row.message}"
    rows.append(row)


def test_no_tls(beside: Callable[..., Beside], rows: list[Row]) -> None:
    own = beside()
    rounds = 100
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
    # Who has closed his side is let go.
    if kind != "half":
        own.await_crowd(count)
    own.begin()
    time.sleep(10 if is_long else 4)
    own.look()
    own.end()
    gathered.close()
    grown = own.most.memory - own.before.memory
    each = grown / count
    assert grown < allowed(LARGEST_CONNECTION * count), f"{each / 1024:.0f} KiB a connection"
    rows.append(own.row(what, count, f"{each / 1024:.0f} KiB each; "))


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
    own = beside(*flags)
    count = 5000 if is_long else 300
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
