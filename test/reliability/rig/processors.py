"""Which processors this process and those that it has started run on."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from harness.process import ProcessGroup


def _move(pid: int, processors: set[int]) -> None:
    """All its threads; those that come later are where the ones are that start them."""
    # One may end meanwhile.
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(thread.name), processors)


class Division:
    """Some processors for what is started within `apart`, the others for all else, from its construction to its end: what
    those do to each other is then done by what they send, and not because the same processor serves them. With a single
    processor nothing is divided."""

    def __init__(self, processes: ProcessGroup) -> None:
        self._processes = processes
        self._all = os.sched_getaffinity(0)
        ordered = sorted(self._all)
        half = len(ordered) // 2
        self._apart = set(ordered[:half]) or self._all
        self._rest = set(ordered[half:])
        self._move_all(self._rest)

    @contextlib.contextmanager
    def apart(self) -> Iterator[None]:
        """For processes that the calling thread starts."""
        os.sched_setaffinity(0, self._apart)
        yield
        os.sched_setaffinity(0, self._rest)

    def close(self) -> None:
        self._move_all(self._all)

    def _move_all(self, processors: set[int]) -> None:
        for pid in (os.getpid(), *(process.pid for process in self._processes.running())):
            _move(pid, processors)
