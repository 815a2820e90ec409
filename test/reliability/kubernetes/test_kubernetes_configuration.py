"""What kube-apiserver says of whom to believe counts as soon as it is said, also on connections that are there."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from harness.waiting import eventually

from cases.kubernetes_configmap import CASES
from rig.cluster import Cluster
from rig.kubernetes_api import Edit, published, with_data
from rig.kubernetes_stage import LONGEST_PAUSE, SLACK, KubernetesCase, KubernetesStage, short_lived
from rig.stage import Ordeals
from rig.table import Row

CONFIGMAP = ("configmap", "extension-apiserver-authentication", "--namespace=kube-system")
# By what the front proxy proves itself, and by what users do.
PROXIED = {"kept connection", "front proxy", "somebody new"}
CERTIFIED = {"certificate", "certificate, kept connection"}
ALLOWED_SECONDS = 60.0


@pytest.mark.parametrize("kubernetes_case", CASES, ids=lambda case: case.name)
def test_what_is_no_configuration(
    kubernetes_case: KubernetesCase, kubernetes_ordeals: Ordeals[int], rows: list[Row]
) -> None:
    rows.append(kubernetes_ordeals.result(kubernetes_case))


def _change(name: str, refused: set[str], **changes: str | None) -> tuple[str, set[str], Callable[[str], Edit]]:
    return name, refused, lambda _: with_data(**changes)


CHANGES = [
    _change("allowed-names changed", PROXIED, requestheader_allowed_names='["another-proxy"]'),
    _change("username-headers changed", PROXIED, requestheader_username_headers='["X-Other-User"]'),
    ("the front proxy's CA swapped", PROXIED, lambda ca: with_data(requestheader_client_ca_file=ca)),
    ("the CA of users swapped", CERTIFIED, lambda ca: with_data(client_ca_file=ca)),
    _change("the CA of users gone", CERTIFIED, client_ca_file=None),
]


@pytest.fixture
def lasting(cluster: Cluster) -> Iterator[KubernetesStage]:
    """Where what kube-apiserver allowed counts for longer than the test takes: only the change can end it."""
    own = KubernetesStage(cluster, short_lived(ALLOWED_SECONDS))
    yield own
    own.close()


@pytest.mark.parametrize(("name", "refused", "make"), CHANGES, ids=[name for name, _, _ in CHANGES])
def test_a_change_ends_what_was_believed(
    name: str,
    refused: set[str],
    make: Callable[[str], Edit],
    lasting: KubernetesStage,
    cluster: Cluster,
    rows: list[Row],
) -> None:
    stage, row = lasting, Row(f"the ConfigMap: {name}")
    eventually(stage.assert_well, every=0.1)
    begun = time.monotonic()
    stage.proxy.set(published(make(cluster.liar.foreign_ca)))
    stage.proxy.cut()

    def counts() -> None:
        for asker, reply in stage.ask(stage.callers.entitled).items():
            row.statuses[reply.status] += 1
            assert reply.status == (401 if asker in refused else 200), f"{asker}: {reply}"

    eventually(counts, LONGEST_PAUSE + SLACK, every=0.05)
    row.message = f"counts after {time.monotonic() - begun:.1f} s"
    for asker, reply in stage.ask(stage.callers.others).items():
        # Of whom kube-apiserver says so is no forger.
        is_right = "swapped" in name and asker == "a forger with a certificate of another CA"
        assert reply.status in ({200} if is_right else {401, 403}), f"{asker}: {reply}"
    stage.assert_healthy()
    ended = time.monotonic()
    stage.proxy.clear()
    stage.await_well(row, ended, 2 * LONGEST_PAUSE + SLACK)
    rows.append(row)


@pytest.fixture
def restored(cluster: Cluster) -> Iterator[None]:
    """kube-apiserver itself makes it anew."""
    yield
    cluster.admin.run("delete", *CONFIGMAP, "--ignore-not-found")
    eventually(lambda: cluster.admin.get(*CONFIGMAP), 30)


@pytest.mark.usefixtures("restored")
def test_the_real_one_is_deleted_and_broken(
    kubernetes_stage: KubernetesStage, cluster: Cluster, is_long: bool, rows: list[Row]
) -> None:
    times = 20 if is_long else 3
    stage, row = kubernetes_stage, Row("the real ConfigMap is deleted, and broken", Counter(), times=times)
    eventually(stage.assert_well, every=0.1)
    broken = json.dumps({"data": {"requestheader-client-ca-file": "nonsense", "client-ca-file": "nonsense"}})
    for _ in range(times):
        cluster.admin.run("delete", *CONFIGMAP)
        _assert_all_is_as_it_was(stage, row)
        eventually(lambda: cluster.admin.get(*CONFIGMAP), 30)
        cluster.admin.run("patch", *CONFIGMAP, f"--patch={broken}")
        _assert_all_is_as_it_was(stage, row)
        cluster.admin.run("delete", *CONFIGMAP)
        eventually(lambda: cluster.admin.get(*CONFIGMAP), 30)
    assert "does not exist; what was read last stays in force" in stage.server.process.log_text()
    assert "is unusable: requestheader-client-ca-file" in stage.server.process.log_text()
    eventually(stage.assert_well, every=0.1)
    rows.append(row)


def _assert_all_is_as_it_was(stage: KubernetesStage, row: Row) -> None:
    for asker, reply in stage.ask(stage.callers.entitled).items():
        row.statuses[reply.status] += 1
        row.longest = max(row.longest, reply.seconds)
        assert reply.status == 200 and reply.values, f"{asker}: {reply}"
    stage.assert_none_let_in(row)
    stage.assert_healthy()
