"""A client that does nothing wrong, and what it was told while something was done to the server."""

from __future__ import annotations

import itertools
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.process import ProcessGroup
from harness.waiting import eventually

from rig.server import API, Barograph
from rig.table import Row

PATH = f"{API}/namespaces/default/depth?labelSelector=queue%3Da"
_PROGRAM = Path(__file__).with_name("witness_program.py")
_NUMBERS = itertools.count(1)
# What the machine itself adds now and then, to a server that nothing is done to as well; below it nothing is judged.
FLOOR = 0.01


@dataclass(frozen=True)
class Ask:
    """`status` 0: nobody answered, however often it was tried."""

    sent: float  # time.monotonic()
    seconds: float
    status: int
    attempts: int
    value: str


class Witness:
    """Asks from its construction to its end."""

    def __init__(self, processes: ProcessGroup, *servers: Barograph, pause: float = 0.01, askers: int = 1) -> None:
        name = f"witness-{next(_NUMBERS)}"
        ports = [str(server.port) for server in servers]
        self._process = processes.start(
            name, [sys.executable, _PROGRAM, servers[0].authority, PATH, str(pause), str(askers), *ports]
        )

        def answered() -> None:
            assert any(ask.status == 200 for ask in self.asks()), self._process.log_tail()

        eventually(answered, every=0.02)

    def asks(self, begin: float = 0.0, end: float = float("inf")) -> list[Ask]:
        """Those that were sent in between and have come back."""
        return [ask for ask in self._all() if begin <= ask.sent < end]

    def _all(self) -> Iterator[Ask]:
        for line in self._process.log_text().splitlines(keepends=True):
            if line.endswith("\n"):
                sent, seconds, status, attempts, value = line.split()
                yield Ask(float(sent), float(seconds), int(status), int(attempts), value)

    def watch(self, seconds: float) -> list[Ask]:
        """The asks of so many seconds from now on."""
        begun = time.monotonic()
        time.sleep(seconds)
        return self.asks(begun)

    def close(self) -> None:
        self._process.stop()


def p99(asks: list[Ask]) -> float:
    assert asks, "nothing was asked"
    return sorted(ask.seconds for ask in asks)[int(0.99 * (len(asks) - 1))]


def assert_served(asks: list[Ask], held: set[str], statuses: set[int] | None = None) -> None:
    """Each ask had a value that the backend held, or one of the other statuses that are expected."""
    allowed = {200} | (statuses or set())
    odd = [ask for ask in asks if ask.status not in allowed or (ask.status == 200 and ask.value not in held)]
    assert asks and not odd, f"{len(odd)} of {len(asks)}: {odd[:5]}"


def row_of(name: str, asks: list[Ask], times: int = 1, recovery: float | None = None, message: str = "") -> Row:
    return Row(
        name,
        statuses=Counter(ask.status for ask in asks),
        longest=max((ask.seconds for ask in asks), default=0.0),
        recovery=recovery,
        message=message,
        times=times,
    )
