"""Series whose values tell when the backend got them, and which of them they are."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left

KEYS = 8


class Clockwork:
    """`depth{queue="q0"}` to `q7`. With each scrape all values are new: the number of the scrape and the series' own.
    So a value tells its scrape, and a value of another series is known as such. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._scraped: list[float] = []  # time.monotonic()

    def text(self) -> str:
        with self._lock:
            number = len(self._scraped)
            self._scraped.append(time.monotonic())
        return "".join(f'depth{{queue="q{key}"}} {value_of(number, key)}\n' for key in range(KEYS))

    def age(self, value: int, key: int, at: float) -> float | None:
        """How long before `at` this was last the series' value, as far as the scrapes tell; 0 while it still is. None:
        it never was."""
        number, of = divmod(value, KEYS)
        with self._lock:
            if of != key or not 0 <= number < len(self._scraped) or self._scraped[number] > at:
                return None
            following = self._scraped[number + 1] if number + 1 < len(self._scraped) else at
        return max(0.0, at - following)

    def scrapes_between(self, begin: float, end: float) -> int:
        with self._lock:
            return bisect_left(self._scraped, end) - bisect_left(self._scraped, begin)


def value_of(number: int, key: int) -> int:
    return number * KEYS + key
