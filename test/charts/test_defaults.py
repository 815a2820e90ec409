"""What the chart does by itself."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from harness.control_plane import ControlPlane

from chart import CHART, NAMESPACE, ONE_RULE, RELEASE, ROOT, VERSION, is_hook, notes, render

OWN = f"{RELEASE}-barograph"


def test_the_chart_is_of_the_version_that_is_built() -> None:
    built = re.search(r"project\(barograph VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text())
    assert built
    assert built.group(1) == VERSION == yaml.safe_load((CHART / "Chart.yaml").read_text())["version"]


def test_without_rules_the_api_is_left_to_whoever_has_it() -> None:
    rendered = render({})
    assert rendered.all("APIService") == []
    assert not any(each.startswith("--apiservice-service") for each in rendered.arguments())
    assert not any(is_hook(each) for each in rendered.objects)


@pytest.mark.parametrize(("wanted", "rules", "registered"), [(True, [], 1), (False, ONE_RULE["rules"]["external"], 0)])
def test_whether_to_register_can_be_said(wanted: bool, rules: list[Any], registered: int) -> None:
    rendered = render({"apiService": {"create": wanted}, "rules": {"external": rules}})
    assert len(rendered.all("APIService")) == registered


def test_a_pod_says_what_it_needs_and_is_bounded_in_memory() -> None:
    resources = render(ONE_RULE).container()["resources"]
    assert (resources["requests"].keys(), resources["limits"].keys()) == ({"cpu", "memory"}, {"memory"})


def test_one_replica_is_neither_guarded_nor_spread() -> None:
    rendered = render(ONE_RULE)
    assert rendered.all("PodDisruptionBudget") == []
    assert "topologySpreadConstraints" not in rendered.pod()


def test_two_replicas_are_guarded_and_spread() -> None:
    rendered = render({**ONE_RULE, "replicas": 2})
    assert rendered.one("PodDisruptionBudget")["spec"]["maxUnavailable"] == 1
    selector = rendered.one("Deployment")["spec"]["selector"]
    spread = rendered.pod()["topologySpreadConstraints"]
    assert [each["topologyKey"] for each in spread] == ["kubernetes.io/hostname", "topology.kubernetes.io/zone"]
    assert all(each["labelSelector"] == selector for each in spread)


def test_two_replicas_are_not_guarded_when_that_is_said() -> None:
    assert (
        render({**ONE_RULE, "replicas": 2, "podDisruptionBudget": {"enabled": False}}).all("PodDisruptionBudget") == []
    )


def test_a_change_of_rules_changes_no_pod() -> None:
    other = {"rules": {"external": [{"seriesQuery": "up", "metricsQuery": "sum(up)"}]}}
    one, two = render(ONE_RULE), render(other)
    assert one.rules() != two.rules()
    assert one.one("Deployment") == two.one("Deployment")


def test_the_rules_are_mounted_as_a_folder_so_that_changes_arrive() -> None:
    (mount,) = [each for each in render(ONE_RULE).container()["volumeMounts"] if each["name"] == "config"]
    assert "subPath" not in mount


def test_the_image_of_prometheus_adapter_is_not_started_by_mistake(cluster: ControlPlane) -> None:
    values = {
        **ONE_RULE,
        "image": {"repository": "mirror.example/prometheus-adapter/prometheus-adapter", "tag": "v0.12.0"},
    }
    assert render(values).container()["image"] == f"localhost/barograph:{VERSION}"
    assert f"localhost/barograph:{VERSION} runs instead" in notes(values, cluster.admin.kubeconfig)


def test_the_notes_say_which_apis_are_not_served(cluster: ControlPlane) -> None:
    said = notes({**ONE_RULE, "psp": {"create": True}}, cluster.admin.kubeconfig)
    assert "custom.metrics.k8s.io" not in said
    assert "The value `psp` is unknown here" in said
    rules = {"default": True, "resource": {"window": "3m"}, "external": ONE_RULE["rules"]["external"]}
    said = notes({"rules": rules}, cluster.admin.kubeconfig)
    assert "custom.metrics.k8s.io is not served" in said
    assert "\nmetrics.k8s.io is not served" in said
    assert "rules.external is empty" in notes({}, cluster.admin.kubeconfig)


def test_the_notes_end_with_the_commands_to_verify(cluster: ControlPlane) -> None:
    commands = notes(ONE_RULE, cluster.admin.kubeconfig).partition("To verify:\n\n")[2].splitlines()
    assert [line.split("#")[0].strip() for line in commands] == [
        f"kubectl --namespace {NAMESPACE} rollout status deployment/{OWN}",
        "kubectl get apiservice v1beta1.external.metrics.k8s.io",
        "kubectl get --raw /apis/external.metrics.k8s.io/v1beta1",
        f"kubectl get --raw /apis/external.metrics.k8s.io/v1beta1/namespaces/{NAMESPACE}/depth",
        f"helm test {RELEASE} --namespace {NAMESPACE}",
        f"kubectl --namespace {NAMESPACE} logs {OWN}-test",
        "kubectl describe hpa --all-namespaces",
    ]
