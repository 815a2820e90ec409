"""The chart of the scaled side, as Helm renders it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from chart import ROOT, Rendered, as_file, helm

WORKLOAD = ROOT / "charts" / "autoscaled-workload"
IMAGE: dict[str, Any] = {"image": {"repository": "registry.example/worker", "tag": "1"}}
AUTOSCALED: dict[str, Any] = {**IMAGE, "autoscaling": {"enabled": True}}
EXTERNAL: dict[str, Any] = {
    "type": "External",
    "external": {"metric": {"name": "depth"}, "target": {"type": "AverageValue", "averageValue": "10"}},
}


def render_workload(values: dict[str, Any] | Path, release: str = "worker", namespace: str = "shop") -> Rendered:
    """What Helm makes of values, or of a values file."""
    with as_file(values if isinstance(values, dict) else yaml.safe_load(values.read_text())) as file:
        text = helm("template", release, WORKLOAD, "--namespace", namespace, "--values", file)
    return Rendered([each for each in yaml.safe_load_all(text) if each])


def workload_notes(values: dict[str, Any], kubeconfig: Path) -> str:
    """What a person reads after `helm install`."""
    with as_file(values) as file:
        where = ["--namespace=shop", f"--kubeconfig={kubeconfig}", "--dry-run=client"]
        return helm("install", "worker", WORKLOAD, "--values", file, *where).partition("\nNOTES:\n")[2]


def scaled_by(*metrics: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Values of a workload with these metrics and these settings of autoscaling."""
    return {**IMAGE, "autoscaling": {"enabled": True, "metrics": list(metrics), **more}}
