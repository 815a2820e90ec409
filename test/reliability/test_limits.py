"""Clients that go over a limit again and again, beside one that stays below all of them."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from harness.addresses import LOOPBACK
from harness.waiting import eventually

from rig.asking import Asking
from rig.beside import Beside
from rig.exchange import Exchange
from rig.fault_proxy import FaultProxy, passing
from rig.figures import MIB
from rig.flood import connect, failing_asks
from rig.sanitizer import allowed
from rig.server import API, RULES
from rig.table import Row

# For a server that has to find the end of something by its clock, on a busy machine.
SLACK = 3.0
TIME = 4.0  # for whatever has one here, in seconds
PATH = f"{API}/namespaces/default/depth"
GET = f"GET {PATH} HTTP/1.1\r\nHost: h\r\n".encode()
POST = f"POST {PATH} HTTP/1.1\r\nHost: h\r\n".encode()

OVER_A_SIZE = [
    ("--max-header-bytes", GET + b"X: " + b"a" * 65_536 + b"\r\n\r\n", 431),
    ("--max-header-count", GET + b"X: a\r\n" * 100 + b"\r\n", 431),
    ("--max-target-bytes", b"GET /" + b"a" * 16_384 + b" HTTP/1.1\r\nHost: h\r\n\r\n", 414),
    ("--max-selector-bytes", f"GET {PATH}?labelSelector={'a' * 8193} HTTP/1.1\r\nHost: h\r\n\r\n".encode(), 414),
    ("--max-body-bytes", POST + b"Content-Length: 65537\r\n\r\n" + b"a" * 65_537, 413),
]


def _status(connection: ssl.SSLSocket) -> int:
    answer = b""
    while b"\r\n" not in answer and (more := connection.recv(4096)):
        answer += more
    return int(answer.split()[1]) if answer else 0


@pytest.mark.parametrize(("flag", "request_bytes", "status"), OVER_A_SIZE, ids=[flag for flag, _, _ in OVER_A_SIZE])
def test_requests_over_a_size(
    flag: str,
    request_bytes: bytes,
    status: int,
    beside: Callable[..., Beside],
    rows: list[Row],
    is_long: bool,
) -> None:
    own = beside()
    count = 5000 if is_long else 1000
    statuses: Counter[int] = Counter()
    for _ in range(count):
        with connect(own.server.port, own.server.authority) as connection:
            connection.sendall(request_bytes)
            statuses[_status(connection)] += 1
    own.look()
    own.end()
    assert statuses == {status: count}, dict(statuses)
    rows.append(own.row(f"requests over {flag}", count, f"{count} × {status}; "))


def _nothing(port: int, _: Beside) -> socket.socket:
    return socket.create_connection((LOOPBACK, port), timeout=20)


def _beginning(data: bytes, answered: bool = False) -> Callable[[int, Beside], socket.socket]:
    def begin(port: int, own: Beside) -> socket.socket:
        connection = connect(port, own.server.authority)
        connection.sendall(data)
        if answered:
            assert _status(connection) == 200
        return connection

    return begin


def _deaf(port: int, own: Beside) -> socket.socket:
    """Asks for more than what the system takes from the server for a client that reads nothing."""
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    # Else it takes megabytes, of segments as large as loopback's, which a program with a sanitizer is seconds in writing.
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
    plain.settimeout(20)
    plain.connect((LOOPBACK, port))
    context = ssl.create_default_context(cafile=own.server.authority)
    connection = context.wrap_socket(plain, server_hostname=LOOPBACK)
    connection.sendall(b"GET /openapi/v2 HTTP/1.1\r\nHost: h\r\n\r\n" * 400)
    return connection


OVER_A_TIME: list[tuple[str, Callable[[int, Beside], socket.socket]]] = [
    ("--handshake-timeout", _nothing),
    ("--header-timeout", _beginning(GET)),
    ("--body-timeout", _beginning(POST + b"Content-Length: 1000\r\n\r\nhalf of it")),
    ("--write-timeout", _deaf),
    ("--idle-timeout", _beginning(b"GET /livez HTTP/1.1\r\nHost: h\r\n\r\n", answered=True)),
]


@pytest.mark.parametrize(("flag", "begin"), OVER_A_TIME, ids=[flag for flag, _ in OVER_A_TIME])
def test_clients_over_a_time(
    flag: str,
    begin: Callable[[int, Beside], socket.socket],
    beside: Callable[..., Beside],
    rows: list[Row],
    is_long: bool,
) -> None:
    """Each is ended by the server, within its time."""
    times = ("handshake", "header", "body", "write", "idle")
    own = beside(*(f"--{each}-timeout={TIME:g}s" for each in times))
    count = 800 if is_long else 100
    with ExitStack() as held:
        connections = [held.enter_context(begin(own.server.port, own)) for _ in range(count)]
        last = time.monotonic()
        # While they come a processor is busy with handshakes, their own side's as well.
        own.begin()
        own.await_crowd(count)
        eventually(lambda: _assert_ended(own), seconds=TIME + SLACK, every=0.05)
        seconds = time.monotonic() - last
        own.end()
        for connection in connections:
            _read_to_the_end(connection)
    rows.append(own.row(f"clients over {flag}", count, f"all ended {seconds:.1f} s after the last had come; "))


def _assert_ended(own: Beside) -> None:
    now = own.server.open_files()
    assert now <= own.before.descriptors + 4, f"{now} descriptors"


def _read_to_the_end(connection: socket.socket) -> None:
    """What was sent before does not matter; reset, or without TLS' farewell, is an end, too."""
    connection.settimeout(1)
    try:
        while connection.recv(1 << 16):
            pass
    except TimeoutError:
        raise AssertionError("it was not ended") from None
    except OSError:
        pass


MORE_RULES = RULES + "- {seriesQuery: depth, name: {as: more}, metricsQuery: 'max(depth{<<.LabelMatchers>>})'}\n"
SLOW_QUERIES = 0.3  # seconds


class _Slow:
    """A backend that takes its time for the queries of others than the witness, and counts how many are under way."""

    def __init__(self) -> None:
        self.under_way = 0
        self.most = 0

    async def __call__(self, exchange: Exchange) -> None:
        if "nobodys" not in exchange.request.target:
            await passing(exchange)
            return
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(SLOW_QUERIES)
            await passing(exchange)
        finally:
            self.under_way -= 1


@pytest.mark.parametrize("flag", ["--max-requests-inflight", "--max-queries"])
def test_questions_over_a_number(
    flag: str, beside: Callable[..., Beside], between: FaultProxy, rows: list[Row], is_long: bool
) -> None:
    """Of a rule of their own; nobody else's questions wait for theirs."""
    own = beside(f"{flag}=8", "--merge-queries=false", authority=between.authority, rules=MORE_RULES)
    slow = _Slow()
    between.set(slow)
    own.begin()
    asking = Asking(own.server.port, own.server.authority, "more", 40)
    time.sleep(60 if is_long else 4)
    own.look()
    own.end()
    statuses = asking.close()
    between.clear()
    if flag == "--max-requests-inflight":
        assert set(statuses) == {200, 429} and statuses[429] > statuses[200], dict(statuses)
    else:
        assert set(statuses) == {200}, dict(statuses)
    assert slow.most == 8, f"{slow.most} queries at once"
    said = f"{dict(sorted(statuses.items()))}, at most {slow.most} queries at once; "
    # Those to the Prometheus are kept.
    rows.append(own.row(f"40 clients over {flag} of 8", statuses.total(), said, descriptors=16))


def _count(own: Beside, sample: str) -> int:
    found = re.search(rb"^%s (\d+)" % re.escape(sample.encode()), own.server.get("/metrics").body, re.MULTILINE)
    assert found, f"no {sample}"
    return int(found.group(1))


def test_questions_over_max_remembered_questions(
    beside: Callable[..., Beside], between: FaultProxy, rows: list[Row], is_long: bool
) -> None:
    most = 200
    own = beside(f"--max-remembered-questions={most}", authority=between.authority)
    count = 40_000 if is_long else 4_000
    queried = 'barograph_value_asks_total{source="query"}'
    before = _count(own, queried)
    # Each round asks for the same 500.
    statuses = Counter(failing_asks(own.server.port, own.server.authority, count, "depth"))
    own.look()
    own.end()
    assert statuses == {200: count}, dict(statuses)
    # Of all of them whoever asks has been forgotten before he asks again.
    anew = _count(own, queried) - before
    assert anew > 0.9 * count, f"only {anew} of {count} were asked anew"

    def counted() -> int:
        """They are counted now and then."""
        known = _count(own, 'barograph_value_keys{state="known"}')
        assert known > most / 2, f"{known} are known"
        return known

    known = eventually(counted, seconds=40, every=0.1)
    assert known <= most, f"{known} are known"
    grown = own.most.memory - own.before.memory
    assert grown < allowed(16 * MIB), f"{own.before}, {own.most}"
    rows.append(own.row(f"questions over --max-remembered-questions of {most}", count, f"{known} known at the end; "))


def test_events_over_the_audit_logs_buffer(
    beside: Callable[..., Beside], tmp_path: Path, rows: list[Row], is_long: bool
) -> None:
    """The log is a pipe that nobody reads: a disk that stands still."""
    pipe = tmp_path / "audit.log"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    flags = ["--audit-log-mode=batch", "--audit-log-batch-buffer-size=100", "--audit-log-maxsize=0"]
    own = beside(f"--audit-log-path={pipe}", *flags)
    count = 40_000 if is_long else 12_000
    statuses = Counter(failing_asks(own.server.port, own.server.authority, count, "nothing"))
    own.look()
    own.end()
    assert statuses == {404: count}, dict(statuses)
    dropped = _events(own.server.get("/metrics").body, "dropped")
    # The pipe holds some hundreds of them.
    assert dropped > count, f"{dropped} events of {count} asks, which are two each"
    os.set_blocking(reader, True)
    threading.Thread(target=_drain, args=(reader,), daemon=True).start()
    begin = own.server.get("/metrics").body
    eventually(lambda: _assert_more_written(own, begin), every=0.05)
    rows.append(own.row("events over --audit-log-batch-buffer-size of 100", count, f"{dropped} events dropped; "))


def _events(body: bytes, result: str) -> int:
    found = re.search(rb'^barograph_audit_events_total\{result="%s"\} (\d+)' % result.encode(), body, re.MULTILINE)
    return int(found.group(1)) if found else 0


def _assert_more_written(own: Beside, before: bytes) -> None:
    assert _events(own.server.get("/metrics").body, "written") > _events(before, "written") + 100


def _drain(reader: int) -> None:
    while os.read(reader, 1 << 16):
        pass
    os.close(reader)
