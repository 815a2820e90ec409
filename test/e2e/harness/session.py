"""The folder of one test run, and what becomes of it."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from harness.process import ProcessGroup


class Run:
    """A temporary folder with everything that a run writes. Only the logs of one that failed stay."""

    def __init__(self, kept_logs: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="barograph-e2e-"))
        self.processes = ProcessGroup(self.folder)
        self.failed = False
        self.kept: Path | None = None
        self._kept_logs = kept_logs

    def close(self) -> None:
        """Ends every process; raises AssertionError if that was not enough."""
        self.processes.stop()
        survivors = self.processes.survivors()
        self.failed = self.failed or bool(survivors)
        if self.failed:
            self.kept = self._kept_logs / f"{time.strftime('%Y%m%d-%H%M%S')}-{self.folder.name.rpartition('-')[2]}"
            shutil.copytree(self.processes.logs, self.kept)
        shutil.rmtree(self.folder)
        assert not survivors, f"left running: {', '.join(survivors)}"
