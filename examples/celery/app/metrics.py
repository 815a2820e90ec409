"""The Flask application that Prometheus scrapes.

    gunicorn 'metrics:create_app()'

`/metrics/celery` has the queue's depth and how busy the workers are. While the broker cannot be asked, the two are missing
rather than 0 or old: whoever scales by them then holds instead of scaling down.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from measure import Sampler


class CeleryCollector(Collector):
    """Makes metrics of the last measurement."""

    def __init__(self, sampler: Sampler) -> None:
        self._sampler = sampler

    def describe(self) -> list[GaugeMetricFamily]:
        """None in advance: without it the registry would collect at once to find the names."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        latest = self._sampler.latest()
        yield GaugeMetricFamily("celery_up", "Whether broker and workers could be asked lately.", float(latest is not None))
        if latest is None:
            return
        yield GaugeMetricFamily("celery_queue_depth", "Tasks that no worker has taken yet.", latest.queue_depth)
        yield GaugeMetricFamily("celery_workers", "Workers that answer.", latest.workers)
        yield GaugeMetricFamily("celery_workers_busy_ratio", "Share of worker processes at work.", latest.busy_ratio)


def create_app() -> Flask:
    sampler = Sampler()
    sampler.start()
    registry = CollectorRegistry()
    registry.register(CeleryCollector(sampler))
    web = Flask(__name__)

    @web.get("/metrics/celery")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    @web.get("/ready")
    def ready() -> tuple[str, int]:
        return ("ok", 200) if sampler.latest() else ("nothing measured yet", 503)

    return web
