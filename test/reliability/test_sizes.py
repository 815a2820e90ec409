"""Answers without end: they are not taken, and cost no memory."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cases.bodies import GOOD
from rig import faults
from rig.exchange import Fault
from rig.ordeal import Expected
from rig.sanitizer import allowed
from rig.stage import Stage
from rig.table import Row

GIGABYTE = 1 << 30
# An answer may have 16 MiB, of which nothing need be kept; and a process grows a little by every connection.
MEMORY = 64 << 20


def _million_samples() -> bytes:
    samples = ",".join(f'{{"metric":{{"queue":"q{i}"}},"value":[1,"666"]}}' for i in range(1_000_000))
    return f'{{"status":"success","data":{{"resultType":"vector","result":[{samples}]}}}}'.encode()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a body of 1 GB in chunks", lambda: faults.huge(GIGABYTE, chunked=True)),
        ("a body of 1 GB with its length", lambda: faults.huge(GIGABYTE, chunked=False)),
        ("one label of 1 GB", lambda: faults.huge(GIGABYTE, chunked=True, start=GOOD[: GOOD.index(b'a"')])),
        ("a body of 1 GB of brackets' rest", lambda: faults.huge(GIGABYTE, chunked=True, start=b"[" * 60)),
        ("gzip that unpacks to 1 GB", lambda: faults.zipped(GIGABYTE)),
        ("a million samples in one answer", lambda: faults.body(_million_samples())),
    ],
)
def test_too_large(name: str, make: Callable[[], Fault], stage: Stage, rows: list[Row]) -> None:
    # Made before it is asked for: else the backend is late, too.
    fault = make()
    before = stage.server.memory("VmRSS")
    row = stage.suffer(name, fault, Expected(503, "larger than the limit|not of the Prometheus HTTP API"))
    grown = stage.server.memory("VmHWM") - before
    assert grown < allowed(MEMORY), f"{grown >> 20} MiB more"
    row.message += f" (at most {max(grown, 0) / (1 << 20):.0f} MiB more memory)"
    rows.append(row)
