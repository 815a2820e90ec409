"""The listing of series, which tells which metrics there are: while it fails the list stays as it was."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from harness.waiting import eventually

from cases.bodies import GOOD
from rig import faults
from rig.exchange import Exchange, Fault
from rig.fault_proxy import FaultProxy, passing
from rig.ordeal import short_flags, url_of
from rig.sanitizer import allowed
from rig.server import Barograph
from rig.table import Row

Start = Callable[..., Barograph]
RULES = """\
externalRules:
- seriesQuery: '{__name__=~"^depth.*"}'
  metricsQuery: 'max(<<.Series>>{<<.LabelMatchers>>}) by (queue)'
"""
LABEL_VALUES, SERIES = "/api/v1/label/__name__/values", "/api/v1/series"
# Names are kept while they come: of 16 MiB of them, several times as much.
MEMORY = 128 << 20
# By then it must be known, and told, that a listing failed.
LATEST = 15.0


def _of(paths: dict[str, Fault]) -> Fault:
    """A fault for a path each; everything else passes."""

    async def fault(exchange: Exchange) -> None:
        await paths.get(exchange.request.target.partition("?")[0], passing)(exchange)

    return fault


def _too_many_names() -> bytes:
    return b'{"status":"success","data":[' + b",".join(b'"depth_%d"' % i for i in range(2_000_000)) + b"]}"


def _million_series() -> bytes:
    series = b",".join(b'{"__name__":"depth_new","queue":"q%d"}' % i for i in range(1_000_000))
    return b'{"status":"success","data":[' + series + b"]}"


# What a backend says that ignores the selector there, so that it is asked for whole series.
_ANY_NAMES = faults.body(b'{"status":"success","data":["up"]}')


@pytest.mark.parametrize(
    ("name", "says", "before", "make"),
    [
        (
            "a listing of two million names",
            "larger than the limit",
            passing,
            lambda: _of({LABEL_VALUES: faults.body(_too_many_names())}),
        ),
        (
            "a listing of a million series",
            "larger than the limit",
            _of({LABEL_VALUES: _ANY_NAMES}),
            lambda: _of({LABEL_VALUES: _ANY_NAMES, SERIES: faults.body(_million_series())}),
        ),
        ("a listing refused with 500", "answered 500", passing, lambda: _of({LABEL_VALUES: faults.status(500)})),
        (
            "a listing of `null`",
            "without data",
            passing,
            lambda: _of({LABEL_VALUES: faults.body(json.dumps({"status": "success", "data": None}).encode())}),
        ),
        (
            "a listing that is the answer to another question",
            "not of the Prometheus HTTP API",
            passing,
            lambda: _of({LABEL_VALUES: faults.body(GOOD)}),
        ),
        # It has half a minute.
        ("a listing that never comes", "", passing, lambda: _of({LABEL_VALUES: faults.never})),
    ],
)
def test_a_listing_that_fails(
    name: str,
    says: str,
    before: Fault,
    make: Callable[[], Fault],
    between: FaultProxy,
    start: Start,
    rows: list[Row],
) -> None:
    row = Row(name)
    fault = make()
    between.set(before)
    flags = [*short_flags(), "--metrics-relist-interval=500ms", "--metrics-max-age=1h"]
    server = start([url_of(between.authority)], flags, RULES)
    eventually(lambda: _assert_lists(server), every=0.05)
    memory = server.memory("VmRSS")
    listings = _listings(between)
    between.set(fault)
    begun = time.monotonic()
    while time.monotonic() < begun + 4 or not _is_told(server, says):
        assert time.monotonic() < begun + LATEST, f"nothing of {says!r} in {server.log()}"
        _assert_lists(server)
        reply = server.metric()
        # The values of what is known do not depend on it.
        assert reply.status == 200 and reply.values, str(reply)
        row.statuses[reply.status] += 1
        row.longest = max(row.longest, reply.seconds)
        time.sleep(0.1)
    assert _listings(between) > listings, "no listing met the fault"
    between.set(before)
    grown = server.memory("VmHWM") - memory
    assert grown < allowed(MEMORY), f"{grown >> 20} MiB more"
    row.message = f"the list stayed (at most {max(grown, 0) / (1 << 20):.0f} MiB more memory)"
    rows.append(row)


def _is_told(server: Barograph, says: str) -> bool:
    return not says or any("listing the series" in line and says in line for line in server.log().splitlines())


def _listings(proxy: FaultProxy) -> int:
    return sum(1 for target in proxy.targets if target.startswith((LABEL_VALUES, SERIES)))


def _assert_lists(server: Barograph) -> None:
    assert server.names() == ["depth"], server.names()
