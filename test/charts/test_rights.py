"""The rights that a release gives: these, and no more."""

from __future__ import annotations

from typing import Any

from chart import NAMESPACE, ONE_RULE, RELEASE, Rendered, is_hook, render

OWN = f"{NAMESPACE}:{RELEASE}-barograph"
POD = ("ServiceAccount", NAMESPACE, f"{RELEASE}-barograph")
AUTOSCALER = ("ServiceAccount", "kube-system", "horizontal-pod-autoscaler")
# Who, in which namespace (None: everywhere), by which role, may do what (None: as Kubernetes defines the role).
Right = tuple[tuple[str, str, str], str | None, str, str | None]

ASKING: set[Right] = {
    (POD, None, "system:auth-delegator", None),
    (POD, "kube-system", "extension-apiserver-authentication-reader", None),
}
REGISTERED: set[Right] = {
    (
        POD,
        None,
        f"{OWN}:apiservice-reader",
        "get,list,watch apiservices.apiregistration.k8s.io v1beta1.external.metrics.k8s.io",
    ),
    (POD, "default", f"{OWN}:event-creator", "create events.events.k8s.io"),
    (AUTOSCALER, None, f"{OWN}:external-metrics", "get,list *.external.metrics.k8s.io"),
}


def rights(rendered: Rendered) -> set[Right]:
    return rights_of([each for each in rendered.objects if not is_hook(each)])


def rights_of(objects: list[dict[str, Any]]) -> set[Right]:
    roles = {
        (each["kind"], each["metadata"]["name"]): each["rules"]
        for each in objects
        if each["kind"] in ("Role", "ClusterRole")
    }
    return {
        (
            (subject["kind"], subject["namespace"], subject["name"]),
            binding["metadata"].get("namespace"),
            binding["roleRef"]["name"],
            "; ".join(map(_said, roles[role])) if role in roles else None,
        )
        for binding in objects
        if binding["kind"].endswith("RoleBinding") or binding["kind"] == "RoleBinding"
        for role in [(binding["roleRef"]["kind"], binding["roleRef"]["name"])]
        for subject in binding["subjects"]
    }


def _said(rule: dict[str, Any]) -> str:
    if "nonResourceURLs" in rule:
        return f"{','.join(rule['verbs'])} {','.join(rule['nonResourceURLs'])}"
    things = [f"{resource}.{group}" for group in rule["apiGroups"] for resource in rule["resources"]]
    return " ".join([",".join(rule["verbs"]), ",".join(things), *rule.get("resourceNames", [])])


def test_a_release_that_serves_the_cluster_has_these_rights() -> None:
    assert rights(render(ONE_RULE)) == ASKING | REGISTERED


def test_one_that_does_not_may_only_ask_who_asks_and_what_they_may() -> None:
    assert rights(render({})) == ASKING


def test_prometheus_may_read_what_is_told_about_the_process_where_it_is_named() -> None:
    values = {
        **ONE_RULE,
        "serviceMonitor": {"prometheusServiceAccount": {"name": "prometheus", "namespace": "monitor"}},
    }
    more = rights(render(values)) - rights(render(ONE_RULE))
    assert more == {(("ServiceAccount", "monitor", "prometheus"), None, f"{OWN}:metrics-reader", "get /metrics")}


