"""Every value of prometheus-adapter's chart 5.3.0: its name is known, and it means what it means there."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from chart import CHART, NAMESPACE, ONE_RULE, VERSION, HelmError, Rendered, render

DEPLOYMENT = "Deployment"
Look = Callable[[Rendered], Any]


def at(kind: str, *path: str | int, name: str | None = None) -> Look:
    def look(rendered: Rendered) -> Any:
        found: Any = rendered.one(kind, name)
        for step in path:
            found = found[step]
        return found

    return look


def spec(*path: str | int) -> Look:
    return at(DEPLOYMENT, "spec", *path)


def pod(*path: str | int) -> Look:
    return spec("template", "spec", *path)


def container(field: str) -> Look:
    return lambda rendered: rendered.container().get(field)


def flag(name: str) -> Look:
    return lambda rendered: [each.partition("=")[2] for each in rendered.arguments() if each.startswith(f"--{name}=")]


def role(suffix: str) -> str:
    return f"{NAMESPACE}:prometheus-adapter-barograph:{suffix}"


def mounted(volume: str) -> Look:
    def look(rendered: Rendered) -> Any:
        (path,) = [each["mountPath"] for each in rendered.container()["volumeMounts"] if each["name"] == volume]
        (source,) = [each for each in rendered.pod()["volumes"] if each["name"] == volume]
        return path, source

    return look


def all_metadata(field: str) -> Look:
    return lambda rendered: all(each["metadata"].get(field, {}).get("k") == "v" for each in rendered.objects)


PROBE = {"httpGet": {"path": "/healthz", "port": "https", "scheme": "HTTPS"}, "initialDelaySeconds": 30}
RULE = {"seriesQuery": "up", "metricsQuery": "sum(up)"}
SPREAD = [{"maxSkew": 2, "topologyKey": "k", "whenUnsatisfiable": "DoNotSchedule"}]
VOLUME = {"name": "v", "emptyDir": {}}

MEANINGS: list[tuple[str, Any, Look, Any]] = [
    ("affinity", {"nodeAffinity": {}}, pod("affinity"), {"nodeAffinity": {}}),
    ("topologySpreadConstraints", SPREAD, pod("topologySpreadConstraints"), SPREAD),
    ("nameOverride", "name", at("Service", "metadata", "name"), "prometheus-adapter-name"),
    ("fullnameOverride", "f", at("Service", "metadata", "name"), "f"),
    ("namespaceOverride", "o", at(DEPLOYMENT, "metadata", "namespace"), "o"),
    ("image.repository", "r/x", container("image"), f"r/x:{VERSION}"),
    ("image.tag", "t", container("image"), "localhost/barograph:t"),
    ("image.pullPolicy", "Always", container("imagePullPolicy"), "Always"),
    ("image.pullSecrets", ["s"], pod("imagePullSecrets"), [{"name": "s"}]),
    ("logLevel", 6, flag("v"), ["6"]),
    ("metricsRelistInterval", "90s", flag("metrics-relist-interval"), ["90s"]),
    ("listenPort", 8443, flag("secure-port"), ["8443"]),
    ("listenPort", 8443, lambda rendered: rendered.container()["ports"][0]["containerPort"], 8443),
    ("nodeSelector", {"k": "v"}, pod("nodeSelector"), {"k": "v"}),
    ("priorityClassName", "p", pod("priorityClassName"), "p"),
    ("customAnnotations", {"k": "v"}, all_metadata("annotations"), True),
    ("customLabels", {"k": "v"}, all_metadata("labels"), True),
    ("prometheus.url", "http://{{ .Release.Name }}", flag("prometheus-url"), ["http://prometheus-adapter:9090"]),
    ("prometheus.port", 80, flag("prometheus-url"), ["http://prometheus.default.svc:80"]),
    ("prometheus.port", "", flag("prometheus-url"), ["http://prometheus.default.svc"]),
    ("prometheus.port", 0, flag("prometheus-url"), ["http://prometheus.default.svc"]),
    ("prometheus.path", "/p", flag("prometheus-url"), ["http://prometheus.default.svc:9090/p"]),
    ("replicas", 2, spec("replicas"), 2),
    ("podSecurityContext", {"fsGroup": 1}, pod("securityContext", "fsGroup"), 1),
    ("securityContext", {"runAsUser": 1}, lambda rendered: rendered.container()["securityContext"]["runAsUser"], 1),
    ("rbac.create", False, lambda rendered: [each["kind"] for each in rendered.objects if "Role" in each["kind"]], []),
    (
        "rbac.useAuthReaderClusterRole",
        True,
        at("ClusterRoleBinding", "roleRef", "kind", name=role("auth-reader")),
        "ClusterRole",
    ),
    (
        "rbac.externalMetrics.resources",
        ["m"],
        at("ClusterRole", "rules", 0, "resources", name=role("external-metrics")),
        ["m"],
    ),
    ("rbac.customMetrics.resources", ["m"], lambda rendered: "custom.metrics" in json.dumps(rendered.objects), False),
    ("automountServiceAccountToken", False, pod("automountServiceAccountToken"), False),
    ("serviceAccount.create", False, pod("serviceAccountName"), "default"),
    ("serviceAccount.name", "a", at("ServiceAccount", "metadata", "name"), "a"),
    ("serviceAccount.annotations", {"k": "v"}, at("ServiceAccount", "metadata", "annotations"), {"k": "v"}),
    ("serviceAccount.automountServiceAccountToken", False, at("ServiceAccount", "automountServiceAccountToken"), False),
    ("dnsConfig", {"nameservers": ["1.2.3.4"]}, pod("dnsConfig"), {"nameservers": ["1.2.3.4"]}),
    ("dnsPolicy", "ClusterFirstWithHostNet", pod("dnsPolicy"), "ClusterFirstWithHostNet"),
    ("hostNetwork.enabled", True, pod("hostNetwork"), True),
    ("resources", {"limits": {"cpu": "1"}}, container("resources"), {"limits": {"cpu": "1"}}),
    ("livenessProbe", PROBE, lambda rendered: rendered.container()["livenessProbe"]["httpGet"]["path"], "/healthz"),
    ("readinessProbe", PROBE, lambda rendered: rendered.container()["readinessProbe"]["initialDelaySeconds"], 30),
    ("startupProbe", PROBE, container("startupProbe"), PROBE),
    ("rules.default", True, Rendered.rules, {"externalRules": ONE_RULE["rules"]["external"]}),
    ("rules.custom", [RULE], lambda rendered: rendered.rules()["rules"], [RULE]),
    ("rules.existing", "e", mounted("config"), ("/etc/adapter", {"name": "config", "configMap": {"name": "e"}})),
    (
        "rules.existing",
        "e",
        lambda rendered: [each for each in rendered.all("ConfigMap") if "config.yaml" in each["data"]],
        [],
    ),
    ("rules.external", [RULE], lambda rendered: rendered.rules()["externalRules"], [RULE]),
    ("rules.resource", {"window": "3m"}, lambda rendered: rendered.rules()["resourceRules"], {"window": "3m"}),
    ("service.annotations", {"k": "v"}, at("Service", "metadata", "annotations"), {"k": "v"}),
    ("service.port", 8443, at("Service", "spec", "ports", 0, "port"), 8443),
    ("service.port", 8443, at("APIService", "spec", "service", "port"), 8443),
    ("service.type", "NodePort", at("Service", "spec", "type"), "NodePort"),
    ("service.clusterIP", "10.96.0.7", at("Service", "spec", "clusterIP"), "10.96.0.7"),
    ("service.ipDualStack", {"enabled": True}, at("Service", "spec", "ipFamilies"), ["IPv6", "IPv4"]),
    ("service.ipDualStack", {"enabled": True}, at("Service", "spec", "ipFamilyPolicy"), "PreferDualStack"),
    ("env", [{"name": "e", "value": "v"}], container("env"), [{"name": "e", "value": "v"}]),
    ("extraArguments", ["--v=9"], lambda rendered: rendered.arguments()[-1], "--v=9"),
    ("extraContainers", [{"name": "c"}], pod("containers", 1), {"name": "c"}),
    ("extraVolumes", [VOLUME], lambda rendered: VOLUME in rendered.pod()["volumes"], True),
    (
        "extraVolumeMounts",
        [{"name": "v", "mountPath": "/v"}],
        lambda rendered: rendered.container()["volumeMounts"][-1]["mountPath"],
        "/v",
    ),
    ("tolerations", [{"key": "k"}], pod("tolerations"), [{"key": "k"}]),
    ("podLabels", {"k": "v"}, spec("template", "metadata", "labels", "k"), "v"),
    ("podAnnotations", {"k": "v"}, spec("template", "metadata", "annotations", "k"), "v"),
    ("deploymentAnnotations", {"k": "v"}, at(DEPLOYMENT, "metadata", "annotations"), {"k": "v"}),
    ("strategy", {"type": "Recreate"}, spec("strategy"), {"type": "Recreate"}),
    ("podDisruptionBudget", {"enabled": True}, at("PodDisruptionBudget", "spec", "maxUnavailable"), 1),
    (
        "podDisruptionBudget",
        {"enabled": True, "minAvailable": "50%"},
        at("PodDisruptionBudget", "spec", "minAvailable"),
        "50%",
    ),
    (
        "podDisruptionBudget",
        {"enabled": True, "unhealthyPodEvictionPolicy": "AlwaysAllow"},
        at("PodDisruptionBudget", "spec", "unhealthyPodEvictionPolicy"),
        "AlwaysAllow",
    ),
    (
        "extraManifests",
        [{"kind": "X", "metadata": {"name": "{{ .Release.Name }}"}}],
        at("X", "metadata", "name"),
        "prometheus-adapter",
    ),
    ("revisionHistoryLimit", 3, spec("revisionHistoryLimit"), 3),
]
# These have tests of their own, in test_certificate.py.
ELSEWHERE = {"tls", "certManager"}
OURS = {
    *("apiService", "shutdownDelay", "terminationGracePeriodSeconds", "networkPolicy"),
    *("serviceMonitor", "prometheusRule", "grafanaDashboard", "global"),
}


def nested(path: str, value: Any) -> dict[str, Any]:
    for key in reversed(path.split(".")):
        value = {key: value}
    found: dict[str, Any] = value
    return found


def with_a_rule(values: dict[str, Any]) -> dict[str, Any]:
    return {**ONE_RULE, **values, "rules": {**ONE_RULE["rules"], **values.get("rules", {})}}


@pytest.mark.parametrize(("path", "value", "look", "expected"), MEANINGS, ids=[each[0] for each in MEANINGS])
def test_a_value_means_what_it_meant(path: str, value: Any, look: Look, expected: Any) -> None:
    assert look(render(with_a_rule(nested(path, value)))) == expected


def test_every_value_of_the_schema_has_its_meaning_tested() -> None:
    schema = json.loads((CHART / "values.schema.json").read_text())["properties"]
    assert schema.keys() == {path.partition(".")[0] for path, *_ in MEANINGS} | ELSEWHERE | OURS


def test_every_value_with_a_default_is_in_the_schema_and_fits_it() -> None:
    schema = json.loads((CHART / "values.schema.json").read_text())["properties"]
    defaults = yaml.safe_load((CHART / "values.yaml").read_text())
    assert schema.keys() - defaults.keys() == {"dnsPolicy", "global"}
    assert defaults.keys() <= schema.keys()
    render(defaults)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("replicas", "two"),
        ("metricsRelistInterval", "1 minute"),
        ("apiService.created", True),
        ("rules.external", {"a": 1}),
        ("listenPort", 0),
    ],
)
def test_what_cannot_be_meant_is_refused(path: str, value: Any) -> None:
    with pytest.raises(HelmError, match="values don't meet the specifications of the schema"):
        render(nested(path, value))


def test_a_rule_is_kept_as_it_is_written() -> None:
    odd = {
        "seriesQuery": '{a="{{ .x }}",b=~"\\\\d+"}',
        "name": {"as": "${1}_x"},
        "metricsQuery": "sum(<<.Series>>)",
        "onEmpty": 0,
    }
    assert render({"rules": {"external": [odd]}}).rules() == {"externalRules": [odd]}
