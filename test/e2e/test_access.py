"""Who may read a metric: whom the front proxy vouches for, and the cluster's RBAC allows."""

from __future__ import annotations

import re
import subprocess

import pytest
from harness.barograph import METRICS, Barograph
from harness.control_plane import ControlPlane
from harness.https import Answer
from harness.kubectl import KubectlError

pytestmark = pytest.mark.usefixtures("available")

METRIC = f"{METRICS}/celery_queue_depth"
AUTOSCALER = [
    ("X-Remote-User", "system:serviceaccount:kube-system:horizontal-pod-autoscaler"),
    ("X-Remote-Group", "system:serviceaccounts"),
    ("X-Remote-Group", "system:authenticated"),
]
MASTER = [("X-Remote-User", "admin"), ("X-Remote-Group", "system:masters")]


def assert_forbidden(answer: Answer, user: str) -> None:
    assert answer.status == 403, answer
    assert (answer.json["kind"], answer.json["reason"], answer.json["code"]) == ("Status", "Forbidden", 403)
    assert re.fullmatch(refusal_of(user), answer.json["message"]), answer.json["message"]


def refusal_of(user: str) -> str:
    # Kubernetes takes a path without an object's name for a list.
    return (
        rf'celery_queue_depth\.external\.metrics\.k8s\.io is forbidden: User "{user}" cannot (get|list) resource '
        r'"celery_queue_depth" in API group "external\.metrics\.k8s\.io" in the namespace "default"'
    )


def test_without_a_certificate_a_metric_is_forbidden(barograph: Barograph) -> None:
    assert_forbidden(barograph.client.get(METRIC), "system:anonymous")


def test_user_headers_without_the_front_proxys_certificate_count_for_nothing(barograph: Barograph) -> None:
    assert_forbidden(barograph.client.get(METRIC, headers=MASTER), "system:anonymous")
    assert_forbidden(barograph.client.get(METRIC, headers=AUTOSCALER), "system:anonymous")


def test_user_headers_beside_a_users_own_certificate_count_for_nothing(
    barograph: Barograph, cluster: ControlPlane
) -> None:
    outsider = cluster.authority.client("outsider", "outsider")
    assert_forbidden(barograph.client.get(METRIC, user=outsider, headers=MASTER), "outsider")


def test_a_front_proxy_of_another_name_is_not_believed(barograph: Barograph, cluster: ControlPlane) -> None:
    stranger = cluster.front_proxy_authority.client("stranger", "stranger")
    answer = barograph.client.get(METRIC, user=stranger, headers=MASTER)
    assert answer.status == 401, answer


def test_behind_the_front_proxy_rbac_decides(barograph: Barograph, cluster: ControlPlane) -> None:
    allowed = barograph.client.get(METRIC, user=cluster.front_proxy, headers=AUTOSCALER)
    assert allowed.status == 200, allowed
    denied = barograph.client.get(METRIC, user=cluster.front_proxy, headers=[("X-Remote-User", "outsider")])
    assert_forbidden(denied, "outsider")


def test_a_user_without_rights_is_refused_through_the_aggregator(cluster: ControlPlane) -> None:
    with pytest.raises(KubectlError, match=rf"\(Forbidden\): {refusal_of('outsider')}"):
        cluster.admin.run("get", "--raw", METRIC, "--as=outsider")


@pytest.mark.parametrize("path", ["/healthz", "/livez", "/readyz"])
def test_health_is_for_everybody(barograph: Barograph, path: str) -> None:
    assert barograph.client.get(path).status == 200


def test_metrics_of_barograph_itself_are_not(barograph: Barograph) -> None:
    answer = barograph.client.get("/metrics")
    assert answer.status == 403, answer
    assert answer.json["message"] == 'forbidden: User "system:anonymous" cannot get path "/metrics"'


def test_metrics_of_barograph_itself_are_named_as_prometheus_wants(
    barograph: Barograph, cluster: ControlPlane
) -> None:
    answer = barograph.client.get("/metrics", user=cluster.admin_certificate)
    assert answer.status == 200, answer
    verdict = subprocess.run(["promtool", "check", "metrics"], input=answer.body, capture_output=True, check=False)
    assert (verdict.returncode, verdict.stdout, verdict.stderr) == (0, b"", b"")
