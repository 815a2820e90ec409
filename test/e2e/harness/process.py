"""Processes that end with the test, however it ends."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

log = logging.getLogger(__name__)


class Process:
    """A running program: the leader of a session of its own, with one log file for both of its outputs."""

    def __init__(self, name: str, command: Sequence[str | Path], log_file: Path, environment: dict[str, str]) -> None:
        self.name = name
        self.log_file = log_file
        with log_file.open("ab") as output:
            self._log_begin = output.tell()
            # The kernel kills the program should this process vanish without ending it.
            self._popen = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                start_new_session=True,
            )
        self.pid = self._popen.pid

    def is_running(self) -> bool:
        return self._popen.poll() is None

    def assert_running(self) -> None:
        if not self.is_running():
            raise RuntimeError(f"{self.name} ended by itself with status {self._popen.returncode}:\n{self.log_tail()}")

    def signal(self, number: signal.Signals) -> None:
        if self.is_running():
            self._popen.send_signal(number)

    def stop(self, seconds: float = 30) -> int:
        """Ends it by SIGTERM, else by SIGKILL after so many seconds; its exit status, negative for a signal."""
        self.signal(signal.SIGTERM)
        return self.wait(seconds)

    def wait(self, seconds: float = 30) -> int:
        """As `stop`, for one that was told to end before: a second SIGTERM may mean haste."""
        try:
            return self._popen.wait(seconds)
        except subprocess.TimeoutExpired:
            log.warning("%s has not ended within %g s: killing it", self.name, seconds)
            os.killpg(self.pid, signal.SIGKILL)
            return self._popen.wait()

    def log_text(self) -> str:
        """What it has written so far, without what an earlier process of the same name wrote."""
        return self.log_file.read_bytes()[self._log_begin :].decode(errors="replace")

    def log_tail(self, lines: int = 20) -> str:
        return "\n".join(self.log_text().splitlines()[-lines:])


class ProcessGroup:
    """Starts processes, ends those that still run in reverse order, and knows whether any was left behind."""

    def __init__(self, folder: Path) -> None:
        self.logs = folder / "logs"
        self.logs.mkdir()
        self._home = folder / "home"
        self._home.mkdir()
        self._started: list[Process] = []

    def start(self, name: str, command: Sequence[str | Path]) -> Process:
        """Starts a program; one of the same name continues the log."""
        process = Process(name, command, self.logs / f"{name}.log", self.environment())
        self._started.append(process)
        return process

    def environment(self) -> dict[str, str]:
        """This process's environment without what would lead the programs elsewhere: proxies, the user's files."""
        kept = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
        kept.pop("KUBECONFIG", None)
        return {**kept, "HOME": str(self._home), "LC_ALL": "C.UTF-8"}

    def running(self) -> list[Process]:
        return [process for process in self._started if process.is_running()]

    def stop(self) -> None:
        for process in reversed(self._started):
            process.stop()

    def survivors(self) -> list[str]:
        """The processes of this machine that belong to a session started here, descendants included."""
        sessions = {process.pid: process.name for process in self._started}
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                # The command name in parentheses may hold anything, also spaces and parentheses.
                pid, rest = stat.parent.name, stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            state, session = rest[0], int(rest[3])
            if session in sessions and state != "Z":
                found.append(f"{pid} of {sessions[session]}")
        return found
