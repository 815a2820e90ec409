"""The result as JSON and as a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from endurance.interval import Interval
from endurance.plan import Plan
from endurance.verdict import Finding

HEAD = (
    "| minute | asks | failed | p50, p99, max | from memory | resident, anonymous | descriptors | threads | connections | tasks "
    "| keys known, live | queries | CPU: Barograph, Prometheus, load |"
)
RULE = "|---" * 13 + "|"


def line(each: Interval) -> str:
    """A row of the table, which is also what is printed while it runs."""
    cells = [
        f"{each.end / 60:.4g}",
        f"{each.asks:,}",
        _failed(each),
        f"{each.p50:.2f}, {each.p99:.2f}, {each.longest:.0f} ms",
        f"{each.from_memory * 100:.2f} %",
        f"{each.resident:.2f}, {each.anonymous:.2f} MiB",
        f"{each.descriptors:.1f}",
        f"{each.threads:.0f}",
        f"{each.connections:.1f}",
        f"{each.tasks:.1f}",
        f"{each.keys_known:,.0f}, {each.keys_live:,.0f}",
        f"{each.queries:,.0f}",
        f"{each.cpu:.2f}, {each.prometheus_cpu:.2f}, {each.load_cpu:.2f} s",
    ]
    return f"| {' | '.join(cells)} |"


def _failed(each: Interval) -> str:
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(each.errors.items()))
    return f"{each.failed:,} ({kinds})" if kinds else f"{each.failed:,}"


def write(
    folder: Path,
    facts: dict[str, Any],
    plan: Plan,
    intervals: Sequence[Interval],
    findings: Sequence[Finding],
    events: Sequence[str],
) -> tuple[Path, Path]:
    """Named by the date of the run; the paths of the table and of the data."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = "soak-" + str(facts["date"]).replace(":", "").replace("-", "")
    table, data = folder / f"{stem}.md", folder / f"{stem}.json"
    table.write_text(_page(facts, plan, intervals, findings, events))
    document = {
        "facts": facts,
        "findings": [asdict(each) for each in findings],
        "events": list(events),
        "intervals": [each.as_json() for each in intervals],
    }
    data.write_text(json.dumps(document, indent=1) + "\n")
    return table, data


def _page(
    facts: dict[str, Any],
    plan: Plan,
    intervals: Sequence[Interval],
    findings: Sequence[Finding],
    events: Sequence[str],
) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items())
    lines = [
        f"# Soak of {facts['date']}",
        "",
        f"{facts['asked']}",
        "",
        f"{facts['cpu']}, {facts['cores']} cores, {facts['memory_gib']} GiB, {facts['kernel']}, {facts['distribution']}; {versions}. "
        f"Load average {facts['load_before']:.1f} before, {facts['load_after']:.1f} afterwards.",
        "",
        f"{facts['end']} Compared are {plan.first} with {plan.last}.",
        "",
        *(f"- {each}" for each in findings),
        "",
        HEAD,
        RULE,
        *map(line, intervals),
        "",
        "What is held is the mean of an interval, with an observation every few seconds; CPU is in seconds of an interval.",
        "",
        "What happened:",
        "",
        *(f"- {each}" for each in events),
        "",
    ]
    return "\n".join(lines)
