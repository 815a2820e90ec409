"""SIGTERM while clients are being served: what was begun is finished, and the status is 0."""

from __future__ import annotations

import signal
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import EXAMPLE
from harness.barograph import METRICS, Barograph, Installation
from harness.control_plane import ControlPlane
from harness.https import Answer
from harness.prometheus import Prometheus
from harness.waiting import eventually

METRIC = f"{METRICS}/celery_queue_depth"
MASTER = [("X-Remote-User", "admin"), ("X-Remote-Group", "system:masters")]

Ask = Callable[[], Answer]


@pytest.fixture
def instance(installation: Installation, prometheus: Prometheus) -> Iterator[Barograph]:
    """One that the cluster does not use, so that it may go."""
    extra = installation.start("barograph-to-stop", EXAMPLE / "rules.yaml", prometheus.url)
    yield extra
    extra.process.stop()


@pytest.fixture
def ask(instance: Barograph, cluster: ControlPlane) -> Ask:
    """Asks that instance for a metric as the aggregator would, once it has a value."""

    def get() -> Answer:
        return instance.client.get(METRIC, user=cluster.front_proxy, headers=MASTER)

    def has_value() -> None:
        answer = get()
        assert answer.status == 200 and answer.json["items"], answer

    eventually(has_value)
    return get


def test_under_load_every_answer_is_whole_and_the_status_is_0(instance: Barograph, ask: Ask) -> None:
    clients = 4
    with ThreadPoolExecutor(clients) as pool:
        conversations = [pool.submit(ask_until_refused, ask) for _ in range(clients)]
        time.sleep(1)
        status = instance.process.stop()
        answers = [answer for conversation in conversations for answer in conversation.result()]
    assert status == 0, instance.process.log_tail()
    assert len(answers) > clients
    assert [answer for answer in answers if answer.status != 200] == []


def test_a_request_in_flight_is_answered_before_the_end(instance: Barograph, ask: Ask, prometheus: Prometheus) -> None:
    with ThreadPoolExecutor(1) as pool:
        with prometheus.frozen():
            conversation = pool.submit(ask)
            time.sleep(0.5)
            instance.process.signal(signal.SIGTERM)
            time.sleep(0.5)
        answer = conversation.result()
    assert answer.status == 200, answer
    assert instance.process.wait() == 0, instance.process.log_tail()


def ask_until_refused(ask: Ask) -> list[Answer]:
    """One request after the other, for a minute at most. An answer that breaks off raises IncompleteRead."""
    answers = []
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            answers.append(ask())
        except (ConnectionError, ssl.SSLError):
            # Refused, or gone before the answer began.
            return answers
    raise AssertionError("it still accepts connections")
