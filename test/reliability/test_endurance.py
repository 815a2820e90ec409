"""What the soak judges: a verdict that could not be bad would be none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from endurance import report
from endurance.interval import Interval
from endurance.observation import Observation
from endurance.plan import Plan, Window, excused
from endurance.verdict import judge

_OBSERVATION = Observation(
    at=0, resident=40 << 20, anonymous=30 << 20, descriptors=80, threads=3, cpu=0, connections=65, tasks=9,
    keys_known=10_000, keys_live=10_000, from_memory=0, from_query=0, without_value=0, queries=0, reloads=0, rotations=0,
)  # fmt: skip
_INTERVAL = Interval(
    begin=0, end=60, asks=40_000, failed=0, errors={}, p50=0.3, p99=1, longest=9, late_p99=0.1, from_memory=1,
    resident=40, anonymous=30, descriptors=80, threads=3, connections=65, tasks=9, keys_known=10_000, keys_live=10_000,
    queries=300, handshakes=40, reloads=0, rotations=0, cpu=5, load_cpu=3, prometheus_cpu=4,
)  # fmt: skip
_HOUR = Plan(60)
_RATE = 10_000 / 15


def _bad(observed: list[Observation], intervals: list[Interval] | None = None, outage: Window | None = None) -> list[str]:
    findings = judge(_HOUR, _RATE, 2, observed, intervals or [_INTERVAL], outage)
    assert len(findings) == 8, findings
    return [each.what for each in findings if not each.good]


def _hour(**last: object) -> list[Observation]:
    """An observation a minute; those of the last quarter are different."""
    return [replace(_OBSERVATION, at=60 * i, **(last if i >= 45 else {})) for i in range(60)]  # type: ignore[arg-type]


def test_what_stays_as_it_was_is_good() -> None:
    assert _bad(_hour()) == []
    assert _bad(_hour(resident=int(40.7 * 2**20), descriptors=82, tasks=11)) == []


@pytest.mark.parametrize(
    "name, value",
    [("resident", 41 << 20), ("resident", 39 << 20), ("anonymous", 31 << 20), ("descriptors", 83), ("threads", 6)],
)
def test_what_grows_is_found(name: str, value: int) -> None:
    found = _bad(_hour(**{name: value}))
    assert len(found) == 1 and name in found[0], found


def test_what_comes_and_goes_is_no_leak() -> None:
    observed = _hour()
    observed[57] = replace(observed[57], descriptors=400, connections=300, tasks=60)
    assert _bad(observed) == []


def test_asks_may_fail_in_an_outage_only() -> None:
    failing = replace(_INTERVAL, begin=1980, end=2040, failed=700)
    assert _bad(_hour(), [_INTERVAL, failing]) == ["failed asks"]
    assert _bad(_hour(), [_INTERVAL, failing], excused(2035, 2041)) == []
    assert _bad(_hour(), [_INTERVAL, failing], excused(2041, 2046)) == ["failed asks"]


def test_the_table_tells_how_asks_failed() -> None:
    failing = replace(_INTERVAL, failed=23, errors={"timeout": 3, "status 503": 20})
    assert "| 23 (20 status 503, 3 timeout) |" in report.line(failing)
    assert "| 40,000 | 0 |" in report.line(_INTERVAL)


@pytest.mark.parametrize("asks", [0, 37_000])
def test_a_generator_that_lags_is_found(asks: int) -> None:
    assert _bad(_hour(), [_INTERVAL, replace(_INTERVAL, asks=asks)]) == ["asks a second"]


@pytest.mark.parametrize("minutes", [2, 3, 20, 60, 1440])
def test_windows_are_whole_cycles_of_one_phase_and_the_outage_is_before_the_last(minutes: float) -> None:
    plan = Plan(minutes)
    for window in (plan.first, plan.last):
        assert window.end - window.begin == pytest.approx(plan.cycle)
    assert plan.last.end == plan.seconds and plan.first.end <= plan.last.begin + 1e-6
    assert (plan.last.begin - plan.first.begin) / plan.cycle == pytest.approx(round((plan.last.begin - plan.first.begin) / plan.cycle))
    assert plan.outage < plan.last.begin
    moments = plan.moments(0.5)
    assert [sum(moment in window for moment in moments) for window in (plan.first, plan.last)] == [1, 1]


def test_the_windows_of_an_hour_are_minutes_10_to_15_and_the_last_five() -> None:
    assert (_HOUR.first, _HOUR.last) == (Window(600, 900), Window(3300, 3600))
    assert _HOUR.interval == 60
