"""One fault from its beginning to its end, with everything that holds for each of them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from harness.waiting import eventually

from rig.deadlines import RECOVERY, SLACK, STALENESS, TIMEOUT
from rig.depth import Depth
from rig.server import SECRET, USER, Barograph, Reply
from rig.table import Row

_PAUSE = 0.04  # between two asks


def url_of(authority: str, scheme: str = "http") -> str:
    return f"{scheme}://{USER}@{authority}"


def short_flags() -> list[str]:
    return [f"--max-staleness={STALENESS * 1000:.0f}ms", f"--prometheus-timeout={TIMEOUT * 1000:.0f}ms"]


@dataclass(frozen=True)
class Expected:
    """How the server answers during a fault once what it knew is too old. Status 200: with a true value."""

    status: int
    says: str = ""  # a regular expression that the message fits
    within: float = TIMEOUT + SLACK  # an answer comes


class Ordeal:
    """Asks all the time, and looks at each answer."""

    def __init__(self, server: Barograph, source: Depth, name: str) -> None:
        self._server = server
        self._source = source
        self._log_begin = len(server.log())
        self.row = Row(name)

    def lost_backend(self) -> bool:
        """Whether the server has ceased to ask its backend meanwhile."""
        return "it is tried again after a pause" in self._log()

    def _log(self) -> str:
        return self._server.log()[self._log_begin :]

    def go_through(self, begin: Callable[[], None], end: Callable[[], None], expected: Expected) -> Row:
        eventually(self._assert_well, every=0.1)
        self._source.change()
        begin()
        begun = time.monotonic()
        self._assert_told(expected, begun)
        self._assert_healthy()
        if expected.status == 200:
            self._assert_current()
        end()
        self._assert_recovers()
        self._assert_current()
        self._assert_discreet()
        return self.row

    def _assert_well(self) -> None:
        first = self._ask()
        assert first.status == 200 and first.values, f"not well: {first}"
        # On a busy machine a scrape may be missed: then the backend has what was before the last change.
        assert first.values[0] == self._source.value(), f"not up to date: {first}, not {self._source.value()}"

    def _assert_current(self) -> None:
        """The value from before the last change, which is a true one for some time, is not told for ever."""
        eventually(self._assert_well, seconds=STALENESS + SLACK, every=_PAUSE)

    def _ask(self) -> Reply:
        reply = self._server.metric(selector=f"queue={self._source.queue}")
        assert SECRET not in reply.body.decode(errors="replace"), f"a secret came back: {reply}"
        if reply.status == 200:
            wrong = [value for value in reply.values if value not in self._source.held()]
            self.row.wrong += len(wrong)
            assert not wrong, f"the backend never had {wrong}: it had {self._source.held()}"
        return reply

    def _assert_told(self, expected: Expected, begun: float) -> None:
        """Once memory's values have ended the answer is the one that is expected, and stays so."""
        # A query that went out before the fault may still be answered by the backend.
        last_old = begun + STALENESS + SLACK
        told = 0
        while told < 2:
            reply = self._ask()
            self.row.statuses[reply.status] += 1
            self.row.longest = max(self.row.longest, reply.seconds)
            assert reply.seconds < expected.within, f"it took too long: {reply}"
            if reply.sent < begun + STALENESS and reply.status == 200:
                time.sleep(_PAUSE)
                continue
            if reply.status == 200 and expected.status != 200 and reply.received < last_old:
                continue
            assert reply.status == expected.status, f"expected {expected.status}: {reply}"
            if expected.status != 200:
                assert re.search(expected.says, reply.message), f"it does not say {expected.says!r}: {reply}"
                assert "metric depth (rule at " in reply.message, str(reply)
                self.row.message = _cause(reply.message)
            else:
                assert len(reply.values) == 1, str(reply)
            told += 1
            # Longer than a failure counts for those who ask in the same moment.
            time.sleep(0.6 if told < 2 else 0)

    def _assert_healthy(self) -> None:
        for path in ("/livez", "/readyz", "/healthz"):
            reply = self._server.get(path)
            assert reply.status == 200, f"{path}: {reply}"
            assert reply.seconds < SLACK, f"{path}: {reply}"

    def _assert_recovers(self) -> None:
        ended = time.monotonic()
        while True:
            reply = self._ask()
            if reply.status == 200 and reply.values:
                break
            assert time.monotonic() - ended < RECOVERY, f"not well again: {reply}"
            time.sleep(_PAUSE)
        self.row.recovery = time.monotonic() - ended

    def _assert_discreet(self) -> None:
        log = self._log()
        assert SECRET not in log, "a secret is in the log"
        # Many asks fail; what is said of it is bounded.
        assert log.count("\n") < 40, log


def _cause(message: str) -> str:
    """What stays the same from run to run, without the names that lead to it."""
    _, _, cause = message.partition("): ")
    cause = re.sub(r"Prometheus https?://\S*\w(?=[:\s])", "Prometheus", cause)
    return re.sub(r" \(down since [^)]*\)", "", cause)
