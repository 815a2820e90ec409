"""The time of samples and of answers, and what else an answer says of itself."""

from __future__ import annotations

import time
from email.utils import formatdate

from rig import faults
from rig.exchange import Fault
from rig.ordeal import Expected
from rig.stage import Case

_HOUR = 3600.0
_SUCCESS = b'{"status":"success",'
_NO_TIME = Expected(503, "not of the Prometheus HTTP API|without a readable sample")

# What is fresh is measured here, from when the query was sent, by no clock but our own.
_OTHER_CLOCKS = [
    ("samples dated an hour ago (its clock is slow)", faults.restamped(lambda at: f"{at - _HOUR:.3f}")),
    ("samples dated in an hour (its clock is fast)", faults.restamped(lambda at: f"{at + _HOUR:.3f}")),
    ("samples dated before 1970", faults.restamped(lambda at: "-5.5")),
    ("header Date an hour ago", faults.with_header("Date", lambda: formatdate(time.time() - _HOUR, usegmt=True))),
    ("header Date in an hour", faults.with_header("Date", lambda: formatdate(time.time() + _HOUR, usegmt=True))),
    ("header Date that is none", faults.with_header("Date", lambda: "yesterday")),
]

_NO_TIMES = ['"now"', "null", "{}", "1e300", "1e9", "253402300800", "-99999999999999", "NaN", ""]

_PARTIAL = [
    (
        "Thanos: a store is gone",
        b'"warnings":["fetch series for {a=\\"b\\"} 10.0.0.1:10901: rpc error: code = Unavailable"],',
    ),
    ("Thanos: no store", b'"warnings":["No StoreAPIs matched for this query"],'),
    ("Prometheus: remote read failed", b'"warnings":["remote_read: remote server returned HTTP status 500"],'),
    ("VictoriaMetrics: isPartial", b'"isPartial":true,'),
]

_WHOLE = [
    ("advice on the query", b'"warnings":["PromQL warning: metric might not be a counter: \\"rpc error\\""],'),
    ("infos", b'"infos":["PromQL info: metric might not be a counter"],'),
    ("isPartial false", b'"isPartial":false,'),
]


def _stamped(stamp: str) -> Case:
    return Case(f"samples dated `{stamp}`", faults.restamped(lambda _: stamp), _NO_TIME)


def _with(member: bytes) -> Fault:
    return faults.edited(_SUCCESS, _SUCCESS + member)


CASES = [
    *(Case(name, fault, Expected(200)) for name, fault in _OTHER_CLOCKS),
    *map(_stamped, _NO_TIMES),
    *(Case(f"partial answer, {name}", _with(member), Expected(503, "part")) for name, member in _PARTIAL),
    *(Case(f"whole answer with {name}", _with(member), Expected(200)) for name, member in _WHOLE),
]
