"""A Barograph of its own for a test, without Kubernetes, and what it answers."""

from __future__ import annotations

import http.client
import json
import os
import re
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from harness.addresses import LOOPBACK
from harness.process import ProcessGroup
from harness.waiting import eventually

from rig.sanitizer import assert_ends_well

API = "/apis/external.metrics.k8s.io/v1beta1"
SECRET = "s3cret"  # is in every URL and header that a Barograph is started with, and must come back nowhere
USER = f"reader:{SECRET}"
_SECONDS = 30

RULES = """\
externalRules:
- seriesQuery: 'depth'
  metricsQuery: 'max(<<.Series>>{<<.LabelMatchers>>}) by (queue)'
"""


@dataclass(frozen=True)
class Reply:
    """`status` 0: there was no answer, and `body` says why."""

    status: int
    body: bytes
    sent: float  # time.monotonic()
    received: float

    @property
    def seconds(self) -> float:
        return self.received - self.sent

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def values(self) -> list[str]:
        return [item["value"] for item in self.json["items"]]

    @property
    def message(self) -> str:
        try:
            return str(self.json.get("message", ""))
        except ValueError:
            return self.body.decode(errors="replace")

    def __str__(self) -> str:
        text = str(self.values) if self.status == 200 and b'"items"' in self.body else self.message
        return f"{self.status} after {self.seconds:.2f} s: {text}"


class Asker:
    """A kept connection to a server, for one thread. Made anew when it broke."""

    def __init__(self, port: int, authority: Path) -> None:
        self._port = port
        self._context = ssl.create_default_context(cafile=authority)
        self._connection: http.client.HTTPSConnection | None = None

    def get(self, path: str) -> Reply:
        sent = time.monotonic()
        if self._connection is None:
            self._connection = http.client.HTTPSConnection(
                LOOPBACK, self._port, timeout=_SECONDS, context=self._context
            )
        try:
            self._connection.request("GET", path)
            answer = self._connection.getresponse()
            return Reply(answer.status, answer.read(), sent, time.monotonic())
        except (OSError, http.client.HTTPException) as error:
            self.close()
            return Reply(0, repr(error).encode(), sent, time.monotonic())

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class Barograph:
    """Starts on construction and returns once it is ready."""

    def __init__(
        self,
        processes: ProcessGroup,
        folder: Path,
        urls: Sequence[str],
        flags: Sequence[str] = (),
        rules: str = RULES,
        wrapper: Sequence[str] = (),
        authority: Path | None = None,
    ) -> None:
        """`authority`: of its certificate, if the flags name one."""
        certificates = folder.parent / "certificates"
        folder.mkdir()
        (folder / "rules.yaml").write_text(rules)
        self.process = processes.start(
            f"barograph-{folder.name}",
            [
                *wrapper,
                os.environ["BAROGRAPH"],
                "--standalone",
                "--secure-port=0",
                f"--config={folder / 'rules.yaml'}",
                # Made by the first one, and used by all.
                f"--cert-dir={certificates}",
                *(f"--prometheus-url={url}" for url in urls),
                f"--prometheus-header=X-Secret={SECRET}",
                *flags,
            ],
        )

        def serving() -> int:
            self.process.assert_running()
            found = re.search(r"serving on https://[\d.]+:(\d+)", self.log())
            assert found, "it does not serve yet"
            return int(found.group(1))

        self.port = eventually(serving, every=0.01)
        self.authority = authority or certificates / "apiserver.crt"
        self._asker = Asker(self.port, self.authority)

        def ready() -> None:
            reply = self.get("/readyz")
            assert reply.status == 200, f"not ready: {reply}"

        eventually(ready, every=0.01)

    def asker(self) -> Asker:
        return Asker(self.port, self.authority)

    def get(self, path: str) -> Reply:
        reply = self._asker.get(path)
        if reply.status == 0:
            self.process.assert_running()
        return reply

    def metric(self, name: str = "depth", selector: str = "queue=a", namespace: str = "default") -> Reply:
        query = f"?labelSelector={quote(selector)}" if selector else ""
        return self.get(f"{API}/namespaces/{namespace}/{name}{query}")

    def names(self) -> list[str]:
        return [resource["name"] for resource in self.get(API).json["resources"]]

    def log(self) -> str:
        return self.process.log_text()

    def memory(self, what: str) -> int:
        """Bytes of `VmRSS`, or of the highest that ever was, `VmHWM`."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(rf"^{what}:\s+(\d+) kB", status, re.MULTILINE)
        assert found, status
        return int(found.group(1)) * 1024

    def open_files(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def stop(self) -> None:
        self._asker.close()
        assert_ends_well(self.process)
