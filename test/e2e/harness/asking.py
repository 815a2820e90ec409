"""Asking again and again in the background, while a test changes what must not be noticed."""

from __future__ import annotations

import contextlib
import http.client
import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType

import pytest

from harness.https import Answer, Client
from harness.pki import KeyPair

# What is promised, and what is tried so that a machine with something else to do still reaches it.
PER_SECOND = 50
_TRIED_PER_SECOND = 60

Ask = Callable[[], Answer]


def _is_overloaded() -> bool:
    return os.getloadavg()[0] > 2 * (os.cpu_count() or 1)


@dataclass(frozen=True)
class Asked:
    """One ask that is over: when, and what was wrong with its answer."""

    begun: float
    ended: float
    failure: str | None


class Asking:
    """Clients, each with an ask of its own, that together ask 60 times a second until the block ends. Whoever is late
    makes up for it at once. `failures` are the answers that were not 200."""

    def __init__(self, *asks: Ask) -> None:
        self._ended = threading.Event()
        self._begun = 0.0
        self._over: list[list[Asked]] = [[] for _ in asks]
        every = len(asks) / _TRIED_PER_SECOND
        self._threads = [
            threading.Thread(target=self._converse, args=(ask, mine, every, every * number / len(asks)), daemon=True)
            for number, (ask, mine) in enumerate(zip(asks, self._over, strict=True))
        ]

    def __enter__(self) -> Asking:
        self._begun = time.monotonic()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(timeout=30)

    @property
    def count(self) -> int:
        return sum(map(len, self._over))

    @property
    def failures(self) -> list[str]:
        return [one.failure for one in self._all() if one.failure is not None]

    @property
    def rate(self) -> float:
        """Answers a second, from the beginning to the last of them."""
        over = self._all()
        return len(over) / (max(one.ended for one in over) - self._begun) if over else 0.0

    def assert_none_failed(self) -> None:
        """None failed, of as many a second as are promised; to be called after the block."""
        over = self._all()
        in_second = Counter(int(one.ended - self._begun) for one in over)
        whole_seconds = range(max(in_second, default=0))
        logging.getLogger(__name__).info(
            "%d asks, %.1f a second (%d in the emptiest one), the slowest %.0f ms, %d failed",
            len(over),
            self.rate,
            min((in_second[second] for second in whole_seconds), default=0),
            1000 * max((one.ended - one.begun for one in over), default=0.0),
            len(self.failures),
        )
        assert self.failures == []
        too_few = f"only {self.rate:.1f} asks a second: too few to show anything"
        if self.rate < PER_SECOND and _is_overloaded():
            pytest.skip(f"{too_few}; this machine has too much else to do")
        assert self.rate >= PER_SECOND, too_few

    def _all(self) -> list[Asked]:
        return [one for mine in self._over for one in mine]

    def _converse(self, ask: Ask, mine: list[Asked], every: float, first: float) -> None:
        due = self._begun + first
        while not self._ended.wait(max(0.0, due - time.monotonic())):
            due += every
            begun = time.monotonic()
            try:
                answer = ask()
                failure = None if answer.status == 200 else str(answer)
            except (OSError, http.client.HTTPException) as error:
                failure = repr(error)
            mine.append(Asked(begun, time.monotonic(), failure))


@contextlib.contextmanager
def kept_connections(
    client: Client, user: KeyPair, path: str, headers: Callable[[], Iterable[tuple[str, str]]] = tuple, count: int = 4
) -> Iterator[list[Ask]]:
    """Asks over connections that are kept, one each, as the aggregator and its clients keep theirs."""
    with contextlib.ExitStack() as stack:
        connections = [stack.enter_context(client.connect(user)) for _ in range(count)]
        yield [lambda kept=kept: kept.get(path, headers()) for kept in connections]
