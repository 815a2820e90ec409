"""A port whose process lives and does nothing: connections are made by the kernel, and nobody takes them."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator


@contextlib.contextmanager
def frozen(host: str, port: int) -> Iterator[None]:
    with socket.socket() as listening:
        # A proxy holds it.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(4096)
        yield
