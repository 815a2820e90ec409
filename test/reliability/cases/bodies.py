"""Status 200 with a body that is not what was asked for."""

from __future__ import annotations

from rig import faults
from rig.ordeal import Expected
from rig.stage import Case

NO_API = Expected(503, "not of the Prometheus HTTP API|without a readable sample or type|not asked for|gzip")
_NO_HTTP = Expected(503, "not valid HTTP|larger than the limit")

GOOD = faults.lie()
_PAGE = b"<!DOCTYPE html><html><title>Sign in</title><p>depth 666</html>"


def _vector(result: bytes) -> bytes:
    return b'{"status":"success","data":{"resultType":"vector","result":' + result + b"}}"


_OF_NO_API = [
    ("HTML with status 200", faults.body(_PAGE, "text/html")),
    ("HTML that says it is JSON", faults.body(_PAGE)),
    ("no body", faults.body(b"")),
    ("`null`", faults.body(b"null")),
    ("`[]`", faults.body(b"[]")),
    ("`666`", faults.body(b"666")),
    ("JSON cut off, announced so", faults.body(GOOD[:-1])),
    ("JSON cut off within a number", faults.body(GOOD[: GOOD.index(b"666") + 1])),
    ("JSON with more behind it", faults.body(GOOD + b" 1")),
    ("two answers one after the other", faults.body(GOOD + GOOD)),
    ("two results", faults.body(GOOD.replace(b'"result":', b'"result":[],"result":'))),
    ("two values", faults.body(GOOD.replace(b'"value":', b'"value":[1,"1"],"value":'))),
    ("two statuses", faults.body(GOOD.replace(b'{"status":', b'{"status":"error","status":', 1))),
    ("a label twice", faults.body(GOOD.replace(b'{"queue":', b'{"queue":"b","queue":', 1))),
    ("bytes that are no UTF-8", faults.body(GOOD.replace(b'"a"', b'"\xff\xfe"'))),
    ("a NUL", faults.body(GOOD.replace(b"{", b"{\0", 1))),
    ("a result that is no list", faults.body(_vector(b"{}"))),
    ("a result of null", faults.body(_vector(b"null"))),
    ("a sample of null", faults.body(_vector(b"[null]"))),
    ("a sample without a value", faults.body(_vector(b'[{"metric":{}}]'))),
    ("a value that is a JSON number", faults.body(_vector(b'[{"metric":{},"value":[1,666]}]'))),
    ("a value that is no number", faults.body(faults.lie(value="many"))),
    ("a value that is empty", faults.body(faults.lie(value=""))),
    ("a comment", faults.body(b"/* fine */" + GOOD)),
    ("100,000 brackets", faults.body(b"[" * 100_000)),
    ("100,000 levels of data", faults.body(b'{"status":"success","data":' + b'{"data":' * 100_000)),
    ("100,000 levels beside the result", faults.body(GOOD[:-1] + b',"more":' + b"[" * 100_000 + b"]" * 100_000 + b"}")),
    ("an encoding that was not asked for", faults.body(GOOD, headers=[("Content-Encoding", "br")])),
    ("gzip that is none", faults.body(GOOD, headers=[("Content-Encoding", "gzip")])),
]

_OF_NO_SUCCESS = [
    ("`{}`", b"{}", "reports no success"),
    (
        "an error with status 200",
        b'{"status":"error","errorType":"internal","error":"disk on fire"}',
        "internal: disk on fire",
    ),
    ("a status that is neither", GOOD.replace(b"success", b"warming"), "reports no success"),
]

_OF_NO_HTTP = [
    ("no HTTP at all", b"SSH-2.0-OpenSSH_9.2p1\r\n"),
    ("a status line without a status", b"HTTP/1.1 OK\r\n\r\n"),
    ("two lengths", b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 200\r\n\r\n" + GOOD),
    ("a negative length", b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + GOOD),
    ("a chunk of a length that is no number", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + GOOD),
    ("a header of 10 MB", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 10_000_000),
]

CASES = [
    *(Case(name, fault, NO_API) for name, fault in _OF_NO_API),
    *(Case(name, faults.body(data), Expected(503, says)) for name, data, says in _OF_NO_SUCCESS),
    *(Case(name, faults.raw(data), _NO_HTTP) for name, data in _OF_NO_HTTP),
    *(
        Case(f"the true answer as `{content_type}`", faults.retyped(content_type), Expected(200))
        for content_type in ("text/html", "text/plain", "", "application/octet-stream")
    ),
]
