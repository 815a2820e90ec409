"""What kube-apiserver makes of Barograph's documents: it merges them, and complains of nothing."""

from __future__ import annotations

import re

import pytest
from harness.barograph import API, METRICS
from harness.control_plane import ControlPlane
from harness.process import ProcessGroup
from harness.waiting import eventually

pytestmark = pytest.mark.usefixtures("available")

GROUP = "external.metrics.k8s.io"
SERVICE = "v1beta1.external.metrics.k8s.io"
PATH = f"{API}/namespaces/{{namespace}}/{{metric}}"
SCHEMA = "io.k8s.metrics.pkg.apis.external_metrics.v1beta1.ExternalMetricValueList"


def test_both_documents_are_merged_without_an_error(cluster: ControlPlane, processes: ProcessGroup) -> None:
    # Other tests break the APIService on purpose, and kube-apiserver complains of that.
    log = processes.logs / "kube-apiserver.log"
    said_before = log.stat().st_size
    # The aggregator fetches anew when the APIService changes; else once a minute.
    cluster.admin.run("annotate", "apiservice", SERVICE, "--overwrite", "fetched=again")

    def merged() -> None:
        second = cluster.admin.raw("/openapi/v2")
        assert PATH in second["paths"], "not in version 2 yet"
        assert SCHEMA in second["definitions"]
        index = cluster.admin.raw("/openapi/v3")["paths"]
        assert f"apis/{GROUP}/v1beta1" in index, "not in version 3 yet"

    eventually(merged, seconds=90)
    address = cluster.admin.raw("/openapi/v3")["paths"][f"apis/{GROUP}/v1beta1"]["serverRelativeURL"]
    third = cluster.admin.raw(address)
    assert {PATH, f"{API}/namespaces/{{namespace}}/celery_queue_depth"} <= third["paths"].keys()
    assert SCHEMA in third["components"]["schemas"]

    # Of all that kube-apiserver has said meanwhile, above the level of information.
    lines = log.read_bytes()[said_before:].decode(errors="replace").splitlines()
    about_us = re.compile(r"external\.metrics|openapi", re.IGNORECASE)
    assert [line for line in lines if re.match(r"[EWF]\d{4} ", line) and about_us.search(line)] == []


def test_the_autoscalers_request_is_answered_with_protobuf(cluster: ControlPlane) -> None:
    accept = [("Accept", "application/vnd.kubernetes.protobuf, */*")]
    answer = cluster.client.get(f"{METRICS}/celery_queue_depth", user=cluster.admin_certificate, headers=accept)
    assert answer.status == 200
    assert answer.content_type == "application/vnd.kubernetes.protobuf"
    assert answer.body.startswith(b"k8s\0")
    assert b"ExternalMetricValueList" in answer.body and b"celery_queue_depth" in answer.body


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_kubectl_reads_values_in_each_form(cluster: ControlPlane, form: str) -> None:
    accept = [("Accept", f"application/{form}")]
    answer = cluster.client.get(f"{METRICS}/celery_queue_depth", user=cluster.admin_certificate, headers=accept)
    assert (answer.status, answer.content_type) == (200, f"application/{form}")
    assert b"ExternalMetricValueList" in answer.body
