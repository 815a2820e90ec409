"""Every scenario, the chart's own and files as people have them: linted, and judged by those who read the result."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml
from harness.control_plane import ControlPlane

from chart import CHART, NAMESPACE, SCENARIOS, helm, render

scenario = pytest.mark.parametrize("values", SCENARIOS, ids=[path.stem for path in SCENARIOS])


@scenario
def test_helm_finds_nothing_to_criticise(values: Path) -> None:
    assert "0 chart(s) failed" in helm("lint", "--strict", CHART, "--values", values)


@scenario
def test_the_api_server_takes_every_object_without_a_warning(values: Path, cluster: ControlPlane) -> None:
    rendered = render(values)
    for pod in rendered.all("Pod"):
        # Nothing is made by a dry run, so that the account of the test's Pod is not there.
        pod["spec"]["serviceAccountName"] = "default"
    manifests = yaml.safe_dump_all(rendered.objects)
    answer = cluster.admin.execute("apply", "--dry-run=server", "--validate=strict", "--filename=-", stdin=manifests)
    assert answer.returncode == 0, answer.stderr
    # A Pod in the host's network is not what the restricted standard allows.
    warnings = [line for line in answer.stderr.splitlines() if "hostNetwork=true" not in line]
    assert warnings == []


@scenario
def test_helm_can_install_it(values: Path, cluster: ControlPlane) -> None:
    where = [f"--namespace={NAMESPACE}", f"--kubeconfig={cluster.admin.kubeconfig}", "--dry-run=server"]
    said = helm("install", "prometheus-adapter", CHART, *where, "--values", values)
    assert "STATUS: pending-install" in said


@scenario
def test_barograph_accepts_the_rules(values: Path, tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(yaml.safe_dump(render(values).rules()))
    result = subprocess.run([os.environ["BAROGRAPH"], "check", str(file)], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@scenario
def test_barograph_knows_every_flag(values: Path) -> None:
    rendered = render(values)
    tests = [pod["spec"]["containers"][0]["args"] for pod in rendered.all("Pod")]
    for arguments in (rendered.arguments(), *tests):
        command = [os.environ["BAROGRAPH"], *arguments, "--help"]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (result.returncode, result.stderr) == (0, "")


@scenario
def test_only_external_metrics_are_registered(values: Path) -> None:
    registered = {each["metadata"]["name"] for each in render(values).all("APIService")}
    assert registered <= {"v1beta1.external.metrics.k8s.io"}
    assert bool(registered) == (values.stem != "default-values")
