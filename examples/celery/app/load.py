#!/usr/bin/env python3
"""The load generator: fills the queue, and says how long it is then.

    load.py --tasks 200 --seconds 5
"""

from __future__ import annotations

import argparse

from measure import queue_depth
from tasks import QUEUE, work


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=100, help="how many (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=5, help="how long each takes (default: %(default)s)")
    options = parser.parse_args()
    for _ in range(options.tasks):
        work.delay(options.seconds)
    print(f"{options.tasks} tasks of {options.seconds:g} s sent; {queue_depth()} wait in the queue {QUEUE!r}")


if __name__ == "__main__":
    main()
