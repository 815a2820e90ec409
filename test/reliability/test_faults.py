"""Every fault on its own: what is said while it lasts, that no wrong value is, and how soon all is well again."""

from __future__ import annotations

import pytest

from cases import bodies, connections, statuses, times
from rig.depth import Depth
from rig.stage import Case, Ordeals
from rig.table import Row

CASES = [*connections.CASES, *statuses.CASES, *bodies.CASES, *times.CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_fault(case: Case, ordeals: Ordeals[Depth], rows: list[Row]) -> None:
    rows.append(ordeals.result(case))
