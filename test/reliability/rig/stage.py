"""Where ordeals take place, several at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

import pytest

from rig.backends import Backend
from rig.depth import Depth
from rig.exchange import Fault
from rig.fault_proxy import FaultProxy
from rig.ordeal import Expected, Ordeal, short_flags, url_of
from rig.server import Barograph
from rig.table import Row

Launch = Callable[..., Barograph]
Place = TypeVar("Place")


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

    def go_through(self, case: Case) -> Row:
        return self.suffer(case.name, case.fault, case.expected)

    def close(self) -> None:
        self.proxy.close()
        self.server.stop()


@dataclass(frozen=True)
class Case:
    """A fault by its name, and what must be said meanwhile."""

    name: str
    fault: Fault = field(repr=False)
    expected: Expected = field(repr=False)


def cases_of_this_run(session: pytest.Session, parameter: str) -> Iterator[Any]:
    """What tests are parametrized with."""
    for item in session.items:
        if hasattr(item, "callspec") and parameter in item.callspec.params:
            yield item.callspec.params[parameter]


class AnyStage(Protocol):
    """`is_clean`: nothing of the ordeals before is left in it, so that another may take place there."""

    is_clean: bool

    def go_through(self, case: Any) -> Row: ...

    def close(self) -> None: ...


class Ordeals(Generic[Place]):
    """Goes through cases on several stages at once, one at each place, because most of an ordeal is waiting."""

    def __init__(self, places: Iterable[Place], open_stage: Callable[[Place], AnyStage]) -> None:
        self._open_stage = open_stage
        self._free = list(places)
        self._stages: list[tuple[Place, AnyStage]] = []
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(len(self._free))
        self._results: dict[str, Future[Row]] = {}

    def submit(self, case: Any) -> None:
        """A case has a `name`; the rest is between it and the stage."""
        assert case.name not in self._results, f"two cases {case.name}"
        self._results[case.name] = self._pool.submit(self._go_through, case)

    def result(self, case: Any) -> Row:
        """Waits for it; raises what it raised."""
        return self._results[case.name].result()

    def close(self) -> None:
        for result in self._results.values():
            result.cancel()
        wait(self._results.values())
        # A process ends with the thread that started it, so the threads go last.
        for _, stage in self._stages:
            stage.close()
        self._pool.shutdown()

    def _go_through(self, case: Any) -> Row:
        place, stage = self._take()
        try:
            return stage.go_through(case)
        finally:
            self._give_back(place, stage)

    def _take(self) -> tuple[Place, AnyStage]:
        with self._lock:
            if self._stages:
                return self._stages.pop()
            place = self._free.pop()
        return place, self._open_stage(place)

    def _give_back(self, place: Place, stage: AnyStage) -> None:
        try:
            if not stage.is_clean:
                stage.close()
        finally:
            with self._lock:
                if stage.is_clean:
                    self._stages.append((place, stage))
                else:
                    self._free.append(place)
