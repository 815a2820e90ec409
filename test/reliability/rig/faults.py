"""What can happen to a request on its way to a backend and back."""

from __future__ import annotations

import asyncio
import re
import struct
import time
import zlib
from collections.abc import Callable

from rig.exchange import JSON, Exchange, Fault, Headers, head

# What no test ever puts into the backend: a value that is served only if a broken answer was believed.
LIE = 666


def lie(value: str = str(LIE), when: str | None = None, more: str = "") -> bytes:
    """An answer of the Prometheus HTTP API that is well-formed, unless the arguments make it otherwise."""
    at = f"{time.time():.3f}" if when is None else when
    sample = f'{{"metric":{{"queue":"a"}},"value":[{at},"{value}"]}}'
    return f'{{"status":"success","data":{{"resultType":"vector","result":[{sample}]}}{more}}}'.encode()


async def reset_at_once(exchange: Exchange) -> None:
    exchange.reset()


async def reset_in_header(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 200 OK\r\nContent-Ty")
    await asyncio.sleep(0.02)
    exchange.reset()


async def reset_in_body(exchange: Exchange) -> None:
    body = lie()
    await exchange.send(head(200, [("Content-Type", JSON), ("Content-Length", str(len(body)))]) + body[:-1])
    await asyncio.sleep(0.02)
    exchange.reset()


async def close_in_body(exchange: Exchange) -> None:
    """The body looks whole, and the announced length says that it is not."""
    body = lie()
    await exchange.send(head(200, [("Content-Type", JSON), ("Content-Length", str(len(body) + 1))]) + body)
    exchange.close()


async def close_in_chunks(exchange: Exchange) -> None:
    """The last chunk, which says that there is no more, is missing."""
    body = lie()
    chunk = f"{len(body):x}\r\n".encode() + body + b"\r\n"
    await exchange.send(head(200, [("Content-Type", JSON), ("Transfer-Encoding", "chunked")]) + chunk)
    exchange.close()


async def never(exchange: Exchange) -> None:
    await exchange.until_ended()
    exchange.reset()


async def never_after_header(exchange: Exchange) -> None:
    await exchange.send(head(200, [("Content-Type", JSON), ("Content-Length", "100")]))
    await exchange.until_ended()
    exchange.reset()


def slow(seconds: float) -> Fault:
    """The backend answers at once, and the answer takes its time: its value is as old when it arrives."""

    async def fault(exchange: Exchange) -> None:
        answer = await exchange.answer()
        if await exchange.ended_within(seconds) and seconds > 10:
            exchange.reset()
            return
        await exchange.reply(answer.status, answer.body, answer.content_type)

    return fault


def slow_request(seconds: float) -> Fault:
    """The backend is asked late."""

    async def fault(exchange: Exchange) -> None:
        await exchange.ended_within(seconds)
        answer = await exchange.answer()
        await exchange.reply(answer.status, answer.body, answer.content_type)

    return fault


async def drip(exchange: Exchange) -> None:
    """One byte a second."""
    answer = await exchange.answer()
    whole = head(answer.status, [("Content-Type", answer.content_type), ("Content-Length", str(len(answer.body)))])
    for byte in whole + answer.body:
        await exchange.send(bytes([byte]))
        if await exchange.ended_within(1):
            exchange.reset()
            return


def status(code: int, headers: Headers = ()) -> Fault:
    """With a body that looks like a good answer, where the status allows a body."""

    async def fault(exchange: Exchange) -> None:
        if code in (204, 304):
            await exchange.send(head(code, headers))
        else:
            await exchange.reply(code, lie(), headers=headers)

    return fault


def interim(code: int, times: int = 1) -> Fault:
    """Interim answers before the real one."""

    async def fault(exchange: Exchange) -> None:
        await exchange.send(head(code) * times)
        answer = await exchange.answer()
        await exchange.reply(answer.status, answer.body, answer.content_type)

    return fault


async def switching_protocols(exchange: Exchange) -> None:
    """101, which nobody asked for, and what the other protocol may look like."""
    await exchange.send(head(101, [("Upgrade", "other"), ("Connection", "Upgrade")]))
    await exchange.reply(200, lie())


def body(data: bytes, content_type: str = JSON, headers: Headers = ()) -> Fault:
    async def fault(exchange: Exchange) -> None:
        await exchange.reply(200, data, content_type, headers)

    return fault


def raw(data: bytes) -> Fault:
    async def fault(exchange: Exchange) -> None:
        await exchange.send(data)
        exchange.close()

    return fault


def edited(old: bytes, new: bytes) -> Fault:
    """The backend's own answer, with something replaced."""

    async def fault(exchange: Exchange) -> None:
        answer = await exchange.answer()
        await exchange.reply(answer.status, answer.body.replace(old, new), answer.content_type)

    return fault


def restamped(stamp: Callable[[float], str]) -> Fault:
    """The backend's own answer, with another time of its sample."""

    async def fault(exchange: Exchange) -> None:
        answer = await exchange.answer()
        changed = re.sub(rb'"value":\[([\d.]+)', lambda at: b'"value":[' + stamp(float(at[1])).encode(), answer.body)
        await exchange.reply(answer.status, changed, answer.content_type)

    return fault


def with_header(name: str, value: Callable[[], str]) -> Fault:
    """The backend's own answer, with a header more."""

    async def fault(exchange: Exchange) -> None:
        answer = await exchange.answer()
        await exchange.reply(answer.status, answer.body, answer.content_type, [(name, value())])

    return fault


def retyped(content_type: str) -> Fault:
    """The backend's own answer, under another content type."""

    async def fault(exchange: Exchange) -> None:
        answer = await exchange.answer()
        await exchange.reply(answer.status, answer.body, content_type)

    return fault


def huge(size: int, chunked: bool, start: bytes = b'{"status":"success","data":"') -> Fault:
    """A body of so many bytes, made on the way."""
    block = b"x" * (1 << 16)

    async def fault(exchange: Exchange) -> None:
        framing = ("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(size))
        await exchange.send(head(200, [("Content-Type", JSON), framing]))
        left = size
        piece = start
        while left > 0:
            piece = piece[:left]
            await exchange.send(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" if chunked else piece)
            left -= len(piece)
            piece = block
        if chunked:
            await exchange.send(b"0\r\n\r\n")

    return fault


def zipped(size: int) -> Fault:
    """A small body that unpacks to so many bytes, a multiple of a mebibyte."""
    # What follows a full flush stands by itself, so that it can be repeated.
    blank = b" " * (1 << 20)
    packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    piece = packer.compress(blank) + packer.flush(zlib.Z_FULL_FLUSH)
    times = size // len(blank)
    checksum = 0
    for _ in range(times):
        checksum = zlib.crc32(blank, checksum)
    start = b"\x1f\x8b\x08" + b"\0" * 6 + b"\xff"
    end = packer.flush(zlib.Z_FINISH) + struct.pack("<II", checksum, size & 0xFFFFFFFF)
    return body(start + piece * times + end, headers=[("Content-Encoding", "gzip")])
