"""The files that the examples give to copy: each is taken by what it is for, and they fit each other."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from harness.control_plane import ControlPlane

from chart import CHART, ROOT, helm, render
from workload import WORKLOAD, render_workload

CELERY, HTTP = ROOT / "examples" / "celery", ROOT / "examples" / "http-requests"
# File and release of the chart autoscaled-workload.
WORKLOADS = [
    (CELERY / "worker-values.yaml", "celery-worker"),
    (CELERY / "metrics-values.yaml", "celery-metrics"),
    (HTTP / "service-values.yaml", "shop"),
]
ADAPTERS = [CELERY / "adapter-values.yaml", HTTP / "adapter-values.yaml"]
CLOUDS = sorted(path.parent for path in (CELERY / "terraform").glob("*/main.tf"))


@pytest.mark.parametrize(("values", "release"), WORKLOADS, ids=[release for _, release in WORKLOADS])
def test_the_workload_is_taken_by_helm_and_the_api_server_without_a_warning(
    values: Path, release: str, cluster: ControlPlane
) -> None:
    assert "0 chart(s) failed" in helm("lint", "--strict", WORKLOAD, "--values", values)
    _assert_taken(yaml.safe_dump_all(render_workload(values, release).objects), cluster)


def test_the_broker_is_taken_by_the_api_server_without_a_warning(cluster: ControlPlane) -> None:
    _assert_taken((CELERY / "redis.yaml").read_text(), cluster, "--namespace=shop")


@pytest.mark.parametrize("values", ADAPTERS, ids=lambda path: path.parent.name)
def test_the_adapter_is_taken_by_helm_and_its_rules_by_barograph(values: Path) -> None:
    assert "0 chart(s) failed" in helm("lint", "--strict", CHART, "--values", values)
    assert len(render(values).all("APIService")) == 1
    result = subprocess.run([os.environ["BAROGRAPH"], "check", values], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(("values", "adapter"), [(WORKLOADS[0][0], ADAPTERS[0]), (WORKLOADS[2][0], ADAPTERS[1])])
def test_each_metric_that_is_scaled_on_is_given_by_a_rule(values: Path, adapter: Path) -> None:
    asked = {each["external"]["metric"]["name"] for each in _read(values)["autoscaling"]["metrics"]}
    given = {rule["name"]["as"] for rule in _read(adapter)["rules"]["external"]}
    assert asked == given


def test_prometheus_takes_the_job_and_finds_the_metrics_where_they_are_served(tmp_path: Path) -> None:
    jobs = yaml.safe_load(_read(CELERY / "prometheus-values.yaml")["extraScrapeConfigs"])
    config = tmp_path / "prometheus.yml"
    config.write_text(yaml.safe_dump({"scrape_configs": jobs}))
    result = subprocess.run(["promtool", "check", "config", config], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr

    (job,) = jobs
    assert (job["job_name"], job["scrape_interval"]) == ("worker-celery-metrics", "15s")
    service = render_workload(CELERY / "metrics-values.yaml", "celery-metrics").one("Service")
    (port,) = service["spec"]["ports"]
    address = f"{service['metadata']['name']}.{service['metadata']['namespace']}.svc:{port['port']}"
    assert [target for each in job["static_configs"] for target in each["targets"]] == [address]
    assert job["metrics_path"] == _read(CELERY / "metrics-values.yaml")["metrics"]["path"]
    assert f'@web.get("{job["metrics_path"]}")' in (CELERY / "app" / "metrics.py").read_text()
    for rule in _read(CELERY / "adapter-values.yaml")["rules"]["external"]:
        assert f'job="{job["job_name"]}"' in rule["seriesQuery"]


def test_the_selector_that_the_http_service_is_scaled_by_is_a_label_of_its_pods_series() -> None:
    # The Prometheus chart's job for annotated Pods makes each Pod label a label of its series.
    (metric,) = _read(HTTP / "service-values.yaml")["autoscaling"]["metrics"]
    selector = metric["external"]["metric"]["selector"]["matchLabels"]
    template = render_workload(HTTP / "service-values.yaml", "shop").one("Deployment")["spec"]["template"]["metadata"]
    labels = {re.sub(r"[^a-zA-Z0-9_]", "_", key): value for key, value in template["labels"].items()}
    assert selector.items() <= labels.items()
    assert template["annotations"]["prometheus.io/scrape"] == "true"


@pytest.mark.parametrize("folder", CLOUDS, ids=lambda path: path.name)
def test_terraform_has_the_files_in_its_form(folder: Path) -> None:
    result = _terraform("fmt", "-check", "-diff", cwd=folder)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("folder", CLOUDS, ids=lambda path: path.name)
def test_terraform_finds_the_files_valid(folder: Path, tmp_path: Path) -> None:
    """Where the provider is to be had: TERRAFORM_PLUGINS names a folder with providers, else it is the registry."""
    work = tmp_path / folder.name
    shutil.copytree(folder, work)
    plugins = os.environ.get("TERRAFORM_PLUGINS")
    source = [f"-plugin-dir={plugins}"] if plugins else []
    try:
        ready = _terraform("init", "-backend=false", "-input=false", *source, cwd=work).returncode == 0
    except subprocess.TimeoutExpired:
        ready = False
    if not ready:
        pytest.skip(f"Terraform's provider for {folder.name} is not to be had here")
    result = _terraform("validate", "-no-color", cwd=work)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("folder", CLOUDS, ids=lambda path: path.name)
def test_there_are_one_to_five_nodes(folder: Path) -> None:
    text = (folder / "main.tf").read_text()
    limits = re.findall(r"^\s*(min|max)(?:_node)?_(?:count|size)\s*=\s*(\d+)$", text, re.MULTILINE)
    assert sorted(limits) == [("max", "5"), ("min", "1")]


def test_the_nodes_autoscaler_has_the_account_that_gets_the_rights() -> None:
    values = _read(CELERY / "terraform" / "eks" / "cluster-autoscaler-values.yaml")
    named = re.search(r'service_account = "(.*)"', (CELERY / "terraform" / "eks" / "main.tf").read_text())
    assert named
    assert values["rbac"]["serviceAccount"]["name"] == named.group(1)


def _terraform(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("terraform")
    if program is None:
        pytest.skip("Terraform is not installed here")
    return subprocess.run([program, *arguments], cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


def _assert_taken(manifests: str, cluster: ControlPlane, *where: str) -> None:
    dry = ["--dry-run=server", "--validate=strict", *where, "--filename=-"]
    answer = cluster.admin.execute("apply", *dry, stdin=manifests)
    # The namespace warns of what the restricted Pod Security Standard does not allow.
    assert (answer.returncode, answer.stderr) == (0, "")


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text())
