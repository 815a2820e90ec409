"""Real backends, each scraping one target."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote

from harness.addresses import LOOPBACK, free_port
from harness.process import Process, ProcessGroup
from harness.waiting import eventually

from rig.exchange import Upstream

_CONFIGURATION = """\
global: {{scrape_interval: {interval}, scrape_timeout: {interval}, external_labels: {{replica: r}}}}
scrape_configs:
- job_name: test
  honor_labels: true
  static_configs: [{{targets: ['{target}']}}]
"""


class Backend:
    """Something with the Prometheus HTTP API, at a port of loopback, below a path or not."""

    def __init__(self, name: str, port: int, path: str = "") -> None:
        self.name = name
        self.port = port
        self.path = path
        self.processes: list[Process] = []

    @property
    def upstream(self) -> Upstream:
        return Upstream(LOOPBACK, self.port)

    def samples(self, promql: str) -> list[Any]:
        """The samples of an instant query. AssertionError while it has no answer."""
        for process in self.processes:
            process.assert_running()
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        url = f"http://{LOOPBACK}:{self.port}{self.path}/api/v1/query?query={quote(promql)}"
        try:
            with direct.open(url, timeout=10) as answer:
                samples: list[Any] = json.loads(answer.read())["data"]["result"]
        except (urllib.error.URLError, OSError) as error:
            raise AssertionError(f"{self.name}: {error}") from error
        return samples

    def await_sample(self, promql: str) -> None:
        def has_it() -> None:
            assert self.samples(promql), f"{self.name} has no {promql}"

        eventually(has_it, seconds=60, every=0.05)


def _configured(folder: Path, target: str, interval: str) -> Path:
    folder.mkdir()
    configuration = folder / "prometheus.yml"
    configuration.write_text(_CONFIGURATION.format(interval=interval, target=target))
    return configuration


def start_prometheus(
    processes: ProcessGroup, folder: Path, program: str, target: str, name: str = "prometheus", interval: str = "1s"
) -> Backend:
    configuration = _configured(folder, target, interval)
    backend = Backend(name, free_port())
    backend.processes.append(
        processes.start(
            name,
            [
                program,
                f"--config.file={configuration}",
                f"--storage.tsdb.path={folder / 'data'}",
                f"--web.listen-address={LOOPBACK}:{backend.port}",
            ],
        )
    )
    backend.await_sample('up{job="test"} == 1')
    return backend


def start_victoria_metrics(processes: ProcessGroup, folder: Path, program: str, target: str, name: str) -> Backend:
    """A single one, which scrapes by itself. By default it hides the newest 30 s."""
    configuration = _configured(folder, target, "1s")
    # It knows fewer keys of the configuration.
    backend = Backend(name, free_port())
    backend.processes.append(
        processes.start(
            name,
            [
                program,
                f"-promscrape.config={configuration}",
                f"-storageDataPath={folder / 'data'}",
                f"-httpListenAddr={LOOPBACK}:{backend.port}",
                "-search.latencyOffset=0s",
                "-search.disableCache",
            ],
        )
    )
    backend.await_sample('up{job="test"} == 1')
    return backend


def start_thanos(
    processes: ProcessGroup, folder: Path, program: str, prometheus: Backend, dead: bool = False
) -> Backend:
    """A querier over a sidecar of that Prometheus; and over one more store that is not there, if one is dead."""
    folder.mkdir()
    grpc, sidecar_http, querier_grpc = free_port(), free_port(), free_port()
    backend = Backend("thanos", free_port())
    stores = [f"--endpoint={LOOPBACK}:{grpc}"]
    if dead:
        stores.append(f"--endpoint-strict={LOOPBACK}:{free_port()}")
    backend.processes.append(
        processes.start(
            "thanos-sidecar",
            [
                program,
                "sidecar",
                f"--prometheus.url=http://{LOOPBACK}:{prometheus.port}",
                f"--tsdb.path={folder}",
                f"--grpc-address={LOOPBACK}:{grpc}",
                f"--http-address={LOOPBACK}:{sidecar_http}",
            ],
        )
    )
    backend.processes.append(
        processes.start(
            "thanos-query",
            [
                program,
                "query",
                f"--http-address={LOOPBACK}:{backend.port}",
                f"--grpc-address={LOOPBACK}:{querier_grpc}",
                "--query.replica-label=replica",
                *stores,
            ],
        )
    )
    backend.await_sample('up{job="test"} == 1')
    return backend
