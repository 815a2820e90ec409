"""Waiting for what other processes bring about, always within a bound."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(probe: Callable[[], T], seconds: float = 30, every: float = 0.2) -> T:
    """What the probe returns once it raises no AssertionError; after so many seconds, its last one."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return probe()
        except AssertionError as error:
            if time.monotonic() > deadline:
                raise AssertionError(f"still not so after {seconds:g} s: {error}") from error
        time.sleep(every)
