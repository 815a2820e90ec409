"""A server that starts while kube-apiserver is not there, or does not answer as it should: it is not ready and says
so, it lives, nobody is let in, and it becomes ready by itself."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from harness.waiting import eventually

from rig import faults
from rig.cluster import Callers, Cluster
from rig.exchange import Fault
from rig.fault_proxy import FaultProxy
from rig.kubernetes_api import CONFIGURATION, Liar, only, published
from rig.kubernetes_stage import LONGEST_ANSWER, LONGEST_PAUSE, SLACK
from rig.sanitizer import assert_ends_well
from rig.table import Row

Begin = Callable[[FaultProxy, Liar], None]
# While all is broken, and attempts get rarer.
BROKEN_SECONDS = 2.0
DEFAULT_TTL = 10.0


def _all(make: Callable[[Liar], Fault]) -> Begin:
    return lambda proxy, liar: proxy.set(make(liar))


def _configuration(make: Callable[[Liar], Fault]) -> Begin:
    return lambda proxy, liar: proxy.set(only(CONFIGURATION, make(liar)))


KINDS: list[tuple[str, Begin]] = [
    ("refused", lambda proxy, _: proxy.refuse()),
    ("reset", _all(lambda _: faults.reset_at_once)),
    ("never answers", _all(lambda _: faults.never)),
    ("status 503", _all(lambda liar: liar.status(503))),
    ("status 401", _all(lambda liar: liar.status(401))),
    ("the ConfigMap may not be read", _configuration(lambda liar: liar.status(403))),
    ("there is no ConfigMap", _configuration(lambda _: published(lambda _: None))),
    ("the ConfigMap is empty", _configuration(lambda _: published(lambda found: {**found, "data": {}}))),
]


class _Start:
    """One of them, until all is well."""

    def __init__(self, name: str, begin: Begin, cluster: Cluster) -> None:
        self.row = Row(f"at the start: {name}")
        self._proxy = cluster.proxy()
        begin(self._proxy, cluster.liar)
        self._server = cluster.launch(self._proxy)
        self._callers = Callers(cluster, self._server)

    def go_through(self) -> Row:
        begun = time.monotonic()
        while time.monotonic() < begun + BROKEN_SECONDS:
            self._assert_lives_and_is_not_ready()
            time.sleep(0.1)
        self._assert_nobody_is_let_in()
        ended = time.monotonic()
        self._proxy.accept()
        self._proxy.clear()
        eventually(self._assert_ready, LONGEST_PAUSE + SLACK, every=0.05)
        self.row.recovery = time.monotonic() - ended
        # A denial of somebody who was not known counts for as long as any.
        eventually(self._assert_served, DEFAULT_TTL + SLACK, every=0.1)
        for asker, ask in self._callers.others.items():
            reply = ask()
            self.row.wrong += reply.status < 400
            assert reply.status in (401, 403), f"{asker}: {reply}"
        lines = Counter(line.partition(" ")[2] for line in self._server.process.log_text().splitlines())
        assert max(lines.values()) < 5, lines
        return self.row

    def close(self) -> None:
        self._callers.close()
        try:
            assert_ends_well(self._server.process)
        finally:
            self._proxy.close()

    def _assert_lives_and_is_not_ready(self) -> None:
        for path, status in (("/livez", 200), ("/healthz", 200), ("/readyz", 500)):
            reply = self._callers.probe(path)
            assert (reply.status, reply.seconds < SLACK) == (status, True), f"{path}: {reply}"
        assert b"[-]front-proxy-configuration failed" in reply.body, reply
        assert "not ready: front-proxy-configuration: " in self._server.process.log_text()

    def _assert_nobody_is_let_in(self) -> None:
        """Whom to trust is not known, so that nobody who claims something is believed."""
        asks = {**self._callers.entitled, **self._callers.others}
        # A token claims nothing: kube-apiserver says whose it is, if it can.
        claims = {asker: ask for asker, ask in asks.items() if asker != "token"}
        with ThreadPoolExecutor(len(claims)) as pool:
            asked = {asker: pool.submit(ask) for asker, ask in claims.items()}
            replies = {asker: future.result() for asker, future in asked.items()}
        for asker, reply in replies.items():
            self.row.statuses[reply.status] += 1
            self.row.longest = max(self.row.longest, reply.seconds)
            self.row.wrong += reply.status < 400
            assert reply.status >= 400, f"{asker}: {reply}"
            assert reply.seconds < LONGEST_ANSWER + SLACK, f"{asker}: {reply}"

    def _assert_ready(self) -> None:
        self._server.process.assert_running()
        assert self._callers.probe("/readyz").status == 200

    def _assert_served(self) -> None:
        for asker, ask in self._callers.entitled.items():
            reply = ask()
            assert reply.status == 200 and reply.values, f"{asker}: {reply}"


@pytest.fixture
def starts(cluster: Cluster) -> Iterator[list[_Start]]:
    each = [_Start(name, begin, cluster) for name, begin in KINDS]
    yield each
    for start in each:
        start.close()


def test_a_start_while_kubernetes_is_broken(starts: list[_Start], rows: list[Row]) -> None:
    """All at once: most of it is waiting."""
    with ThreadPoolExecutor(len(starts)) as pool:
        each = [pool.submit(start.go_through) for start in starts]
        rows += [one.result() for one in each]
