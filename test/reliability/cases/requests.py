"""What clients send that is no good request, and the statuses that may be the answer; none: the connection just ends."""

from __future__ import annotations

from rig.server import API

_PATH = f"{API}/namespaces/default/depth"
_GET = f"GET {_PATH} HTTP/1.1\r\nHost: h\r\n".encode()
_POST = f"POST {_PATH} HTTP/1.1\r\nHost: h\r\n".encode()
_END = b"\r\n\r\n"
_BAD = {400}
NONE: set[int] = set()

# Name, bytes, the statuses of which one must be the first answer.
MALFORMED: list[tuple[str, bytes, set[int]]] = [
    ("nothing but an empty line", b"\r\n" * 20, _BAD),
    ("a NUL byte in the target", b"GET /liv\0ez HTTP/1.1\r\nHost: h" + _END, _BAD),
    ("a NUL byte in a header's name", _GET + b"X\0Y: 1" + _END, _BAD),
    ("a NUL byte in a header's value", _GET + b"X: a\0b" + _END, _BAD),
    ("nothing but NUL bytes", b"\0" * 4096, _BAD),
    ("bare line feeds", b"GET /livez HTTP/1.1\nHost: h\n\n" + _END, _BAD),
    ("bare carriage returns", b"GET /livez HTTP/1.1\rHost: h\r\r" + _END, _BAD),
    ("a line feed in a value", _GET + b"X: a\nY: b" + _END, _BAD),
    ("no version", b"GET /livez\r\n\r\n", _BAD),
    ("HTTP/0.9", b"GET /livez HTTP/0.9\r\nHost: h" + _END, _BAD),
    ("HTTP/3.0", b"GET /livez HTTP/3.0\r\nHost: h" + _END, _BAD),
    ("HTTP/1.1000", b"GET /livez HTTP/1.1000\r\nHost: h" + _END, _BAD),
    ("HTTP in small letters", b"GET /livez http/1.1\r\nHost: h" + _END, _BAD),
    ("the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0", _BAD),
    ("a method of 10,000 letters", b"A" * 10_000 + b" / HTTP/1.1\r\nHost: h" + _END, {400, 405}),
    ("a method of odd letters", b"G\x80T /livez HTTP/1.1\r\nHost: h" + _END, _BAD),
    ("a target of 20,000 bytes", b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: h" + _END, {414}),
    ("a header of 70,000 bytes", _GET + b"X: " + b"a" * 70_000 + _END, {431}),
    ("a header's name of 70,000 bytes", _GET + b"a" * 70_000 + b": x" + _END, {431}),
    ("a header without an end", _GET + b"X: " + b"a" * 200_000, {431}),
    ("a thousand headers", _GET + b"X: a\r\n" * 1000 + b"\r\n", {431}),
    (
        "a selector of 10,000 bytes",
        f"GET {_PATH}?labelSelector={'a' * 10_000} HTTP/1.1\r\nHost: h\r\n\r\n".encode(),
        {414},
    ),
    ("a selector that is none", f"GET {_PATH}?labelSelector=%3D%3D%00(( HTTP/1.1\r\nHost: h\r\n\r\n".encode(), _BAD),
    ("bad escapes", f"GET {_PATH}?labelSelector=%zz%f HTTP/1.1\r\nHost: h\r\n\r\n".encode(), {200, 400}),
    ("no host", b"GET /livez HTTP/1.1" + _END, _BAD),
    ("two hosts", _GET + b"Host: i" + _END, _BAD),
    ("a header without a colon", _GET + b"no colon" + _END, _BAD),
    ("a header without a name", _GET + b": x" + _END, _BAD),
    ("a space before the colon", _GET + b"X : y" + _END, _BAD),
    ("two lengths", _POST + b"Content-Length: 3\r\nContent-Length: 4" + _END + b"abcd", _BAD),
    ("a negative length", _POST + b"Content-Length: -1" + _END, _BAD),
    ("a length beyond 64 bits", _POST + b"Content-Length: 99999999999999999999999" + _END, _BAD | {413}),
    ("a length in hexadecimal", _POST + b"Content-Length: 0x10" + _END, _BAD),
    ("a body of 1 GB announced", _POST + b"Content-Length: 1000000000" + _END, {413}),
    ("a length and chunks", _POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked" + _END + b"0\r\n\r\n", _BAD),
    ("chunks twice", _POST + b"Transfer-Encoding: chunked, chunked" + _END + b"0\r\n\r\n", _BAD),
    ("a coding that nobody knows", _POST + b"Transfer-Encoding: zip" + _END + b"0\r\n\r\n", _BAD | {501}),
    ("a chunk without a size", _POST + b"Transfer-Encoding: chunked" + _END + b"\r\nabc\r\n0\r\n\r\n", _BAD),
    ("a chunk of a negative size", _POST + b"Transfer-Encoding: chunked" + _END + b"-1\r\nabc\r\n0\r\n\r\n", _BAD),
    (
        "a chunk's size beyond 64 bits",
        _POST + b"Transfer-Encoding: chunked" + _END + b"f" * 17 + b"\r\nabc",
        _BAD | {413},
    ),
    ("a chunk longer than it says", _POST + b"Transfer-Encoding: chunked" + _END + b"3\r\nabcd\r\n0\r\n\r\n", _BAD),
    ("a chunk of 4 GB", _POST + b"Transfer-Encoding: chunked" + _END + b"ffffffff\r\nabc", {413}),
    (
        "a chunk's extension without an end",
        _POST + b"Transfer-Encoding: chunked" + _END + b"3;" + b"a" * 200_000,
        {400, 413, 431},
    ),
    (
        "a trailer without an end",
        _POST + b"Transfer-Encoding: chunked" + _END + b"0\r\nX: " + b"a" * 200_000,
        {400, 413, 431},
    ),
    ("an expectation that nobody knows", _GET + b"Expect: more" + _END, {417}),
    ("CONNECT", b"CONNECT h:443 HTTP/1.1\r\nHost: h" + _END, {400, 405}),
    ("TRACE", b"TRACE /livez HTTP/1.1\r\nHost: h" + _END, {200, 404, 405}),
    ("an answer instead of a request", b"HTTP/1.1 200 OK\r\nContent-Length: 0" + _END, _BAD),
    ("an upgrade to a web socket", _GET + b"Connection: Upgrade\r\nUpgrade: websocket" + _END, {200}),
    ("TLS within TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\xaa" * 600, _BAD),
    ("every byte there is", bytes(range(256)) * 16, _BAD),
]

# On the bare socket: where TLS should begin.
NO_TLS: list[tuple[str, bytes]] = [
    ("plain HTTP", b"GET /livez HTTP/1.1\r\nHost: h\r\n\r\n"),
    ("NUL bytes", b"\0" * 4096),
    ("every byte there is", bytes(range(256)) * 16),
    ("the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ("SSH", b"SSH-2.0-OpenSSH_9.2\r\n"),
    ("a hello of SSL 2", b"\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10" + b"\x07" * 37),
    ("a hello that breaks off", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\xaa" * 40),
    ("a hello of lies", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\xff" * 505),
    ("a record of the greatest length", b"\x16\x03\x03\xff\xff" + b"\x01" * 65535),
    ("data before the hello", b"\x17\x03\x03\x40\x00" + b"x" * 0x4000),
    ("an alert", b"\x15\x03\x03\x00\x02\x02\x28"),
    ("a thousand alerts", b"\x15\x03\x03\x00\x02\x01\x00" * 1000),
]
