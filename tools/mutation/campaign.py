"""Runs the tests that reach a mutant, until one of them kills it."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tree import BUILD, TREE

MEMORY = 4 << 30  # a mutant that fills it is a killed one
QUICK = 0.2  # seconds up to which a test belongs to those that run first


@dataclass
class Test:
    program: str
    name: str
    seconds: float
    reaches: set[int] = field(default_factory=set)


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(program: str, names: list[str], seconds: float, environment: dict[str, str]) -> str:
    """Gives `passed`, `failed`, `too slow` or, when not all of the names are tests, `not found`."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as chosen, tempfile.TemporaryFile("w+") as told:
        chosen.write("".join(re.sub(r'([\\,"\[\]*])', r"\\\1", name) + "\n" for name in names))
        chosen.flush()
        process = subprocess.Popen([str(BUILD / program), "--abort", "--input-file", chosen.name], cwd=TREE,
                                   env={**os.environ, **environment}, stdout=told, stderr=subprocess.DEVNULL,
                                   start_new_session=True, preexec_fn=limit)
        try:
            if process.wait(seconds) != 0:
                return "failed"
            told.seek(0)
            return "passed" if f"in {len(names)} test case" in told.read() else "not found"
        except subprocess.TimeoutExpired:
            return "too slow"
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()


def list_tests(program: str) -> list[str]:
    listed = subprocess.run([str(BUILD / program), "--list-test-names-only"], cwd=TREE, stdout=subprocess.PIPE, text=True).stdout
    return [line for line in listed.splitlines() if line]


def observe(program: str, name: str) -> Test:
    """Runs a test with no mutant on, and keeps which mutants it reaches."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "reached"
        begin = time.monotonic()
        outcome = run(program, [name], 60, {"BAROGRAPH_MUTANTS_REACHED": str(log)})
        if outcome != "passed":
            raise RuntimeError(f"{program} {outcome} without a mutant: {name}")
        seconds = time.monotonic() - begin
        reached = {int(line) for line in log.read_text().split()} if log.exists() else set()
        return Test(program, name, seconds, reached)


def judge(number: int, tests: list[Test]) -> tuple[str, str]:
    """Gives the result and the program whose tests told."""
    reaching = sorted((test for test in tests if number in test.reaches), key=lambda test: test.seconds)
    if not reaching:
        return "not reached", ""
    groups: dict[tuple[bool, str], list[Test]] = {}
    for test in reaching:
        groups.setdefault((test.seconds > QUICK, test.program), []).append(test)
    for (_, program), group in sorted(groups.items()):
        seconds = 2 + 5 * sum(test.seconds for test in group)
        outcome = run(program, [test.name for test in group], seconds, {"BAROGRAPH_MUTANT": str(number)})
        if outcome == "not found":
            raise RuntimeError(f"{program} does not know all of {[test.name for test in group]}")
        if outcome != "passed":
            return ("killed" if outcome == "failed" else "killed by time"), program
    return "survived", ""
