"""The load generator, called once a measurement."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.pki import KeyPair

from suite.contestants import Adapter, Server


# As many as the aggregator would open to one server at most.
_OPEN_CONNECTIONS = 64


@dataclass(frozen=True)
class Schedule:
    """An open loop's: askers that each ask again after a period, `rate` requests a second together."""

    rate: float
    period: float
    warm_up: float
    seconds: float
    round: float = 0.0  # all ask within so many seconds of their period; 0: anywhere in it
    ramp: float = 0.0  # askers begin one after the other over so many seconds


@dataclass(frozen=True)
class Generator:
    """Where it is and what it shows to servers."""

    program: Path
    identity: KeyPair
    folder: Path
    seconds: float
    cpus: list[int] | None = None
    is_punctual: bool = False  # may have real-time priority, so that requests of a schedule are sent in time

    @property
    def pinned(self) -> list[str]:
        return _pinned(self.cpus)

    def over(self, server: Server, load: Schedule, count: Callable[[], dict[str, float]]) -> tuple[Any, dict[str, float]]:
        """An open loop, and by how much these counts grew in its measured time."""
        process = subprocess.Popen(
            [
                *(("chrt", "--rr", "1") if self.is_punctual else ()),
                *self.pinned,
                *self.command(server, "open"),
                f"--rate={load.rate}",
                f"--period={load.period}",
                f"--connections={_OPEN_CONNECTIONS}",
                f"--round={load.round}",
                f"--ramp={load.ramp}",
                f"--warm-up={load.warm_up}",
                f"--seconds={load.seconds}",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(load.warm_up)
        before = count()
        time.sleep(load.seconds)
        after = count()
        output, complaint = process.communicate()
        if process.returncode != 0:
            raise RuntimeError(f"bench_load: {complaint.strip()}")
        return json.loads(output), {name: after[name] - before[name] for name in after}

    def await_first_value(self, adapter: Adapter) -> subprocess.Popen[str]:
        """Begins to try for a value; prints the monotonic nanosecond at which there was one."""
        return subprocess.Popen(
            [*self.pinned, *self.command(adapter, "first-value")], stdout=subprocess.PIPE, text=True
        )

    def closed(self, server: Server, connections: int, **more: object) -> Any:
        return self.measure(server, "closed", connections=connections, **more)

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

    def command(self, server: Server | Adapter, mode: str) -> list[str | Path]:
        targets = self.folder / f"targets-{server.name}"
        targets.write_text("".join(f"{target}\n" for target in server.targets))
        return [
            self.program,
            f"--mode={mode}",
            f"--port={server.port}",
            f"--ca={server.world.authority}",
            f"--cert={self.identity.certificate}",
            f"--key={self.identity.key}",
            f"--targets={targets}",
            f"--min-body={server.shortest_body}",
            *(f"--server-pid={pid}" for pid in server.pids()),
        ]


def _pinned(cpus: list[int] | None) -> list[str]:
    return ["taskset", "--cpu-list", ",".join(map(str, cpus))] if cpus else []
