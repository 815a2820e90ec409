"""Who asked for what, told afterwards: audit events and the access log of what a real control plane asks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from harness.barograph import METRICS, Barograph, Installation
from harness.control_plane import ControlPlane
from harness.prometheus import Prometheus
from harness.waiting import eventually

pytestmark = pytest.mark.usefixtures("available")

EXAMPLE_RULES = Path(__file__).resolve().parents[2] / "examples" / "celery-metrics" / "rules.yaml"
METRIC = f"{METRICS}/celery_queue_depth"


@dataclass(frozen=True)
class Audited:
    """An instance that the cluster uses, and the file of its audit events."""

    instance: Barograph
    file: Path

    def events(self, audit_id: str) -> list[dict[str, Any]]:
        events = [json.loads(line) for line in self.file.read_text().splitlines()]
        return [event for event in events if event["auditID"] == audit_id]


@pytest.fixture(scope="module")
def audited(
    installation: Installation, barograph: Barograph, prometheus: Prometheus, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Audited]:
    file = tmp_path_factory.mktemp("audit") / "audit.log"
    options = (f"--audit-log-path={file}", "-v=3")
    instance = installation.start("audited", EXAMPLE_RULES, prometheus.url, None, *options)
    installation.register(instance)
    yield Audited(instance, file)
    installation.register(barograph)
    assert instance.process.stop() == 0


def test_an_ask_through_the_aggregator_keeps_its_audit_id_and_its_user(
    audited: Audited, cluster: ControlPlane
) -> None:
    def is_told() -> None:
        answer = cluster.client.get(METRIC, user=cluster.admin_certificate, headers=[("Audit-ID", "through")])
        assert answer.status == 200, answer
        assert audited.events("through"), "the aggregator still asks the instance before"

    eventually(is_told, seconds=60)
    received, complete = audited.events("through")[:2]
    assert (received["stage"], complete["stage"]) == ("RequestReceived", "ResponseComplete")
    assert complete["user"]["username"] == "admin"
    assert "system:masters" in complete["user"]["groups"]
    assert complete["objectRef"]["resource"] == "celery_queue_depth"
    assert complete["responseStatus"]["code"] == 200
    assert complete["annotations"]["authorization.k8s.io/decision"] == "allow"
    # The client's address, which the aggregator passes on, then the aggregator's own.
    assert complete["sourceIPs"][0] == "127.0.0.1"
    line = re.search(r'info request peer=\S+ method=GET uri="(\S+)" status=200 .*audit-id="through"', log_of(audited))
    assert line and line.group(1).startswith(METRIC), log_of(audited)


def test_a_refusal_is_told_with_the_authorizers_decision(audited: Audited, cluster: ControlPlane) -> None:
    curious = cluster.authority.client("curious", "curious")
    answer = audited.instance.client.get(METRIC, user=curious, headers=[("Audit-ID", "refused")])
    assert answer.status == 403, answer
    complete = audited.events("refused")[-1]
    assert complete["user"]["username"] == "curious"
    assert complete["responseStatus"]["code"] == 403
    assert complete["annotations"]["authorization.k8s.io/decision"] == "forbid"
    assert re.search(r'status=403 .* user="curious" .* audit-id="refused"', log_of(audited)), log_of(audited)


def test_wrong_credentials_are_told_without_them(audited: Audited) -> None:
    headers = [("Authorization", "Bearer not-a-token-of-this-cluster"), ("Audit-ID", "wrong")]
    answer = audited.instance.client.get(METRIC, headers=headers)
    assert answer.status == 401, answer
    (only,) = audited.events("wrong")
    assert (only["stage"], only["responseStatus"]["code"], only["user"]) == ("ResponseStarted", 401, {})
    for text in (audited.file.read_text(), log_of(audited)):
        assert "not-a-token" not in text


def log_of(audited: Audited) -> str:
    return audited.instance.process.log_text()
