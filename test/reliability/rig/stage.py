"""Where ordeals take place, several at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from rig.backends import Backend
from rig.depth import Depth
from rig.exchange import Fault
from rig.fault_proxy import FaultProxy
from rig.ordeal import Expected, Ordeal, short_flags, url_of
from rig.server import Barograph
from rig.table import Row

Launch = Callable[..., Barograph]


class Stage:
    """A proxy and a server behind it, with short deadlines, for one ordeal after the other while nothing of the one before
    is left in them: a server that lost its backend makes longer pauses afterwards."""

    def __init__(self, depth: Depth, prometheus: Backend, launch: Launch) -> None:
        self.depth = depth
        self.proxy = FaultProxy(prometheus.upstream)
        self.server = launch([url_of(self.proxy.authority)], short_flags())
        self.is_clean = True

    def suffer(self, name: str, fault: Fault, expected: Expected) -> Row:
        requests = 0

        def begin() -> None:
            nonlocal requests
            requests = len(self.proxy.targets)
            self.proxy.set(fault)

        def end() -> None:
            assert len(self.proxy.targets) > requests, "no request met the fault"
            self.proxy.clear()

        ordeal = Ordeal(self.server, self.depth, name)
        was_clean, self.is_clean = self.is_clean, False
        row = ordeal.go_through(begin, end, expected)
        self.is_clean = was_clean and not ordeal.lost_backend()
        return row

    def close(self) -> None:
        self.proxy.close()
        self.server.stop()


@dataclass(frozen=True)
class Case:
    """A fault by its name, and what must be said meanwhile."""

    name: str
    fault: Fault = field(repr=False)
    expected: Expected = field(repr=False)


class Ordeals:
    """Goes through cases on several stages at once, because most of an ordeal is waiting."""

    def __init__(self, depths: Iterable[Depth], prometheus: Backend, launch: Launch) -> None:
        self._prometheus = prometheus
        self._launch = launch
        self._free = list(depths)
        self._stages: list[Stage] = []
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(len(self._free))
        self._results: dict[str, Future[Row]] = {}

    def submit(self, case: Case) -> None:
        assert case.name not in self._results, f"two cases {case.name}"
        self._results[case.name] = self._pool.submit(self._go_through, case)

    def result(self, case: Case) -> Row:
        """Waits for it; raises what it raised."""
        return self._results[case.name].result()

    def close(self) -> None:
        for result in self._results.values():
            result.cancel()
        wait(self._results.values())
        # A process ends with the thread that started it, so the threads go last.
        for stage in self._stages:
            stage.close()
        self._pool.shutdown()

    def _go_through(self, case: Case) -> Row:
        stage = self._take()
        try:
            return stage.suffer(case.name, case.fault, case.expected)
        finally:
            self._give_back(stage)

    def _take(self) -> Stage:
        with self._lock:
            if self._stages:
                return self._stages.pop()
            depth = self._free.pop()
        return Stage(depth, self._prometheus, self._launch)

    def _give_back(self, stage: Stage) -> None:
        if not stage.is_clean:
            stage.close()
        with self._lock:
            if stage.is_clean:
                self._stages.append(stage)
            else:
                self._free.append(stage.depth)
