"""Nothing to do, far too much of it, and calm again."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from harness.waiting import eventually

from rig import faults
from rig.depth import Depth
from rig.fault_proxy import FaultProxy
from rig.figures import MIB, Figures, assert_comes_back
from rig.flood import failing_asks, reset_asks
from rig.ordeal import short_flags, url_of
from rig.sanitizer import is_judged_by_the_clock
from rig.server import Barograph
from rig.table import Row
from rig.witness import Witness, assert_served, p99, row_of

Start = Callable[..., Barograph]
Watch = Callable[..., Witness]
SOON = 5.0


@pytest.mark.parametrize("rules", ["externalRules: []\n", None], ids=["no rules", "a rule"])
def test_nobody_asks(rules: str | None, between: FaultProxy, start: Start, rows: list[Row], is_long: bool) -> None:
    seconds = 60 if is_long else 4
    named = {} if rules is None else {"rules": rules}
    server = start([url_of(between.authority)], **named)
    time.sleep(0.5)
    calls, before = len(between.targets), Figures.of(server.process.pid)
    time.sleep(seconds)
    calls, after = len(between.targets) - calls, Figures.of(server.process.pid)
    used = (after.cpu - before.cpu) / seconds
    what = "nobody asks, and there are no rules" if rules else "nobody asks for the rule's metric"
    assert used < 0.02 or not is_judged_by_the_clock(), f"{used:.3f} of a processor"
    assert calls <= 1, f"{calls} calls of Prometheus"
    said = f"{used:.3f} of a processor and {calls} calls of Prometheus in {seconds} s"
    rows.append(row_of(what, [], message=said))


def test_overload_and_then_calm(
    between: FaultProxy, depth: Depth, start: Start, watch: Watch, rows: list[Row], is_long: bool
) -> None:
    flags = ["--max-staleness=0s", "--prometheus-timeout=3s", "--max-requests-inflight=20"]
    server = start([url_of(between.authority)], flags)
    witness = watch(server)
    quiet = witness.watch(1.5)
    before = Figures.of(server.process.pid)
    begun = time.monotonic()
    between.set(faults.slow(1.0))
    crowd = watch(server, pause=0.0, askers=60)
    time.sleep(60 if is_long else 3)
    between.clear()
    crowd.close()
    asks = crowd.asks()
    calm = time.monotonic()

    def well() -> float:
        good = [ask for ask in witness.asks(calm) if ask.status == 200]
        assert good, "no value yet"
        return good[0].sent + good[0].seconds - calm

    recovery = eventually(well, seconds=SOON, every=0.02)
    time.sleep(1)
    after = witness.watch(1.5)
    during = witness.asks(begun, calm)
    assert any(ask.status == 429 for ask in asks), "it was not too much"
    assert_served(asks + during, depth.held(), {429, 503, 504})
    assert_served(after, depth.held())
    slow = p99(after) >= max(2 * p99(quiet), 0.1)
    assert not slow or not is_judged_by_the_clock(), f"{p99(quiet):.3f} s before, {p99(after):.3f} s now"
    assert_comes_back(server.process.pid, before, 16 * MIB, descriptors=24)
    said = f"p99 {p99(quiet) * 1000:.0f} ms before, {p99(after) * 1000:.0f} ms afterwards"
    rows.append(row_of("three times as many asks as may be in flight", asks, recovery=recovery, message=said))


@pytest.mark.parametrize("kind", ["404", "503", "504", "reset"])
def test_asks_that_fail_leave_nothing(
    kind: str, between: FaultProxy, start: Start, rows: list[Row], is_long: bool
) -> None:
    count = 40_000 if is_long else 3_000
    flags = short_flags()
    if kind == "503":
        between.refuse()
    if kind == "504":
        between.set(faults.never)
        # Short, as one ask after the other waits for it.
        flags += ["--prometheus-timeout=20ms"]
    server = start([url_of(between.authority)], flags)

    def go(asks: int) -> list[int]:
        if kind == "reset":
            return reset_asks(server.port, server.authority, asks // 20)
        metric = "nothing" if kind == "404" else "depth"
        return failing_asks(server.port, server.authority, asks // 20 if kind == "504" else asks, metric)

    # Pools and caches fill once.
    go(count // 2)
    before = Figures.of(server.process.pid)
    statuses = go(count)
    after = assert_comes_back(server.process.pid, before, 4 * MIB)
    assert all(status == (0 if kind == "reset" else int(kind)) for status in statuses), set(statuses)
    # However many questions fail, and however often they are asked.
    assert server.log().count("\n") < 40, server.log()
    what = "asks reset by the client" if kind == "reset" else f"asks answered {kind}"
    row = row_of(what, [], len(statuses), message=f"before: {before}; afterwards: {after}")
    row.statuses.update(statuses)
    rows.append(row)
    if kind == "503":
        between.accept()
