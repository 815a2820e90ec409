"""Files that a server follows, replaced by good ones and by others while it is asked."""

from __future__ import annotations

import os
import signal
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from harness.addresses import LOOPBACK
from harness.pki import Authority, KeyPair
from harness.process import ProcessGroup
from harness.session import Run
from harness.waiting import eventually

from rig.backends import Backend
from rig.certificates import serving_context
from rig.depth import Depth
from rig.exchange import Exchange
from rig.fault_proxy import FaultProxy, passing
from rig.following import TAKEN_UP, Following, await_line, put
from rig.ordeal import url_of
from rig.server import RULES, Barograph
from rig.table import Row
from rig.witness import Witness
from test_permissions import FOLLOWED, Files

Start = Callable[..., Barograph]
Watch = Callable[..., Witness]
HUGE = 100_000_000
Change = Callable[[Path], None]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _fill(path: Path) -> None:
    """Not sparse to who reads it, sparse to the disk."""
    with path.open("r+b") as file:
        file.truncate(HUGE)


def _make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _make_fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _make_loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _fill_with_nothing(path: Path) -> None:
    path.write_bytes(b"\0" * 5000)


BROKEN: list[tuple[str, Change]] = [
    ("half-written", _cut),
    ("empty", _empty),
    ("deleted", Path.unlink),
    ("huge", _fill),
    ("a loop of links", _make_loop),
    ("a folder", _make_folder),
    ("a pipe", _make_fifo),
    ("NUL bytes", _fill_with_nothing),
]


def _restore(path: Path, content: bytes) -> None:
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    put(path, content)


@pytest.fixture
def pairs(tmp_path: Path) -> list[KeyPair]:
    authority = Authority(tmp_path, "files-ca")
    return [authority.server(f"pair-{number}", f"DNS:localhost,IP:{LOOPBACK}") for number in range(2)]


def test_rules(
    between: FaultProxy, depth: Depth, start: Start, watch: Watch, tmp_path: Path, rows: list[Row], is_long: bool
) -> None:
    times = 1000 if is_long else 30
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES)
    server = start([url_of(between.authority)], [f"--config={rules}"])
    own = Following(server, watch(server), depth.held())
    for number in range(times):
        more = f"- seriesQuery: 'depth'\n  name: {{as: 'again_{number}'}}\n  metricsQuery: 'max(<<.Series>>)'\n"
        put(rules, (RULES + more).encode())
        # Some while the one before is being taken up, some after.
        time.sleep(0.02 if number % 5 else 0.3)
    eventually(lambda: _assert_named(server, f"again_{times - 1}"), seconds=TAKEN_UP, every=0.05)
    rows.append(own.row("rules replaced under load", times))
    own = Following(server, watch(server), depth.held())
    for name, change in BROKEN:
        begin = len(server.log())
        change(rules)
        await_line(server, begin, "is not taken up; the rules read before stay in force", name)
        assert server.names() == ["again_" + str(times - 1), "depth"], f"{name}: {server.names()}"
        begin = len(server.log())
        _restore(rules, RULES.encode() + more.encode())
        await_line(server, begin, "configuration taken up")
    rows.append(own.row("rules " + ", ".join(name for name, _ in BROKEN), len(BROKEN)))


def _assert_named(server: Barograph, name: str) -> None:
    assert name in server.names(), f"{name} is not in {server.names()}"


def _serial(server: Barograph) -> str:
    """Of the certificate that a new connection is shown."""
    pem = ssl.get_server_certificate((LOOPBACK, server.port))
    command = ["openssl", "x509", "-noout", "-serial"]
    return subprocess.run(command, input=pem, capture_output=True, text=True, check=True).stdout


def test_serving_certificate(
    between: FaultProxy,
    depth: Depth,
    start: Start,
    watch: Watch,
    tmp_path: Path,
    pairs: list[KeyPair],
    rows: list[Row],
    is_long: bool,
) -> None:
    times = 1000 if is_long else 30
    certificate, key = tmp_path / "tls.crt", tmp_path / "tls.key"

    def renew(pair: KeyPair) -> None:
        # One after the other: in between they do not belong together.
        put(certificate, pair.certificate.read_bytes())
        put(key, pair.key.read_bytes())

    renew(pairs[0])
    server = start(
        [url_of(between.authority)],
        [f"--tls-cert-file={certificate}", f"--tls-private-key-file={key}"],
        authority=tmp_path / "files-ca.crt",
    )
    own = Following(server, watch(server), depth.held())
    for number in range(times):
        renew(pairs[(number + 1) % 2])
        time.sleep(0.02 if number % 5 else 0.3)
    expected = subprocess.run(
        ["openssl", "x509", "-noout", "-serial", "-in", certificate], capture_output=True, text=True, check=True
    ).stdout
    eventually(lambda: _assert_serial(server, expected), seconds=TAKEN_UP, every=0.05)
    rows.append(own.row("serving certificate and key replaced under load", times))
    good = {path: path.read_bytes() for path in (certificate, key)}
    for name, change in BROKEN:
        for path, content in good.items():
            begin = len(server.log())
            change(path)
            await_line(server, begin, "serving certificate refused")
            assert _serial(server) == expected, name
            begin = len(server.log())
            _restore(path, content)
            await_line(server, begin, "serving certificate taken up")
    rows.append(own.row("serving certificate or key " + ", ".join(name for name, _ in BROKEN), 2 * len(BROKEN)))


def _assert_serial(server: Barograph, expected: str) -> None:
    assert _serial(server) == expected


def test_token(
    between: FaultProxy, depth: Depth, start: Start, watch: Watch, tmp_path: Path, rows: list[Row], is_long: bool
) -> None:
    times = 1000 if is_long else 30
    token = tmp_path / "token"
    token.write_text("token-first")
    seen: list[bytes] = []

    async def noting(exchange: Exchange) -> None:
        lines = exchange.request.head.split(b"\r\n")
        seen.extend(line.partition(b": ")[2] for line in lines if line.lower().startswith(b"authorization:"))
        await passing(exchange)

    between.set(noting)
    flags = [f"--prometheus-token-file={token}", "--max-staleness=100ms"]
    # A password in the URL would go before the token.
    server = start([f"http://{between.authority}"], flags)
    own = Following(server, watch(server), depth.held())

    def shown(wanted: bytes) -> None:
        assert seen and seen[-1] == wanted, str(seen[-1:])

    for number in range(times):
        put(token, b"token-%d" % number)
        time.sleep(0.02 if number % 5 else 0.2)
    last = b"Bearer token-%d" % (times - 1)
    eventually(lambda: shown(last), seconds=TAKEN_UP, every=0.02)
    rows.append(own.row("token replaced under load", times))
    kept = [(name, change) for name, change in BROKEN if name not in ("half-written", "NUL bytes")]
    for _name, change in kept:
        change(token)
        count = len(seen)
        time.sleep(0.3)
        assert len(seen) > count
        shown(last)
        _restore(token, last.partition(b" ")[2])
    rows.append(own.row("token " + ", ".join(name for name, _ in kept), len(kept)))


@pytest.fixture
def mutual(prometheus: Backend, depth: Depth, tmp_path: Path) -> Iterator[tuple[FaultProxy, Files]]:
    """Lets in only who shows the client's certificate."""
    prometheus.await_sample(f'depth{{queue="{depth.queue}"}}')
    files = Files(tmp_path)
    context = serving_context(files.shown)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(files.authority)
    proxy = FaultProxy(prometheus.upstream, tls=context)
    yield proxy, files
    proxy.close()


def test_other_files(
    mutual: tuple[FaultProxy, Files], depth: Depth, start: Start, watch: Watch, tmp_path: Path, rows: list[Row]
) -> None:
    proxy, files = mutual

    async def closing(exchange: Exchange) -> None:
        await passing(exchange)
        # New connections are made with what is there then.
        exchange.close()

    proxy.set(closing)
    server = start(
        [f"https://{proxy.authority}"], [*files.flags, f"--audit-log-path={tmp_path / 'audit.log'}", "--max-staleness=300ms"], authority=files.authority
    )
    witness = watch(server)
    # The others have tests of their own.
    others = ("rules", "certificate", "key", "token")
    for which in (each for each in FOLLOWED if each.name not in others):
        own = Following(server, witness, depth.held())
        path = files[which.name]
        good = path.read_bytes()
        for name, change in BROKEN:
            begin, count = len(server.log()), len(proxy.targets)
            change(path)
            await_line(server, begin, which.refused, f"{which.name}: {name}")
            assert str(path) in server.log()[begin:], f"{which.name}: {name}: {server.log()[begin:]}"
            eventually(lambda count=count: _assert_more(proxy, count), seconds=TAKEN_UP, every=0.02)
            begin = len(server.log())
            _restore(path, good)
            await_line(server, begin, which.taken_up, f"{which.name}: {name}")
        rows.append(own.row(f"{which.name} " + ", ".join(name for name, _ in BROKEN), len(BROKEN)))


def _assert_more(proxy: FaultProxy, count: int) -> None:
    """A request came after the file was broken."""
    assert len(proxy.targets) > count


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "none", folder], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def _fill_up(disk: Path) -> Path:
    """The file that has taken the last of it."""
    filler = disk / "filler"
    with pytest.raises(OSError), filler.open("wb", buffering=0) as file:
        while file.write(b"x" * 4096):
            pass
    return filler


@pytest.mark.parametrize("mode", ["blocking", "batch"])
def test_full_disk_of_the_audit_log(
    mode: str, between: FaultProxy, depth: Depth, small_disk: Path, start: Start, watch: Watch, rows: list[Row]
) -> None:
    flags = [f"--audit-log-path={small_disk / 'audit.log'}", f"--audit-log-mode={mode}"]
    server = start([url_of(between.authority)], flags)
    own = Following(server, watch(server), depth.held())
    begin = len(server.log())
    filler = _fill_up(small_disk)
    await_line(server, begin, "No space left on device")
    time.sleep(0.5)
    assert server.log()[begin:].count("No space left") < 5
    filler.unlink()
    await_line(server, begin, "audit log: works again")
    rows.append(own.row(f"disk full for the audit log, mode {mode}", 1))


@pytest.fixture
def logging_to_small_disk(run: Run, small_disk: Path, between: FaultProxy) -> Iterator[Barograph]:
    processes = ProcessGroup(small_disk)
    server = Barograph(processes, run.folder / "server-of-small-disk", [url_of(between.authority)])
    yield server
    processes.stop()


def test_full_disk_of_the_log(
    logging_to_small_disk: Barograph, depth: Depth, small_disk: Path, watch: Watch, rows: list[Row]
) -> None:
    """What it says has gone to a file on that disk."""
    server = logging_to_small_disk
    own = Following(server, watch(server), depth.held())

    def say(times: int) -> int:
        begin = len(server.log())
        for _ in range(times):
            server.process.signal(signal.SIGHUP)
            time.sleep(0.05)
        return len(server.log()) - begin

    times = 60
    usual = say(times)
    filler = _fill_up(small_disk)
    # What the file's last page had left.
    assert say(times) < usual / 2
    begin = len(server.log())
    filler.unlink()
    say(1)
    await_line(server, begin, "configuration taken up")
    _fill_up(small_disk)
    say(times)
    rows.append(own.row("disk full for the log", 2, f"{times} times something to say each time; "))
    server.stop()
