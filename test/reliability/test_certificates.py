"""A backend that shows a certificate which must not be believed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from harness.addresses import free_port
from harness.session import Run

from rig.backends import Backend
from rig.certificates import ShownCertificates, serving_context
from rig.depth import Depth
from rig.fault_proxy import FaultProxy
from rig.ordeal import Expected, Ordeal, short_flags, url_of
from rig.server import Barograph
from rig.table import Row

Start = Callable[..., Barograph]


@pytest.fixture(scope="module")
def shown(run: Run) -> ShownCertificates:
    return ShownCertificates(run.folder / "shown")


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def good(prometheus: Backend, shown: ShownCertificates, port: int) -> Iterator[FaultProxy]:
    proxy = FaultProxy(prometheus.upstream, port=port, tls=serving_context(shown.right))
    yield proxy
    proxy.close()


@pytest.mark.parametrize(
    ("name", "which", "says"),
    [
        ("a certificate for another host", "wrong_host", "certificate is refused: .*it is not for 127.0.0.1"),
        ("a certificate of another CA", "wrong_authority", "certificate is refused: .*(issuer|self-signed)"),
        ("an expired certificate", "expired", "certificate is refused: certificate has expired"),
        ("a certificate that is not valid yet", "not_yet", "certificate is refused: certificate is not yet valid"),
        ("a client's certificate", "no_server", "certificate is refused: "),
    ],
)
def test_a_certificate_that_is_wrong(
    name: str,
    which: str,
    says: str,
    good: FaultProxy,
    shown: ShownCertificates,
    prometheus: Backend,
    start: Start,
    depth: Depth,
    rows: list[Row],
) -> None:
    flags = [*short_flags(), f"--prometheus-ca-file={shown.authority}"]
    server = start([url_of(good.authority, "https")], flags)
    bad: list[FaultProxy] = []

    def begin() -> None:
        good.refuse()
        bad.append(FaultProxy(prometheus.upstream, port=good.port, tls=serving_context(getattr(shown, which))))

    def end() -> None:
        bad[0].close()
        good.accept()

    rows.append(Ordeal(server, depth, name).go_through(begin, end, Expected(503, says)))
    assert not bad[0].targets, "a request, with its secrets, went to a server that was not believed"


def test_plain_http_in_the_place_of_tls(
    good: FaultProxy, shown: ShownCertificates, prometheus: Backend, start: Start, depth: Depth, rows: list[Row]
) -> None:
    server = start([url_of(good.authority, "https")], [*short_flags(), f"--prometheus-ca-file={shown.authority}"])
    bad: list[FaultProxy] = []

    def begin() -> None:
        good.refuse()
        bad.append(FaultProxy(prometheus.upstream, port=good.port))

    def end() -> None:
        bad[0].close()
        good.accept()

    # Neither side has anything to say to the other.
    expected = Expected(503, "wrong version number|unexpected|eof|stream truncated")
    bad_row = Ordeal(server, depth, "plain HTTP where TLS was spoken before").go_through(begin, end, expected)
    rows.append(bad_row)
