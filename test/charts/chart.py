"""A chart, as Helm renders it."""

from __future__ import annotations

import base64
import contextlib
import functools
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "charts" / "barograph"
VALUES = Path(__file__).resolve().parent / "values"
SCENARIOS = [*sorted((CHART / "ci").glob("*.yaml")), *sorted(VALUES.glob("*.yaml"))]
RELEASE, NAMESPACE = "prometheus-adapter", "monitoring"
VERSION: str = yaml.safe_load((CHART / "Chart.yaml").read_text())["appVersion"]
# The least that makes a release the cluster's external.metrics.k8s.io.
ONE_RULE: dict[str, Any] = {
    "rules": {"external": [{"seriesQuery": "depth", "name": {"as": "depth"}, "metricsQuery": "sum(depth)"}]}
}


class HelmError(AssertionError):
    """Helm ended with a status other than 0; the text is what it printed to stderr."""


def helm(*arguments: str | Path, environment: dict[str, str] | None = None) -> str:
    command = [os.environ["HELM"], *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    if result.returncode != 0:
        raise HelmError(f"{' '.join(command)}: {result.stderr.strip()}{result.stdout.strip()}")
    return result.stdout


@dataclass(frozen=True)
class Rendered:
    """The objects of a release, hooks included."""

    objects: list[dict[str, Any]]

    def all(self, kind: str) -> list[dict[str, Any]]:
        return [each for each in self.objects if each["kind"] == kind]

    def one(self, kind: str, name: str | None = None) -> dict[str, Any]:
        found = [each for each in self.all(kind) if name in (None, each["metadata"]["name"]) and not is_hook(each)]
        assert len(found) == 1, (
            f"{len(found)} objects of kind {kind}, named {[each['metadata']['name'] for each in found]}"
        )
        return found[0]

    def fullname(self) -> str:
        name: str = self.one("Deployment")["metadata"]["name"]
        return name

    def pod(self) -> dict[str, Any]:
        spec: dict[str, Any] = self.one("Deployment")["spec"]["template"]["spec"]
        return spec

    def container(self) -> dict[str, Any]:
        return next(each for each in self.pod()["containers"] if each["name"] == "barograph")

    def arguments(self) -> list[str]:
        arguments: list[str] = self.container()["args"]
        return arguments

    def rules(self) -> dict[str, Any]:
        rules: dict[str, Any] = yaml.safe_load(self.one("ConfigMap", self.fullname())["data"]["config.yaml"])
        return rules


def is_hook(manifest: dict[str, Any]) -> bool:
    return "helm.sh/hook" in manifest["metadata"].get("annotations", {})


def render(values: dict[str, Any] | Path, release: str = RELEASE, namespace: str = NAMESPACE) -> Rendered:
    """What Helm makes of the chart where there is no cluster to ask."""
    text = values.read_text() if isinstance(values, Path) else yaml.safe_dump(values)
    return Rendered([each for each in yaml.safe_load_all(_template(text, release, namespace)) if each])


@functools.cache
def _template(values: str, release: str, namespace: str) -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(values)
        file.flush()
        return helm("template", release, CHART, "--namespace", namespace, "--values", file.name)


@contextlib.contextmanager
def as_file(values: dict[str, Any]) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump(values, file)
        file.flush()
        yield Path(file.name)


def notes(values: dict[str, Any], kubeconfig: Path) -> str:
    """What a person reads after `helm install`."""
    with as_file(values) as file:
        where = [f"--namespace={NAMESPACE}", f"--kubeconfig={kubeconfig}", "--dry-run=client"]
        return helm("install", RELEASE, CHART, "--values", file, *where).partition("\nNOTES:\n")[2]


def decoded(data: dict[str, str], key: str) -> str:
    return base64.b64decode(data[key]).decode()
