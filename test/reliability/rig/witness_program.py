"""Asks for a value at a steady pace and writes a line for each ask, as a process of its own so that whatever else a test
does costs it no time: AUTHORITY PATH PAUSE ASKERS PORT..."""

from __future__ import annotations

import http.client
import itertools
import json
import ssl
import sys
import threading
import time

_SECONDS = 20


class Asker:
    """Goes to the next port, as behind a Service, when a connection fails; twice to each before it gives up."""

    def __init__(self, context: ssl.SSLContext, path: str, ports: list[int], first: int) -> None:
        self._context = context
        self._path = path
        self._ports = itertools.islice(itertools.cycle(ports), first, None)
        self._most = 2 * len(ports)
        self._connection: http.client.HTTPSConnection | None = None

    def line(self) -> str:
        sent = time.monotonic()
        for attempt in range(1, self._most + 1):
            try:
                status, value = self._ask()
            except (OSError, http.client.HTTPException) as error:
                cause = type(error).__name__
                self._connection = None
                continue
            return f"{sent:.6f} {time.monotonic() - sent:.6f} {status} {attempt} {value}"
        return f"{sent:.6f} {time.monotonic() - sent:.6f} 0 {self._most} {cause}"

    def _ask(self) -> tuple[int, str]:
        if self._connection is None:
            self._connection = http.client.HTTPSConnection(
                "127.0.0.1", next(self._ports), timeout=_SECONDS, context=self._context
            )
        self._connection.request("GET", self._path)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != http.client.OK:
            return answer.status, "-"
        if answer.will_close:
            self._connection = None
        return answer.status, ",".join(item["value"] for item in json.loads(body)["items"]) or "none"


def _run(asker: Asker, pause: float) -> None:
    while True:
        begun = time.monotonic()
        sys.stdout.write(asker.line() + "\n")
        sys.stdout.flush()
        time.sleep(max(0.0, begun + pause - time.monotonic()))


def main() -> None:
    authority, path, pause, askers, *ports = sys.argv[1:]
    context = ssl.create_default_context(cafile=authority)
    threads = [
        threading.Thread(target=_run, args=(Asker(context, path, [int(port) for port in ports], first), float(pause)))
        for first in range(int(askers))
    ]
    for thread in threads:
        thread.start()


if __name__ == "__main__":
    main()
