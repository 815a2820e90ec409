"""Asking again and again in the background, while a test changes what must not be noticed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType

from harness.https import Answer

_EVERY_SECONDS = 0.02


class Asking:
    """Asks 50 times a second until the block ends; `failures` are the answers that were not 200."""

    def __init__(self, ask: Callable[[], Answer]) -> None:
        self._ask = ask
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.count = 0
        self.failures: list[str] = []

    def __enter__(self) -> Asking:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join(timeout=30)

    def _run(self) -> None:
        while not self._ended.is_set():
            begun = time.monotonic()
            try:
                answer = self._ask()
                if answer.status != 200:
                    self.failures.append(str(answer))
            except OSError as error:
                self.failures.append(repr(error))
            self.count += 1
            self._ended.wait(max(0.0, _EVERY_SECONDS - (time.monotonic() - begun)))
