"""Very many asks by few threads."""

from __future__ import annotations

import socket
import ssl
import struct
from functools import cache
from pathlib import Path

from harness.addresses import LOOPBACK

from rig.server import API

_AT_ONCE = 50
SELECTORS = 500
# A RST instead of a FIN.
_LINGER = struct.pack("ii", 1, 0)


@cache
def _context(authority: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=authority)


def connect(port: int, authority: Path, seconds: float = 20) -> ssl.SSLSocket:
    plain = socket.create_connection((LOOPBACK, port), timeout=seconds)
    # The request follows the handshake's last word, which a server does not answer.
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return _context(authority).wrap_socket(plain, server_hostname=LOOPBACK)


def path_of(metric: str, selector: int) -> str:
    return f"{API}/namespaces/default/{metric}?labelSelector=queue%3Dq{selector % SELECTORS}"


def failing_asks(port: int, authority: Path, count: int, metric: str) -> list[int]:
    """The statuses of so many asks, many of them under way at once on one connection."""
    statuses: list[int] = []
    with connect(port, authority) as connection, connection.makefile("rb") as answers:
        while len(statuses) < count:
            begin = len(statuses)
            paths = [path_of(metric, begin + number) for number in range(_AT_ONCE)]
            connection.sendall(b"".join(f"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n".encode() for path in paths))
            for _ in paths:
                statuses.append(int(answers.readline().split()[1]))
                length = 0
                while (line := answers.readline().strip().lower()) != b"":
                    if line.startswith(b"content-length:"):
                        length = int(line.partition(b":")[2])
                answers.read(length)
    return statuses


def reset_asks(port: int, authority: Path, count: int) -> list[int]:
    """Connections that are reset in the middle of an ask or of its answer: nobody is told a status."""
    for number in range(count):
        connection = connect(port, authority)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
        request = f"GET {path_of('depth', number)} HTTP/1.1\r\nHost: h\r\n\r\n".encode() * 20
        connection.sendall(request if number % 2 else request[:-7])
        connection.close()
    return [0] * count
