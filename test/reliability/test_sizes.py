"""Answers without end: they are not taken, and cost no memory."""

from __future__ import annotations

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
    ("name", "fault"),
    [
        ("a body of 1 GB in chunks", faults.huge(GIGABYTE, chunked=True)),
        ("a body of 1 GB with its length", faults.huge(GIGABYTE, chunked=False)),
        ("one label of 1 GB", faults.huge(GIGABYTE, chunked=True, start=GOOD[: GOOD.index(b'a"')])),
        ("a body of 1 GB of brackets' rest", faults.huge(GIGABYTE, chunked=True, start=b"[" * 60)),
        ("gzip that unpacks to 1 GB", faults.zipped(GIGABYTE)),
        ("a million samples in one answer", faults.made(_million_samples)),
    ],
)
def test_too_large(name: str, fault: Fault, stage: Stage, rows: list[Row]) -> None:
    before = stage.server.memory("VmRSS")
    row = stage.suffer(name, fault, Expected(503, "larger than the limit|not of the Prometheus HTTP API"))
    grown = stage.server.memory("VmHWM") - before
    assert grown < allowed(MEMORY), f"{grown >> 20} MiB more"
    row.message += f" (at most {max(grown, 0) / (1 << 20):.0f} MiB more memory)"
    rows.append(row)
