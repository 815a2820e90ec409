#!/usr/bin/env python3
"""A stand-in for Celery workers: two Prometheus metrics whose values you set by HTTP.

    worker.py --port 0                                      prints the address it serves on
    curl http://127.0.0.1:PORT/metrics/celery               what Prometheus scrapes
    curl -X PUT --data 57 http://127.0.0.1:PORT/queue_depth
    curl -X PUT --data 0.4 http://127.0.0.1:PORT/busy_ratio

A PUT to a path sets the gauge behind it; a GET of the same path reads it back.
"""

from __future__ import annotations

import argparse
import math
import signal
import sys
import threading
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

METRICS_PATH = "/metrics/celery"
EXPOSITION_FORMAT = "text/plain; version=0.0.4; charset=utf-8"
MAX_BODY_BYTES = 64


@dataclass
class Gauge:
    """One metric. Reading and assigning `value` is atomic, so handler threads share it without a lock."""

    name: str
    help: str
    value: float

    def exposition(self) -> str:
        return f"# HELP {self.name} {self.help}\n# TYPE {self.name} gauge\n{self.name} {plain(self.value)}\n"


def plain(number: float) -> str:
    """The number as a person would write it: 57 rather than 57.0."""
    return str(int(number)) if number.is_integer() else repr(number)


class WorkerServer(ThreadingHTTPServer):
    """Serves the gauges by their path."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], gauges: dict[str, Gauge]) -> None:
        super().__init__(address, WorkerHandler)
        self.gauges = gauges


class WorkerHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: WorkerServer

    def do_GET(self) -> None:
        if self.path == METRICS_PATH:
            text = "".join(gauge.exposition() for gauge in self.server.gauges.values())
            self.answer(HTTPStatus.OK, text, EXPOSITION_FORMAT)
        elif gauge := self.server.gauges.get(self.path):
            self.answer(HTTPStatus.OK, f"{plain(gauge.value)}\n")
        else:
            self.answer_not_found()

    def do_PUT(self) -> None:
        body = self.read_body()
        gauge = self.server.gauges.get(self.path)
        if gauge is None:
            self.answer_not_found()
            return
        try:
            value = float(body)
            if not math.isfinite(value):
                raise ValueError
        except ValueError:
            self.answer(HTTPStatus.BAD_REQUEST, f"{self.path[1:]} must be a finite number\n")
            return
        gauge.value = value
        self.answer(HTTPStatus.OK, f"{gauge.name} {plain(value)}\n")

    def read_body(self) -> str:
        """The body, or an empty text for one that is no short number, after which the connection ends."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > MAX_BODY_BYTES:
            self.close_connection = True
            return ""
        return self.rfile.read(int(length)).decode("ascii", errors="replace")

    def answer_not_found(self) -> None:
        paths = ", ".join([METRICS_PATH, *self.server.gauges])
        self.answer(HTTPStatus.NOT_FOUND, f"no such path; there are {paths}\n")

    def answer(self, status: HTTPStatus, text: str, content_type: str = "text/plain; charset=utf-8") -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: a scrape each second would bury the line that names the port."""


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8888, help="0 picks a free one (default: %(default)s)")
    parser.add_argument("--queue-depth", type=float, default=5.0, help="first value (default: %(default)s)")
    parser.add_argument("--busy-ratio", type=float, default=0.5, help="first value (default: %(default)s)")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    options = parse_arguments(arguments)
    gauges = {
        "/queue_depth": Gauge("celery_queue_depth", "Tasks waiting in the queue.", options.queue_depth),
        "/busy_ratio": Gauge("celery_workers_busy_ratio", "Share of worker processes at work.", options.busy_ratio),
    }
    try:
        server = WorkerServer((options.address, options.port), gauges)
    except OSError as error:
        print(f"worker.py: cannot listen on {options.address}:{options.port}: {error.strerror}", file=sys.stderr)
        return 1

    def stop(*_: object) -> None:
        # shutdown() waits for serve_forever(), which this very thread runs.
        threading.Thread(target=server.shutdown).start()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    print(f"serving on http://{options.address}:{server.server_port}{METRICS_PATH}", flush=True)
    with server:
        server.serve_forever(poll_interval=0.1)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
