"""A small HTTP service that counts its requests, as any service can.

    gunicorn 'web:create_app()'

`/metrics` has `http_requests_total` by method, path and status.
"""

from __future__ import annotations

import time

from flask import Flask, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest

WORK_SECONDS = 0.02


def create_app() -> Flask:
    registry = CollectorRegistry()
    requests = Counter("http_requests", "Requests answered.", ["method", "path", "status"], registry=registry)
    # There from the beginning: an idle service has a rate of 0, not none.
    requests.labels("GET", "/", "200")
    web = Flask(__name__)

    @web.get("/")
    def hello() -> str:
        time.sleep(WORK_SECONDS)
        return "hello\n"

    @web.get("/ready")
    def ready() -> str:
        return "ok\n"

    @web.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    @web.after_request
    def count(response: Response) -> Response:
        # By route: paths as clients write them are without number. Probes and scrapes are no load.
        if request.endpoint not in ("ready", "metrics"):
            path = request.url_rule.rule if request.url_rule else "unknown"
            requests.labels(request.method, path, str(response.status_code)).inc()
        return response

    return web
