"""A TCP proxy in front of a backend that does to each request what the test has told it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from harness.addresses import LOOPBACK, free_port

from rig.exchange import Exchange, Fault, Request, Upstream

T = TypeVar("T")
# Makes a socket that is bound to a host and a port.
Bind = Callable[[str, int], socket.socket]
_LONGEST_HEAD = 1 << 20


def bind(host: str, port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    # With proxies only: who looks for a free port sets SO_REUSEADDR.
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    bound.bind((host, port))
    return bound


async def passing(exchange: Exchange) -> None:
    """No fault: the backend's own answer."""
    answer = await exchange.answer()
    await exchange.reply(answer.status, answer.body, answer.content_type)


@dataclass(frozen=True)
class Seen:
    """A request that came."""

    method: str
    target: str
    at: float  # time.monotonic()


class FaultProxy:
    """Serves from a thread of its own until it is closed; HTTPS with `tls`. `usual`: what is done while there is no
    fault."""

    def __init__(
        self,
        upstream: Upstream,
        host: str = LOOPBACK,
        port: int | None = None,
        tls: ssl.SSLContext | None = None,
        usual: Fault = passing,
        bind: Bind = bind,
    ) -> None:
        self.host = host
        self.port = port or free_port()
        self.seen: list[Seen] = []  # all requests so far
        self._bind = lambda: bind(host, self.port)
        # Keeps others from the port while nobody listens there: it is refused all the same.
        self._held = self._bind()
        self._upstream = upstream
        self._tls = tls
        self._usual = usual
        self._fault: Fault = usual
        self._server: asyncio.Server | None = None
        self._clients: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._ended = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.accept()

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def targets(self) -> list[str]:
        return [request.target for request in self.seen]

    def set(self, fault: Fault) -> None:
        """From now on every request meets this fault; whoever waits for the end of the one before goes on."""
        self._run(self._set(fault))

    def clear(self) -> None:
        self.set(self._usual)

    def refuse(self) -> None:
        """As if the backend's process had died: open connections are reset, new ones refused."""
        self._run(self._refuse())

    def accept(self) -> None:
        self._run(self._accept())

    def cut(self) -> None:
        """Open connections are reset, new ones accepted."""
        self.refuse()
        self.accept()

    def close(self) -> None:
        self._run(self._refuse())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._held.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)

    async def _set(self, fault: Fault) -> None:
        self._fault = fault
        self._ended.set()
        self._ended = asyncio.Event()

    async def _accept(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(
                self._serve, sock=self._bind(), ssl=self._tls, limit=_LONGEST_HEAD
            )

    async def _refuse(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in self._tasks:
            task.cancel()
        for client in list(self._clients):
            client.transport.abort()
        while self._tasks:
            await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._clients.add(writer)
        try:
            # A client that gives up, and the end of the proxy, are no news.
            with contextlib.suppress(OSError, EOFError, asyncio.CancelledError, ssl.SSLError):
                await self._serve_requests(reader, writer)
        finally:
            self._tasks.discard(task)
            self._clients.discard(writer)
            writer.close()

    async def _serve_requests(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            first = await reader.readexactly(1)
            if not first.isalpha():
                # As Prometheus does when TLS is spoken to its plain port.
                writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n400 Bad Request")
                return
            request = await _read_request(first, reader)
            self.seen.append(Seen(request.method, request.target, time.monotonic()))
            exchange = Exchange(request, writer, self._upstream, self._ended)
            await self._fault(exchange)
            if exchange.closed:
                return


async def _read_request(begun: bytes, reader: asyncio.StreamReader) -> Request:
    head = begun + await reader.readuntil(b"\r\n\r\n")
    line, *fields = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    lengths = [int(field.partition(":")[2]) for field in fields if field.lower().startswith("content-length:")]
    body = await reader.readexactly(lengths[0]) if lengths else b""
    method, target, _ = line.split(" ", 2)
    return Request(method, target, head, body)
