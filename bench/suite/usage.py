"""What processes use, as the kernel says."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time so far, all threads together."""
    ticks = 0
    for pid in pids:
        # The name in parentheses may hold anything, also spaces and parentheses.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident_bytes(pids: Iterable[int]) -> int:
    return _status(pids, "VmRSS")


def peak_resident_bytes(pids: Iterable[int]) -> int:
    return _status(pids, "VmHWM")


def _status(pids: Iterable[int], field: str) -> int:
    total = 0
    for pid in pids:
        match = re.search(rf"^{field}:\s+(\d+) kB$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
        assert match, f"process {pid} has no {field}"
        total += int(match.group(1)) * 1024
    return total
