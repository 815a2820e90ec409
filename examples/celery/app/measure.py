"""What the broker and the workers say of themselves."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass

from tasks import QUEUE, app

log = logging.getLogger(__name__)

# For how long workers may think about an answer; all of that is waited for, as nobody knows how many there are.
ANSWER_SECONDS = 1.0
EVERY_SECONDS = 5.0
# Prometheus asks each 15 s: what is older than two asks is no measurement of now.
MAX_AGE_SECONDS = 30.0


@dataclass(frozen=True)
class Measurement:
    """One moment of the queue and its workers."""

    queue_depth: int
    workers: int
    busy_ratio: float
    taken_at: float


def queue_depth() -> int:
    """The tasks that no worker has taken yet. Redis keeps a queue as a list of the same name."""
    with app.connection_for_read() as connection:
        return int(connection.default_channel.client.llen(QUEUE))


def measure() -> Measurement:
    """Asks the broker, and through it all workers; raises what the connection raises."""
    depth = queue_depth()
    inspect = app.control.inspect(timeout=ANSWER_SECONDS)
    processes = {name: each["pool"]["max-concurrency"] for name, each in (inspect.stats() or {}).items()}
    # Without workers there is nobody to ask, and nobody is busy.
    active = (inspect.active() or {}) if processes else {}
    # A worker that came or went between the two questions counts in neither.
    both = processes.keys() & active.keys()
    capacity = sum(processes[name] for name in both)
    busy = sum(min(len(active[name]), processes[name]) for name in both)
    return Measurement(depth, len(processes), busy / capacity if capacity else 0.0, time.monotonic())


class Sampler:
    """Measures again and again in the background, so that a scrape need not wait for it."""

    def __init__(self) -> None:
        self._latest: Measurement | None = None

    def start(self) -> None:
        threading.Thread(target=self._run, daemon=True).start()

    def latest(self) -> Measurement | None:
        """The last measurement, if it still tells of now."""
        latest = self._latest
        if latest is None or time.monotonic() - latest.taken_at > MAX_AGE_SECONDS:
            return None
        return latest

    def _run(self) -> None:
        while True:
            try:
                self._latest = measure()
            except Exception as error:  # noqa: BLE001: whatever it is, the next attempt may succeed
                log.warning("no measurement: %s", error)
            time.sleep(EVERY_SECONDS)
