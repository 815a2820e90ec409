"""The page for newcomers: each of its commands, in its order, in a cluster that has nothing of it but Prometheus."""

from __future__ import annotations

import logging
import os
import re
import subprocess
from pathlib import Path

from stack import ROOT, Stack

log = logging.getLogger(__name__)
PAGE = ROOT / "docs" / "getting-started.md"


def commands() -> list[str]:
    """The lines of all blocks that are marked `sh`; those marked `sh outside` need what is not on this machine."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]


def test_every_command_of_the_page_works(stack: Stack, tmp_path: Path) -> None:
    for release, namespace in stack.releases().items():
        stack.uninstall(release, namespace)
    stack.admin.run("delete", "namespace", "shop", "--ignore-not-found", "--timeout=55s")
    for name, program in (("kubectl", stack.admin.program), ("helm", Path(os.environ["HELM"]))):
        (tmp_path / name).symlink_to(program)
    environment = {
        **os.environ,
        "KUBECONFIG": str(stack.admin.kubeconfig),
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
    }
    wanted = commands()
    assert len(wanted) > 10
    for command in wanted:
        result = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"
        log.info("$ %s\n%s", command, result.stdout.strip())
