"""kubectl, as one user of the cluster."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from harness.pki import KeyPair
from harness.process import ProcessGroup

_SECONDS = 180  # hundreds of objects, on a machine that has other things to do
_KUBECONFIG = Template("""\
apiVersion: v1
kind: Config
clusters:
- cluster:
    certificate-authority: $authority
    server: $server
  name: e2e
contexts:
- context:
    cluster: e2e
    user: user
  name: e2e
current-context: e2e
users:
- name: user
  user: $credentials
""")


class KubectlError(AssertionError):
    """kubectl ended with a status other than 0; the text is what it printed to stderr."""


@dataclass(frozen=True)
class Kubectl:
    program: Path
    kubeconfig: Path
    processes: ProcessGroup

    def execute(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Runs kubectl, whatever its status."""
        return subprocess.run(
            self.command(*arguments),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            env=self.processes.environment(),
            check=False,
        )

    def run(self, *arguments: str, stdin: str = "") -> str:
        """What kubectl prints to stdout."""
        result = self.execute(*arguments, stdin=stdin)
        if result.returncode != 0:
            raise KubectlError(result.stderr.strip())
        return result.stdout

    def get(self, *arguments: str) -> Any:
        """An object, or a list of them, as JSON says it."""
        return json.loads(self.run("get", *arguments, "--output=json"))

    def raw(self, path: str) -> Any:
        """The JSON that the API answers to a path."""
        return json.loads(self.run("get", "--raw", path))

    def apply(self, manifest: Path, **values: object) -> None:
        """Applies a manifest, each $NAME in it replaced by its value."""
        self.run("apply", "--filename=-", stdin=Template(manifest.read_text()).substitute(values))

    def command(self, *arguments: str) -> list[str]:
        return [str(self.program), f"--kubeconfig={self.kubeconfig}", *arguments]


def write_kubeconfig(path: Path, server: str, authority: Path, user: KeyPair) -> Path:
    """A kubeconfig for one user that authenticates by certificate."""
    credentials = {"client-certificate": str(user.certificate), "client-key": str(user.key)}
    return _write(path, server, authority, credentials)


def write_token_kubeconfig(path: Path, server: str, authority: Path, token_file: Path) -> Path:
    """A kubeconfig for one user that authenticates by the token in a file."""
    return _write(path, server, authority, {"tokenFile": str(token_file)})


def _write(path: Path, server: str, authority: Path, credentials: dict[str, str]) -> Path:
    # JSON is YAML.
    text = _KUBECONFIG.substitute(server=server, authority=authority, credentials=json.dumps(credentials))
    path.write_text(text)
    return path
