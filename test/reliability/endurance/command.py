"""The command line of test/reliability/soak."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from harness.addresses import free_port
from harness.process import ProcessGroup
from suite import machine
from suite.contestants import Adapter
from suite.load import Generator
from suite.prometheus import Prometheus
from suite.series import Series
from suite.world import Programs, World, cpus_for

from endurance import report
from endurance.plan import Plan
from endurance.run import Load, Run
from endurance.verdict import judge

_RESULTS = machine.ROOT / "test" / "reliability" / "results"
_BUILT = machine.ROOT / "build" / "release"
_RULES = 100
_DESCRIPTION = """\
Lets Barograph serve the autoscalers of a large cluster, and says whether memory, descriptors, threads and tasks stay as they were.

A real Prometheus scrapes the series that 100 rules serve. Barograph is started as in a cluster: it verifies the front proxy's
certificate and asks a stand-in of kube-apiserver for access reviews. The load generator of the benchmarks asks in an open loop,
spread over the period, each autoscaler for a metric and selector of its own (or --keys for fewer). In each cycle of five
minutes values change, a rule comes and goes and another changes, the serving certificate is replaced, SIGHUP is sent, 100 more clients come and go, every
connection is closed after a minute, and of some keys (10 a period) one half ends while the other comes. Once, in the middle, Prometheus stops for five seconds.

Good is: memory of the last cycle within --memory-percent of that of minutes 10 to 15 (a run below 20 minutes is for trying: three
cycles, the last compared with the second); no descriptor, thread, connection or task more that is always there; no failed ask but
in the intervals of that outage. A line each minute, and the result as a table and as JSON in --output. Ctrl-C ends everything and still writes
the result so far."""


def main() -> int:
    options = _parse()
    programs = _programs(options.barograph)
    folder = Path(tempfile.mkdtemp(prefix="barograph-soak-"))
    processes = ProcessGroup(folder)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        # What is built meanwhile must not change what runs.
        programs = replace(programs, barograph=_copied(programs.barograph, folder), load=_copied(programs.load, folder))
        world = World(folder, processes, programs, options.threads, nice=0, is_real_cluster=False)
        with contextlib.closing(world):
            return _soak(options, world)
    except KeyboardInterrupt:
        return 130
    finally:
        # A second Ctrl-C would leave something behind.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        processes.stop()
        if left := processes.survivors():
            print(f"left running: {', '.join(left)}")
        if options.logs:
            shutil.copytree(processes.logs, options.logs, dirs_exist_ok=True)
        shutil.rmtree(folder)


def _soak(options: argparse.Namespace, world: World) -> int:
    plan = Plan(options.minutes)
    load = Load(options.hpas, options.period, options.keys or options.hpas, options.replaced)
    keys = load.keys + load.spare(plan)
    # Twice as many series as keys, as no key asks for everything.
    series = Series(metrics=_RULES, series_each=-(-2 * keys // _RULES))
    facts = _facts(options, load, series)
    print(facts["asked"], flush=True)
    prometheus = Prometheus(world, series)
    flags = ("--max-connections-per-peer=10000", f"--metrics-relist-interval={plan.cycle:g}s")
    adapter = Adapter(
        "ours",
        world.programs.barograph,
        world,
        series.rules(),
        prometheus.url,
        series.targets(keys),
        free_port(),
        flags,
    )
    cpus = cpus_for(world.threads)[1]
    generator = Generator(world.programs.load, world.cluster.front_proxy, world.folder, plan.seconds, cpus)
    run = Run(plan, load, world, series, prometheus, adapter, generator, lambda line: print(line, flush=True))
    print(f"\n{report.HEAD}\n{report.RULE}", flush=True)
    failed = True
    try:
        run.go()
        facts["end"] = "It ran to its end."
        failed = False
    except KeyboardInterrupt:
        facts["end"] = "It was ended before its time."
    except (AssertionError, OSError, RuntimeError, ValueError) as error:
        facts["end"] = f"It failed: {error}"
    findings = judge(plan, load.rate, options.memory_percent, run.observed, run.intervals, run.outage)
    facts["load_after"] = machine.load_average()
    print(f"\n{facts['end']}", *findings, sep="\n")
    for path in report.write(options.output, facts, plan, run.intervals, findings, run.events):
        print(f"written: {os.path.relpath(path)}", flush=True)
    return 1 if failed or not all(each.good for each in findings) else 0


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _copied(program: Path, folder: Path) -> Path:
    return Path(shutil.copy2(program, folder / program.name))


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="test/reliability/soak", description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60, help="how long; 1440 is a day, 2 is for trying (default: 60)")
    parser.add_argument("--hpas", type=int, default=10_000, help="how many autoscalers ask (default: 10000)")
    parser.add_argument("--period", type=float, default=15, help="after how many seconds each asks again (default: 15)")
    parser.add_argument("--keys", type=int, help="different metrics and selectors (default: one for each autoscaler)")
    parser.add_argument("--replaced", type=int, default=10, help="keys that end each period, while others come; all of these come again each cycle but one (default: 10)")
    parser.add_argument("--threads", type=int, default=1, help="CPUs that Barograph may use (default: 1)")
    parser.add_argument("--memory-percent", type=float, default=2, help="how much memory may change (default: 2)")
    parser.add_argument("--barograph", type=Path, help="soak this program, and build nothing")
    parser.add_argument("--output", type=Path, default=_RESULTS, help="folder of the result (default: test/reliability/results)")
    parser.add_argument("--logs", type=Path, help="folder in which the logs of all programs are left")
    return parser.parse_args()


def _programs(barograph: Path | None) -> Programs:
    if barograph is None:
        build = [machine.ROOT / "tools" / "build", "release", "bench_load", "barograph"]
        subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    elif not (_BUILT / "bench_load").exists():
        raise SystemExit("soak: the load generator is not there: tools/build release bench_load")
    return Programs(
        barograph=barograph or _BUILT / "barograph",
        load=_BUILT / "bench_load",
        null_server=_BUILT / "bench_null_server",
        proxy=_BUILT / "bench_proxy",
    )


def _facts(options: argparse.Namespace, load: Load, series: Series) -> dict[str, Any]:
    described = machine.description(options.barograph)
    versions = described["versions"]
    assert isinstance(versions, dict)
    described["versions"] = {name: versions[name] for name in ("barograph", "openssl", "prometheus", "compiler")}
    return {
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "asked": f"{load.hpas:,} autoscalers ask every {load.period:g} s ({load.rate:.0f} a second, open loop) for {load.keys:,} different metrics and "
        f"selectors of {_RULES} rules, of which {load.replaced} a period give their place to others and get it back; Prometheus has {series.count:,} series.",
        **described,
        "load_before": machine.load_average(),
        "end": "",
    }
