"""Very many connections, held by a process of its own: a process may have few descriptors, and its threads share one
interpreter. As a program: PORT COUNT KIND; it says `ready` and holds them until it is ended."""

from __future__ import annotations

import contextlib
import resource
import socket
import ssl
import sys
import time
from pathlib import Path

from harness.addresses import LOOPBACK
from harness.process import ProcessGroup
from harness.waiting import eventually


def descriptors_for(count: int) -> bool:
    """Allows this process, and those that it starts, so many more; False: it may not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + 1000
    if soft >= wanted:
        return True
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(hard, wanted)))
        return True
    return False


class Crowd:
    """`kind`: `silent` says nothing; `idle` has asked once; `slow` sends a byte of its request now and then; `half` has
    asked and closed its side."""

    def __init__(self, processes: ProcessGroup, port: int, count: int, kind: str) -> None:
        program = Path(__file__)
        command: list[str | Path] = [
            "env",
            f"PYTHONPATH={program.parents[1]}:{program.parents[2] / 'e2e'}",
            sys.executable,
            program,
        ]
        self._process = processes.start(
            f"crowd-{kind}-{port}-{time.monotonic_ns()}", [*command, str(port), str(count), kind]
        )

        def ready() -> None:
            assert "ready" in self._process.log_text(), self._process.log_tail()

        # A handshake costs both sides a millisecond or two, and a busy machine ten times as much.
        eventually(ready, seconds=60 + count / 50, every=0.05)

    def close(self) -> None:
        self._process.stop()


_REQUEST = b"GET /livez HTTP/1.1\r\nHost: h\r\n\r\n"


def _tls(port: int, context: ssl.SSLContext, number: int) -> ssl.SSLSocket:
    # Of many addresses, as there is a bound for one.
    source = f"127.1.{number // 200 % 200}.{1 + number % 200}"
    plain = socket.create_connection((LOOPBACK, port), timeout=60, source_address=(source, 0))
    # The request follows the handshake's last word, which a server does not answer.
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return context.wrap_socket(plain)


def _open(port: int, context: ssl.SSLContext, kind: str, number: int) -> socket.socket:
    if kind == "silent":
        return socket.create_connection((LOOPBACK, port), timeout=60)
    connection = _tls(port, context, number)
    if kind in ("idle", "half"):
        connection.sendall(_REQUEST)
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
    if kind == "half":
        # Without TLS' own farewell.
        socket.socket.shutdown(connection, socket.SHUT_WR)
    return connection


def main() -> None:
    port, count, kind = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    held = [_open(port, context, kind, number) for number in range(count)]
    print("ready", flush=True)
    sent = 0
    while True:
        time.sleep(0.2)
        if kind == "slow":
            for connection in held:
                with contextlib.suppress(OSError):
                    connection.sendall(_REQUEST[sent % 20 : sent % 20 + 1])
            sent += 1


if __name__ == "__main__":
    main()
