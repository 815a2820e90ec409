"""A target in a process of its own, so that a busy test does not make scrapes late."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from harness.addresses import LOOPBACK
from harness.process import ProcessGroup
from harness.waiting import eventually

_EVERY_SECONDS = 0.05
_PROGRAM = """
import http.server, pathlib, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = pathlib.Path(sys.argv[1]).read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
server = http.server.ThreadingHTTPServer((sys.argv[2], 0), Handler)
print("port", server.server_address[1], flush=True)
server.serve_forever()
"""


class ExposedFile:
    """Serves what `text` gives, at most a moment late, until it is closed."""

    def __init__(self, processes: ProcessGroup, file: Path, text: Callable[[], str]) -> None:
        self._file = file
        self._text = text
        self._written: str | None = None
        self._ended = threading.Event()
        self._write()
        name = f"target-{file.name}"
        process = processes.start(name, [sys.executable, "-c", _PROGRAM, file, LOOPBACK])

        def port() -> str:
            process.assert_running()
            found = re.search(r"^port (\d+)$", process.log_text(), re.MULTILINE)
            assert found, "the target does not serve yet"
            return found.group(1)

        self.address = f"{LOOPBACK}:{eventually(port, every=0.02)}"
        self._process = process
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._ended.set()
        self._thread.join()
        self._process.stop()

    def _run(self) -> None:
        while not self._ended.wait(_EVERY_SECONDS):
            self._write()

    def _write(self) -> None:
        text = self._text()
        if text != self._written:
            whole = self._file.with_suffix(".new")
            whole.write_text(text)
            whole.replace(self._file)
            self._written = text
