"""What `helm test` runs: the doctor, told what the server is told, with the rights on the doctor's page for as long as it runs."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from chart import NAMESPACE, ONE_RULE, RELEASE, ROOT, Rendered, is_hook, render
from test_rights import rights_of

OWN = f"{RELEASE}-barograph"
TESTER = ("ServiceAccount", NAMESPACE, f"{OWN}-test")
ASKED = [
    f"--apiservice-service={NAMESPACE}/{OWN}",
    f"--service-account={NAMESPACE}/{OWN}",
    "--config=/etc/adapter/config.yaml",
    "--prometheus-url=http://prometheus.default.svc:9090",
]


def hooks(rendered: Rendered) -> list[dict[str, Any]]:
    return [each for each in rendered.objects if is_hook(each)]


def pod(values: dict[str, Any]) -> dict[str, Any]:
    (only,) = render(values).all("Pod")
    spec: dict[str, Any] = only["spec"]
    return spec


def test_the_doctor_looks_at_the_service_the_account_the_rules_and_prometheus_of_the_release() -> None:
    spec = pod(ONE_RULE)
    (container,) = spec["containers"]
    assert container["args"] == ["doctor", *ASKED]
    assert {"name": "config", "configMap": {"name": OWN}} in spec["volumes"]
    assert spec["serviceAccountName"] == f"{OWN}-test"


@pytest.mark.parametrize(
    ("values", "is_made"),
    [
        ({}, False),
        (ONE_RULE, True),
        ({**ONE_RULE, "apiService": {"create": False}}, False),
        ({"rules": {"existing": "mine"}, "apiService": {"create": True}}, True),
    ],
)
def test_it_is_made_whenever_the_release_registers_the_api(values: dict[str, Any], is_made: bool) -> None:
    rendered = render(values)
    assert bool(rendered.all("APIService")) == bool(rendered.all("Pod")) == bool(hooks(rendered)) == is_made


def test_it_reads_the_rules_and_the_account_that_others_made() -> None:
    account = {"create": False, "name": "given"}
    values = {"rules": {"existing": "mine"}, "apiService": {"create": True}, "serviceAccount": account}
    spec = pod(values)
    assert spec["volumes"] == [{"name": "config", "configMap": {"name": "mine"}}]
    assert f"--service-account={NAMESPACE}/given" in spec["containers"][0]["args"]


def test_it_asks_prometheus_with_the_flags_files_and_variables_of_the_server() -> None:
    volume = {"name": "token", "secret": {"secretName": "token"}}
    mount = {"name": "token", "mountPath": "/var/run/token"}
    variable = {"name": "A", "value": "b"}
    flags = ["--prometheus-token-file=/var/run/token/t", "--prometheus-header=X=1", "--config=/rules.yaml"]
    others = ["--v=4", "--client-ca-file=/ca.crt"]
    more = {"extraVolumes": [volume], "extraVolumeMounts": [mount], "env": [variable]}
    spec = pod({**ONE_RULE, **more, "extraArguments": [others[0], *flags[:2], others[1], flags[2]]})
    (container,) = spec["containers"]
    assert container["args"] == ["doctor", *ASKED, *flags]
    assert volume in spec["volumes"]
    assert mount in container["volumeMounts"]
    assert container["env"] == [variable]


def test_it_is_as_restricted_as_the_server() -> None:
    rendered = render(ONE_RULE)
    spec = pod(ONE_RULE)
    assert spec["securityContext"] == rendered.pod()["securityContext"]
    for part in ("securityContext", "resources", "image"):
        assert spec["containers"][0][part] == rendered.container()[part]


def test_it_has_the_rights_on_the_doctors_page_and_no_other() -> None:
    page = (ROOT / "docs" / "doctor.md").read_text()
    (manifest,) = re.findall(r"^```yaml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    documented = rights_of(list(yaml.safe_load_all(manifest)))
    given = rights_of(hooks(render(ONE_RULE)))
    assert {who for who, *_ in given} == {TESTER}
    assert unnamed(given) == unnamed(documented)


def unnamed(rights: set[Any]) -> set[Any]:
    """Where one may do what, whoever it is and whatever the role is called, unless that is Kubernetes' own."""
    return {(namespace, may or role) for _, namespace, role, may in rights}


def test_it_has_none_where_no_rights_are_to_be_made() -> None:
    kinds = [each["kind"] for each in hooks(render({**ONE_RULE, "rbac": {"create": False}}))]
    assert kinds == ["ServiceAccount", "Pod"]


def test_all_of_it_is_taken_away_and_is_there_before_the_pod() -> None:
    annotations = {each["kind"]: each["metadata"]["annotations"] for each in hooks(render(ONE_RULE))}
    assert {each["helm.sh/hook"] for each in annotations.values()} == {"test"}
    policies = {each["helm.sh/hook-delete-policy"] for each in annotations.values()}
    assert policies == {"before-hook-creation,hook-succeeded"}
    late = [kind for kind, each in annotations.items() if each.get("helm.sh/hook-weight") != "-1"]
    assert late == ["Pod"]
