"""kube-apiserver goes while all is well: what was allowed counts for as long as it may, and not a moment longer."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager

import pytest
from harness.waiting import eventually

from rig import faults
from rig.cluster import Ask, Cluster
from rig.exchange import Fault
from rig.fault_proxy import FaultProxy
from rig.frozen import frozen
from rig.kubernetes_stage import LONGEST_ANSWER, LONGEST_PAUSE, SLACK, KubernetesStage, short_lived
from rig.server import Reply
from rig.table import Row

Gone = Callable[[FaultProxy], AbstractContextManager[None]]
# The default, with --long, and what is told in the short run.
DEFAULT_TTL = 10.0
SHORT_TTL = 4.0
_ROUNDS = 10
_PAUSE = 0.1


@contextmanager
def _refused(proxy: FaultProxy) -> Iterator[None]:
    proxy.refuse()
    try:
        yield
    finally:
        proxy.accept()


@contextmanager
def _frozen(proxy: FaultProxy) -> Iterator[None]:
    with _refused(proxy), frozen(proxy.host, proxy.port):
        yield


def _meets(fault: Fault) -> Gone:
    @contextmanager
    def gone(proxy: FaultProxy) -> Iterator[None]:
        proxy.set(fault)
        proxy.cut()
        try:
            yield
        finally:
            proxy.clear()

    return gone


KINDS: list[tuple[str, Gone, str]] = [
    ("its port is refused", _refused, "Connection refused"),
    ("each request is reset", _meets(faults.reset_at_once), "reset by peer|ended before"),
    ("it takes requests and answers none", _meets(faults.never), "time|deadline"),
    ("it takes no connection", _frozen, "time|deadline"),
]


class _Outage:
    """One of them from its beginning to its end."""

    def __init__(self, stage: KubernetesStage, name: str, ttl: float) -> None:
        self._stage = stage
        self._ttl = ttl
        self.row = Row(f"gone: {name}")

    def go_through(self, gone: Gone, says: str) -> Row:
        stage = self._stage
        eventually(stage.assert_well, every=0.1)
        self._await_granted()
        with gone(stage.proxy):
            begun = time.monotonic()
            self._assert_remembered_for_a_while(begun, says)
            stage.assert_none_let_in(self.row)
            stage.assert_healthy()
            ended = time.monotonic()
        stage.await_well(self.row, ended, LONGEST_PAUSE + SLACK)
        return self.row

    def _await_granted(self) -> None:
        """To all, anew and in hardly any time, so that all of it counts for as long as it may."""
        for _ in range(_ROUNDS):
            time.sleep(self._ttl)
            begun = time.monotonic()
            self._stage.assert_served()
            if time.monotonic() < begun + self._ttl / 4:
                return
        raise AssertionError("the machine is too busy")

    def _assert_remembered_for_a_while(self, begun: float, says: str) -> None:
        end = begun + self._ttl + 1
        askers = self._stage.callers.entitled
        with ThreadPoolExecutor(len(askers)) as pool:
            asked = {name: pool.submit(_ask_until, ask, end) for name, ask in askers.items()}
            replies = {name: future.result() for name, future in asked.items()}
        for name, told in replies.items():
            allowed = [reply for reply in told if reply.status == 200]
            refused = [reply for reply in told if reply.status != 200]
            for reply in told:
                self.row.statuses[reply.status] += 1
                self.row.longest = max(self.row.longest, reply.seconds)
            late = [reply for reply in allowed if reply.sent > begun + self._ttl]
            self.row.wrong += len(late)
            assert not late, f"{name} was allowed for longer than {self._ttl} s: {late[0]}"
            assert name == "somebody new" or allowed, f"{name} was not remembered: {refused[0]}"
            assert name != "somebody new" or not allowed, f"{name} was never known: {allowed[0]}"
            assert refused, f"{name} was asked only while it was remembered"
            for reply in refused:
                expected = (503, "cannot be verified") if name == "token" else (500, says)
                self._assert_said(name, reply, *expected)
            if name == "token" and len(refused) > 1:
                assert refused[-1].status == 503, f"whose a token is was remembered for longer: {refused[-1]}"

    def _assert_said(self, name: str, reply: Reply, status: int, says: str) -> None:
        # What a token's owner may is forgotten a moment before or after whose it is.
        either = name == "token" and reply.status == 500
        assert reply.status == status or either, f"{name}: {reply}"
        assert either or re.search(says, reply.message), f"{name}: {reply}"
        assert reply.seconds < LONGEST_ANSWER + SLACK, f"{name}: {reply}"


def _ask_until(ask: Ask, end: float) -> list[Reply]:
    replies = []
    while time.monotonic() < end:
        replies.append(ask())
        time.sleep(_PAUSE)
    return replies


@pytest.fixture
def ttl(is_long: bool) -> float:
    return DEFAULT_TTL if is_long else SHORT_TTL


@pytest.fixture
def stages(cluster: Cluster, ttl: float) -> Iterator[list[KubernetesStage]]:
    options = [] if ttl == DEFAULT_TTL else short_lived(ttl)
    each = [KubernetesStage(cluster, options) for _ in KINDS]
    yield each
    for stage in each:
        stage.close()


def test_gone(stages: list[KubernetesStage], ttl: float, rows: list[Row]) -> None:
    """All at once: most of it is waiting."""
    with ThreadPoolExecutor(len(KINDS)) as pool:
        outages = [
            pool.submit(_Outage(stage, name, ttl).go_through, gone, says)
            for stage, (name, gone, says) in zip(stages, KINDS, strict=True)
        ]
        rows += [outage.result() for outage in outages]
