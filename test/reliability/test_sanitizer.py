"""That a sanitizer's report is noticed: a suite that reads over it would be none."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.process import Process, ProcessGroup
from harness.waiting import eventually

from rig.sanitizer import Reports, assert_ends_well, report

# Waits for SIGTERM, as a server does, if it lives so long.
_PROGRAM = """
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <unistd.h>
static volatile int size = 8, high = INT_MAX;
static int shared = 0;
static char* volatile lost;
int main() {
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigprocmask(SIG_BLOCK, &ending, nullptr);
    FAULT;
    std::puts("all is well so far");
    std::fflush(stdout);
    int which = 0;
    sigwait(&ending, &which);
    return 0;
}
"""
_KINDS = [
    ("nothing", "address,undefined", "(void)0", ""),
    ("heap overflow", "address,undefined", "lost = new char[8]; lost[size] = 1", "heap-buffer-overflow"),
    ("use after free", "address,undefined", "lost = new char[8]; delete[] lost; lost[0] = 1", "heap-use-after-free"),
    ("signed overflow", "address,undefined", "high = high + 1", "signed integer overflow"),
    ("leak", "address,undefined", "lost = new char[8]; lost = nullptr", "detected memory leaks"),
    ("race", "thread", "std::thread([] { ++shared; }).detach(); ++shared; sleep(1); ++shared", "data race"),
    ("no race", "thread", "std::thread([] { ++shared; }).join(); ++shared", ""),
]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[ProcessGroup]:
    """Apart from those of the run, which is to have no report."""
    group = ProcessGroup(tmp_path)
    yield group
    group.stop()


def _start(own: ProcessGroup, folder: Path, sanitizers: str, fault: str) -> Process:
    if shutil.which("c++") is None:
        pytest.skip("no compiler here")
    program = folder / "program"
    options = [f"-fsanitize={sanitizers}", "-fno-sanitize-recover=all", "-g", "-pthread", "-x", "c++", "-"]
    text = _PROGRAM.replace("FAULT", fault)
    subprocess.run(["c++", *options, "-o", program], input=text, text=True, check=True)
    process = own.start("barograph-planted", [program])

    def begun() -> None:
        assert "all is well so far" in process.log_text() or not process.is_running()

    eventually(begun, every=0.02)
    return process


@pytest.mark.parametrize(("kind", "sanitizers", "fault", "says"), _KINDS, ids=[kind[0] for kind in _KINDS])
def test_a_planted_fault(kind: str, sanitizers: str, fault: str, says: str, own: ProcessGroup, tmp_path: Path) -> None:
    reports = Reports(own.logs)
    process = _start(own, tmp_path, sanitizers, fault)
    if not says:
        assert_ends_well(process)
        assert reports.new() == "", kind
        return
    with pytest.raises(AssertionError, match=says):
        assert_ends_well(process)
    assert process.stop() != 0, "what is reported ends the program with a status of its own"
    assert says in reports.new()
    assert reports.new() == "", "what was told is told once"


def test_a_report_that_is_being_written_is_told_when_it_can_be_read(tmp_path: Path) -> None:
    log, reports = tmp_path / "barograph-1.log", Reports(tmp_path)
    log.write_text("serving on https://127.0.0.1:1\n==7==ERROR: Addr")
    assert reports.new() == ""
    with log.open("a") as more:
        more.write("essSanitizer: heap-use-after-free on address 0x1\n    #0 0x2 in session\n")
    assert "heap-use-after-free" in reports.new()


def test_what_a_server_says_by_itself_is_no_report() -> None:
    assert not report("warning: 127.0.0.1:9090: runtime error: of the backend, in words that it chose\n")
