"""The example worker, whose two gauges drive the autoscaler."""

from __future__ import annotations

import re
import sys
import urllib.request
from pathlib import Path

from harness.process import ProcessGroup
from harness.waiting import eventually


class Worker:
    """Starts on construction, on a port that the worker picks."""

    def __init__(self, example: Path, processes: ProcessGroup) -> None:
        process = processes.start("worker", [sys.executable, example / "worker.py", "--port=0"])

        def address() -> str:
            process.assert_running()
            match = re.search(r"http://([\d.]+:\d+)/", process.log_text())
            assert match, "the worker has not printed its address"
            return match.group(1)

        self.address = eventually(address)

    def put(self, gauge: str, value: float) -> None:
        """Sets `queue_depth` or `busy_ratio`."""
        request = urllib.request.Request(f"http://{self.address}/{gauge}", data=str(value).encode(), method="PUT")
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(request, timeout=10):
            pass
