"""What a healthy backend may say of a series, and what must not become a number."""

from __future__ import annotations

import time

import pytest
from harness.waiting import eventually

from rig.backends import Backend
from rig.depth import Depth
from rig.deadlines import SLACK, STALENESS
from rig.server import Barograph
from rig.table import Row

SCRAPE = 1.0


@pytest.mark.parametrize(
    ("written", "status", "says"),
    [
        ("NaN", 500, "not a finite number"),
        ("+Inf", 500, "not a finite number"),
        ("-Inf", 500, "not a finite number"),
        ("1e300", 500, "too large"),
        ("-1e300", 500, "too large"),
        ("9.3e15", 500, "too large"),
        ("9.2e15", 200, "9200T"),
        ("-5", 200, "-5"),
        ("0", 200, "0"),
        ("-0", 200, "0"),
        ("1e-300", 200, "0"),
        ("0.0015", 200, "1m"),
    ],
)
def test_numbers(
    written: str, status: int, says: str, server: Barograph, depth: Depth, prometheus: Backend, rows: list[Row]
) -> None:
    depth.more = f'depth{{queue="odd"}} {written}\n'
    try:
        prometheus.await_sample('depth{queue="odd"}')
        eventually(lambda: _assert_is(prometheus, written), every=0.05)
        reply = server.metric(selector="queue=odd")
        assert reply.status == status, str(reply)
        said = reply.values if status == 200 else reply.message
        assert said == [says] if status == 200 else says in said, str(reply)
        # One odd series leaves the others alone.
        assert server.metric().status == 200
        rows.append(Row(f"the backend has the value {written}", message="" if status != 200 else says))
        rows[-1].statuses[status] += 1
        rows[-1].longest = reply.seconds
    finally:
        depth.more = ""


def _assert_is(prometheus: Backend, written: str) -> None:
    (sample,) = prometheus.samples('depth{queue="odd"}')
    assert repr(float(sample["value"][1])) == repr(float(written))


def test_a_series_that_ends(server: Barograph, depth: Depth, rows: list[Row]) -> None:
    """The target no longer exposes it, so that Prometheus marks it stale: no value, and no zero."""
    row = Row("the series is gone from its target (stale marker)")
    assert server.metric().values == [str(depth.number)]
    depth.is_there = False
    began = time.monotonic()
    try:
        while (reply := server.metric()).values:
            assert reply.values == [str(depth.number)], str(reply)
            assert reply.received - began < SCRAPE + STALENESS + SLACK, f"still told: {reply}"
            row.statuses[reply.status] += 1
            time.sleep(0.02)
        row.message = f"no item {reply.received - began:.2f} s later"
        for _ in range(5):
            assert server.metric().values == []
    finally:
        depth.change()
        depth.is_there = True
    ended = time.monotonic()
    while not (reply := server.metric()).values:
        assert reply.status == 200 and time.monotonic() - ended < SCRAPE + STALENESS + SLACK, (
            f"not there again: {reply}"
        )
        time.sleep(0.02)
    assert reply.values == [str(depth.number)]
    row.recovery = reply.received - ended
    rows.append(row)
