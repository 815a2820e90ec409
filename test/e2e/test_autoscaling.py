"""A HorizontalPodAutoscaler of a real control plane scales on what Barograph says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from harness.autoscaler import Autoscaler
from harness.barograph import Barograph
from harness.prometheus import Prometheus
from harness.worker import Worker

REASON = "FailedGetExternalMetric"


@pytest.fixture(autouse=True)
def calm(autoscaler: Autoscaler, worker: Worker, prometheus: Prometheus) -> Iterator[None]:
    """Each test begins with a short queue, idle workers and two replicas."""
    worker.put("queue_depth", 5)
    worker.put("busy_ratio", 0.5)
    autoscaler.await_replicas(2)
    yield
    if not prometheus.is_running():
        prometheus.start()


def test_a_queue_of_57_takes_it_to_6_replicas_and_no_further_and_5_brings_it_back(
    autoscaler: Autoscaler, worker: Worker
) -> None:
    begin = autoscaler.mark()
    worker.put("queue_depth", 57)
    autoscaler.await_replicas(6)
    autoscaler.settle()
    # By way of 4: the controller at most doubles at a time.
    assert autoscaler.replicas_since(begin) == [2, 4, 6]

    worker.put("queue_depth", 5)
    autoscaler.await_replicas(2)
    autoscaler.settle()
    assert autoscaler.replicas_since(begin) == [2, 4, 6, 2]
    assert autoscaler.await_scaling_active("True")
    assert autoscaler.times_inactive_since(begin) == []


def test_the_metric_that_asks_for_more_replicas_decides(autoscaler: Autoscaler, worker: Worker) -> None:
    begin = autoscaler.mark()
    worker.put("busy_ratio", 3.5)
    autoscaler.await_replicas(4)
    autoscaler.settle()
    assert autoscaler.replicas_since(begin) == [2, 4]
    assert autoscaler.times_inactive_since(begin) == []


def test_while_prometheus_is_down_the_replicas_are_held_and_the_autoscaler_says_why(
    autoscaler: Autoscaler, worker: Worker, prometheus: Prometheus
) -> None:
    worker.put("queue_depth", 37)
    autoscaler.await_replicas(4)
    begin = autoscaler.mark()
    earlier = autoscaler.events(REASON)

    prometheus.stop()
    # Two replicas, were this known to anybody.
    worker.put("queue_depth", 5)
    condition = autoscaler.await_scaling_active("False")
    autoscaler.settle()

    assert autoscaler.replicas_since(begin) == [4]
    assert condition["reason"] == REASON
    assert_says_why(condition["message"], prometheus)
    messages = [message for message in autoscaler.events(REASON) if message not in earlier]
    assert messages
    for message in messages:
        assert_says_why(message, prometheus)


def test_when_prometheus_is_back_scaling_goes_on_by_itself(
    autoscaler: Autoscaler, worker: Worker, prometheus: Prometheus, barograph: Barograph
) -> None:
    prometheus.stop()
    autoscaler.await_scaling_active("False")

    prometheus.start()
    autoscaler.await_scaling_active("True")
    begin = autoscaler.mark()
    worker.put("queue_depth", 57)
    autoscaler.await_replicas(6)
    worker.put("queue_depth", 5)
    autoscaler.await_replicas(2)

    assert autoscaler.replicas_since(begin) == [2, 4, 6, 2]
    assert autoscaler.times_inactive_since(begin) == []
    assert barograph.process.is_running()


def assert_says_why(message: str, prometheus: Prometheus) -> None:
    """The autoscaler quotes Barograph's sentence: which metric, which Prometheus, and what is wrong with it."""
    quotation = re.search(r"unable to fetch metrics from external metrics API: (.+)", message)
    assert quotation, message
    sentence = quotation.group(1)
    assert re.search(r"celery_(queue_depth|workers_busy_ratio)", sentence), message
    assert prometheus.url in sentence, message
    assert "connection refused" in sentence.lower(), message
