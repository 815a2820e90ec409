"""The series that Prometheus has, the rules that serve them, and the paths of the keys that are asked for."""

from __future__ import annotations

import gzip
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from harness.addresses import LOOPBACK
from harness.fleet import Queue

API = "/apis/external.metrics.k8s.io/v1beta1"
_PREFIX = "bench_queue_depth_"
_NAMESPACES = 100


@dataclass(frozen=True)
class Series:
    """So many metrics with so many series each, spread over namespaces; a rule serves a metric, a key asks for one
    series of it. So nearly every key of a run is another metric or namespace, about which rights may differ."""

    metrics: int = 1
    series_each: int = 20

    @property
    def count(self) -> int:
        return self.metrics * self.series_each

    def exposition(self, added: int = 0) -> str:
        """All of them; their values are as much higher."""
        lines = []
        for metric in range(self.metrics):
            name = metric_name(metric)
            lines.append(f"# TYPE {name} gauge\n")
            lines += (
                f'{name}{{namespace="{_namespace(i)}",queue="q{i}",broker="broker-{i % 7}",pod="worker-{i:06d}"}} {depth(i) + added}\n'
                for i in range(self.series_each)
            )
        return "".join(lines)

    def rules(self) -> str:
        """Rules as prometheus-adapter and Barograph both read them."""
        rules = "".join(
            f"- seriesQuery: '{metric_name(metric)}'\n"
            "  resources: {overrides: {namespace: {resource: namespace}}}\n"
            f"  name: {{as: '{metric_name(metric)}'}}\n"
            "  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})'\n"
            for metric in range(self.metrics)
        )
        return f"externalRules:\n{rules}"

    def rules_by_pattern(self) -> str:
        """One rule for all metrics, whose series only a listing can tell."""
        return (
            "externalRules:\n"
            f"- seriesQuery: '{{__name__=~\"^{_PREFIX}.*\"}}'\n"
            "  resources: {overrides: {namespace: {resource: namespace}}}\n"
            "  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})'\n"
        )

    def targets(self, keys: int) -> list[str]:
        """Paths of so many keys, spread evenly over the rules."""
        return [self._target(key % self.metrics, key // self.metrics) for key in range(keys)]

    def queues(self) -> list[Queue]:
        """A key for each series."""
        return [
            Queue(metric_name(metric), _namespace(series), f"q{series}")
            for series in range(self.series_each)
            for metric in range(self.metrics)
        ]

    def total(self, added: int = 0) -> int:
        """The sum of all values."""
        return self.metrics * sum(depth(series) + added for series in range(self.series_each))

    def _target(self, metric: int, series: int) -> str:
        return f"{API}/namespaces/{_namespace(series)}/{metric_name(metric)}?labelSelector=queue%3Dq{series}"


def depth(series: int) -> int:
    """The value of a series, at first."""
    return series % 1000


def _namespace(series: int) -> str:
    return f"shop-{series % _NAMESPACES}"


def metric_name(number: int) -> str:
    return f"{_PREFIX}{number:05d}"


class Exposition:
    """A scrape target with these series, compressed once: scraping must cost this process nothing."""

    def __init__(self, series: Series) -> None:
        self._series = series
        self.raise_by(0)
        exposition = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = exposition._body
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; version=0.0.4")
                self.send_header("Content-Encoding", "gzip")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        self._server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
        self._server.daemon_threads = True
        self.address = f"{LOOPBACK}:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def raise_by(self, added: int) -> None:
        """From now on all values are as much higher than at first."""
        self._body = gzip.compress(self._series.exposition(added).encode(), compresslevel=1)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
