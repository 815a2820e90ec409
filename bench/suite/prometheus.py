"""A real Prometheus with the series that a row wants."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

from harness.addresses import LOOPBACK, free_port
from harness.waiting import eventually

from suite.series import Exposition, Series
from suite.world import World

_QUERY_HANDLERS = ("/api/v1/query", "/api/v1/query_range")
# The first scrape comes at any moment of the interval, and each costs CPU that is then not the server's.
_SCRAPE_SECONDS = {True: 2, False: 30}
_FEW_SERIES = 20_000
_LOAD_SECONDS = 120


class Prometheus:
    """Starts on construction and returns once it has all series."""

    def __init__(self, world: World, series: Series) -> None:
        program = shutil.which("prometheus")
        if program is None:
            raise RuntimeError("prometheus is not installed: tools/install-dependencies bench")
        folder = Path(tempfile.mkdtemp(prefix="prometheus-", dir=world.folder))
        self.exposition = Exposition(series)
        configuration = folder / "prometheus.yml"
        interval = _SCRAPE_SECONDS[series.count < _FEW_SERIES]
        configuration.write_text(
            f"global: {{scrape_interval: {interval}s, scrape_timeout: {interval}s}}\n"
            "scrape_configs:\n- job_name: bench\n  honor_labels: true\n"
            f"  static_configs: [{{targets: ['{self.exposition.address}']}}]\n"
        )
        address = f"{LOOPBACK}:{free_port()}"
        self.url = f"http://{address}"
        self._world = world
        self._command: list[str | Path] = [
            program,
            f"--config.file={configuration}",
            f"--storage.tsdb.path={folder / 'data'}",
            f"--web.listen-address={address}",
            "--log.level=warn",
        ]
        self.resume()
        eventually(lambda: self._assert_scraped(series.count), _LOAD_SECONDS)

    def queries(self) -> int:
        """How many queries it was sent so far, by its own count."""
        text = self._get("/metrics").decode()
        counts = re.findall(r'^prometheus_http_requests_total\{code="\d+",handler="([^"]+)"\} (\S+)', text, re.MULTILINE)
        return int(sum(float(count) for handler, count in counts if handler in _QUERY_HANDLERS))

    def is_running(self) -> bool:
        return self._process.is_running()

    @property
    def pid(self) -> int:
        return self._process.pid

    def resume(self) -> None:
        """Starts it, for the first time or with what it had stored; it is not awaited."""
        self._process = self._world.start("prometheus", self._command)

    def halt(self) -> None:
        """Ends it for a while."""
        self._process.stop()

    def stop(self) -> None:
        self.halt()
        self.exposition.close()

    def _assert_scraped(self, count: int) -> None:
        found = self.value("sum(scrape_samples_scraped)")
        assert found == count, f"Prometheus has {found} of {count} series"

    def value(self, promql: str) -> int:
        """What a query of one sample gives now, 0 without one."""
        self._process.assert_running()
        try:
            result = json.loads(self._get(f"/api/v1/query?query={quote(promql)}"))["data"]["result"]
        except (urllib.error.URLError, OSError) as error:
            raise AssertionError(str(error)) from error
        return int(result[0]["value"][1]) if result else 0

    def _get(self, path: str) -> bytes:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(self.url + path, timeout=10) as answer:
            return bytes(answer.read())
