"""The Celery application: one task, which takes as long as it is told to.

    python3 -m celery --app tasks worker --concurrency 2

`BROKER_URL` says where Redis is, `CELERY_QUEUE` which queue is worked on.
"""

from __future__ import annotations

import os
import time

from celery import Celery

QUEUE = os.environ.get("CELERY_QUEUE", "celery")

app = Celery("shop", broker=os.environ.get("BROKER_URL", "redis://localhost:6379/0"))
app.conf.update(
    task_default_queue=QUEUE,
    task_ignore_result=True,
    # What a worker holds without working on it would wait, and yet not count as waiting.
    worker_prefetch_multiplier=1,
    # A worker that goes away gives back what it has not finished.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
)


@app.task
def work(seconds: float) -> None:
    """Stands for what a real task does."""
    time.sleep(seconds)
