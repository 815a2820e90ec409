"""What tells operators: alerts, the dashboard, and that both ask for what Barograph exposes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

from chart import ONE_RULE, ROOT, VALUES, render

HERE = Path(__file__).resolve().parent
ALERTS = {"enabled": True, "job": "barograph", "runbookUrl": "https://runbooks.example/barograph"}


def rules(values: dict[str, Any]) -> dict[str, Any]:
    rendered = render({**ONE_RULE, "prometheusRule": {"enabled": True, **values}})
    spec: dict[str, Any] = rendered.one("PrometheusRule")["spec"]
    return spec


def promtool(folder: Path, *arguments: str) -> None:
    result = subprocess.run(["promtool", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_alerts_fire_when_they_must_and_only_then(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump(rules(ALERTS)))
    shutil.copy(HERE / "alerts.yaml", tmp_path)
    promtool(tmp_path, "check", "rules", "rules.yaml")
    promtool(tmp_path, "test", "rules", "alerts.yaml")


def test_every_alert_is_tested_to_fire() -> None:
    expected = re.findall(r"alertname=\"(\w+)\",severity", (HERE / "alerts.yaml").read_text())
    expected += re.findall(r"alertname=\"(\w+)\",alertstate=\"firing\",job", (HERE / "alerts.yaml").read_text())
    assert set(expected) == {rule["alert"] for group in rules(ALERTS)["groups"] for rule in group["rules"]}


def test_the_alerts_are_about_the_job_that_a_service_monitor_makes() -> None:
    alerts = json.dumps(rules({"certificateDays": 3}))
    assert set(re.findall(r'job=\\"([^"\\]*)', alerts)) == {"prometheus-adapter-barograph"}
    assert f"- time() < {3 * 86400}" in alerts


def exposed() -> set[str]:
    sources = [path.read_text() for path in (ROOT / "telemetry").glob("*.cpp")]
    return {name for text in sources for name in re.findall(r'"((?:barograph|process)_\w+)"', text)}


def asked(text: str) -> set[str]:
    names = re.findall(r"\b(?:barograph|process)_\w+", text)
    return {re.sub(r"_(bucket|count)$", "", name) for name in names}


def test_alerts_and_dashboard_ask_for_what_is_exposed() -> None:
    rendered = render(VALUES / "everything.yaml")
    dashboard = rendered.one("ConfigMap", f"{rendered.fullname()}-dashboard")["data"]["barograph.json"]
    panels = json.loads(dashboard)["panels"]
    queries = [target["expr"] for panel in panels for target in panel["targets"]]
    assert len(queries) >= len(panels) > 10
    queries += [rule["expr"] for group in rules({})["groups"] for rule in group["rules"]]
    wanted = asked(" ".join(queries))
    assert len(wanted) > 10
    assert wanted <= exposed()


def test_a_service_monitor_verifies_whom_it_scrapes() -> None:
    rendered = render(VALUES / "everything.yaml")
    (endpoint,) = rendered.one("ServiceMonitor")["spec"]["endpoints"]
    service = rendered.one("Service")
    assert endpoint["port"] == service["spec"]["ports"][0]["name"]
    assert endpoint["tlsConfig"] == {
        "serverName": f"{service['metadata']['name']}.{service['metadata']['namespace']}.svc",
        "ca": {"secret": {"name": rendered.one("Secret")["metadata"]["name"], "key": "ca.crt"}},
    }
    selected = rendered.one("ServiceMonitor")["spec"]["selector"]["matchLabels"]
    assert selected.items() <= service["metadata"]["labels"].items()
    assert "ca.crt" in rendered.one("Secret")["data"]


def test_a_network_policy_lets_through_what_is_needed() -> None:
    url = {"url": "https://mimir.example", "port": "", "path": "/prometheus"}
    for prometheus, port in ((url, 443), ({"port": 9090}, 9090), ({"url": "http://p", "port": None}, 80)):
        rendered = render({**ONE_RULE, "prometheus": prometheus, "networkPolicy": {"enabled": True}})
        policy = rendered.one("NetworkPolicy")["spec"]
        assert policy["ingress"] == [{"ports": [{"port": "https", "protocol": "TCP"}]}]
        opened = {(each["port"], each["protocol"]) for each in policy["egress"][0]["ports"]}
        assert opened == {(53, "UDP"), (53, "TCP"), (443, "TCP"), (6443, "TCP"), (port, "TCP")}


RUNBOOK = ROOT / "docs" / "runbook.md"


def runbook_sections() -> dict[str, str]:
    parts = re.split(r"^## (\w+)$", RUNBOOK.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_runbook_has_a_whole_section_for_each_alert_and_for_nothing_else() -> None:
    alerts = [rule["alert"] for group in rules({})["groups"] for rule in group["rules"]]
    sections = runbook_sections()
    assert list(sections) == alerts
    for text in sections.values():
        assert re.findall(r"^\| \*\*(\w+)\*\* \| .+ \|$", text, re.MULTILINE) == ["Symptom", "Check", "Cause", "Repair"]


def test_each_alert_links_to_its_section_when_the_runbook_has_an_address() -> None:
    anchors = {f"#{name.lower()}" for name in runbook_sections()}
    links = [rule["annotations"]["runbook_url"] for group in rules(ALERTS)["groups"] for rule in group["rules"]]
    assert {link.removeprefix(ALERTS["runbookUrl"]) for link in links} == anchors
    assert all("runbook_url" not in rule["annotations"] for group in rules({})["groups"] for rule in group["rules"])


def test_the_runbook_asks_for_flags_and_metrics_that_there_are() -> None:
    text = RUNBOOK.read_text()
    flags = set(re.findall(r"--[a-z][a-z0-9-]+", (ROOT / "docs" / "flags.md").read_text()))
    own = set(re.findall(r"`(--[a-z][a-z0-9-]+)[=`]", text))
    assert len(own) > 10
    assert own <= flags
    assert asked(text) <= exposed()
    for link in re.findall(r"\]\(#(\w+)\)", text):
        assert link in {name.lower() for name in runbook_sections()}
