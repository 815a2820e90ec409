"""A program under test that was built with a sanitizer: what it reports, and what cannot be judged of it."""

from __future__ import annotations

import enum
import os
import re
import subprocess
from functools import cache
from pathlib import Path

from harness.process import Process

# Each ends the program, with a status of its own.
_REPORT = re.compile(r"^.*(?:\b(?:Address|Leak|Thread)Sanitizer:(?! Matched)|:\d+:\d+: runtime error: ).*$", re.MULTILINE)
_LINES = 60
_MIB = 1 << 20


class Sanitizer(enum.Enum):
    NONE = b""
    ADDRESS = b"__asan_init"
    THREAD = b"__tsan_init"


@cache
def sanitizer() -> Sanitizer:
    """What BAROGRAPH was built with: what it calls says so, not its name."""
    program = Path(os.environ["BAROGRAPH"]).read_bytes()
    return next((each for each in (Sanitizer.ADDRESS, Sanitizer.THREAD) if each.value in program), Sanitizer.NONE)


def allowed(memory: int) -> int:
    """So many bytes of the program, with what the sanitizer adds. AddressSanitizer: three times as much, for the shadow
    and the borders of each piece of memory, and what was freed (tools/sanitizer-options). ThreadSanitizer's own memory is
    several times the program's and has no bound that is known, so nothing is judged there."""
    if sanitizer() is Sanitizer.THREAD:
        return 1 << 62
    return memory if sanitizer() is Sanitizer.NONE else 3 * memory + 64 * _MIB


def is_judged_by_the_clock() -> bool:
    """Whether it is as fast as the program that is shipped: what an ask takes beside others, what part of a processor is
    used."""
    return sanitizer() is Sanitizer.NONE


def preloaded(library: Path) -> str:
    """What LD_PRELOAD names so that the program gets this library: a sanitizer's own has to come first."""
    libraries = subprocess.run(["ldd", os.environ["BAROGRAPH"]], capture_output=True, text=True, check=True).stdout
    return " ".join([*re.findall(r"=> (\S*/lib[at]san\S*)", libraries), str(library)])


def report(log: str) -> str:
    """The first report of a sanitizer in a program's log; empty: there is none."""
    found = _REPORT.search(log)
    return "\n".join(log[found.start() :].splitlines()[:_LINES]) if found else ""


def assert_ends_well(process: Process) -> None:
    """Ends it; leaks are reported then."""
    status = process.stop()
    log = process.log_text()
    assert not report(log), f"{process.name}: {report(log)}"
    assert status == 0, f"it ended with status {status}:\n{process.log_tail()}"


class Reports:
    """Of all servers of a run, also of those that nobody looks at any more."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._read: dict[Path, int] = {}

    def new(self) -> str:
        """What has come since the last call; empty: nothing."""
        found = []
        for log in sorted(self._logs.glob("barograph-*.log")):
            begin = self._read.get(log, 0)
            if log.stat().st_size == begin:
                continue
            new = log.read_bytes()[begin:]
            new = new[: new.rfind(b"\n") + 1]
            self._read[log] = begin + len(new)
            if told := report(new.decode(errors="replace")):
                found.append(f"{log.name}: {told}")
        return "\n\n".join(found)
