"""One request on its way through the fault proxy, and what can be done with it."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Iterable
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
class UpstreamAnswer:
    status: int
    content_type: str
    body: bytes


class Exchange:
    """A fault is a coroutine that gets one of these and does with it what it likes. What it has not closed serves the
    client's next request."""

    def __init__(
        self, request: Request, writer: asyncio.StreamWriter, upstream: tuple[str, int], ended: asyncio.Event
    ) -> None:
        self.request = request
        self._writer = writer
        self._upstream = upstream
        self._ended = ended
        self.closed = False

    async def answer(self) -> UpstreamAnswer:
        """What the real backend says to it."""
        reader, writer = await asyncio.open_connection(*self._upstream)
        try:
            writer.write(_plain_head(self.request.head) + self.request.body)
            raw = await reader.read(-1)
        finally:
            writer.close()
        head, _, body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        fields = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
        return UpstreamAnswer(int(lines[0].split()[1]), fields.get("content-type", ""), body)

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def reply(self, status: int, body: bytes = b"", content_type: str = JSON, headers: Headers = ()) -> None:
        await self.send(
            head(status, [("Content-Type", content_type), ("Content-Length", str(len(body))), *headers]) + body
        )

    def reset(self) -> None:
        """Ends the connection as a crash does: what was sent before may be lost."""
        connection: socket.socket = self._writer.get_extra_info("socket")
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
