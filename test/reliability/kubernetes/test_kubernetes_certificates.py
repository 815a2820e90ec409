"""A kube-apiserver that shows a certificate which must not be believed, or whose name leads elsewhere: no request,
with its token, goes there, and nobody is let in by what it says."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from harness.addresses import LOOPBACK
from harness.session import Run
from harness.waiting import eventually

from rig.certificates import ShownCertificates, serving_context
from rig.cluster import Cluster
from rig.exchange import Upstream
from rig.fault_proxy import FaultProxy
from rig.kubernetes_stage import LONGEST_PAUSE, SLACK, TTL, KubernetesStage
from rig.name_server import NAME, NameServer, missing
from rig.table import Row

ELSEWHERE = "127.0.0.2"
REFUSED = "certificate is refused: "
KINDS = [
    ("a certificate for another host", "wrong_host", REFUSED + ".*it is not for localhost"),
    ("a certificate of another CA", "wrong_authority", REFUSED + ".*(issuer|self-signed)"),
    ("an expired certificate", "expired", REFUSED + "certificate has expired"),
    ("a certificate that is not valid yet", "not_yet", REFUSED + "certificate is not yet valid"),
    ("a client's certificate", "no_server", REFUSED),
    ("plain HTTP", "", "wrong version number|unexpected|eof|stream truncated"),
]


@pytest.fixture(scope="module")
def shown(run: Run) -> ShownCertificates:
    return ShownCertificates(run.folder / "shown-to-barograph")


@pytest.fixture
def stages(cluster: Cluster, shown: ShownCertificates) -> Iterator[list[KubernetesStage]]:
    each = [KubernetesStage(cluster, shown=shown.right, authority=shown.authority) for _ in KINDS]
    yield each
    for stage in each:
        stage.close()


def test_certificates(
    stages: list[KubernetesStage], cluster: Cluster, shown: ShownCertificates, rows: list[Row]
) -> None:
    """All at once: most of it is waiting."""

    def show(stage: KubernetesStage, name: str, which: str, says: str) -> Row:
        row = Row(f"kube-apiserver shows {name}")
        eventually(stage.assert_well, every=0.1)
        stage.proxy.refuse()
        tls = serving_context(getattr(shown, which)) if which else None
        liar = FaultProxy(Upstream(LOOPBACK, cluster.control.port), port=stage.proxy.port, tls=tls)
        liar.set(cluster.liar.status(201))
        try:
            _assert_told(stage, row, says)
        finally:
            liar.close()
        assert not liar.seen, "a request, with its token, went to a server that was not believed"
        ended = time.monotonic()
        stage.proxy.accept()
        stage.await_well(row, ended)
        return row

    with ThreadPoolExecutor(len(KINDS)) as pool:
        shows = [pool.submit(show, stage, *kind) for stage, kind in zip(stages, KINDS, strict=True)]
        rows += [one.result() for one in shows]


def _assert_told(stage: KubernetesStage, row: Row, says: str) -> None:
    time.sleep(TTL)
    stage.assert_errors(row, says)
    stage.assert_healthy()


@pytest.fixture
def names(run: Run) -> Iterator[NameServer]:
    if reason := missing():
        pytest.skip(reason)
    server = NameServer(run.folder / "names-for-kubernetes")
    server.address = LOOPBACK
    yield server
    server.close()


def test_the_name_of_kube_apiserver(cluster: Cluster, names: NameServer, rows: list[Row]) -> None:
    """It is gone, cannot be asked for, then means another address."""
    stage = KubernetesStage(cluster, host=NAME, wrapper=names.wrapper())
    there = None
    try:
        for name, attribute, value in (
            ("its name is gone from the name server", "address", None),
            ("the name server fails", "fails", True),
            ("the name server is silent", "is_silent", True),
        ):
            row = Row(f"kube-apiserver: {name}")
            eventually(stage.assert_well, every=0.1)
            before = getattr(names, attribute)
            setattr(names, attribute, value)
            stage.proxy.cut()
            _assert_told(stage, row, "Host not found|try again|no answer within the deadline")
            setattr(names, attribute, before)
            stage.await_well(row, time.monotonic(), LONGEST_PAUSE + SLACK)
            rows.append(row)
        row = Row("kube-apiserver: its name means another address")
        there = cluster.proxy(port=stage.proxy.port, host=ELSEWHERE)
        stage.proxy.refuse()
        _assert_told(stage, row, "Connection refused")
        names.address = ELSEWHERE
        stage.await_well(row, time.monotonic(), LONGEST_PAUSE + SLACK)
        assert there.seen
        rows.append(row)
    finally:
        stage.close()
        if there is not None:
            there.close()
