"""What the figures were measured on. Nothing that would tell whose machine it is."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def description(program: Path | None) -> dict[str, object]:
    """CPU, kernel and versions, for the head of a result. `program`: what is measured in the place of this clone."""
    return {
        "cpu": _cpu_model(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "kernel": f"{platform.system()} {platform.release()}",
        "distribution": _distribution(),
        "versions": {
            "barograph": _commit() if program is None else f"as given, SHA-256 {_hash(program)}",
            "nginx": _version(["nginx", "-v"], r"nginx/(\S+)"),
            "openssl": _version(["openssl", "version"], r"OpenSSL (\S+)"),
            "prometheus": _version(["prometheus", "--version"], r"version (\S+)"),
            "go framework": _framework(),
            "compiler": _version(["c++", "--version"], r"(.+)"),
        },
    }


def load_average() -> float:
    """How many processes wanted a CPU in the last minute: above that of the run itself, figures are noise."""
    return os.getloadavg()[0]


def _cpu_model() -> str:
    match = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return match.group(1) if match else platform.machine()


def _distribution() -> str:
    match = re.search(r'^PRETTY_NAME="?([^"\n]+)', Path("/etc/os-release").read_text(), re.MULTILINE)
    return match.group(1) if match else "unknown"


def _commit() -> str:
    git = ["git", "-C", str(ROOT)]
    commit = _version([*git, "rev-parse", "--short=12", "HEAD"], r"(\w+)")
    changed = subprocess.run([*git, "diff", "--quiet", "HEAD"], check=False).returncode != 0
    return f"{commit} with changes" if changed else commit


def _hash(program: Path) -> str:
    return hashlib.sha256(program.read_bytes()).hexdigest()[:12]


def _framework() -> str:
    match = re.search(r"custom-metrics-apiserver (v\S+)", (ROOT / "bench" / "go" / "go.mod").read_text())
    return match.group(1) if match else "unknown"


def _version(command: list[str], pattern: str) -> str:
    try:
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return "not installed"
    match = re.search(pattern, result.stdout + result.stderr)
    return match.group(1) if match else "unknown"
