"""A control group of version 1 or 2 that limits one server, where this process may make one."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

_ROOT = Path("/sys/fs/cgroup")


class ControlGroup:
    """`refused` says why there is none; then nothing else of it may be used."""

    def __init__(self, name: str, *, cpu: float | None = None, memory: int | None = None) -> None:
        self.refused = ""
        self.folder = _ROOT / f"barograph-{name}-{os.getpid()}"
        period = 100_000
        if (_ROOT / "cgroup.controllers").exists():
            limits = {}
            if cpu is not None:
                limits["cpu.max"] = f"{int(cpu * period)} {period}"
            if memory is not None:
                limits["memory.max"] = str(memory)
        else:
            self.folder = _ROOT / ("cpu" if cpu is not None else "memory") / self.folder.name
            limits = {}
            if cpu is not None:
                limits = {"cpu.cfs_period_us": str(period), "cpu.cfs_quota_us": str(int(cpu * period))}
            if memory is not None:
                limits["memory.limit_in_bytes"] = str(memory)
        try:
            self.folder.mkdir()
            for file, value in limits.items():
                (self.folder / file).write_text(value)
        except OSError as error:
            self.refused = f"no control group can be made here: {error}"
            self.close()

    @property
    def wrapper(self) -> list[str]:
        """What a command begins with that shall run in it."""
        return ["sh", "-c", 'echo $$ >"$0" && exec "$@"', str(self.folder / "cgroup.procs")]

    def highest(self) -> int:
        """The most bytes that it held."""
        for file in ("memory.peak", "memory.max_usage_in_bytes"):
            if (self.folder / file).exists():
                return int((self.folder / file).read_text())
        return 0

    def close(self) -> None:
        for _ in range(50):
            with contextlib.suppress(FileNotFoundError):
                try:
                    self.folder.rmdir()
                except OSError:
                    time.sleep(0.1)
                    continue
            return
