"""The command line of bench/run."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from harness.process import ProcessGroup

from suite import machine, report
from suite.bench import Bench
from suite.rows import ROWS, Row
from suite.scale import FULL, SMOKE
from suite.world import Programs, World, set_priority

log = logging.getLogger(__name__)

_RESULTS = machine.ROOT / "bench" / "results"
_BUILT = machine.ROOT / "build" / "release"
_ALL = ("ours", "nginx", "nginx-memory", "go", "peer")
# A real controller takes minutes, and the end-to-end tests have one.
_SMOKE_ROWS = ",".join(row.name for row in ROWS if row.name != "controller")
_SMOKE = {"seconds": 0.5, "rounds": 1, "contestants": "ours,nginx", "rows": _SMOKE_ROWS}


def main() -> int:
    options = _parse()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    programs = _programs(options)
    folder = Path(tempfile.mkdtemp(prefix="barograph-bench-"))
    processes = ProcessGroup(folder)
    facts = _facts(options)
    set_priority(os.getpid(), options.nice)
    try:
        world = World(folder, processes, programs, options.threads, options.nice, options.real_cluster)
        with contextlib.closing(world):
            scale = SMOKE if options.smoke else FULL
            bench = Bench(world, options.contestants.split(","), options.seconds, options.rounds, scale, options.path)
            results, failed = _measure_all(_chosen(options.rows), bench)
    finally:
        processes.stop()
        shutil.rmtree(folder)
    if options.smoke:
        return 1 if failed else _judge(results)
    facts["load_after"] = machine.load_average()
    print(report.markdown(facts, results))
    for path in report.write(options.output, facts, results):
        log.info("written: %s", os.path.relpath(path))
    return 1 if failed else 0


def _measure_all(rows: list[Row], bench: Bench) -> tuple[list[report.RowResult], bool]:
    """What was measured until a row failed, if one did: an hour's figures are not lost with it."""
    results = []
    for row in rows:
        try:
            results.append(_measure(row, bench))
        except Exception:
            log.exception("%s: failed, and the rows after it are not measured", row.name)
            return results, True
    return results, False


def _judge(results: list[report.RowResult]) -> int:
    """Whether everything worked, however long it took."""
    failed = [result.name for result in results if not report.works(result)]
    for name in failed:
        log.error("%s: not all was answered well", name)
    log.info("%d of %d rows work", len(results) - len(failed), len(results))
    return 1 if failed else 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run", description="Measures Barograph side by side with others.")
    parser.add_argument("--rows", default="", help=f"some of {','.join(row.name for row in ROWS)}; default: all")
    parser.add_argument("--seconds", type=float, default=5, help="how long each measurement lasts (default: 5)")
    parser.add_argument("--rounds", type=int, default=5, help="how often all take turns (default: 5)")
    parser.add_argument("--threads", type=int, default=1, help="threads, or nginx workers, of a server (default: 1)")
    parser.add_argument("--contestants", help=f"some of {','.join(_ALL)}; default: all, the last one with --peer")
    parser.add_argument("--peer", type=Path, help="another adapter that takes prometheus-adapter's flags")
    parser.add_argument("--barograph", type=Path, help="measure this program, and do not build one")
    parser.add_argument("--real-cluster", action="store_true", help="a real kube-apiserver instead of a stand-in")
    parser.add_argument("--nice", type=int, default=0, help="priority of all that is measured, negative as root only")
    parser.add_argument("--path", help="ask for this path instead of a metric, and let nginx serve that answer")
    parser.add_argument("--output", type=Path, default=_RESULTS, help="folder of the results (default: bench/results)")
    parser.add_argument("--smoke", action="store_true", help="a short run that judges no time and writes no result")
    options = parser.parse_args()
    if options.smoke:
        chosen = {name: value for name, value in vars(options).items() if value != parser.get_default(name)}
        vars(options).update({**_SMOKE, **chosen})
    if options.contestants is None:
        options.contestants = ",".join(name for name in _ALL if name != "peer" or options.peer)
    if "peer" in options.contestants.split(",") and options.peer is None:
        parser.error("the contestant 'peer' wants --peer PROGRAM")
    unknown = set(filter(None, options.rows.split(","))) - {row.name for row in ROWS}
    if unknown:
        parser.error(f"there is no row {', '.join(sorted(unknown))}")
    return options


def _chosen(names: str) -> list[Row]:
    return [row for row in ROWS if not names or row.name in names.split(",")]


def _measure(row: Row, bench: Bench) -> report.RowResult:
    log.info("%s: %s", row.name, (row.measure.__doc__ or "").partition("\n")[0])
    return report.RowResult(row.name, row.figures, row.measure(bench), row.is_curve)


def _programs(options: argparse.Namespace) -> Programs:
    targets = ["bench_load", "bench_null_server", "bench_proxy"]
    if options.barograph is None:
        targets.append("barograph")
    subprocess.run([machine.ROOT / "tools" / "build", "release", *targets], check=True, stdout=subprocess.DEVNULL)
    wanted = options.contestants.split(",")
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if any(name.startswith("nginx") for name in wanted) and nginx is None:
        raise SystemExit("bench/run: nginx is not installed: tools/install-dependencies bench")
    return Programs(
        barograph=options.barograph or _BUILT / "barograph",
        load=_BUILT / "bench_load",
        null_server=_BUILT / "bench_null_server",
        proxy=_BUILT / "bench_proxy",
        nginx=Path(nginx) if nginx else None,
        test_adapter=_test_adapter() if "go" in wanted else None,
        peer=options.peer.resolve() if options.peer else None,
    )


def _test_adapter() -> Path:
    built = subprocess.run(
        [machine.ROOT / "bench" / "go" / "build"], check=True, stdout=subprocess.PIPE, text=True
    )
    return Path(built.stdout.strip())


def _facts(options: argparse.Namespace) -> dict[str, Any]:
    return {
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        **machine.description(options.barograph),
        "seconds": options.seconds,
        "rounds": options.rounds,
        "threads": options.threads,
        "load_before": machine.load_average(),
    }
