"""Connections that break, hang or crawl."""

from __future__ import annotations

from rig import faults
from rig.deadlines import TIMEOUT
from rig.ordeal import Expected
from rig.stage import Case

_BROKEN = Expected(503, "the connection ended before the answer was whole|Connection reset by peer")
_IN_TIME = TIMEOUT > 5
_LATE = Expected(504, "no answer within the deadline")

CASES = [
    Case("connection reset before the answer", faults.reset_at_once, _BROKEN),
    Case("connection reset in the header", faults.reset_in_header, _BROKEN),
    Case("connection reset in the body", faults.reset_in_body, _BROKEN),
    Case("connection closed one byte before the announced end", faults.close_in_body, _BROKEN),
    Case("connection closed before the last chunk", faults.close_in_chunks, _BROKEN),
    Case("every answer late by 0.1 s", faults.slow(0.1), Expected(200)),
    Case("every answer late by 1 s", faults.slow(1), Expected(200)),
    *([Case("every answer late by 5 s", faults.slow(5), Expected(200))] if _IN_TIME else []),
    *(
        Case(f"{name}; the deadline is {TIMEOUT:g} s", fault, _LATE)
        for name, fault in (
            *([] if _IN_TIME else [("every answer late by 5 s", faults.slow(5))]),
            ("every answer late by 60 s", faults.slow(60)),
            ("one byte a second", faults.drip),
            ("no answer at all", faults.never),
            ("a header, and then nothing", faults.never_after_header),
        )
    ),
]
