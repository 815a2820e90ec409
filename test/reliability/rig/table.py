"""What was done in a run, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

_HEAD = "| what was done | times | served meanwhile | wrong or too old | longest answer | well again after |"
_RULE = "|---|---|---|---|---|---|"


@dataclass
class Row:
    """A fault: the statuses of all answers while it lasted, and the seconds from its end to the first value."""

    fault: str
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: int = 0
    longest: float = 0.0
    recovery: float | None = None
    message: str = ""
    times: int = 1

    def __str__(self) -> str:
        served = ", ".join(f"{count} × {status}" for status, count in sorted(self.statuses.items()))
        recovery = "–" if self.recovery is None else f"{self.recovery:.2f} s"
        said = f"{': ' if served else ''}“{self.message}”" if self.message else ""
        cells = [self.fault, str(self.times), served + said, str(self.wrong), f"{self.longest:.2f} s", recovery]
        return f"| {' | '.join(cells)} |".replace("||", "| |")


def table(rows: Sequence[Row]) -> str:
    return "\n".join([_HEAD, _RULE, *map(str, rows)]) + "\n"


def write(rows: Sequence[Row], to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(table(rows))
