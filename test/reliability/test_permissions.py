"""Files that a server may not read any more, and then may again, while it is asked; and at its start."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from harness.addresses import LOOPBACK
from harness.kubectl import write_token_kubeconfig
from harness.pki import Authority
from harness.waiting import eventually

from rig.backends import Backend
from rig.certificates import serving_context
from rig.depth import Depth
from rig.exchange import Exchange
from rig.fault_proxy import FaultProxy, passing
from rig.following import TAKEN_UP, Following, await_line, put
from rig.permissions import allow, bound_by_permissions, forbid, missing
from rig.server import RULES, Barograph
from rig.table import Row
from rig.witness import Witness

Start = Callable[..., Barograph]
Watch = Callable[..., Witness]
AUDIT_POLICY = "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]\n"
DENIED = "Permission denied"


@dataclass(frozen=True)
class Followed:
    """A file and its flag; what the log says when it cannot be read, and when it is read again."""

    name: str
    flag: str
    refused: str
    taken_up: str


KEPT = "what was read last stays in force"
TLS = "TLS settings for Prometheus: usable again"
FOLLOWED = [
    Followed("rules", "--config", "the rules read before stay in force", "configuration taken up"),
    Followed("certificate", "--tls-cert-file", "the one before is served on", "serving certificate taken up"),
    Followed("key", "--tls-private-key-file", "the one before is served on", "serving certificate taken up"),
    Followed("token", "--prometheus-token-file", KEPT, "/token/file: usable again"),
    Followed("CA", "--prometheus-ca-file", KEPT, TLS),
    Followed("client's certificate", "--prometheus-client-tls-cert-file", KEPT, TLS),
    Followed("client's key", "--prometheus-client-tls-key-file", KEPT, TLS),
    Followed("audit policy", "--audit-policy-file", "the audit policy read before stays", "audit policy taken up"),
]


class Files:
    """One of each, in folders of their own."""

    def __init__(self, folder: Path) -> None:
        authority = Authority(folder, "permissions-ca")
        # Of the server, and of the Prometheus that it asks.
        self.shown = authority.server("serving", f"DNS:localhost,IP:{LOOPBACK}")
        own = authority.client("client", "barograph")
        self.authority = authority.certificate
        sources = {"certificate": self.shown.certificate, "key": self.shown.key, "CA": self.authority}
        sources |= {"client's certificate": own.certificate, "client's key": own.key}
        self._contents = {name: source.read_bytes() for name, source in sources.items()}
        self._contents |= {"rules": RULES.encode(), "audit policy": AUDIT_POLICY.encode(), "token": b"first-token"}
        self._paths = {name: folder / name / "file" for name in self._contents}
        for name, path in self._paths.items():
            path.parent.mkdir()
            put(path, self._contents[name])

    def __getitem__(self, name: str) -> Path:
        return self._paths[name]

    def other(self, name: str) -> bytes:
        """As good as what is there; of rules and token another one."""
        more = b"- {seriesQuery: depth, name: {as: other}, metricsQuery: 'max(<<.Series>>)'}\n"
        changed = {"rules": self._contents["rules"] + more, "token": b"other-token"}
        return {**self._contents, **changed}[name]

    @property
    def flags(self) -> list[str]:
        return [f"{each.flag}={self[each.name]}" for each in FOLLOWED]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    if reason := missing(tmp_path):
        pytest.skip(reason)
    return Files(tmp_path)


@dataclass(frozen=True)
class Way:
    """To forbid a file, and to allow it again."""

    name: str
    forbid: Callable[[Files, Followed], None]
    allow: Callable[[Files, Followed], None]


WAYS = [
    Way(
        "the file",
        lambda files, which: forbid(files[which.name]),
        lambda files, which: allow(files[which.name]),
    ),
    Way(
        "the folder",
        lambda files, which: forbid(files[which.name].parent),
        lambda files, which: allow(files[which.name].parent),
    ),
    Way(
        "another file in its place",
        lambda files, which: put(files[which.name], files.other(which.name), mode=0),
        lambda files, which: allow(files[which.name]),
    ),
]


@pytest.fixture
def encrypted(prometheus: Backend, depth: Depth, files: Files) -> Iterator[FaultProxy]:
    prometheus.await_sample(f'depth{{queue="{depth.queue}"}}')
    proxy = FaultProxy(prometheus.upstream, tls=serving_context(files.shown))
    yield proxy
    proxy.close()


def test_files_that_may_not_be_read_for_a_while(
    encrypted: FaultProxy, files: Files, depth: Depth, start: Start, watch: Watch, tmp_path: Path, rows: list[Row]
) -> None:
    shown: list[bytes] = []

    async def noting_and_closing(exchange: Exchange) -> None:
        lines = exchange.request.head.split(b"\r\n")
        shown.extend(line.partition(b": ")[2] for line in lines if line.lower().startswith(b"authorization:"))
        await passing(exchange)
        # New connections are made with what is there then.
        exchange.close()

    encrypted.set(noting_and_closing)
    audit = [f"--audit-log-path={tmp_path / 'audit.log'}", "--audit-log-mode=batch"]
    server = start(
        [f"https://{encrypted.authority}"],
        [*files.flags, *audit, "--max-staleness=1s"],
        wrapper=bound_by_permissions(),
        authority=files.authority,
    )
    witness = watch(server)
    for way in WAYS:
        own = Following(server, witness, depth.held())
        for which in FOLLOWED:
            begin = len(server.log())
            way.forbid(files, which)
            await_line(server, begin, which.refused, f"{which.name}: {way.name}")
            said = server.log()[begin:]
            assert f"{files[which.name]}: " in said and DENIED in said, f"{which.name}: {way.name}: {said}"
            begin = len(server.log())
            way.allow(files, which)
            await_line(server, begin, which.taken_up, f"{which.name}: {way.name}")
            assert server.log()[begin:].count("\n") < 4, server.log()[begin:]
        names = ", ".join(each.name for each in FOLLOWED)
        rows.append(own.row(f"{way.name} forbidden and allowed again: {names}", len(FOLLOWED)))

    def new_ones_count() -> None:
        assert "other" in server.names(), server.names()
        assert shown[-1] == b"Bearer other-token", shown[-1]

    eventually(new_ones_count, seconds=TAKEN_UP, every=0.05)
    assert "token" not in re.sub(r"\S+/token/file", "", server.log()), "a token is in the log"


def _refusal(flags: list[str]) -> str:
    """What a server says that does not start."""
    command = [*bound_by_permissions(), os.environ["BAROGRAPH"], *flags]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    assert result.returncode == 1, f"status {result.returncode}: {result.stderr}"
    return result.stderr


@pytest.mark.parametrize("which", FOLLOWED, ids=lambda which: which.name)
def test_a_start_without_a_file(which: Followed, files: Files, tmp_path: Path) -> None:
    forbid(files[which.name])
    flags = ["--standalone", "--secure-port=0", f"--prometheus-url=https://{LOOPBACK}:1"]
    said = _refusal([*flags, *files.flags, f"--audit-log-path={tmp_path / 'audit.log'}"])
    assert f"{files[which.name]}: " in said and DENIED in said, said


@pytest.mark.parametrize("which", ["kubeconfig", "token", "CA", "client CA", "proxy CA"])
def test_a_start_without_a_file_for_kubernetes(which: str, files: Files, tmp_path: Path) -> None:
    kubeconfig = write_token_kubeconfig(
        tmp_path / "kubeconfig", f"https://{LOOPBACK}:1", files["CA"], files["token"]
    )
    named = {"kubeconfig": kubeconfig, "token": files["token"], "CA": files["CA"]}
    for number, name in enumerate(["client CA", "proxy CA"]):
        named[name] = tmp_path / f"ca-{number}.crt"
        put(named[name], files.authority.read_bytes())
    forbid(named[which])
    said = _refusal(
        [
            "--secure-port=0",
            f"--config={files['rules']}",
            f"--cert-dir={tmp_path / 'certificates'}",
            f"--authentication-kubeconfig={kubeconfig}",
            f"--authorization-kubeconfig={kubeconfig}",
            f"--client-ca-file={named['client CA']}",
            f"--requestheader-client-ca-file={named['proxy CA']}",
        ]
    )
    assert f"{named[which]}: " in said and DENIED in said, said
