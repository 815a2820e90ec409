"""Whether it stayed as it was."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from endurance.interval import MIB, Interval
from endurance.observation import Observation
from endurance.plan import Plan, Window

# Of the asks that are to be made.
_LEAST_ASKED = 0.95
# Of what there are always some more or fewer at a moment, beyond the least that was there.
_SLACK = 2.0


@dataclass(frozen=True)
class Finding:
    """One thing that is judged."""

    what: str
    figures: str
    good: bool

    def __str__(self) -> str:
        return f"{'good' if self.good else 'BAD '}  {self.what}: {self.figures}"


def judge(
    plan: Plan,
    rate: float,
    memory_percent: float,
    observed: Sequence[Observation],
    intervals: Sequence[Interval],
    outage: Window | None,
) -> list[Finding]:
    """`rate`: asks a second that were to be made. Empty windows, as in a run that was ended before them, are no findings."""
    first = [each for each in observed if each.at in plan.first]
    last = [each for each in observed if each.at in plan.last]
    findings = []
    if first and last:
        findings = [
            _memory("resident memory", first, last, "resident", memory_percent),
            _memory("anonymous memory", first, last, "anonymous", memory_percent),
            *(_least(name, first, last) for name in ("descriptors", "threads", "tasks", "connections")),
        ]
    if intervals:
        findings += [_failures(intervals, outage), _asked(rate, intervals)]
    return findings


def _memory(what: str, first: Sequence[Observation], last: Sequence[Observation], name: str, percent: float) -> Finding:
    before, after = (statistics.fmean(getattr(each, name) for each in window) for window in (first, last))
    change = (after / before - 1) * 100
    figures = f"{before / MIB:.2f} MiB, then {after / MIB:.2f} MiB: {change:+.2f} %, allowed ± {percent:g} %"
    return Finding(what, figures, abs(change) <= percent)


def _least(name: str, first: Sequence[Observation], last: Sequence[Observation]) -> Finding:
    """What leaks is always there, so that it raises the least; the rest comes and goes."""
    before, after = (min(getattr(each, name) for each in window) for window in (first, last))
    return Finding(f"{name} that are always there", f"{before:g}, then {after:g}", after <= before + _SLACK)


def _failures(intervals: Sequence[Interval], outage: Window | None) -> Finding:
    meanwhile = [each for each in intervals if outage is not None and each.window.meets(outage)]
    others = [each for each in intervals if each not in meanwhile]
    failed, lost = sum(each.failed for each in others), sum(each.failed for each in meanwhile)
    asks = sum(each.asks for each in intervals)
    figures = f"{failed} of {asks:,}, beside {lost:,} while the backend was stopped and came back"
    return Finding("failed asks", figures, failed == 0)


def _asked(rate: float, intervals: Sequence[Interval]) -> Finding:
    """That the load was what it should be: a generator that lags tests less."""
    rates = [each.asks / (each.end - each.begin) for each in intervals]
    figures = f"{statistics.fmean(rates):.1f}, in the least interval {min(rates):.1f}, of {rate:.1f}"
    return Finding("asks a second", figures, min(rates) >= _LEAST_ASKED * rate)
