"""The same questions to every kind of backend that is here: each must be understood, and none may be misunderstood."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from harness.process import ProcessGroup
from harness.session import Run
from harness.waiting import eventually

from rig.backends import Backend, start_prometheus, start_thanos, start_victoria_metrics
from rig.deadlines import LONGEST_PAUSE, STALENESS
from rig.exposed_file import ExposedFile
from rig.fault_proxy import FaultProxy
from rig.ordeal import short_flags, url_of
from rig.server import Barograph
from rig.table import Row

Launch = Callable[..., Barograph]
STRANGE = 'it\'s "x" \\ [é] .* $1'
RULES = """\
externalRules:
- seriesQuery: '{__name__=~"^depth.*"}'
  metricsQuery: 'max(<<.Series>>{<<.LabelMatchers>>}) by (queue)'
- seriesQuery: 'depth'
  name: {as: always}
  metricsQuery: 'sum(never_there) or vector(0)'
- seriesQuery: 'depth'
  name: {as: faulty}
  metricsQuery: 'label_replace(<<.Series>>, "a", "b", "queue", "(")'
"""
KINDS = ["prometheus 2", "prometheus 3", "thanos", "victoria-metrics of the distribution", "victoria-metrics"]
# Those that know no NaN and take it for no sample.
WITHOUT_NAN = ("victoria-metrics",)


class Exposed:
    """What the backend scrapes."""

    def __init__(self) -> None:
        self.number = 57
        self.is_there = True

    def text(self) -> str:
        escaped = STRANGE.replace("\\", "\\\\").replace('"', '\\"')
        many = "".join(f'depth{{queue="q{i}"}} {i}\n' for i in range(20))
        mine = f'depth{{queue="a"}} {self.number}\n' if self.is_there else ""
        odd = 'depth{queue="nan"} NaN\ndepth{queue="inf"} +Inf\ndepth{queue="huge"} 1e300\ndepth{queue="minus"} -5.25\n'
        return mine + many + odd + f'depth{{queue="{escaped}"}} 9\ndepth:sum 3\n'


class Installed:
    """A backend with its target, and a Barograph behind a proxy to it."""

    def __init__(self, run: Run, launch: Launch, kind: str) -> None:
        self.kind = kind
        program = _required_program(kind)
        self.exposed = Exposed()
        name = f"exposed-{kind}".replace(" ", "-")
        self._exposition = ExposedFile(run.processes, run.folder / name, self.exposed.text)
        self.backend = _start(run, kind, program, self._exposition.address)
        self.backend.await_sample("depth:sum")
        self.proxy = FaultProxy(self.backend.upstream)
        self.server = launch(
            [url_of(self.proxy.authority)],
            [*short_flags(), "--metrics-relist-interval=1s", "--metrics-max-age=10m"],
            RULES,
        )
        eventually(lambda: self._assert_listed("depth:sum"), every=0.05)

    def _assert_listed(self, name: str) -> None:
        assert name in self.server.names(), f"{name} is not listed: {self.server.names()}\n{self.server.log()}"

    def values(self, selector: str = "queue=a") -> list[str]:
        reply = self.server.metric(selector=selector)
        assert reply.status == 200, str(reply)
        return reply.values

    def close(self) -> None:
        self.server.stop()
        self.proxy.close()
        for process in reversed(self.backend.processes):
            process.stop()
        self._exposition.close()


def _program(kind: str) -> str | None:
    if kind == "prometheus 2":
        return shutil.which("prometheus")
    if kind == "victoria-metrics of the distribution":
        return shutil.which("victoria-metrics")
    return os.environ.get({"prometheus 3": "PROMETHEUS_3", "thanos": "THANOS"}.get(kind, "VICTORIA_METRICS"))


def _required_program(kind: str) -> str:
    program = _program(kind)
    if not program:
        pytest.skip(f"{kind} is not here (test/reliability/run --help tells how it comes)")
    return program


def _start(run: Run, kind: str, program: str, target: str) -> Backend:
    name = kind.replace(" ", "-")
    folder = run.folder / name
    processes: ProcessGroup = run.processes
    if kind.startswith("victoria"):
        return start_victoria_metrics(processes, folder, program, target, name)
    if kind == "thanos":
        underlying = shutil.which("prometheus")
        assert underlying is not None
        prometheus = start_prometheus(processes, run.folder / "under-thanos", underlying, target, "under-thanos")
        thanos = start_thanos(processes, folder, program, prometheus)
        thanos.processes.extend(prometheus.processes)
        return thanos
    return start_prometheus(processes, folder, program, target, name)


@pytest.fixture(scope="module", params=KINDS)
def installed(request: pytest.FixtureRequest, run: Run, launch: Launch) -> Iterator[Installed]:
    all_of_it = Installed(run, launch, request.param)
    yield all_of_it
    all_of_it.close()


def test_the_list_has_the_names_that_fit(installed: Installed) -> None:
    assert set(installed.server.names()) == {"depth", "depth:sum", "always", "faulty"}


def test_values(installed: Installed) -> None:
    assert installed.values() == [str(installed.exposed.number)]
    assert installed.values("queue=minus") == ["-5250m"]
    assert installed.values("queue in (q1, q2)") == ["1", "2"] or installed.values("queue in (q2, q1)") == ["2", "1"]
    assert installed.values("queue=nobody") == []
    assert installed.server.metric("depth:sum", selector="").values == ["3"]


def test_a_query_that_always_has_an_answer(installed: Installed) -> None:
    assert installed.server.metric("always", selector="").values == ["0"]


def test_keys_that_are_asked_for_at_once_keep_their_values(installed: Installed) -> None:
    def ask(key: int) -> list[str]:
        asker = installed.server.asker()
        reply = asker.get(
            f"/apis/external.metrics.k8s.io/v1beta1/namespaces/default/depth?labelSelector=queue%3Dq{key}"
        )
        asker.close()
        assert reply.status == 200, str(reply)
        return reply.values

    def each_gives_its_own() -> None:
        got = list(askers.map(ask, range(20)))
        missed = installed.backend.samples('min_over_time(up{job="test"}[10s])')
        # Of a scrape that failed, as on a busy machine, there is no value.
        wrong = [values for key, values in enumerate(got) if values not in ([], [str(key)])]
        if wrong or (["1"] == [each["value"][1] for each in missed] and [] in got):
            pytest.fail(f"{got}, with all scrapes: {missed}")
        assert [] not in got, f"a scrape failed: {missed}"

    with ThreadPoolExecutor(20) as askers:
        for _ in range(3):
            eventually(each_gives_its_own)


@pytest.mark.parametrize("which", ["nan", "inf", "huge"])
def test_what_is_no_quantity_becomes_no_number(installed: Installed, which: str) -> None:
    reply = installed.server.metric(selector=f"queue={which}")
    if which == "nan" and installed.kind.startswith(WITHOUT_NAN):
        assert (reply.status, reply.values) == (200, []), str(reply)
    else:
        assert reply.status == 500, str(reply)
        assert "not a finite number" in reply.message or "too large" in reply.message, str(reply)


def test_a_query_that_the_backend_refuses(installed: Installed) -> None:
    reply = installed.server.metric("faulty", selector="")
    assert reply.status == 503, str(reply)
    assert "metric faulty (rule at " in reply.message and " answered 4" in reply.message, str(reply)
    assert "label_replace" in reply.message, str(reply)
    # It says nothing about the others.
    assert installed.values() == [str(installed.exposed.number)]


def test_changes_arrive(installed: Installed, rows: list[Row]) -> None:
    installed.exposed.number += 1
    began = time.monotonic()
    eventually(lambda: _assert_equal(installed.values(), [str(installed.exposed.number)]), seconds=10, every=0.02)
    rows.append(Row(f"{installed.kind}: a value changes", recovery=time.monotonic() - began))


def test_a_series_that_ends_has_no_value(installed: Installed, rows: list[Row]) -> None:
    installed.exposed.is_there = False
    began = time.monotonic()
    try:
        eventually(lambda: _assert_equal(installed.values(), []), seconds=10, every=0.02)
        gone = time.monotonic() - began
    finally:
        installed.exposed.is_there = True
    began = time.monotonic()
    eventually(lambda: _assert_equal(installed.values(), [str(installed.exposed.number)]), seconds=10, every=0.02)
    rows.append(
        Row(
            f"{installed.kind}: a series ends", recovery=time.monotonic() - began, message=f"no item {gone:.2f} s later"
        )
    )


def test_while_it_refuses_connections(installed: Installed, rows: list[Row]) -> None:
    row = Row(f"{installed.kind}: connections refused for {STALENESS + 2.7:.0f} s")
    installed.proxy.refuse()
    until = time.monotonic() + STALENESS + 2.7
    try:
        time.sleep(STALENESS + 0.1)
        while time.monotonic() < until:
            reply = installed.server.metric()
            assert reply.status == 503 and "Connection refused" in reply.message, str(reply)
            row.statuses[reply.status] += 1
            time.sleep(0.05)
        assert "depth" in installed.server.names()
    finally:
        installed.proxy.accept()
    began = time.monotonic()
    eventually(lambda: _assert_equal(installed.server.metric().status, 200), seconds=LONGEST_PAUSE + 1, every=0.02)
    row.recovery = time.monotonic() - began
    rows.append(row)


def test_post(installed: Installed, launch: Launch) -> None:
    """For queries that are too long for a URL."""
    server = launch([url_of(installed.proxy.authority)], [*short_flags(), "--prometheus-verb=POST"], RULES)
    try:
        eventually(lambda: _assert_equal("depth" in server.names(), True), every=0.05)
        assert server.metric().values == [str(installed.exposed.number)]
    finally:
        server.stop()


def test_strange_label_values(installed: Installed) -> None:
    """They cannot be asked for by a selector, which knows no such characters; they come in an answer."""
    reply = installed.server.metric(selector="queue notin (nan, inf, huge)")
    assert reply.status == 200, str(reply)
    labels = {item["metricLabels"]["queue"]: item["value"] for item in reply.json["items"]}
    assert labels[STRANGE] == "9"


def test_thanos_without_one_of_its_stores(run: Run, start: Launch, rows: list[Row]) -> None:
    """It answers with what it has, and warns: which must not be taken for all there is."""
    program, underlying = _program("thanos"), shutil.which("prometheus")
    if not program or not underlying:
        pytest.skip("thanos is not here (test/reliability/run --help tells how it comes)")
    exposition = ExposedFile(run.processes, run.folder / "exposed-partial", Exposed().text)
    prometheus = start_prometheus(run.processes, run.folder / "partial", underlying, exposition.address, "partial")
    thanos = start_thanos(run.processes, run.folder / "partial-thanos", program, prometheus, dead=True)
    server = start(
        [url_of(f"127.0.0.1:{thanos.port}")], short_flags(), RULES.replace('{__name__=~"^depth.*"}', "depth")
    )
    reply = server.metric()
    assert reply.status == 503, str(reply)
    assert "part of the data missing" in reply.message, str(reply)
    rows.append(Row("thanos: one of its stores is gone", message=reply.message.partition("missing: ")[2][:80]))
    rows[-1].statuses[reply.status] += 1
    for process in reversed([*prometheus.processes, *thanos.processes]):
        process.stop()
    exposition.close()


def _assert_equal(one: object, other: object) -> None:
    assert one == other, f"{one!r}, not {other!r}"
