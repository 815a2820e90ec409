"""While faults come and go at random, no value is served that is wrong or too old."""

from __future__ import annotations

import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from harness.session import Run

from rig import faults
from rig.backends import Backend, start_prometheus
from rig.checker import Checker, Findings
from rig.clockwork import KEYS, Clockwork
from rig.exchange import Fault
from rig.exposition import Exposition
from rig.fault_proxy import FaultProxy, passing
from rig.deadlines import LONGEST_PAUSE
from rig.ordeal import url_of
from rig.server import SECRET, Barograph
from rig.table import Row

Start = Callable[..., Barograph]
BOUND = 5.0  # the default of --max-staleness
SCRAPE_SECONDS = 1
SHORT_SECONDS, LONG_SECONDS = 20.0, 600.0
ASK_EVERY = 0.1
REFUSED = "refused"

FAULTS: list[tuple[str, Fault | None]] = [
    (REFUSED, None),
    ("reset", faults.reset_at_once),
    ("reset in the header", faults.reset_in_header),
    ("reset in the body", faults.reset_in_body),
    ("closed in the body", faults.close_in_body),
    ("late by 0.1 s", faults.slow(0.1)),
    ("late by 1 s", faults.slow(1)),
    ("late by 3 s", faults.slow(3)),
    ("late by 7 s", faults.slow(7)),
    ("asked late by 3 s", faults.slow_request(3)),
    ("a byte a second", faults.drip),
    ("silent", faults.never),
    *((f"status {code}", faults.status(code)) for code in (204, 206, 301, 400, 404, 422, 429, 500, 502, 503, 504)),
    ("429 for 1 s", faults.status(429, [("Retry-After", "1")])),
    ("101", faults.switching_protocols),
    ("103 first", faults.interim(103)),
    ("HTML", faults.body(b"<html>666</html>", "text/html")),
    ("{}", faults.body(b"{}")),
    ("cut off", faults.body(faults.lie()[:-2])),
    ("a partial answer", faults.edited(b'{"status":"success",', b'{"status":"success","isPartial":true,')),
    ("NaN", faults.body(faults.lie(value="NaN"))),
    ("16 MiB and more", faults.huge(20 << 20, chunked=True)),
]


@pytest.fixture
def clockwork(run: Run) -> Iterator[tuple[Clockwork, Backend]]:
    source = Clockwork()
    exposition = Exposition(source.text)
    program = shutil.which("prometheus")
    assert program is not None
    folder = run.folder / "clockwork"
    backend = start_prometheus(
        run.processes, folder, program, exposition.address, name="prometheus-clockwork", interval=f"{SCRAPE_SECONDS}s"
    )
    backend.await_sample("depth")
    yield source, backend
    for process in backend.processes:
        process.stop()
    exposition.close()


def test_no_value_is_wrong_or_too_old(
    request: pytest.FixtureRequest, clockwork: tuple[Clockwork, Backend], start: Start, is_long: bool, rows: list[Row]
) -> None:
    source, backend = clockwork
    seconds = request.config.getoption("--checker-seconds") or (LONG_SECONDS if is_long else SHORT_SECONDS)
    seed = request.config.getoption("--seed")
    seed = random.randrange(1 << 32) if seed is None else seed
    print(f"seed {seed}")
    proxy = FaultProxy(backend.upstream)
    server = start([url_of(proxy.authority)])
    checker = Checker(server, source, BOUND, ASK_EVERY)
    begun = time.monotonic()
    done: Counter[str] = Counter()
    try:
        _switch(proxy, random.Random(seed), begun + seconds, done)
        findings = _recovers(checker)
    finally:
        checker.stop()
        proxy.close()
    ran = time.monotonic() - begun
    scrapes = source.scrapes_between(begun, begun + ran)
    assert scrapes > ran / SCRAPE_SECONDS / 2, f"only {scrapes} scrapes in {ran:.0f} s: the machine is too busy"
    assert not findings.wrong, f"seed {seed}: {len(findings.wrong)} wrong: {findings.wrong[:5]}"
    assert not findings.too_old, f"seed {seed}: {len(findings.too_old)} too old: {findings.too_old[:5]}"
    assert not findings.odd, f"seed {seed}: {len(findings.odd)} odd: {findings.odd[:5]}"
    assert findings.statuses[200] > 0 and sum(findings.statuses.values()) > ran * KEYS
    assert SECRET not in server.log()
    row = Row(
        f"{sum(done.values())} faults of {len(done)} kinds at random in {ran:.0f} s, seed {seed}",
        statuses=findings.statuses,
        longest=findings.longest,
        message=f"oldest value {findings.oldest:.2f} s (bound {BOUND:g} s), {scrapes} scrapes",
    )
    rows.append(row)


def _switch(proxy: FaultProxy, chance: random.Random, until: float, done: Counter[str]) -> None:
    """One fault after the other, each followed by a while without; the last one ends with the time."""
    deck: list[tuple[str, Fault | None]] = []
    while time.monotonic() < until:
        # Each once before any comes again: few come up in a short time.
        deck = deck or chance.sample(FAULTS, len(FAULTS))
        name, fault = deck.pop()
        done[name] += 1
        if fault is None:
            proxy.refuse()
        else:
            proxy.set(fault)
        _sleep(chance.choice([0.1, 0.5, 1, 3, 8]), until)
        proxy.accept()
        proxy.set(passing)
        _sleep(chance.choice([0.1, 0.5, 1, 3]), until)


def _sleep(seconds: float, until: float) -> None:
    time.sleep(max(0.0, min(seconds, until - time.monotonic())))


def _recovers(checker: Checker) -> Findings:
    """Afterwards nothing but values comes, once the pause between two attempts is over."""
    time.sleep(LONGEST_PAUSE)
    before = Counter(checker.findings.statuses)
    time.sleep(2)
    findings = checker.stop()
    later = findings.statuses - before
    assert set(later) == {200}, f"not well again: {later}"
    return findings
