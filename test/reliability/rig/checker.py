"""Asks for all keys without end and compares each value with what the backend held."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from rig.clockwork import KEYS, Clockwork
from rig.server import API, Asker, Barograph, Reply

# Between the end of a scrape's text and the moment from which queries see it; and threads that wait for their turn.
_SLACK = 0.5


@dataclass
class Findings:
    """Of all askers together."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    too_old: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)  # answers that are neither a value nor an error with its reason
    oldest: float = 0.0
    longest: float = 0.0
    longest_gap: float = 0.0  # without a value of a key


class Checker:
    """A thread for each key, with a connection of its own. `bound` is the server's --max-staleness."""

    def __init__(self, server: Barograph, source: Clockwork, bound: float, every: float) -> None:
        self.findings = Findings()
        self._source = source
        self._bound = bound
        self._every = every
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, args=(server.asker(), key), daemon=True) for key in range(KEYS)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> Findings:
        self._ended.set()
        for thread in self._threads:
            thread.join(timeout=60)
            assert not thread.is_alive(), "an ask has not come back"
        return self.findings

    def _run(self, asker: Asker, key: int) -> None:
        path = f"{API}/namespaces/default/depth?labelSelector=queue%3Dq{key}"
        had_value = time.monotonic()
        while not self._ended.is_set():
            reply = asker.get(path)
            with self._lock:
                self._judge(reply, key)
                if reply.status == 200:
                    self.findings.longest_gap = max(self.findings.longest_gap, reply.received - had_value)
                    had_value = reply.received
            self._ended.wait(max(0.0, self._every - reply.seconds))
        asker.close()

    def _judge(self, reply: Reply, key: int) -> None:
        found = self.findings
        found.statuses[reply.status] += 1
        found.longest = max(found.longest, reply.seconds)
        if reply.status != 200:
            is_reason = reply.status in (503, 504) or (reply.status == 500 and "not a finite number" in reply.message)
            if not is_reason or "metric depth (rule at " not in reply.message:
                found.odd.append(str(reply))
            return
        if len(reply.values) != 1:
            found.odd.append(str(reply))
            return
        age = self._source.age(_whole(reply.values[0]), key, reply.received)
        if age is None:
            found.wrong.append(f"q{key}: {reply}")
            return
        found.oldest = max(found.oldest, age)
        # Who waited longer than the bound for a query of its own gets that.
        if age > max(self._bound, reply.seconds) + _SLACK:
            found.too_old.append(f"q{key}: {age:.2f} s old: {reply}")


def _whole(quantity: str) -> int:
    """Of one that is no fraction: full thousands are told as such."""
    return int(quantity.removesuffix("k")) * (1000 if quantity.endswith("k") else 1)
