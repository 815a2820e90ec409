"""How long values and answers may take: short, so that the tests end soon, or as in a real installation (`run --long`)."""

from __future__ import annotations

import os

_REAL = os.environ.get("RELIABILITY_DEADLINES") == "real"
# How old a value may be, and how long an answer of the backend may take: the server's own defaults, or less.
STALENESS = 5.0 if _REAL else 0.3
TIMEOUT = 10.0 if _REAL else 3.0
# For threads to come to their turn on a busy machine.
SLACK = 3.0
# The longest pause between attempts at the only backend, and a fifth.
LONGEST_PAUSE = 6.0
# From the end of a fault to the first value: a question that met it may still be waiting.
RECOVERY = max(LONGEST_PAUSE, TIMEOUT) + SLACK
