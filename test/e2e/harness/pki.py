"""Certificates of a cluster, made by openssl, valid for so long that nothing warns of their end."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

_DAYS = "30"
# A configuration of our own: what a distribution's openssl.cnf adds would come twice.
_CONFIGURATION = """\
[req]
prompt = no
string_mask = utf8only
distinguished_name = subject
x509_extensions = extensions

[subject]
{subject}

[extensions]
{extensions}
"""


@dataclass(frozen=True)
class KeyPair:
    """A certificate and its private key, both PEM files."""

    certificate: Path
    key: Path


class Authority:
    """A certificate authority with its files in a folder."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._pair = _make(folder, name, f"CN = {name}", "basicConstraints = critical,CA:TRUE\nkeyUsage = keyCertSign")
        self.certificate = self._pair.certificate

    def server(self, name: str, names: str) -> KeyPair:
        """A serving certificate for alternative names such as `DNS:localhost,IP:127.0.0.1`."""
        return self._issue(name, f"CN = {name}", f"subjectAltName = {names}\nextendedKeyUsage = serverAuth")

    def client(self, name: str, user: str, group: str | None = None) -> KeyPair:
        """A client certificate; Kubernetes reads the user from CN and a group from O."""
        organization = f"O = {group}\n" if group else ""
        return self._issue(name, f"{organization}CN = {user}", "extendedKeyUsage = clientAuth")

    def _issue(self, name: str, subject: str, extensions: str) -> KeyPair:
        signer = ["-CA", str(self._pair.certificate), "-CAkey", str(self._pair.key)]
        return _make(self._folder, name, subject, f"basicConstraints = critical,CA:FALSE\n{extensions}", signer)


def make_signing_key(folder: Path, name: str) -> KeyPair:
    """A key pair for service account tokens; `certificate` is the bare public key."""
    private, public = folder / f"{name}.key", folder / f"{name}.pub"
    _openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", str(private))
    _openssl("pkey", "-in", str(private), "-pubout", "-out", str(public))
    return KeyPair(public, private)


def _make(folder: Path, name: str, subject: str, extensions: str, signer: list[str] | None = None) -> KeyPair:
    pair = KeyPair(folder / f"{name}.crt", folder / f"{name}.key")
    configuration = folder / f"{name}.cnf"
    configuration.write_text(_CONFIGURATION.format(subject=subject, extensions=extensions))
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-keyout", str(pair.key)]
    output = ["-days", _DAYS, "-out", str(pair.certificate)]
    _openssl("req", "-x509", "-config", str(configuration), *key, *(signer or []), *output)
    return pair


def _openssl(*arguments: str) -> None:
    result = subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise RuntimeError(f"openssl {' '.join(arguments)}: {result.stderr.strip()}")
