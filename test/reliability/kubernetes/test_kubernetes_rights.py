"""Rights that are taken away and given again in the cluster's own RBAC, and a token that ends."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from harness.barograph import MANIFESTS
from harness.waiting import eventually

from rig.cluster import Ask, Cluster
from rig.kubernetes_api import Asked
from rig.kubernetes_stage import SLACK, TTL, UNVERIFIED, KubernetesStage
from rig.table import Row

# What kube-apiserver's own authorizer takes to hear of a change.
RBAC_SECONDS = 5.0
DEFAULT_TTL = 10.0
# kube-apiserver remembers for so long whose a token is.
TOKEN_SECONDS = 10.0
REVIEWER = "barograph:system:auth-delegator"
MONITORING = "--namespace=monitoring"


@pytest.fixture
def ttl(is_long: bool) -> float:
    return DEFAULT_TTL if is_long else TTL


@pytest.fixture
def stage(cluster: Cluster, ttl: float) -> Iterator[KubernetesStage]:
    one = KubernetesStage(cluster, [] if ttl == DEFAULT_TTL else None)
    yield one
    one.close()


def _until(asks: dict[str, Ask], statuses: set[int], row: Row, within: float) -> float:
    """Asks until all are answered so; the seconds that it took."""
    begun = time.monotonic()

    def so() -> None:
        for asker, ask in asks.items():
            reply = ask()
            row.statuses[reply.status] += 1
            row.longest = max(row.longest, reply.seconds)
            assert reply.status in {200, 403} | statuses, f"{asker}: {reply}"
            assert reply.status in statuses, f"{asker}: {reply}"

    eventually(so, within, every=0.05)
    return time.monotonic() - begun


def test_the_rights_of_whoever_asks(stage: KubernetesStage, cluster: Cluster, ttl: float, rows: list[Row]) -> None:
    row = Row("the right to read is taken away, and given again")
    eventually(stage.assert_well, every=0.1)
    asks = stage.callers.entitled
    within = ttl + RBAC_SECONDS
    cluster.forbid("readers")
    cluster.forbid("reader")
    try:
        refused = _until(asks, {403}, row, within)
        stage.assert_none_let_in(row)
        stage.assert_healthy()
    finally:
        cluster.allow("readers", "--group=readers")
        cluster.allow("reader", "--serviceaccount=default:reader")
    row.recovery = _until(asks, {200}, row, within)
    row.message = f"refused after {refused:.1f} s"
    eventually(stage.assert_well, every=0.1)
    rows.append(row)


@contextmanager
def _without(cluster: Cluster, *binding: str) -> Iterator[None]:
    cluster.admin.run("delete", *binding)
    try:
        yield
    finally:
        cluster.admin.apply(MANIFESTS / "access.yaml")


def test_its_own_right_to_review(stage: KubernetesStage, cluster: Cluster, ttl: float, rows: list[Row]) -> None:
    row = Row("its own right to create reviews is taken away, and given again")
    eventually(stage.assert_well, every=0.1)
    others = {name: ask for name, ask in stage.callers.entitled.items() if name != "token"}
    token = {"token": stage.callers.entitled["token"]}
    with _without(cluster, "clusterrolebinding", REVIEWER):
        _until(others, {500}, row, ttl + RBAC_SECONDS)
        _until(token, {UNVERIFIED.status}, row, ttl + RBAC_SECONDS)
        stage.assert_none_let_in(row)
        stage.assert_healthy()
    row.recovery = _until(stage.callers.entitled, {200}, row, ttl + RBAC_SECONDS)
    log = stage.server.process.log_text()
    for reviews in ("tokenreviews.authentication.k8s.io", "subjectaccessreviews.authorization.k8s.io"):
        line = f"may not create {reviews}; ClusterRole system:auth-delegator, bound to this client, grants it"
        assert log.count(line) == 1, log
    for what in ("authentication by TokenReview", "authorization by SubjectAccessReview"):
        assert log.count(f"{what} works again") == 1, log
    eventually(stage.assert_well, every=0.1)
    rows.append(row)


def test_its_own_right_to_read_the_configuration(
    stage: KubernetesStage, cluster: Cluster, rows: list[Row]
) -> None:
    """What was read last counts."""
    row = Row("its own right to read the ConfigMap is taken away")
    eventually(stage.assert_well, every=0.1)
    line = "Role extension-apiserver-authentication-reader in kube-system, bound to this client, grants it"
    with _without(cluster, "rolebinding", "barograph-auth-reader", "--namespace=kube-system"):
        time.sleep(RBAC_SECONDS / 5)
        # A watch that is there goes on.
        stage.proxy.cut()

        def told() -> None:
            assert line in stage.server.process.log_text()

        eventually(told, SLACK + RBAC_SECONDS, every=0.05)
        for asker, reply in stage.ask(stage.callers.entitled).items():
            row.statuses[reply.status] += 1
            assert reply.status == 200, f"{asker}: {reply}"
        stage.assert_none_let_in(row)
        stage.assert_healthy()
    eventually(stage.assert_well, every=0.1)
    rows.append(row)


def _put(path: Path, text: str) -> None:
    """In one step, as the kubelet does."""
    new = path.with_name(path.name + ".new")
    new.write_text(text)
    os.replace(new, path)


@pytest.fixture
def hand_out(cluster: Cluster) -> Iterator[Callable[[str], str]]:
    """A token that ends when `take_back` is called with the same name."""
    names: list[str] = []

    def begin(name: str) -> str:
        names.append(name)
        cluster.admin.run("create", "secret", "generic", name, MONITORING)
        bound = ("--bound-object-kind=Secret", f"--bound-object-name={name}")
        return cluster.token("barograph", MONITORING, *bound)

    yield begin
    cluster.admin.run("delete", "secret", MONITORING, "--ignore-not-found", *names)


def test_its_own_token_ends(cluster: Cluster, hand_out: Callable[[str], str], rows: list[Row]) -> None:
    row = Row("its own token ends, and the file is replaced")
    file = cluster.token_file(hand_out("first"))
    stage = KubernetesStage(cluster, token_file=file)
    try:
        eventually(stage.assert_well, every=0.1)
        cluster.admin.run("delete", "secret", "first", MONITORING)
        others = {name: ask for name, ask in stage.callers.entitled.items() if name != "token"}
        ended = _until(others, {500}, row, TOKEN_SECONDS + TTL + SLACK)
        reply = others["front proxy"]()
        assert "answered with status 401" in reply.message, str(reply)
        assert stage.callers.entitled["token"]().status == UNVERIFIED.status
        stage.proxy.cut()
        stage.assert_none_let_in(row)
        stage.assert_healthy()
        begun = stage.seen([Asked.ACCESS])
        _put(file, hand_out("second"))
        row.recovery = _until(stage.callers.entitled, {200}, row, SLACK)
        assert stage.seen([Asked.ACCESS]) > begun
        row.message = f"refused after {ended:.1f} s"
        eventually(stage.assert_well, every=0.1)
    finally:
        stage.close()
    rows.append(row)
