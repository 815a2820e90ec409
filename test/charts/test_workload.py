"""The chart `autoscaled-workload`: what it does by itself, and what its values do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from harness.control_plane import ControlPlane

from chart import HelmError, helm
from workload import AUTOSCALED, EXTERNAL, IMAGE, WORKLOAD, render_workload, scaled_by, workload_notes

SCENARIOS = sorted((WORKLOAD / "ci").glob("*.yaml"))
scenario = pytest.mark.parametrize("values", SCENARIOS, ids=[path.stem for path in SCENARIOS])


@scenario
def test_helm_finds_nothing_to_criticise(values: Path) -> None:
    assert "0 chart(s) failed" in helm("lint", "--strict", WORKLOAD, "--values", values)


@scenario
def test_the_api_server_takes_every_object_without_a_warning(values: Path, cluster: ControlPlane) -> None:
    manifests = yaml.safe_dump_all(render_workload(values).objects)
    answer = cluster.admin.execute("apply", "--dry-run=server", "--validate=strict", "--filename=-", stdin=manifests)
    # The namespace warns of what the restricted Pod Security Standard does not allow.
    assert (answer.returncode, answer.stderr) == (0, "")


@scenario
def test_helm_can_install_it(values: Path, cluster: ControlPlane) -> None:
    where = ["--namespace=shop", f"--kubeconfig={cluster.admin.kubeconfig}", "--dry-run=server"]
    assert "STATUS: pending-install" in helm("install", "worker", WORKLOAD, *where, "--values", values)


def test_cpu_and_memory_are_kept_at_60_percent_when_no_metric_is_named() -> None:
    metrics = render_workload(AUTOSCALED).one("HorizontalPodAutoscaler")["spec"]["metrics"]
    assert metrics == [_resource("cpu", 60), _resource("memory", 60)]


@pytest.mark.parametrize(
    ("targets", "added"),
    [
        ({}, []),
        ({"targetCPUUtilizationPercentage": 75}, [("cpu", 75)]),
        ({"targetCPUUtilizationPercentage": 0, "targetMemoryUtilizationPercentage": 80}, [("memory", 80)]),
    ],
)
def test_named_metrics_stand_as_they_are_and_wanted_targets_beside_them(
    targets: dict[str, int], added: list[tuple[str, int]]
) -> None:
    spec = render_workload(scaled_by(EXTERNAL, **targets)).one("HorizontalPodAutoscaler")["spec"]
    assert spec["metrics"] == [EXTERNAL, *(_resource(*each) for each in added)]


def test_scaling_down_looks_back_five_minutes_unless_told_otherwise() -> None:
    assert _behavior() == {"scaleDown": {"stabilizationWindowSeconds": 300}}
    assert _behavior(scaleDown={"stabilizationWindowSeconds": 0})["scaleDown"]["stabilizationWindowSeconds"] == 0
    slowly = {"policies": [{"type": "Pods", "value": 1, "periodSeconds": 60}]}
    assert _behavior(scaleDown=slowly)["scaleDown"] == {"stabilizationWindowSeconds": 300, **slowly}


def test_the_number_of_replicas_is_the_autoscalers_where_there_is_one() -> None:
    assert "replicas" not in render_workload(AUTOSCALED).one("Deployment")["spec"]
    alone = render_workload({**IMAGE, "replicas": 3})
    assert alone.one("Deployment")["spec"]["replicas"] == 3
    assert alone.all("HorizontalPodAutoscaler") == []


def test_the_autoscaler_the_service_and_the_budget_mean_the_same_pods() -> None:
    rendered = render_workload({**AUTOSCALED, "fullnameOverride": "shop"})
    deployment = rendered.one("Deployment")
    target = rendered.one("HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]
    assert target == {"apiVersion": "apps/v1", "kind": "Deployment", "name": deployment["metadata"]["name"]}
    labels = deployment["spec"]["selector"]["matchLabels"]
    assert labels.items() <= deployment["spec"]["template"]["metadata"]["labels"].items()
    assert rendered.one("Service")["spec"]["selector"] == labels
    assert rendered.one("PodDisruptionBudget")["spec"]["selector"]["matchLabels"] == labels


@pytest.mark.parametrize(
    ("values", "guarded"),
    [
        (AUTOSCALED, True),
        (scaled_by(minReplicas=1), False),
        (scaled_by(EXTERNAL, minReplicas=0), False),
        ({**IMAGE, "replicas": 2}, True),
        ({**IMAGE, "replicas": 1}, False),
        ({**IMAGE, "podDisruptionBudget": {"enabled": True}}, True),
        ({**AUTOSCALED, "podDisruptionBudget": {"enabled": False}}, False),
    ],
)
def test_half_of_two_or_more_stays_available(values: dict[str, Any], guarded: bool) -> None:
    budgets = render_workload(values).all("PodDisruptionBudget")
    assert [each["spec"]["minAvailable"] for each in budgets] == (["50%"] if guarded else [])


def test_metrics_have_a_port_a_service_and_annotations_for_scraping() -> None:
    rendered = render_workload(IMAGE)
    assert _container(rendered.pod())["ports"] == [{"name": "metrics", "containerPort": 8000, "protocol": "TCP"}]
    assert [each["port"] for each in rendered.one("Service")["spec"]["ports"]] == [8000]
    assert _annotations(IMAGE) == {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": "8000",
        "prometheus.io/path": "/metrics",
    }


def test_a_service_monitor_takes_the_place_of_the_annotations() -> None:
    values = {**IMAGE, "metrics": {"path": "/m", "serviceMonitor": {"enabled": True}}}
    rendered = render_workload(values)
    (endpoint,) = rendered.one("ServiceMonitor")["spec"]["endpoints"]
    assert (endpoint["port"], endpoint["path"]) == ("metrics", "/m")
    assert _annotations(values) == {}


def test_metrics_at_a_port_that_is_there_anyway_get_no_second_one() -> None:
    values = {
        **IMAGE,
        "ports": [{"name": "http", "port": 80, "containerPort": 8080}],
        "metrics": {"port": 8080, "serviceMonitor": {"enabled": True}},
    }
    rendered = render_workload(values)
    assert [each["name"] for each in rendered.one("Service")["spec"]["ports"]] == ["http"]
    assert rendered.one("ServiceMonitor")["spec"]["endpoints"][0]["port"] == "http"


def test_without_a_port_there_is_no_service() -> None:
    values = {**IMAGE, "metrics": {"enabled": False}}
    assert render_workload(values).all("Service") == []
    assert _annotations(values) == {}


def test_a_pod_has_no_probe_no_token_and_requests() -> None:
    pod = render_workload(IMAGE).pod()
    assert not any(name.endswith("Probe") for name in _container(pod))
    assert pod["automountServiceAccountToken"] is False
    assert _container(pod)["resources"]["requests"].keys() == {"cpu", "memory"}


def test_a_probe_stands_as_it_is_given() -> None:
    probe = {"exec": {"command": ["celery", "inspect", "ping"]}, "periodSeconds": 30}
    assert _container(render_workload({**IMAGE, "livenessProbe": probe}).pod())["livenessProbe"] == probe


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "image.repository must name the image"),
        (scaled_by(maxReplicas=1), "maxReplicas must not be less"),
        (scaled_by(targetCPUUtilizationPercentage=0, targetMemoryUtilizationPercentage=0), "nothing to go by"),
        ({**IMAGE, "autoscaling": {"enable": True}}, "don't meet the specifications of the schema"),
        (scaled_by({"type": "Extern"}), "don't meet the specifications of the schema"),
        (scaled_by(behavior={"scaledown": {}}), "don't meet the specifications of the schema"),
        ({**IMAGE, "podDisruptionBudget": {"minAvailable": "half"}}, "don't meet the specifications of the schema"),
    ],
)
def test_what_cannot_be_meant_is_refused(values: dict[str, Any], said: str) -> None:
    with pytest.raises(HelmError, match=said):
        render_workload(values)


def test_every_value_with_a_default_is_in_the_schema_and_fits_it() -> None:
    schema = yaml.safe_load((WORKLOAD / "values.schema.json").read_text())["properties"]
    defaults = yaml.safe_load((WORKLOAD / "values.yaml").read_text())
    assert schema.keys() == defaults.keys() | {"global"}
    render_workload({**defaults, **IMAGE})


def test_the_notes_end_with_the_commands_to_verify(cluster: ControlPlane) -> None:
    selected = {**EXTERNAL["external"], "metric": {"name": "lag", "selector": {"matchLabels": {"a/b": "c"}}}}
    values = scaled_by(EXTERNAL, {"type": "External", "external": selected}, targetCPUUtilizationPercentage=60)
    commands = workload_notes(values, cluster.admin.kubeconfig).partition("To verify:\n\n")[2].splitlines()
    path = "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop"
    assert [line.split("        #")[0].strip() for line in commands] == [
        "kubectl --namespace shop rollout status deployment/worker",
        "kubectl --namespace shop describe hpa worker",
        f"kubectl get --raw '{path}/depth'",
        f"kubectl get --raw '{path}/lag?labelSelector=a%2Fb%3Dc'",
        "kubectl --namespace shop top pods --selector=app.kubernetes.io/instance=worker",
        "kubectl --namespace shop get pods --field-selector=status.phase=Pending",
        "kubectl get nodes",
    ]


def _resource(name: str, percent: int) -> dict[str, Any]:
    target = {"type": "Utilization", "averageUtilization": percent}
    return {"type": "Resource", "resource": {"name": name, "target": target}}


def _behavior(**behavior: Any) -> dict[str, Any]:
    spec = render_workload(scaled_by(behavior=behavior)).one("HorizontalPodAutoscaler")["spec"]
    found: dict[str, Any] = spec["behavior"]
    return found


def _container(pod: dict[str, Any]) -> dict[str, Any]:
    (container,) = pod["containers"]
    found: dict[str, Any] = container
    return found


def _annotations(values: dict[str, Any]) -> dict[str, str]:
    metadata = render_workload(values).one("Deployment")["spec"]["template"]["metadata"]
    found: dict[str, str] = metadata.get("annotations", {})
    return found
