"""A server that follows its files while it is asked."""

from __future__ import annotations

import time
from pathlib import Path

from harness.waiting import eventually

from rig.figures import MIB, Figures, assert_comes_back
from rig.server import Barograph
from rig.table import Row
from rig.witness import Witness, assert_served, row_of

# From a change to its effect: a file counts once it has stayed the same for 0.1 s, and machines are busy.
TAKEN_UP = 10.0


class Following:
    """A server that is given its files by name, and a witness that asks it meanwhile."""

    def __init__(self, server: Barograph, witness: Witness, held: set[str]) -> None:
        self.server = server
        self._witness = witness
        self._held = held
        self._before = Figures.of(server.process.pid)
        self._begun = time.monotonic()

    def row(self, name: str, times: int, said: str = "") -> Row:
        asks = self._witness.asks(self._begun)
        assert_served(asks, self._held)
        after = assert_comes_back(self.server.process.pid, self._before, 12 * MIB)
        return row_of(name, asks, times, message=f"{said}before: {self._before}; afterwards: {after}")


def put(path: Path, content: bytes, mode: int = 0o644) -> None:
    """In one step, as the kubelet does."""
    new = path.with_name(path.name + ".new")
    new.write_bytes(content)
    new.chmod(mode)
    new.replace(path)


def await_line(server: Barograph, begin: int, says: str, when: str = "") -> None:
    """What the log has said from this position on."""

    def told() -> None:
        assert says in server.log()[begin:], f"{when}: nothing of {says!r} in: {server.log()[begin:]}"

    eventually(told, seconds=TAKEN_UP, every=0.02)
