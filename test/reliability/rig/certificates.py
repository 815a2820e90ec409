"""What a backend may show that must not be believed."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

from harness.addresses import LOOPBACK
from harness.pki import Authority, KeyPair

_DATABASE = """\
[ca]
default_ca = own

[own]
database = {folder}/index.txt
new_certs_dir = {folder}
rand_serial = yes
default_md = sha256
policy = any

[any]
commonName = supplied

[extensions]
basicConstraints = critical,CA:FALSE
subjectAltName = DNS:localhost,IP:127.0.0.1
extendedKeyUsage = serverAuth
"""


class ShownCertificates:
    """Pairs for a server at 127.0.0.1: one that is right, and those that are not."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        trusted, other = Authority(folder, "trusted-ca"), Authority(folder, "other-ca")
        self.authority = trusted.certificate
        self.right = trusted.server("right", f"DNS:localhost,IP:{LOOPBACK}")
        self.wrong_host = trusted.server("wrong-host", "DNS:elsewhere.test,IP:127.0.0.9")
        self.wrong_authority = other.server("wrong-authority", f"DNS:localhost,IP:{LOOPBACK}")
        self.no_server = trusted.client("no-server", LOOPBACK)
        self.expired = _dated(folder, trusted, "expired", "20200101000000Z", "20200201000000Z")
        self.not_yet = _dated(folder, trusted, "not-yet", "20980101000000Z", "20990101000000Z")


def serving_context(shown: KeyPair) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown.certificate, shown.key)
    return context


def _dated(folder: Path, authority: Authority, name: str, begin: str, end: str) -> KeyPair:
    """`openssl req` gives no past dates, `openssl ca` does."""
    configuration = folder / "ca.cnf"
    configuration.write_text(_DATABASE.format(folder=folder))
    (folder / "index.txt").touch()
    pair = KeyPair(folder / f"{name}.crt", folder / f"{name}.key")
    request = folder / f"{name}.csr"
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-keyout", str(pair.key)]
    _openssl("req", "-new", *key, "-subj", f"/CN={name}", "-out", str(request))
    signer = ["-cert", str(authority.certificate), "-keyfile", str(authority.certificate.with_suffix(".key"))]
    dates = ["-startdate", begin, "-enddate", end]
    output = ["-in", str(request), "-out", str(pair.certificate), "-notext", "-batch", "-extensions", "extensions"]
    _openssl("ca", "-config", str(configuration), *signer, *dates, *output)
    return pair


def _openssl(*arguments: str) -> None:
    result = subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise RuntimeError(f"openssl {' '.join(arguments)}: {result.stderr.strip()}")
