"""A backend that fails now and then, and a rule that says what to tell meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from harness.waiting import eventually

from rig.deadlines import RECOVERY
from rig.depth import Depth
from rig.exchange import Exchange
from rig.fault_proxy import FaultProxy, passing
from rig.ordeal import short_flags, url_of
from rig.server import RULES, Barograph
from rig.table import Row
from rig.witness import Witness, assert_served, row_of

Start = Callable[..., Barograph]
Watch = Callable[..., Witness]


class EachThird:
    """The fault of every third answer; counts what was answered."""

    def __init__(self) -> None:
        self.answered = 0
        self.failed = 0

    async def __call__(self, exchange: Exchange) -> None:
        self.answered += 1
        if self.answered % 3 == 0:
            self.failed += 1
            await exchange.reply(500, b"each third fails", "text/plain")
        else:
            await passing(exchange)


# Without a fallback the same failures are told: so they are not too few, nor hidden by what is remembered.
@pytest.mark.parametrize(
    ("fallback", "statuses"),
    [("  onFailure: {hold: 1m}\n", {200}), ("", {200, 503})],
    ids=["held", "not held"],
)
def test_each_third_answer_fails(
    fallback: str,
    statuses: set[int],
    between: FaultProxy,
    depth: Depth,
    start: Start,
    watch: Watch,
    rows: list[Row],
    is_long: bool,
) -> None:
    # The last --max-staleness counts: no value is remembered, so each failure shows.
    flags = [*short_flags(), "--max-staleness=0s"]
    server = start([url_of(between.authority)], flags, rules=RULES + fallback)
    witness = watch(server)
    fault = EachThird()
    between.set(fault)
    asks = witness.watch(60 if is_long else 3)
    depth.change()

    # What is held does not hide what is new.
    def current() -> None:
        now = witness.watch(0.2)
        assert any(ask.value == depth.value() for ask in now), f"not {depth.value()}: {now[-3:]}"

    eventually(current, seconds=RECOVERY, every=0.05)
    asks += witness.watch(1)
    between.clear()
    assert_served(asks, depth.held(), statuses)
    assert {ask.status for ask in asks} == statuses
    assert fault.failed > 5, f"{fault.failed} of {fault.answered} answers failed"
    assert ("the rule's fallback (hold)" in server.log()) == bool(fallback), server.log()
    said = f"{fault.failed} of the backend's {fault.answered} answers failed"
    rows.append(row_of(f"each third answer fails, {'held' if fallback else 'without a fallback'}", asks, message=said))
