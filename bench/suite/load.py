"""The load generator, called once a measurement."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.pki import KeyPair

from suite.contestants import Server


@dataclass(frozen=True)
class Generator:
    """Where it is and what it shows to servers."""

    program: Path
    identity: KeyPair
    folder: Path
    seconds: float
    cpus: list[int] | None = field(default=None)

    def closed(self, server: Server, connections: int, **more: object) -> Any:
        return self.measure(server, "closed", connections=connections, **more)

    def open(self, server: Server, rate: float, connections: int = 64, **more: object) -> Any:
        return self.measure(server, "open", rate=rate, connections=connections, **more)

    def handshakes(self, server: Server, connections: int = 16, **more: object) -> Any:
        return self.measure(server, "handshakes", connections=connections, **more)

    def measure(self, server: Server, mode: str, cpus: list[int] | None = None, **options: object) -> Any:
        """What bench_load printed. Options are its own; `cpus` says where it runs, if not as usual."""
        options = {"seconds": self.seconds, "warm-up": min(1.0, self.seconds / 3), **options}
        result = subprocess.run(
            [
                *_pinned(cpus or self.cpus),
                *self.command(server, mode),
                *(f"--{name.replace('_', '-')}={value}" for name, value in options.items()),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode != 0:
            raise RuntimeError(f"bench_load: {result.stderr.strip()}")
        return json.loads(result.stdout)

    def command(self, server: Server, mode: str) -> list[str | Path]:
        targets = self.folder / f"targets-{server.name}"
        targets.write_text("".join(f"{target}\n" for target in server.targets))
        return [
            self.program,
            f"--mode={mode}",
            f"--port={server.port}",
            f"--ca={server.authority}",
            f"--cert={self.identity.certificate}",
            f"--key={self.identity.key}",
            f"--targets={targets}",
            f"--min-body={server.shortest_body}",
            *(f"--server-pid={pid}" for pid in server.pids()),
        ]


def _pinned(cpus: list[int] | None) -> list[str]:
    return ["taskset", "--cpu-list", ",".join(map(str, cpus))] if cpus else []
