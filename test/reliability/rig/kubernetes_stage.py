"""A server whose way to kube-apiserver is broken, and all who ask it meanwhile."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from harness.waiting import eventually

from rig.cluster import Ask, Callers, Cluster, await_ready
from rig.exchange import Exchange, Fault
from rig.figures import MIB
from rig.kubernetes_api import CONFIGURATION, REVIEWS, Asked, Liar, asked, only
from rig.sanitizer import allowed, assert_ends_well
from rig.server import Reply
from rig.table import Row

TTL = 1.0  # how long an answer of kube-apiserver counts here
DEADLINE = 10.0  # of a review of a token; of one of access it is half of that
LONGEST_ANSWER = 1.5 * DEADLINE  # whose a token is, then what its owner may
SLACK = 3.0  # for threads to come to their turn on a busy machine
LONGEST_PAUSE = 6.0  # between two attempts to read or watch the ConfigMap, and a fifth
HOLD = 2.0  # how long a fault of the ConfigMap lasts
# Two a second while a watch breaks after each event, as each event begins the pauses anew; and the first ones.
MOST_REQUESTS_A_SECOND = 3.0
_FIRST_REQUESTS = 3
_MOST_MEMORY = 100 * MIB
_REFUSED = {401, 403}
# Four attempts, each perhaps made twice because a kept connection was no longer there.
_MOST_REVIEWS = 8
_PROBES = ("/livez", "/readyz", "/healthz")


@dataclass(frozen=True)
class Told:
    """How an ask is answered. Status 200: with the value."""

    status: int = 200
    says: str = ""  # a regular expression that the message fits


VALUE = Told()
UNVERIFIED = Told(503, "^who asks cannot be verified at the moment$")


@dataclass(frozen=True)
class KubernetesCase:
    """A fault of these requests by its name, and how whoever may read is answered meanwhile: `access` without, `token`
    with a bearer token."""

    name: str
    what: Collection[Asked]
    fault: Callable[[Liar], Fault] = field(repr=False)
    access: Told = VALUE
    token: Told = VALUE
    reviews: int = _MOST_REVIEWS  # that are asked for, at most, for one answer
    after: float = 0.0  # seconds, at least, for which somebody new waits
    watches_again: bool = True  # anew, within the longest pause
    logged: str = ""  # a regular expression that a line of the log fits

    def expected(self, asker: str) -> Told:
        return self.token if asker == "token" else self.access


class KubernetesStage:
    """A proxy and a server behind it, for one ordeal after the other."""

    def __init__(self, cluster: Cluster, options: Sequence[str] | None = None, **named: Any) -> None:
        """Options of the server; by default those that make it forget soon. `named`: see `Cluster.launch`."""
        self.cluster = cluster
        self.proxy = cluster.proxy(named.pop("shown", None))
        self.server = cluster.launch(self.proxy, *(short_lived(TTL) if options is None else options), **named)
        await_ready(self.server)
        self.callers = Callers(cluster, self.server)
        self.is_clean = True
        self._pool = ThreadPoolExecutor(20)

    def go_through(self, case: KubernetesCase) -> Row:
        self.is_clean = False
        row = Row(case.name)
        eventually(self.assert_well, every=0.1)
        begun = self._begin(case)
        self._await_forgotten(case, row, begun)
        self._assert_told(case, row)
        self._assert_measured(case, row, begun)
        log = self.server.process.log_text()
        assert re.search(case.logged, log), f"nothing of {case.logged!r} in {log}"
        ended = time.monotonic()
        self.proxy.clear()
        self.await_well(row, ended)
        if set(case.what) & set(CONFIGURATION) and case.watches_again:
            self._await_watch(row, ended)
        self._assert_discreet()
        # The pauses between attempts at the ConfigMap begin short in a new server only.
        self.is_clean = not set(case.what) & set(CONFIGURATION)
        return row

    def close(self) -> None:
        self._pool.shutdown()
        self.callers.close()
        try:
            assert_ends_well(self.server.process)
        finally:
            self.proxy.close()

    def ask(self, asks: dict[str, Ask]) -> dict[str, Reply]:
        """All at once."""
        begun = {name: self._pool.submit(ask) for name, ask in asks.items()}
        return {name: reply.result() for name, reply in begun.items()}

    def assert_well(self) -> None:
        self.assert_served()
        for name, reply in self.ask(self.callers.others).items():
            assert reply.status in _REFUSED, f"{name}: {reply}"

    def assert_served(self) -> None:
        for name, reply in self.ask(self.callers.entitled).items():
            assert reply.status == 200 and reply.values, f"{name}: {reply}"

    def assert_none_let_in(self, row: Row) -> None:
        self._assert_refused(row, self.ask(self.callers.others))

    def _assert_refused(self, row: Row, replies: dict[str, Reply]) -> None:
        """Each is answered, by an error."""
        for name, reply in replies.items():
            row.wrong += reply.status < 400
            row.longest = max(row.longest, reply.seconds)
            assert reply.status >= 400, f"{name} was let in or not answered: {reply}"
            assert reply.seconds < LONGEST_ANSWER + SLACK, f"{name}: {reply}"

    def assert_healthy(self) -> None:
        probes: dict[str, Ask] = {path: lambda path=path: self.callers.probe(path) for path in _PROBES}
        for path, reply in self.ask(probes).items():
            assert reply.status == 200, f"{path}: {reply}"
            assert reply.seconds < SLACK, f"{path}: {reply}"

    def await_well(self, row: Row, ended: float, within: float = SLACK) -> None:
        """`ended`: when the fault did."""
        eventually(self.assert_served, within, every=0.05)
        row.recovery = time.monotonic() - ended
        eventually(self.assert_well, TTL + SLACK, every=0.05)

    def seen(self, what: Collection[Asked], since: float = 0.0) -> int:
        """How many such requests have come."""
        return sum(1 for request in self.proxy.seen if request.at >= since and asked(request.target) in what)

    def _begin(self, case: KubernetesCase) -> float:
        fault = only(case.what, case.fault(self.cluster.liar))
        if Asked.READ in case.what and Asked.WATCH not in case.what:
            fault = _watch_expired(fault)
        begun = time.monotonic()
        self.proxy.set(fault)
        if set(case.what) & set(CONFIGURATION):
            self.proxy.cut()
        return begun

    def _await_forgotten(self, case: KubernetesCase, row: Row, begun: float) -> None:
        """What was allowed or denied before counts for as long as it may; then all is asked anew."""
        while set(case.what) & set(REVIEWS) and time.monotonic() < begun + TTL:
            reply = self.callers.kept.ask()
            row.statuses[reply.status] += 1
            time.sleep(0.1)

    def _assert_told(self, case: KubernetesCase, row: Row) -> None:
        begun = time.monotonic()
        replies = self._assert_answers(row, case.expected)
        reviews = self.seen(REVIEWS, begun)
        assert reviews <= case.reviews * len(replies), f"{reviews} reviews for {len(replies)} answers"
        assert replies["somebody new"].seconds >= case.after, f"somebody new: {replies['somebody new']}"
        self.assert_healthy()

    def assert_errors(self, row: Row, says: str) -> None:
        """Nobody can be judged, for this reason, and nobody is let in."""
        self._assert_answers(row, lambda name: UNVERIFIED if name == "token" else Told(500, says))

    def _assert_answers(self, row: Row, expectation: Callable[[str], Told]) -> dict[str, Reply]:
        replies = self.ask({**self.callers.entitled, **self.callers.others})
        for name in self.callers.entitled:
            self._assert_answer(row, name, replies[name], expectation(name))
        self._assert_refused(row, {name: replies[name] for name in self.callers.others})
        return replies

    def _assert_answer(self, row: Row, name: str, reply: Reply, expected: Told) -> None:
        row.statuses[reply.status] += 1
        row.longest = max(row.longest, reply.seconds)
        assert reply.status == expected.status, f"{name}: expected {expected.status}: {reply}"
        assert reply.seconds < LONGEST_ANSWER + SLACK, f"{name}: {reply}"
        if reply.status == 200:
            assert len(reply.values) == 1, f"{name}: {reply}"
            return
        assert re.search(expected.says, reply.message), f"{name}: it does not say {expected.says!r}: {reply}"
        if name != "token":
            row.message = _cause(reply.message)

    def _assert_measured(self, case: KubernetesCase, row: Row, begun: float) -> None:
        """Requests about the ConfigMap do not become a storm."""
        def met() -> None:
            assert self.seen(case.what, begun), "no request met the fault"

        if set(case.what) & set(REVIEWS):
            met()
            return
        eventually(met, LONGEST_PAUSE + SLACK, every=0.02)
        time.sleep(max(0.0, begun + HOLD - time.monotonic()))
        seconds = time.monotonic() - begun
        requests = self.seen(CONFIGURATION, begun)
        assert requests <= _FIRST_REQUESTS + MOST_REQUESTS_A_SECOND * seconds, f"{requests} in {seconds:.1f} s"
        # Before, it may not have been known of the fault.
        self._assert_answers(row, case.expected)
        row.message = f"{requests} requests in {seconds:.1f} s"

    def _await_watch(self, row: Row, ended: float) -> None:
        """kube-apiserver itself is followed again."""

        def watches() -> None:
            assert self.seen([Asked.WATCH], ended), "it does not watch"

        eventually(watches, LONGEST_PAUSE + SLACK, every=0.02)
        first = min(each.at for each in self.proxy.seen if each.at > ended and asked(each.target) is Asked.WATCH)
        row.recovery = max(row.recovery or 0.0, first - ended)

    def _assert_discreet(self) -> None:
        log = self.server.process.log_text()
        for secret in (self.cluster.readers_token, self.cluster.outsiders_token):
            assert secret not in log, "a token is in the log"
        for line, count in Counter(_without_time(line) for line in log.splitlines()).items():
            assert count < 10, f"{count} times in the log: {line}"
        assert memory(self) < allowed(_MOST_MEMORY), f"{memory(self)} bytes"


def short_lived(seconds: float) -> list[str]:
    """Flags: an answer of kube-apiserver counts for so long."""
    names = (
        "authentication-token-webhook-cache-ttl",
        "authorization-webhook-cache-authorized-ttl",
        "authorization-webhook-cache-unauthorized-ttl",
    )
    return [f"--{name}={seconds * 1000:.0f}ms" for name in names]


def memory(stage: KubernetesStage) -> int:
    """The most that the server ever had, in bytes."""
    status = open(f"/proc/{stage.server.process.pid}/status").read()
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    assert found, status
    return int(found[1]) * 1024


def _watch_expired(fault: Fault) -> Fault:
    """Who is told so lists again."""

    async def chosen(exchange: Exchange) -> None:
        if asked(exchange.request.target) is Asked.WATCH:
            await exchange.reply(410)
        else:
            await fault(exchange)

    return chosen


def _cause(message: str) -> str:
    """What stays the same from run to run."""
    return re.sub(r"https://[\w.]+:\d+", "kube-apiserver", message.rpartition(" failed: ")[2])


def _without_time(line: str) -> str:
    return re.sub(r"^\S+ ", "", line)
