"""A server to which something is done, and a client that does nothing wrong beside it."""

from __future__ import annotations

import time

from harness.waiting import eventually

from rig.figures import MIB, Figures, assert_comes_back
from rig.sanitizer import is_judged_by_the_clock
from rig.server import Barograph
from rig.table import Row
from rig.witness import FLOOR, Witness, assert_served, p99, row_of

# With each listing memory is given back that the allocator has kept.
FLAGS = ["--metrics-relist-interval=1s", "--handshake-timeout=2s", "--header-timeout=2s", "--body-timeout=2s"]
# What the allocator keeps of connections that are gone.
KEPT = 0.5


class Beside:
    """A server and its witness, from before something is done to it until nothing is left of that."""

    def __init__(self, server: Barograph, witness: Witness, held: set[str]) -> None:
        self.server = server
        self._witness = witness
        self._held = held
        self._quiet = witness.watch(5.0)
        self.before = Figures.of(server.process.pid)
        self.most = self.before
        self.begin()

    def begin(self) -> None:
        self._begun = time.monotonic()

    def look(self) -> None:
        self.most = self.most.highest(Figures.of(self.server.process.pid))

    def await_crowd(self, count: int) -> None:
        """Looks until at least half of so many connections are there: who made them may be done before they are taken."""

        def there() -> None:
            self.look()
            assert self.most.descriptors > self.before.descriptors + count / 2, f"too few are there: {self.most}"

        eventually(there, seconds=1.5, every=0.02)

    def end(self) -> None:
        self._ended = time.monotonic()

    def row(self, name: str, times: int, said: str = "", descriptors: int = 4) -> Row:
        """`descriptors`: so many more may stay, of connections that the server itself keeps."""
        asks = self._witness.asks(self._begun, self._ended)
        assert_served(asks, self._held)
        before, during = p99(self._quiet), p99(asks)
        slow = during >= max(2 * before, FLOOR)
        told = f"p99 {before * 1000:.1f} ms before, {during * 1000:.1f} ms meanwhile"
        assert not slow or not is_judged_by_the_clock(), told
        grown = self.most.memory - self.before.memory
        memory = max(8 * MIB, int(KEPT * grown))
        after = assert_comes_back(self.server.process.pid, self.before, memory, descriptors, seconds=20)
        figures = f"{told}; {self.before}; at most {self.most}; afterwards {after}"
        return row_of(name, asks, times, message=f"{said}{figures}")
