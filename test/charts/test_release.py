"""A release in a real control plane: the aggregator asks it, upgrades keep what must stay, nothing is left of it."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from harness.barograph import Barograph
from harness.control_plane import ControlPlane
from harness.prometheus import Prometheus
from harness.session import Run
from harness.waiting import eventually

from chart import NAMESPACE, ONE_RULE, render
from release import AUTOSCALER, METRIC, Release, values_for

# For how long the chart makes a certificate, if it is not told.
DAYS, DAY = 3650, 86400


def test_the_aggregator_verifies_it_and_an_autoscaler_reads_its_metric(
    run: Run, cluster: ControlPlane, prometheus: Prometheus, release: Release
) -> None:
    values = values_for(prometheus)
    release.upgrade(values)
    instance = release.run_container(run.processes)
    eventually(release.is_available, seconds=60)

    def is_read() -> None:
        answer = cluster.admin.execute("get", "--raw", METRIC, AUTOSCALER)
        assert [item["value"] for item in json.loads(answer.stdout or "{}").get("items", [])] == ["57"], answer.stderr

    eventually(is_read)
    stranger = cluster.admin.execute("get", "--raw", METRIC, "--as=stranger")
    assert "is forbidden" in stranger.stderr
    eventually(lambda: _assert_registered(instance))
    # Whatever right is missing, the log says so.
    assert not re.findall(r".* (?:warning|error) .*", instance.process.log_text())

    # Strict: what its rights do not let it look at is a failure, too.
    looked = release.run_test_pod(render(values, "barograph"), run.processes, "--strict")
    assert looked.wait() == 0, looked.log_text()
    assert instance.process.stop() == 0


def _assert_registered(instance: Barograph) -> None:
    said = instance.client.get("/readyz?verbose")
    assert said.status == 200, said
    assert f"names this server's Service {NAMESPACE}/barograph" in said.body.decode(), said


def test_new_rules_change_the_config_map_and_nothing_else(release: Release) -> None:
    before = {kind: release.get(kind) for kind in ("deployment", "secret", "service", "configmap")}
    rules = [*ONE_RULE["rules"]["external"], {"seriesQuery": "up", "name": {"as": "up"}, "metricsQuery": "sum(up)"}]
    release.upgrade({"rules": {"external": rules}})
    after = {kind: release.get(kind) for kind in before}
    assert before["configmap"]["data"] != after["configmap"]["data"]
    assert before["deployment"]["metadata"]["generation"] == after["deployment"]["metadata"]["generation"]
    for part in ("data", "metadata"):
        _assert_equal(_stripped(before["secret"][part]), _stripped(after["secret"][part]))


def test_a_deployment_of_another_chart_keeps_its_selector(cluster: ControlPlane, tmp_path: Path) -> None:
    named = {**ONE_RULE, "fullnameOverride": "taken"}
    release = Release(cluster, tmp_path / "release", {**named, "nameOverride": "prometheus-adapter"}, name="taken")
    try:
        before = release.get("deployment")["spec"]["selector"]
        assert before["matchLabels"]["app.kubernetes.io/name"] == "prometheus-adapter"
        release.upgrade(named)
        assert release.get("deployment")["spec"]["selector"] == before
        assert release.get("service")["spec"]["selector"] == before["matchLabels"]
    finally:
        release.uninstall()


def test_a_certificate_in_the_last_third_of_its_time_is_renewed_and_the_one_before_is_trusted_on(
    cluster: ControlPlane, release: Release, tmp_path: Path
) -> None:
    old = release.secret()
    assert release.ca_bundle() == old["ca.crt"]
    expires = int(release.get("secret")["metadata"]["annotations"]["barograph/certificate-expires"])
    told = f"barograph/certificate-expires={expires - DAYS * DAY * 7 // 10}"
    cluster.admin.run("annotate", "secret", "barograph", f"--namespace={NAMESPACE}", "--overwrite", told)
    release.upgrade(ONE_RULE)
    new = release.secret()
    assert new["tls.crt"] != old["tls.crt"]
    (tmp_path / "ca").write_text(release.ca_bundle())
    for name, certificate in (("old", old["tls.crt"]), ("new", new["tls.crt"])):
        (tmp_path / name).write_text(certificate)
        command = ["openssl", "verify", "-CAfile", str(tmp_path / "ca"), str(tmp_path / name)]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0, name
    release.upgrade(ONE_RULE)
    assert release.secret() == new


def test_a_new_time_to_count_makes_no_new_certificate_before_it_is_due(release: Release) -> None:
    old = release.secret()
    release.upgrade({**ONE_RULE, "tls": {"days": 5000}})
    assert release.secret() == old
    release.upgrade({**ONE_RULE, "tls": {"days": 20000}})
    assert release.secret() != old


def test_nothing_is_left_after_an_uninstall(run: Run, cluster: ControlPlane, tmp_path: Path) -> None:
    everything = {"replicas": 2, "networkPolicy": {"enabled": True}, "serviceMonitor": {"enabled": True}}
    before = _all_objects(cluster)
    release = Release(cluster, tmp_path / "release", {**ONE_RULE, **everything}, name="gone")
    assert len(_all_objects(cluster) - before) > 12
    release.uninstall()
    eventually(lambda: _assert_equal(_all_objects(cluster), before))


def _stripped(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key not in ("managedFields", "resourceVersion")}


def _assert_equal(one: Any, other: Any) -> None:
    assert one == other


def _all_objects(cluster: ControlPlane) -> set[str]:
    listable = cluster.admin.run("api-resources", "--verbs=list", "--output=name").split()
    # They live on their own, whoever caused them.
    kinds = [
        kind
        for kind in listable
        if not kind.startswith(("events", "leases", "endpoints", "componentstatuses", "podmetrics"))
    ]
    names = cluster.admin.run("get", ",".join(kinds), "--all-namespaces", "--output=name", "--ignore-not-found")
    return set(names.split())
