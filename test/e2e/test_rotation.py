"""What is replaced while clients are being served: certificates and rules. Not one ask may fail of it."""

from __future__ import annotations

import os
import shutil
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import EXAMPLE
from harness.barograph import METRICS, Barograph, Installation
from harness.control_plane import ControlPlane
from harness.https import Answer, Client
from harness.pki import Authority
from harness.prometheus import Prometheus
from harness.waiting import eventually

METRIC = f"{METRICS}/celery_queue_depth"
MASTER = [("X-Remote-User", "admin"), ("X-Remote-Group", "system:masters")]
PER_SECOND = 50
CLIENTS = 5

Ask = Callable[[], Answer]


@contextmanager
def asked_all_the_time(ask: Ask) -> Iterator[list[Answer]]:
    """Fifty asks a second by five clients until the end; gives all answers then."""
    going_on = True
    answers: list[Answer] = []

    def converse() -> list[Answer]:
        mine = []
        while going_on:
            begun = time.monotonic()
            mine.append(ask())
            time.sleep(max(0.0, begun + CLIENTS / PER_SECOND - time.monotonic()))
        return mine

    with ThreadPoolExecutor(CLIENTS) as pool:
        conversations: list[Future[list[Answer]]] = [pool.submit(converse) for _ in range(CLIENTS)]
        try:
            yield answers
        finally:
            going_on = False
        for conversation in conversations:
            answers.extend(conversation.result())


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLE / "rules.yaml", tmp_path / "rules.yaml"))


@pytest.fixture
def instance(installation: Installation, prometheus: Prometheus, rules: Path) -> Iterator[Barograph]:
    extra = installation.start("barograph-to-change", rules, prometheus.url)
    yield extra
    assert extra.process.stop() == 0


def test_a_new_serving_certificate_is_taken_up_through_the_aggregator(
    available: None, cluster: ControlPlane, installation: Installation, barograph: Barograph
) -> None:
    def ask() -> Answer:
        return cluster.client.get(METRIC, user=cluster.admin_certificate)

    with asked_all_the_time(ask) as answers:
        for _ in range(10):
            time.sleep(0.2)
            before = barograph.client.serving_certificate()
            installation.renew_serving_certificate()

            def is_new(before: bytes = before) -> None:
                assert barograph.client.serving_certificate() != before

            eventually(is_new)
    assert len(answers) > PER_SECOND
    assert {answer.status for answer in answers} == {200}


def test_a_new_serving_ca_takes_over_by_a_bundle_of_both(
    available: None, cluster: ControlPlane, installation: Installation, barograph: Barograph, tmp_path: Path
) -> None:
    new = Authority(tmp_path, "next-serving-ca")
    old = installation.authority
    seen_by_new = replace(barograph.client, authority=new.certificate)

    def ask() -> Answer:
        return cluster.client.get(METRIC, user=cluster.admin_certificate)

    def shown_to(client: Client) -> None:
        try:
            client.serving_certificate()
        except ssl.SSLCertVerificationError as other:
            raise AssertionError("it still shows a certificate of the other authority") from other

    # The aggregator takes a bundle up a moment after the APIService changes, and says nothing of it.
    settling = 2.0
    with asked_all_the_time(ask) as answers:
        installation.register(barograph, old, new)
        time.sleep(settling)
        installation.renew_serving_certificate(new)
        eventually(lambda: shown_to(seen_by_new))
        installation.register(barograph, new)
        time.sleep(settling)
        installation.register(barograph, new, old)
        time.sleep(settling)
        installation.renew_serving_certificate()
        eventually(lambda: shown_to(barograph.client))
        installation.register(barograph)
        time.sleep(settling)
    assert len(answers) > PER_SECOND
    assert {answer.status for answer in answers} == {200}


def test_new_rules_are_taken_up_and_the_others_have_no_gap(
    cluster: ControlPlane, instance: Barograph, rules: Path
) -> None:
    def ask() -> Answer:
        return instance.client.get(METRIC, user=cluster.front_proxy, headers=MASTER)

    def has_value() -> None:
        assert ask().status == 200

    eventually(has_value)
    original = rules.read_text()
    with asked_all_the_time(ask) as answers:
        for number in range(5):
            name = f"added_{number}"
            added = f"  - seriesQuery: up\n    name: {{as: {name}}}\n    metricsQuery: sum(up)\n"
            _replace(rules, original.rstrip() + "\n" + added)

            def is_served(name: str = name) -> None:
                path = f"{METRICS}/{name}"
                assert instance.client.get(path, user=cluster.front_proxy, headers=MASTER).status == 200

            eventually(is_served)
        # A broken file changes nothing.
        _replace(rules, original + "\nnonsense: [")
        eventually(lambda: _in_log(instance, "is not taken up"))
    assert len(answers) > PER_SECOND
    assert {answer.status for answer in answers} == {200}


def _replace(file: Path, text: str) -> None:
    new = file.with_suffix(".new")
    new.write_text(text)
    os.replace(new, file)


def _in_log(instance: Barograph, text: str) -> None:
    assert text in instance.process.log_text()
