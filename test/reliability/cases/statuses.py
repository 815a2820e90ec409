"""Every HTTP status that can come, with a body that looks like a good answer: only 200 is one."""

from __future__ import annotations

from http import HTTPStatus

from rig import faults
from rig.ordeal import Expected
from rig.stage import Case

# 299, 499 and 599 stand for those that are not registered; 429 has cases of its own.
_REFUSED = sorted({code.value for code in HTTPStatus if code > 200} - {429} | {299, 499, 599})
_ELSEWHERE = [("Location", "http://127.0.0.1:1/")]


def _refusal(code: int) -> Case:
    headers = _ELSEWHERE if code // 100 == 3 else []
    return Case(f"status {code}", faults.status(code, headers), Expected(503, f"answered {code}"))


def _limited(retry_after: str | None) -> Case:
    headers = [] if retry_after is None else [("Retry-After", retry_after)]
    name = f"status 429 with Retry-After: {retry_after}" if headers else "status 429"
    return Case(name, faults.status(429, headers), Expected(503, "answered 429"))


CASES = [
    *map(_refusal, _REFUSED),
    *(Case(f"status {code}, then the true answer", faults.interim(code), Expected(200)) for code in (100, 103, 199)),
    Case("status 100 a thousand times", faults.interim(100, times=1000), Expected(503, "interim answers")),
    Case("status 101, which nobody asked for", faults.switching_protocols, Expected(503, "101 .*nobody asked for")),
    *map(_limited, [None, "1", "3600", "Wed, 21 Oct 2015 07:28:00 GMT", "-1", "many"]),
]
