"""A backend whose port nobody listens on, for a moment and for longer."""

from __future__ import annotations

import time

import pytest

from rig.depth import Depth
from rig.fault_proxy import FaultProxy
from rig.ordeal import Expected, Ordeal
from rig.server import Barograph
from rig.table import Row


@pytest.mark.parametrize("seconds", [0, 6])
def test_refused(seconds: int, server: Barograph, depth: Depth, proxy: FaultProxy, rows: list[Row]) -> None:
    def end() -> None:
        # Attempts get rarer, but not so rare that one which is back is not found soon.
        time.sleep(seconds)
        proxy.accept()

    name = f"connections refused for {seconds} s more" if seconds else "connections refused"
    rows.append(Ordeal(server, depth, name).go_through(proxy.refuse, end, Expected(503, "Connection refused")))
