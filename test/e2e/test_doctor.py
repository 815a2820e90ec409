"""`barograph doctor`: a cluster where all is well, then broken one way after another, each told with its repair."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLE, ROOT
from harness.barograph import MANIFESTS, Barograph, Installation
from harness.control_plane import ControlPlane
from harness.pki import Authority
from harness.prometheus import Prometheus
from harness.waiting import eventually

pytestmark = pytest.mark.usefixtures("available")

API_SERVICE = "v1beta1.external.metrics.k8s.io"
AUTOSCALER_ROLE = "system:controller:horizontal-pod-autoscaler"
SERVER = "system:serviceaccount:monitoring:barograph"
CHECKS = [
    "kubernetes-api",
    "apiservice",
    "available",
    "service",
    "serving-certificate",
    "aggregation",
    "permission",
    "request-header-ca",
    "clock",
    "prometheus",
    "rules",
    "hpa-metrics",
    "hpa-values",
]
UNKNOWN_METRIC = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: mistyped, namespace: default}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: nothing}
  maxReplicas: 2
  metrics:
  - type: External
    external:
      metric: {name: celery_queue_dept}
      target: {type: AverageValue, averageValue: "10"}
"""


class Doctor:
    """Runs the program and gives what it found."""

    def __init__(self, program: Path, cluster: ControlPlane, prometheus: Prometheus) -> None:
        self._program = program
        self._cluster = cluster
        self._prometheus = prometheus
        self.status = -1

    def run(self, *options: str, kubeconfig: Path | None = None) -> list[dict[str, Any]]:
        command = [
            self._program,
            "doctor",
            f"--kubeconfig={kubeconfig or self._cluster.admin.kubeconfig}",
            "--apiservice-service=monitoring/barograph",
            f"--prometheus-url={self._prometheus.url}",
            f"--config={EXAMPLE / 'rules.yaml'}",
            "--output=json",
            *options,
        ]
        answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert answer.stderr == ""
        self.status = answer.returncode
        found: list[dict[str, Any]] = json.loads(answer.stdout)["checks"]
        return found

    def look(self) -> list[dict[str, Any]]:
        """By the administrator, at the server's account."""
        return self.run("--service-account=monitoring/barograph")

    def repair(self, finding: dict[str, Any], folder: Path | None = None) -> None:
        """Does as the line says, in a folder that has the files it names."""
        kubectl = self._cluster.admin
        environment = os.environ | {"KUBECONFIG": str(kubectl.kubeconfig)}
        environment["PATH"] = f"{kubectl.program.parent}:{environment['PATH']}"
        command = ["sh", "-c", finding["repair"]]
        subprocess.run(command, env=environment, cwd=folder, check=True, timeout=60, capture_output=True)


@pytest.fixture
def doctor(installation: Installation, cluster: ControlPlane, prometheus: Prometheus) -> Iterator[Doctor]:
    cluster.admin.apply(EXAMPLE / "hpa.yaml")
    yield Doctor(Path(installation.program), cluster, prometheus)
    cluster.admin.run("delete", "hpa", "celery-worker", "--ignore-not-found")


def test_all_is_well(doctor: Doctor) -> None:
    def well() -> None:
        found = doctor.look()
        assert not [each for each in found if each["status"] != "ok"]
        assert doctor.status == 0
        assert list(dict.fromkeys(each["check"] for each in found)) == CHECKS
        assert len([each for each in found if each["check"] == "permission"]) == 7
        assert len([each for each in found if each["check"] == "clock"]) == 2

    eventually(well)


def test_a_wrong_ca_bundle_is_told_by_the_certificate_and_by_the_condition(
    doctor: Doctor, cluster: ControlPlane, installation: Installation, barograph: Barograph, tmp_path: Path
) -> None:
    installation.register(barograph, Authority(tmp_path, "stranger"))
    try:

        def told() -> dict[str, Any]:
            found = doctor.look()
            certificate = wrong(found, "serving-certificate")
            assert "does not verify the certificate" in certificate["message"]
            assert "CN=serving-ca" in certificate["message"]
            assert "kubectl patch apiservice" in certificate["repair"]
            assert "x509" in wrong(found, "available")["message"]
            wrong(found, "aggregation")
            assert doctor.status == 1
            # Nothing of this hides the rest.
            assert all(each["status"] == "ok" for each in of(found, "permission"))
            assert all(each["status"] == "ok" for each in of(found, "rules"))
            return certificate

        certificate = eventually(told)
        shutil.copy(installation.authority.certificate, tmp_path / "ca.crt")
        doctor.repair(certificate, tmp_path)
        eventually(lambda: healed(doctor))
    finally:
        installation.register(barograph)


def test_a_missing_right_is_told_and_its_command_gives_it(doctor: Doctor, cluster: ControlPlane) -> None:
    broken = [
        ("clusterrolebinding", "barograph:system:auth-delegator", "", 2),
        ("rolebinding", "barograph-auth-reader", "kube-system", 1),
        ("clusterrolebinding", "barograph-apiservice-reader", "", 1),
        ("rolebinding", "barograph-event-creator", "default", 1),
        ("clusterrolebinding", "hpa-controller-external-metrics", "", 1),
    ]
    controller = cluster.admin.get("clusterrole", AUTOSCALER_ROLE)
    for kind, name, namespace, _ in broken:
        cluster.admin.run("delete", kind, name, *([f"--namespace={namespace}"] if namespace else []))
    # Kubernetes' own role has the right by itself.
    others = [rule for rule in controller["rules"] if "external.metrics.k8s.io" not in rule.get("apiGroups", [])]
    put_role(cluster, others)

    def told() -> list[dict[str, Any]]:
        lines = [each for each in of(doctor.look(), "permission") if each["status"] != "ok"]
        assert len(lines) == sum(count for _, _, _, count in broken) + 1
        return lines

    try:
        lines = eventually(told)
        assert doctor.status == 1
        assert {each["status"] for each in lines} == {"wrong", "warning"}
        assert f"{SERVER} may not create tokenreviews.authentication.k8s.io" in lines[0]["message"]
        assert f"{SERVER} may not get, list, watch apiservices" in lines[3]["message"]
        for repair in dict.fromkeys(each["repair"] for each in lines):
            doctor.repair({"repair": repair})
        eventually(lambda: healed(doctor))
    finally:
        put_role(cluster, controller["rules"])
        cluster.admin.apply(MANIFESTS / "access.yaml")
        delete_granted(cluster)
    eventually(lambda: healed(doctor))


def test_an_autoscaler_that_names_an_unknown_metric_is_told(doctor: Doctor, cluster: ControlPlane) -> None:
    cluster.admin.run("apply", "--filename=-", stdin=UNKNOWN_METRIC)
    try:
        line = wrong(doctor.look(), "hpa-metrics")
        assert line["message"].startswith(
            "HPA default/mistyped names the external metric celery_queue_dept, which is not listed; "
            "did you mean celery_queue_depth?"
        )
        assert line["repair"].startswith("kubectl --namespace default edit hpa mistyped")
        assert doctor.status == 1
    finally:
        cluster.admin.run("delete", "hpa", "mistyped")
    eventually(lambda: healed(doctor))


def test_an_api_service_of_another_product_is_told_and_its_command_takes_it_back(
    doctor: Doctor, cluster: ControlPlane, installation: Installation, barograph: Barograph
) -> None:
    installation.register(barograph, service="rival")
    try:
        line = wrong(doctor.look(), "apiservice")
        assert f"APIService {API_SERVICE} names Service monitoring/rival, not monitoring/barograph" in line["message"]
        doctor.repair(line)
        eventually(lambda: healed(doctor))
    finally:
        installation.register(barograph)
        cluster.admin.run("delete", "service", "rival", "--namespace=monitoring")
        cluster.admin.run("delete", "endpointslice", "rival-host", "--namespace=monitoring", "--ignore-not-found")


def test_a_service_without_endpoints_is_told(
    doctor: Doctor, cluster: ControlPlane, installation: Installation, barograph: Barograph
) -> None:
    cluster.admin.run("delete", "endpointslice", "barograph-host", "--namespace=monitoring")
    try:
        found = doctor.look()
        assert "has no endpoints" in wrong(found, "service")["message"]
        assert of(found, "serving-certificate")[0]["status"] == "skipped"
    finally:
        installation.register(barograph)
    eventually(lambda: healed(doctor))


def test_the_rights_on_the_page_are_all_that_it_needs(doctor: Doctor, cluster: ControlPlane) -> None:
    page = (ROOT / "docs" / "doctor.md").read_text()
    (manifest,) = re.findall(r"^```yaml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    account = "system:serviceaccount:monitoring:barograph-doctor"
    kubeconfig = cluster.kubeconfig_of(cluster.authority.client("doctor", account))

    found = doctor.run("--service-account=monitoring/barograph", kubeconfig=kubeconfig)
    lacking = [each for each in found if each["status"] == "skipped"]
    assert {each["check"] for each in lacking} >= {"apiservice", "service", "permission", "hpa-metrics"}
    assert all("--serviceaccount=monitoring:barograph-doctor" in each["repair"] for each in lacking if each["repair"])

    cluster.admin.run("apply", "--filename=-", stdin=manifest)
    try:

        def well() -> None:
            found = doctor.run("--service-account=monitoring/barograph", "--strict", kubeconfig=kubeconfig)
            assert not [each for each in found if each["status"] != "ok"]
            assert doctor.status == 0

        eventually(well)
    finally:
        cluster.admin.run("delete", "--filename=-", stdin=manifest)


def test_the_servers_own_account_asks_about_itself(doctor: Doctor, cluster: ControlPlane) -> None:
    kubeconfig = cluster.kubeconfig_of(cluster.authority.client("server-itself", SERVER))
    found = doctor.run(kubeconfig=kubeconfig)
    assert f"takes this for {SERVER}" in of(found, "kubernetes-api")[0]["message"]
    assert [each["status"] for each in of(found, "permission")] == ["ok"] * 7
    # It may not list HPAs, which is no fault of the installation unless one is strict.
    assert of(found, "hpa-metrics")[0]["status"] == "skipped"
    assert doctor.status == 0
    doctor.run("--strict", kubeconfig=kubeconfig)
    assert doctor.status == 1


def test_a_cluster_that_does_not_answer_is_told_once(doctor: Doctor, cluster: ControlPlane, tmp_path: Path) -> None:
    dead = tmp_path / "dead.kubeconfig"
    dead.write_text(re.sub(r"server: .*", "server: https://127.0.0.1:1", cluster.admin.kubeconfig.read_text()))
    found = doctor.run(kubeconfig=dead)
    assert [each["check"] for each in found if each["status"] == "wrong"] == ["kubernetes-api"]
    assert doctor.status == 1


def of(found: list[dict[str, Any]], check: str) -> list[dict[str, Any]]:
    return [each for each in found if each["check"] == check]


def wrong(found: list[dict[str, Any]], check: str) -> dict[str, Any]:
    """The first line of the check that tells of something wrong."""
    lines = [each for each in of(found, check) if each["status"] == "wrong"]
    assert lines, f"nothing is wrong with {check}: {of(found, check)}"
    return lines[0]


def healed(doctor: Doctor) -> None:
    assert not [each for each in doctor.look() if each["status"] != "ok"]


def put_role(cluster: ControlPlane, rules: list[Any]) -> None:
    """What the role of Kubernetes' HPA controller allows."""
    patch = json.dumps({"rules": rules})
    cluster.admin.run("patch", "clusterrole", AUTOSCALER_ROLE, "--type=merge", f"--patch={patch}")


def delete_granted(cluster: ControlPlane) -> None:
    """Takes away what the doctor's commands created."""
    for kinds, namespace in (
        ("clusterrolebinding,clusterrole", "default"),
        ("rolebinding,role", "default"),
        ("rolebinding,role", "kube-system"),
    ):
        for item in cluster.admin.get(kinds, f"--namespace={namespace}")["items"]:
            name = item["metadata"]["name"]
            if name.startswith(("barograph-may-", "barograph-metrics-for-")):
                cluster.admin.run("delete", item["kind"].lower(), name, f"--namespace={namespace}")
