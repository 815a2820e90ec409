"""One request on its way through the fault proxy, and what can be done with it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass

JSON = "application/json"
Headers = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    head: bytes  # as sent, up to and with the empty line
    body: bytes


@dataclass(frozen=True)
class Upstream:
    """Where the real backend is; `tls` None: it speaks plain HTTP."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True)
class UpstreamAnswer:
    status: int
    content_type: str
    body: bytes


class Exchange:
    """A fault is a coroutine that gets one of these and does with it what it likes. What it has not closed serves the
    client's next request."""

    def __init__(
        self, request: Request, writer: asyncio.StreamWriter, upstream: Upstream, ended: asyncio.Event
    ) -> None:
        self.request = request
        self._writer = writer
        self._upstream = upstream
        self._ended = ended
        self.closed = False

    async def answer(self) -> UpstreamAnswer:
        """What the real backend says to it."""
        async with self._begun_answer() as (status, content_type, body):
            return UpstreamAnswer(status, content_type, await body.read(-1))

    async def relay(self) -> None:
        """Passes on what the real backend says piece by piece as it comes, as of a watch, until it has said all."""
        async with self._begun_answer() as (status, content_type, body):
            await self.begin_chunks(status, content_type)
            while piece := await body.read(1 << 16):
                await self.send_chunk(piece)
            await self.send_chunk(b"")

    @contextlib.asynccontextmanager
    async def _begun_answer(self) -> AsyncIterator[tuple[int, str, asyncio.StreamReader]]:
        """Its status, content type, and the body to come, which ends with the connection."""
        to = self._upstream
        reader, writer = await asyncio.open_connection(to.host, to.port, ssl=to.tls)
        try:
            writer.write(_plain_head(self.request.head) + self.request.body)
            lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            fields = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
            yield int(lines[0].split()[1]), fields.get("content-type", ""), reader
        finally:
            writer.close()

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        # Below TLS a lost connection is noticed only when others have their turn.
        await asyncio.sleep(0)
        await self._writer.drain()

    async def begin_chunks(self, status: int = 200, content_type: str = JSON) -> None:
        """The header of an answer whose body then comes in chunks."""
        await self.send(head(status, [("Content-Type", content_type), ("Transfer-Encoding", "chunked")]))

    async def send_chunk(self, data: bytes) -> None:
        """An empty one is the last."""
        await self.send(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    @contextlib.contextmanager
    def at_once(self) -> Iterator[None]:
        """What is sent meanwhile arrives at once, however many pieces it is sent in."""
        connection: socket.socket = self._writer.get_extra_info("socket")
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
        yield
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)

    async def reply(self, status: int, body: bytes = b"", content_type: str = JSON, headers: Headers = ()) -> None:
        await self.send(
            head(status, [("Content-Type", content_type), ("Content-Length", str(len(body))), *headers]) + body
        )

    def reset(self) -> None:
        """Ends the connection as a crash does: what was sent before may be lost."""
        connection: socket.socket | None = self._writer.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()
        self.closed = True

    def close(self) -> None:
        self._writer.close()
        self.closed = True

    async def until_ended(self) -> None:
        """Until the test ends this fault."""
        await self._ended.wait()

    async def ended_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._ended.wait(), seconds)
        except TimeoutError:
            return False
        return True


Fault = Callable[[Exchange], Awaitable[None]]


def head(status: int, headers: Headers = ()) -> bytes:
    """The first part of an answer. The reason phrase is of no meaning to anybody."""
    lines = [f"HTTP/1.1 {status} Scripted", *(f"{name}: {value}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _plain_head(original: bytes) -> bytes:
    """The same request in HTTP/1.0 and without compression, whose answer ends with the connection."""
    first, *fields = original.decode("latin-1").rstrip("\r\n").split("\r\n")
    kept = [field for field in fields if not field.lower().startswith(("accept-encoding:", "connection:"))]
    return ("\r\n".join([first.replace("HTTP/1.1", "HTTP/1.0"), *kept]) + "\r\n\r\n").encode("latin-1")
