"""Barograph as part of the cluster's API, seen by kubectl through the aggregator."""

from __future__ import annotations

import pytest
from harness.barograph import API, METRICS
from harness.control_plane import ControlPlane
from harness.kubectl import KubectlError
from harness.waiting import eventually
from harness.worker import Worker

pytestmark = pytest.mark.usefixtures("available")


def test_the_api_service_is_available_by_its_ca_bundle(cluster: ControlPlane) -> None:
    service = cluster.admin.get("apiservice", "v1beta1.external.metrics.k8s.io")
    (condition,) = [each for each in service["status"]["conditions"] if each["type"] == "Available"]
    assert condition["status"] == "True", condition
    assert service["spec"]["caBundle"]
    assert not service["spec"].get("insecureSkipTLSVerify")


def test_the_list_names_both_metrics(cluster: ControlPlane) -> None:
    def listed() -> None:
        names = [resource["name"] for resource in cluster.admin.raw(API)["resources"]]
        assert sorted(names) == ["celery_queue_depth", "celery_workers_busy_ratio"]

    eventually(listed)


@pytest.mark.parametrize(
    ("metric", "setting", "value"),
    [("celery_queue_depth", "queue_depth", "12"), ("celery_workers_busy_ratio", "busy_ratio", "250m")],
)
def test_a_metric_has_the_value_that_the_worker_exposes(
    cluster: ControlPlane, worker: Worker, metric: str, setting: str, value: str
) -> None:
    worker.put(setting, 12 if value == "12" else 0.25)

    def has_value() -> None:
        answer = cluster.admin.raw(f"{METRICS}/{metric}")
        assert answer["kind"] == "ExternalMetricValueList"
        assert [(item["metricName"], item["value"]) for item in answer["items"]] == [(metric, value)]

    eventually(has_value)


def test_an_unknown_metric_is_not_found(cluster: ControlPlane) -> None:
    with pytest.raises(KubectlError) as error:
        cluster.admin.raw(f"{METRICS}/nope")
    expected = "Error from server (NotFound): the server could not find the metric nope for namespaces"
    assert str(error.value) == expected

    answer = cluster.client.get(f"{METRICS}/nope", user=cluster.admin_certificate)
    assert answer.status == 404
    assert (answer.json["kind"], answer.json["reason"], answer.json["code"]) == ("Status", "NotFound", 404)


def test_kubectl_lists_the_api_without_a_complaint(cluster: ControlPlane) -> None:
    def listed() -> None:
        result = cluster.admin.execute("api-resources", "--api-group=external.metrics.k8s.io", "--output=name")
        assert (result.returncode, result.stderr) == (0, "")
        assert "celery_queue_depth.external.metrics.k8s.io" in result.stdout.split()

    eventually(listed)
