"""Files that a server may not read. Root may read everything, until it gives that up."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_RIGHTS = "-dac_override,-dac_read_search"


def bound_by_permissions() -> list[str]:
    """What a command begins with that shall be refused what its owner has forbidden himself."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", f"--inh-caps={_RIGHTS}", f"--bounding-set={_RIGHTS}", "--"]


def missing(folder: Path) -> str:
    """Why such a command cannot be had here; nothing if it can."""
    probe = folder / "forbidden"
    probe.touch()
    forbid(probe)
    command = [*bound_by_permissions(), "cat", str(probe)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    refused = result.returncode != 0 and "Permission denied" in result.stderr
    return "" if refused else f"nothing can be forbidden here: {result.stderr.strip() or 'all may be read'}"


def forbid(path: Path) -> None:
    """A file or a folder."""
    path.chmod(0)


def allow(path: Path) -> None:
    path.chmod(0o755 if path.is_dir() else 0o644)
