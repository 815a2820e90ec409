"""Clocks that jump, and languages and time zones that a server may be started in."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from harness.waiting import eventually

from rig.backends import Backend
from rig.depth import Depth
from rig.fault_proxy import FaultProxy
from rig.ordeal import url_of
from rig.sanitizer import preloaded
from rig.server import Barograph
from rig.table import Row
from rig.witness import Witness, assert_served, row_of

Start = Callable[..., Barograph]
Watch = Callable[..., Witness]
FRACTION_RULES = """\
externalRules:
- seriesQuery: 'depth'
  metricsQuery: 'max(<<.Series>>{<<.LabelMatchers>>}) by (queue) / 8 + 0.125e-2'
"""
_NEAR = timedelta(seconds=20)
# What of it concerns numbers and times; all of it takes half a minute to make.
_GERMAN = """\
LC_CTYPE
copy "POSIX"
END LC_CTYPE
LC_COLLATE
copy "POSIX"
END LC_COLLATE
LC_MONETARY
copy "de_DE"
END LC_MONETARY
LC_NUMERIC
copy "de_DE"
END LC_NUMERIC
LC_TIME
copy "de_DE"
END LC_TIME
LC_MESSAGES
copy "de_DE"
END LC_MESSAGES
"""


@pytest.fixture
def library() -> Path:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if not found:
        pytest.skip("faketime is not installed")
    return found[0]


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a locale that writes 1,5."""
    folder = tmp_path_factory.mktemp("locales")
    (folder / "source").write_text(_GERMAN)
    command = ["localedef", f"--inputfile={folder / 'source'}", "--charmap=UTF-8", "--force", "--no-warnings=ascii"]
    made = subprocess.run([*command, str(folder / "de_DE.UTF-8")], capture_output=True, text=True, check=False)
    if not (folder / "de_DE.UTF-8").exists():
        pytest.skip(f"localedef cannot make de_DE.UTF-8 here: {made.stderr.strip()}")
    surroundings = {**os.environ, "LOCPATH": str(folder), "LC_ALL": "de_DE.UTF-8"}
    command = ["/usr/bin/printf", "%.1f", "1,5"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, env=surroundings).stdout
    assert said == "1,5", said
    return folder


def test_the_clock_jumps(
    prometheus: Backend, depth: Depth, library: Path, tmp_path: Path, start: Start, watch: Watch, rows: list[Row]
) -> None:
    prometheus.await_sample('depth{queue="a"}')
    clock = tmp_path / "clock"
    clock.write_text("+0")
    proxy = FaultProxy(prometheus.upstream)
    # Only the wall clock jumps, as when someone sets it.
    wrapper = [
        "env",
        f"LD_PRELOAD={preloaded(library)}",
        f"FAKETIME_TIMESTAMP_FILE={clock}",
        "FAKETIME_NO_CACHE=1",
        "DONT_FAKE_MONOTONIC=1",
    ]
    server = start([url_of(proxy.authority)], ["--max-staleness=1s"], wrapper=wrapper)
    witness = watch(server)
    before = _queries_a_second(proxy)
    begun = time.monotonic()
    jumps = ["+1h", "-1h", "+0", "+200d", "-20d", "+0"]
    for jump in jumps:
        # In one step: an empty file is no time.
        (tmp_path / "next").write_text(jump)
        (tmp_path / "next").replace(clock)
        hours = {"h": 1, "d": 24}.get(jump[-1], 0) * int(jump.rstrip("hd"))
        server.process.signal(signal.SIGHUP)
        expected = datetime.now(UTC) + timedelta(hours=hours)
        eventually(partial(_assert_logs_at, server, expected), seconds=5, every=0.05)
        _assert_shown_now(server)
        most = max(20.0, 3 * before)
        assert _queries_a_second(proxy) < most, "Prometheus is asked without a pause"
    asks = witness.asks(begun)
    proxy.close()
    assert_served(asks, depth.held())
    assert max(ask.seconds for ask in asks) < 2
    rows.append(row_of("the clock jumps by hours and months, both ways", asks, len(jumps)))


def _queries_a_second(proxy: FaultProxy) -> float:
    begun = len(proxy.targets)
    time.sleep(0.5)
    return (len(proxy.targets) - begun) / 0.5


def _assert_logs_at(server: Barograph, expected: datetime) -> None:
    """The last line of the log is of that time: the server's clock has jumped."""
    last = server.log().splitlines()[-1]
    assert "taken up" in last and abs(_time(last.partition(".")[0] + "Z") - expected) < _NEAR, f"{expected}: {last}"


def _assert_shown_now(server: Barograph) -> None:
    """A value's time is the backend's."""
    shown = server.metric().json["items"][0]["timestamp"]
    assert abs(_time(shown) - datetime.now(UTC)) < _NEAR, shown


def _time(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def test_nobody_reads_the_log_any_more(
    prometheus: Backend, depth: Depth, start: Start, watch: Watch, rows: list[Row]
) -> None:
    """As when what collects it is restarted."""
    prometheus.await_sample('depth{queue="a"}')
    url = url_of(f"127.0.0.1:{prometheus.port}")
    reader = 'exec "$0" "$@" 2> >(exec sed -u "/serving on/q")'
    server = start([url], wrapper=["bash", "-c", reader])
    witness = watch(server)
    begun = time.monotonic()
    for _ in range(5):
        server.process.signal(signal.SIGHUP)
        time.sleep(0.3)
    asks = witness.asks(begun)
    server.process.assert_running()
    assert "taken up" not in server.log(), server.log()
    assert_served(asks, depth.held())
    rows.append(row_of("nobody reads the log any more", asks, 5))


@pytest.mark.parametrize(
    "zone", ["UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati", "<+1>-13:37:11", "no zone at all"]
)
def test_languages_and_time_zones_change_nothing(
    zone: str, german: Path, prometheus: Backend, depth: Depth, start: Start, rows: list[Row]
) -> None:
    prometheus.await_sample('depth{queue="a"}')
    wrapper = ["env", f"LOCPATH={german}", "LC_ALL=de_DE.UTF-8", "LANG=de_DE.UTF-8", f"TZ={zone}"]
    url = url_of(f"127.0.0.1:{prometheus.port}")
    server = start([url], [], FRACTION_RULES, wrapper=wrapper)
    reply = server.metric()
    # In thousandths, rounded up as prometheus-adapter does not: 57 / 8 + 0.00125.
    assert reply.values == [_milli(depth.number / 8 + 0.00125)], str(reply)
    _assert_shown_now(server)
    metrics = server.get("/metrics").body.decode()
    samples = [line for line in metrics.splitlines() if line and not line.startswith("#")]
    assert samples and not [line for line in samples if "," in line.rpartition(" ")[2]]
    rows.append(row_of(f"LC_ALL=de_DE.UTF-8, TZ={zone}", [], message=f"{reply.values[0]}, at the same moment"))


def _milli(value: float) -> str:
    return f"{int(value * 1000)}m"
