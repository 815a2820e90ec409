"""A real Prometheus that scrapes the example worker."""

from __future__ import annotations

import contextlib
import logging
import shutil
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from harness.addresses import LOOPBACK, free_port
from harness.process import Process, ProcessGroup
from harness.waiting import eventually

log = logging.getLogger(__name__)


class Prometheus:
    """Can be stopped and started again: with the same address and the same data."""

    def __init__(self, folder: Path, example: Path, target: str, processes: ProcessGroup) -> None:
        self._folder = folder / "prometheus"
        self._folder.mkdir()
        self._processes = processes
        self._process: Process | None = None
        self._configuration = self._folder / "prometheus.yml"
        self._configuration.write_text((example / "prometheus.yml").read_text().replace("TARGET", target))
        self._address = f"{LOOPBACK}:{free_port()}"
        self.url = f"http://{self._address}"

    def start(self) -> None:
        program = shutil.which("prometheus")
        if program is None:
            raise RuntimeError("prometheus is not installed: tools/install-dependencies e2e")
        process = self._processes.start(
            "prometheus",
            [
                program,
                f"--config.file={self._configuration}",
                f"--storage.tsdb.path={self._folder / 'data'}",
                f"--web.listen-address={self._address}",
            ],
        )
        self._process = process

        def ready() -> None:
            process.assert_running()
            assert self._is_ready(), "Prometheus is not ready"

        eventually(ready)
        log.info("Prometheus is ready at %s", self.url)

    def stop(self) -> None:
        if self._process is not None:
            self._process.stop()
            self._process = None
            log.info("Prometheus is stopped")

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """Accepts connections, but answers nothing meanwhile."""
        assert self._process is not None
        self._process.signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.signal(signal.SIGCONT)

    def is_running(self) -> bool:
        return self._process is not None and self._process.is_running()

    def _is_ready(self) -> bool:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(f"{self.url}/-/ready", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False
