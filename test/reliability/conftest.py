"""The fixtures: one Prometheus and its target for the run; a proxy and a Barograph for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from harness.addresses import LOOPBACK
from harness.session import Run

from rig.backends import Backend, start_prometheus
from rig.beside import FLAGS, Beside
from rig.depth import Depth
from rig.exposed_file import ExposedFile
from rig.fault_proxy import FaultProxy
from rig.ordeal import url_of
from rig.processors import Division
from rig.sanitizer import Reports
from rig.server import Barograph
from rig.stage import Ordeals, Stage, cases_of_this_run
from rig.table import Row, table, write
from rig.witness import Witness

ROOT = Path(__file__).resolve().parents[2]
ORDEALS_AT_ONCE = 4
_ROWS = pytest.StashKey[list[Row]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="deadlines as in a real installation, all backends, high counts"
    )
    parser.addoption(
        "--checker-seconds", type=float, default=None, help="how long the checker asks (20; 600 with --long)"
    )
    parser.addoption("--seed", type=int, default=None, help="of the checker's faults (a new one each time)")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_ROWS] = []


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    rows = config.stash[_ROWS]
    if rows:
        write(rows, ROOT / "build" / "reliability" / "table.md")
        terminalreporter.write_line("")
        terminalreporter.write_line(table(rows))


@pytest.fixture(scope="session")
def is_long(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session")
def rows(request: pytest.FixtureRequest) -> list[Row]:
    return request.config.stash[_ROWS]


@pytest.fixture(scope="session")
def run(request: pytest.FixtureRequest) -> Iterator[Run]:
    current = Run(ROOT / "build" / "reliability-logs")
    yield current
    current.processes.stop()
    # Also of servers that ended with the run, such as those of the last ordeals.
    reports = Reports(current.processes.logs).new()
    current.failed = bool(reports) or request.session.testsfailed > 0
    current.close()
    assert not reports, reports


@pytest.fixture(scope="session")
def reports(run: Run) -> Reports:
    return Reports(run.processes.logs)


@pytest.fixture(autouse=True)
def no_report(reports: Reports) -> Iterator[None]:
    """Of a sanitizer, in any server's log, once the test's own servers have ended."""
    yield
    told = reports.new()
    assert not told, told


@pytest.fixture(scope="session")
def depths() -> list[Depth]:
    """The first one is for tests that run alone, the others for ordeals that run together."""
    return [Depth("a"), *(Depth(f"s{i}") for i in range(ORDEALS_AT_ONCE))]


@pytest.fixture(scope="session")
def depth(depths: list[Depth]) -> Depth:
    return depths[0]


@pytest.fixture(scope="session")
def exposition(run: Run, depths: list[Depth]) -> Iterator[ExposedFile]:
    served = ExposedFile(run.processes, run.folder / "depths", lambda: "".join(depth.text() for depth in depths))
    yield served
    served.close()


@pytest.fixture(scope="session")
def prometheus(run: Run, exposition: ExposedFile) -> Backend:
    program = shutil.which("prometheus")
    assert program is not None
    backend = start_prometheus(run.processes, run.folder / "prometheus", program, exposition.address)
    backend.await_sample("depth")
    return backend


Start = Callable[..., Barograph]


@pytest.fixture(scope="session")
def server_numbers() -> Iterator[int]:
    return count(1)


@pytest.fixture(scope="session")
def launch(run: Run, server_numbers: Iterator[int]) -> Start:
    """Starts a Barograph with the arguments of its class from the third on."""

    def begin(*arguments: Any, **named: Any) -> Barograph:
        return Barograph(run.processes, run.folder / f"server-{next(server_numbers)}", *arguments, **named)

    return begin


@pytest.fixture
def start(launch: Start) -> Iterator[Start]:
    """The same for one that ends with the test, and must end well."""
    started: list[Barograph] = []

    def begin(*arguments: Any, **named: Any) -> Barograph:
        started.append(launch(*arguments, **named))
        return started[-1]

    yield begin
    for server in started:
        server.stop()


@pytest.fixture
def watch(run: Run) -> Iterator[Callable[..., Witness]]:
    """Starts a witness with the arguments of its class from the second on, which ends with the test."""
    started: list[Witness] = []

    def begin(*arguments: Any, **named: Any) -> Witness:
        started.append(Witness(run.processes, *arguments, **named))
        return started[-1]

    yield begin
    for witness in started:
        witness.close()


@pytest.fixture(scope="session")
def ordeals(
    request: pytest.FixtureRequest, depths: list[Depth], prometheus: Backend, launch: Start
) -> Iterator[Ordeals[Depth]]:
    """Begun with all cases of this run, whatever the order in which tests ask for their results."""
    for depth in depths:
        prometheus.await_sample(f'depth{{queue="{depth.queue}"}}')
    together = Ordeals(depths[1:], lambda depth: Stage(depth, prometheus, launch))
    for case in cases_of_this_run(request.session, "case"):
        together.submit(case)
    yield together
    together.close()


@pytest.fixture
def stage(depth: Depth, prometheus: Backend, launch: Start) -> Iterator[Stage]:
    """For a test that needs one alone."""
    own = Stage(depth, prometheus, launch)
    yield own
    own.close()


@pytest.fixture
def between(depth: Depth, prometheus: Backend) -> Iterator[FaultProxy]:
    """For a server that the test starts by itself."""
    prometheus.await_sample(f'depth{{queue="{depth.queue}"}}')
    own = FaultProxy(prometheus.upstream)
    yield own
    own.close()


@pytest.fixture
def division(run: Run, prometheus: Backend) -> Iterator[Division]:
    """After the backend, which is not apart."""
    own = Division(run.processes)
    yield own
    own.close()


@pytest.fixture
def beside(
    prometheus: Backend, depth: Depth, division: Division, start: Start, watch: Callable[..., Witness]
) -> Callable[..., Beside]:
    """`authority`: of what stands before the Prometheus."""

    def begin(*flags: str, authority: str = f"{LOOPBACK}:{prometheus.port}", **named: Any) -> Beside:
        prometheus.await_sample('depth{queue="a"}')
        with division.apart():
            server = start([url_of(authority)], [*FLAGS, *flags], **named)
            witness = watch(server, pause=0.005)
        return Beside(server, witness, depth.held())

    return begin


@pytest.fixture
def proxy(stage: Stage) -> FaultProxy:
    return stage.proxy


@pytest.fixture
def server(stage: Stage) -> Barograph:
    return stage.server
