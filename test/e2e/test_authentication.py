"""Who somebody is, when they ask Barograph itself and not the aggregator: by token, by certificate, or nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.barograph import METRICS, Barograph, Installation
from harness.control_plane import ControlPlane
from harness.https import Answer
from harness.pki import Authority
from harness.prometheus import Prometheus
from harness.session import Run
from harness.waiting import eventually

pytestmark = pytest.mark.usefixtures("available")

EXAMPLE_RULES = Path(__file__).resolve().parents[2] / "examples" / "celery-metrics" / "rules.yaml"
METRIC = f"{METRICS}/celery_queue_depth"
# How long a decision counts, and what RBAC takes to hear of a change.
TTL_SECONDS = 10
RBAC_SECONDS = 5


def bearer(token: str) -> list[tuple[str, str]]:
    return [("Authorization", f"Bearer {token}")]


def forbidden_words(user: str) -> str:
    """As kube-apiserver words it."""
    return (
        f'celery_queue_depth.external.metrics.k8s.io is forbidden: User "{user}" cannot list resource '
        '"celery_queue_depth" in API group "external.metrics.k8s.io" in the namespace "default"'
    )


def assert_status(answer: Answer, code: int, reason: str, message: str) -> None:
    assert answer.status == code, answer
    status = answer.json
    assert (status["kind"], status["code"], status["reason"]) == ("Status", code, reason)
    assert status["message"] == message


def may_read(cluster: ControlPlane, name: str, subject: str) -> None:
    cluster.admin.run(
        "create", "rolebinding", name, "--namespace=default", "--clusterrole=external-metrics-reader", subject
    )


@pytest.fixture(scope="module")
def reader(cluster: ControlPlane) -> Iterator[str]:
    """A service account that may read metrics."""
    cluster.admin.run("create", "serviceaccount", "metric-reader", "--namespace=default")
    may_read(cluster, "metric-reader", "--serviceaccount=default:metric-reader")
    yield "metric-reader"
    cluster.admin.run("delete", "rolebinding,serviceaccount", "metric-reader", "--namespace=default")


def token_of(cluster: ControlPlane, account: str, *options: str) -> str:
    return cluster.admin.run("create", "token", account, "--namespace=default", *options).strip()


def test_a_service_accounts_token_is_its_user(cluster: ControlPlane, barograph: Barograph, reader: str) -> None:
    token = token_of(cluster, reader)

    def reads() -> None:
        answer = barograph.client.get(METRIC, headers=bearer(token))
        assert answer.status == 200, answer
        assert answer.json["kind"] == "ExternalMetricValueList"

    eventually(reads, TTL_SECONDS + RBAC_SECONDS)


def test_a_token_for_another_audience_is_nobodys(cluster: ControlPlane, barograph: Barograph, reader: str) -> None:
    token = token_of(cluster, reader, "--audience=elsewhere")
    answer = barograph.client.get(METRIC, headers=bearer(token))
    assert_status(answer, 401, "Unauthorized", "Unauthorized")


def test_a_token_that_nobody_gave_out_is_refused(barograph: Barograph) -> None:
    assert_status(barograph.client.get(METRIC, headers=bearer("nonsense")), 401, "Unauthorized", "Unauthorized")


def test_a_token_is_never_in_the_log(cluster: ControlPlane, barograph: Barograph, reader: str) -> None:
    token = token_of(cluster, reader)
    barograph.client.get(METRIC, headers=bearer(token))
    log = barograph.process.log_text()
    assert "serving on" in log
    assert token not in log


def test_a_service_account_without_rights_is_refused_in_kubernetes_words(
    cluster: ControlPlane, barograph: Barograph
) -> None:
    token = token_of(cluster, "default")
    answer = barograph.client.get(METRIC, headers=bearer(token))
    assert_status(answer, 403, "Forbidden", forbidden_words("system:serviceaccount:default:default"))


def test_a_users_certificate_is_its_user_with_its_group(cluster: ControlPlane, barograph: Barograph) -> None:
    eve = cluster.authority.client("metric-team-eve", "eve", "metric-team")
    refused = barograph.client.get(METRIC, user=eve)
    assert_status(refused, 403, "Forbidden", forbidden_words("eve"))

    may_read(cluster, "metric-team", "--group=metric-team")

    def reads() -> None:
        answer = barograph.client.get(METRIC, user=eve)
        assert answer.status == 200, answer

    eventually(reads, TTL_SECONDS + RBAC_SECONDS)


def test_a_right_that_is_taken_away_ends_within_its_time(cluster: ControlPlane, barograph: Barograph) -> None:
    adam = cluster.authority.client("adam", "adam")
    may_read(cluster, "adam", "--user=adam")

    def reads() -> None:
        assert barograph.client.get(METRIC, user=adam).status == 200

    eventually(reads, TTL_SECONDS + RBAC_SECONDS)
    cluster.admin.run("delete", "rolebinding", "adam", "--namespace=default")

    def is_refused() -> None:
        assert_status(barograph.client.get(METRIC, user=adam), 403, "Forbidden", forbidden_words("adam"))

    eventually(is_refused, TTL_SECONDS + RBAC_SECONDS)


def test_a_certificate_of_an_unknown_authority_is_refused(barograph: Barograph, run: Run) -> None:
    folder = run.folder / "unknown-authority"
    folder.mkdir()
    stranger = Authority(folder, "ca").client("admin", "admin", "system:masters")
    assert_status(barograph.client.get(METRIC, user=stranger), 401, "Unauthorized", "Unauthorized")


def test_rights_that_it_lacks_are_named_once_with_the_role_that_grants_them(
    cluster: ControlPlane, installation: Installation, prometheus: Prometheus
) -> None:
    nobody = cluster.kubeconfig_of(cluster.authority.client("no-rights", "no-rights"))
    tolerant = "--authentication-tolerate-lookup-failure"
    instance = installation.start("barograph-no-rights", EXAMPLE_RULES, prometheus.url, nobody, tolerant)
    try:
        for number in range(3):
            unjudged = instance.client.get(METRIC, headers=bearer(f"token-{number}"))
            assert unjudged.status == 503, unjudged
            undecided = instance.client.get(f"{METRICS}/metric_{number}")
            assert undecided.status == 500, undecided
        log = instance.process.log_text()
        for right, role in (
            ("get configmaps in kube-system", "Role extension-apiserver-authentication-reader in kube-system"),
            ("create tokenreviews.authentication.k8s.io", "ClusterRole system:auth-delegator"),
            ("create subjectaccessreviews.authorization.k8s.io", "ClusterRole system:auth-delegator"),
        ):
            assert log.count(f"this client may not {right}; {role}, bound to this client, grants it") == 1, log
    finally:
        instance.process.stop()


def test_authentication_and_authorization_are_counted(cluster: ControlPlane, barograph: Barograph) -> None:
    admin = cluster.admin_certificate
    text = barograph.client.get("/metrics", user=admin).body.decode()
    for series in (
        'barograph_authentication_attempts_total{method="request_header",result="success"}',
        'barograph_authentication_attempts_total{method="client_certificate",result="success"}',
        'barograph_authorization_decisions_total{decision="allowed",source="superuser"}',
        'barograph_authorization_duration_seconds_count{source="review"}',
    ):
        assert f"\n{series} " in text, series


def test_the_days_that_certificates_have_left_are_told(cluster: ControlPlane, barograph: Barograph) -> None:
    left = barograph.samples("barograph_certificate_validity_left", cluster.admin_certificate)
    assert set(left) == {
        f'certificate="{name}",unit="days"' for name in ("serving", "client_ca", "requestheader_client_ca")
    }
    for labels, days in left.items():
        assert 29.5 < days <= 30, labels
