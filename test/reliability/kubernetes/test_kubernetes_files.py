"""Files by which Barograph knows kube-apiserver, and whom to believe, that it may not read for a while."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.waiting import eventually

from rig.cluster import Cluster
from rig.following import TAKEN_UP
from rig.kubernetes_stage import TTL, KubernetesStage, short_lived
from rig.permissions import allow, bound_by_permissions, forbid, missing
from rig.table import Row

KEPT = "Permission denied; what was read last stays in force"
FRONT_PROXY = "front proxy's CA"
NAMES = ["token", "kube-apiserver's CA", "CA of users", FRONT_PROXY]


@pytest.fixture
def files(cluster: Cluster, tmp_path: Path) -> dict[str, Path]:
    if reason := missing(tmp_path):
        pytest.skip(reason)
    control = cluster.control
    sources = {
        "token": cluster.token_file(),
        "kube-apiserver's CA": control.authority.certificate,
        "CA of users": control.authority.certificate,
        FRONT_PROXY: control.front_proxy_authority.certificate,
    }
    return {name: shutil.copy(source, tmp_path / name) for name, source in sources.items()}


@pytest.fixture
def stage(cluster: Cluster, files: dict[str, Path]) -> Iterator[KubernetesStage]:
    flags = [
        f"--client-ca-file={files['CA of users']}",
        f"--requestheader-client-ca-file={files[FRONT_PROXY]}",
        "--requestheader-allowed-names=front-proxy-client",
    ]
    one = KubernetesStage(
        cluster,
        [*short_lived(TTL), *flags],
        token_file=files["token"],
        authority=files["kube-apiserver's CA"],
        wrapper=bound_by_permissions(),
    )
    yield one
    one.close()


def test_files_that_may_not_be_read_for_a_while(
    stage: KubernetesStage, files: dict[str, Path], rows: list[Row]
) -> None:
    eventually(stage.assert_well, every=0.1)
    for name in NAMES:
        begin = len(stage.server.process.log_text())

        def said(text: str, begin: int = begin) -> None:
            stage.assert_well()
            log = stage.server.process.log_text()[begin:]
            assert text in log, log

        forbid(files[name])
        begun = time.monotonic()
        # New connections are made with what is there then.
        stage.proxy.cut()
        eventually(lambda path=files[name]: said(f"{path}: {KEPT}"), TAKEN_UP, every=0.05)
        while time.monotonic() < begun + 2 * TTL:
            stage.assert_well()
        allow(files[name])
        stage.proxy.cut()
        eventually(lambda: said("usable again"), TAKEN_UP, every=0.05)
        rows.append(Row(f"{name} may not be read, and then may"))
