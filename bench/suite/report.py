"""Results as JSON and as a table."""

from __future__ import annotations

import json
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from suite.bench import Samples


@dataclass(frozen=True)
class Figure:
    """One line of the table: a number of a row, and what is to be reached."""

    key: str
    title: str
    unit: str = ""
    base: str | None = None  # whose figure it is compared with
    reach: str = "–"


@dataclass(frozen=True)
class RowResult:
    name: str
    figures: tuple[Figure, ...]
    samples: Samples
    is_curve: bool = False


def write(folder: Path, machine: dict[str, Any], results: list[RowResult]) -> tuple[Path, Path]:
    """Writes both, named by the date of the run; the paths of the table and of the raw data."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = str(machine["date"]).replace(":", "").replace("-", "")
    table, data = folder / f"{stem}.md", folder / f"{stem}.json"
    table.write_text(markdown(machine, results))
    raw = {result.name: result.samples for result in results}
    data.write_text(json.dumps({"machine": machine, "rows": raw}, indent=1) + "\n")
    return table, data


def markdown(machine: dict[str, Any], results: list[RowResult]) -> str:
    lines = [f"# Benchmark of {machine['date']}", "", *_machine_lines(machine), ""]
    compared = [result for result in results if not result.is_curve]
    if compared:
        lines += [*_comparison(compared), ""]
    for result in results:
        if result.is_curve:
            lines += [f"## {result.name}", "", *_curve(result), ""]
    lines += ["Each figure is the median of the rounds, with the least and the most in parentheses.", ""]
    return "\n".join(lines)


def works(result: RowResult) -> bool:
    """Whether everybody has figures, and had no errors."""
    rounds = [figures for samples in result.samples.values() for figures in samples]
    return bool(rounds) and all(figures and figures.get("errors", 0) == 0 for figures in rounds)


def _comparison(results: list[RowResult]) -> list[str]:
    names = list(dict.fromkeys(name for result in results for name in result.samples))
    lines = [f"| what | {' | '.join(names)} | ours ÷ nginx | reach |", "|---|" + "---|" * (len(names) + 2)]
    for result in results:
        for figure in result.figures:
            cells = [_cell(result.samples.get(name, []), figure) for name in names]
            lines.append(f"| {figure.title} | {' | '.join(cells)} | {_ratio(result.samples, figure)} | {figure.reach} |")
    return lines


def _curve(result: RowResult) -> list[str]:
    titles = [figure.title for figure in result.figures]
    lines = [f"| size | {' | '.join(titles)} |", "|---|" + "---|" * len(titles)]
    for size, samples in result.samples.items():
        lines.append(f"| {size} | {' | '.join(_cell(samples, figure) for figure in result.figures)} |")
    return lines


def medians(samples: list[dict[str, float]], key: str) -> float | None:
    values = [each[key] for each in samples if key in each]
    return statistics.median(values) if values else None


def _cell(samples: list[dict[str, float]], figure: Figure) -> str:
    values = [each[figure.key] for each in samples if figure.key in each]
    if not values:
        return "–"
    text = f"{_number(statistics.median(values))} {figure.unit}".strip()
    if len(values) > 1:
        text += f" ({_number(min(values))}–{_number(max(values))})"
    return text


def _ratio(samples: Samples, figure: Figure) -> str:
    if figure.base is None:
        return "–"
    ours, base = (medians(samples.get(name, []), figure.key) for name in ("ours", figure.base))
    return "–" if not ours or not base else f"{ours / base:.2f}"


def _machine_lines(machine: dict[str, Any]) -> list[str]:
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    return [
        f"{machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['kernel']}, "
        f"{machine['distribution']}; {versions}.",
        f"{machine['rounds']} rounds of {machine['seconds']:g} s, {machine['threads']} server threads; "
        f"load average {machine['load_before']:.1f} before, {machine['load_after']:.1f} after.",
    ]


def _number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"
