"""What a process holds, and what it has used."""

from __future__ import annotations

import os
import re
from dataclasses import astuple, dataclass
from pathlib import Path

from harness.waiting import eventually

from rig.sanitizer import allowed

MIB = 1 << 20


@dataclass(frozen=True)
class Figures:
    memory: int  # bytes, resident
    descriptors: int
    threads: int
    cpu: float  # seconds so far

    @staticmethod
    def of(pid: int) -> Figures:
        folder = Path(f"/proc/{pid}")
        status = (folder / "status").read_text()
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        return Figures(
            _number(status, "VmRSS") * 1024,
            len(list((folder / "fd").iterdir())),
            _number(status, "Threads"),
            (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"),
        )

    def highest(self, other: Figures) -> Figures:
        """The larger one of each: what takes many descriptors need not take much memory."""
        return Figures(*(max(pair) for pair in zip(astuple(self), astuple(other), strict=True)))

    def __str__(self) -> str:
        return f"{self.memory / MIB:.1f} MiB, {self.descriptors} descriptors, {self.threads} threads"


def assert_comes_back(pid: int, before: Figures, memory: int, descriptors: int = 4, seconds: float = 15) -> Figures:
    """Waits until it holds no more than before, but for so many descriptors and bytes, with a sanitizer's; connections
    end a moment after their client has left."""

    def back() -> Figures:
        now = Figures.of(pid)
        assert now.memory <= before.memory + allowed(memory), f"{before}, now {now}"
        assert now.descriptors <= before.descriptors + descriptors, f"{before}, now {now}"
        assert now.threads == before.threads, f"{before}, now {now}"
        return now

    return eventually(back, seconds=seconds, every=0.1)


def _number(status: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)
    assert found, status
    return int(found.group(1))
