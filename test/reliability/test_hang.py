"""A thread that comes to nothing any more."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from harness.waiting import eventually

from rig.fault_proxy import FaultProxy
from rig.flood import connect
from rig.ordeal import url_of
from rig.server import Barograph
from rig.stopped_thread import stopped
from rig.table import Row

Start = Callable[..., Barograph]
PATIENCE = 15.0  # of the server


def _livez(server: Barograph) -> tuple[int, str]:
    """Over a connection of its own, as the kubelet asks; status 0: no answer."""
    try:
        with connect(server.port, server.authority, seconds=1) as connection:
            connection.sendall(b"GET /livez?verbose HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            answer = b""
            while more := connection.recv(4096):
                answer += more
    except OSError:
        return 0, ""
    return int(answer.split()[1]), answer.decode()


def test_a_serving_thread_that_hangs(between: FaultProxy, start: Start, rows: list[Row]) -> None:
    """No answer and a failure both have the kubelet start it anew; a success would not."""
    server = start([url_of(between.authority)], ["--threads=2"])
    threads = {int(each.name) for each in Path(f"/proc/{server.process.pid}/task").iterdir()} - {server.process.pid}
    assert len(threads) == 2, threads
    assert _livez(server)[0] == 200
    statuses: Counter[int] = Counter()
    begun = time.monotonic()
    with ExitStack() as hanging:
        try:
            hanging.enter_context(stopped(min(threads)))
        except OSError as error:
            pytest.skip(f"no thread can be stopped here: {error}")

        def told() -> None:
            status, text = _livez(server)
            statuses[status] += 1
            assert status == 500 and "[-]serving-threads failed" in text, text

        eventually(told, seconds=4 * PATIENCE, every=0.2)
        told_after = time.monotonic() - begun
        assert told_after > PATIENCE - 1, f"busy for {told_after:.1f} s is not hanging"
        for _ in range(5):
            assert _livez(server)[0] in (0, 500)

    def well() -> None:
        assert _livez(server)[0] == 200

    ended = time.monotonic()
    eventually(well, seconds=PATIENCE, every=0.1)
    message = f"/livez failed after {told_after:.0f} s"
    rows.append(Row("a serving thread hangs", statuses, message=message, recovery=time.monotonic() - ended))
