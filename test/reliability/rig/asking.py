"""Very many who ask each for something else, all at once, beside the test that has them ask."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path

from rig.server import API, Asker


class Asking:
    """So many threads, each with a connection of its own, from its construction to its end. No question is asked twice."""

    def __init__(self, port: int, authority: Path, metric: str, threads: int) -> None:
        self._ended = threading.Event()
        self._counts = [Counter[int]() for _ in range(threads)]
        self._threads = [
            threading.Thread(target=self._ask, args=(Asker(port, authority), metric, number), daemon=True)
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> Counter[int]:
        """The statuses of all answers."""
        self._ended.set()
        for thread in self._threads:
            thread.join()
        return sum(self._counts, Counter())

    def _ask(self, asker: Asker, metric: str, number: int) -> None:
        count = 0
        while not self._ended.is_set():
            count += 1
            selector = f"queue%3Dnobodys-{number}-{count}"
            reply = asker.get(f"{API}/namespaces/default/{metric}?labelSelector={selector}")
            self._counts[number][reply.status] += 1
            # Refusals come at once, and this process has other things to do.
            self._ended.wait(0.02)
        asker.close()
