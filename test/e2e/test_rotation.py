"""What is replaced while fifty asks a second are served: certificates, CAs, a token, rules. Not one may fail of it."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import EXAMPLE
from harness.asking import Ask, Asking, kept_connections
from harness.barograph import METRICS, Barograph, Installation
from harness.control_plane import ControlPlane
from harness.https import Answer, Client
from harness.pki import Authority, KeyPair
from harness.prometheus import Prometheus
from harness.session import Run
from harness.waiting import eventually

METRIC = f"{METRICS}/celery_queue_depth"
MASTER = [("X-Remote-User", "admin"), ("X-Remote-Group", "system:masters")]
CONFIGMAP = ("configmap", "extension-apiserver-authentication", "--namespace=kube-system")
# How long a decision counts, and what RBAC takes to hear of a change.
TTL_SECONDS = 10
RBAC_SECONDS = 5
# The aggregator takes up a bundle or a certificate of its own a moment after it changes, and says nothing of it.
SETTLING_SECONDS = 2.0


@pytest.fixture
def through_aggregator(available: None, cluster: ControlPlane) -> Iterator[list[Ask]]:
    """Asks of the cluster's users, by kept connections to kube-apiserver."""
    with kept_connections(cluster.client, cluster.admin_certificate, METRIC) as asks:
        yield asks


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLE / "rules.yaml", tmp_path / "rules.yaml"))


@pytest.fixture
def instance(installation: Installation, prometheus: Prometheus, rules: Path) -> Iterator[Barograph]:
    extra = installation.start("barograph-to-change", rules, prometheus.url)
    yield extra
    assert extra.process.stop() == 0


def test_a_new_serving_certificate_is_taken_up_through_the_aggregator(
    through_aggregator: list[Ask], cluster: ControlPlane, installation: Installation, barograph: Barograph
) -> None:
    def over_a_new_connection() -> Answer:
        return barograph.client.get(METRIC, user=cluster.front_proxy, headers=MASTER)

    with Asking(*through_aggregator, over_a_new_connection) as asking:
        for _ in range(10):
            time.sleep(0.2)
            before = barograph.client.serving_certificate()
            installation.renew_serving_certificate()

            def is_new(before: bytes = before) -> None:
                assert barograph.client.serving_certificate() != before

            eventually(is_new)
    asking.assert_none_failed()


def test_a_new_serving_ca_takes_over_by_a_bundle_of_both(
    through_aggregator: list[Ask], installation: Installation, barograph: Barograph, tmp_path: Path
) -> None:
    new = Authority(tmp_path, "next-serving-ca")
    old = installation.authority
    seen_by_new = replace(barograph.client, authority=new.certificate)

    def shown_to(client: Client) -> None:
        try:
            client.serving_certificate()
        except ssl.SSLCertVerificationError as other:
            raise AssertionError("it still shows a certificate of the other authority") from other

    with Asking(*through_aggregator) as asking:
        installation.register(barograph, old, new)
        time.sleep(SETTLING_SECONDS)
        installation.renew_serving_certificate(new)
        eventually(lambda: shown_to(seen_by_new))
        installation.register(barograph, new)
        time.sleep(SETTLING_SECONDS)
        installation.register(barograph, new, old)
        time.sleep(SETTLING_SECONDS)
        installation.renew_serving_certificate()
        eventually(lambda: shown_to(barograph.client))
        installation.register(barograph)
        time.sleep(SETTLING_SECONDS)
    asking.assert_none_failed()


class FrontProxy:
    """What kube-apiserver's aggregator proves itself with, as an administrator rotates it: the CA of its certificate,
    and the certificate."""

    def __init__(self, cluster: ControlPlane, barograph: Barograph) -> None:
        self._cluster = cluster
        self._barograph = barograph

    def publish(self, *authorities: str) -> None:
        """Makes these, and no others, the CAs that kube-apiserver knows and tells of."""
        bundle = "".join(authorities)
        _replace(self._cluster.front_proxy_authority.certificate, bundle)
        patch = json.dumps({"data": {"requestheader-client-ca-file": bundle}})

        # kube-apiserver only ever adds what it knows to what the ConfigMap tells, also what it knew a moment ago.
        def is_told() -> None:
            self._cluster.admin.run("patch", *CONFIGMAP, f"--patch={patch}")
            time.sleep(0.3)
            told = self._cluster.admin.get(*CONFIGMAP)["data"]["requestheader-client-ca-file"]
            assert told.count("BEGIN CERTIFICATE") == len(authorities)

        eventually(is_told)

    def show(self, pair: KeyPair) -> None:
        """Makes this the certificate that the aggregator shows."""
        for new, used in (
            (pair.certificate, self._cluster.front_proxy.certificate),
            (pair.key, self._cluster.front_proxy.key),
        ):
            _replace(used, new.read_text())
        time.sleep(SETTLING_SECONDS)

    def assert_status_of(self, pair: KeyPair, status: int) -> None:
        answer = self._barograph.client.get(METRIC, user=pair, headers=MASTER)
        assert answer.status == status, answer


def test_a_front_proxy_ca_takes_over_by_a_bundle_of_both_and_the_old_one_ends(
    through_aggregator: list[Ask], cluster: ControlPlane, barograph: Barograph, run: Run
) -> None:
    folder = run.folder / "front-proxies"
    folder.mkdir()
    authority = Authority(folder, "next-front-proxy-ca")
    successor = authority.client("successor", "front-proxy-client")
    first = KeyPair(folder / "first.crt", folder / "first.key")
    shutil.copy(cluster.front_proxy.certificate, first.certificate)
    shutil.copy(cluster.front_proxy.key, first.key)
    old, new = cluster.front_proxy_authority.certificate.read_text(), authority.certificate.read_text()
    proxy = FrontProxy(cluster, barograph)

    def count(counting: tuple[KeyPair, ...], refused: tuple[KeyPair, ...] = ()) -> None:
        def is_so() -> None:
            for pair in counting:
                proxy.assert_status_of(pair, 200)
            for pair in refused:
                proxy.assert_status_of(pair, 401)

        # What the ConfigMap tells counts at once.
        eventually(is_so, seconds=2, every=0.05)

    count((first,), (successor,))
    with Asking(*through_aggregator) as asking:
        proxy.publish(old, new)
        count((first, successor))
        proxy.show(successor)
        proxy.publish(new)
        count((successor,), (first,))
        proxy.publish(new, old)
        count((first, successor))
        proxy.show(first)
        proxy.publish(old)
        count((first,), (successor,))
    asking.assert_none_failed()


def test_a_rotated_token_of_its_own_is_taken_up(
    cluster: ControlPlane, installation: Installation, prometheus: Prometheus, run: Run, rules: Path
) -> None:
    """The token that it asks the Kubernetes API with is replaced as a projected one is, and the old one ends."""
    admin = cluster.admin
    token_file = run.folder / "rotated-token"

    def hand_out(name: str) -> None:
        admin.run("create", "secret", "generic", name, "--namespace=monitoring")
        bound = ("--bound-object-kind=Secret", f"--bound-object-name={name}")
        _replace(token_file, admin.run("create", "token", "barograph", "--namespace=monitoring", *bound))

    hand_out("first-token")
    kubeconfig = cluster.kubeconfig_by_token("rotated-token", token_file)
    instance = installation.start("barograph-token", rules, prometheus.url, kubeconfig)
    counter = itertools.count()

    def somebody_new() -> list[tuple[str, str]]:
        # A user of its own each time, so that no kept decision answers.
        return [("X-Remote-User", f"user-{next(counter)}"), ("X-Remote-Group", "token-rotation")]

    binding = ("rolebinding", "token-rotation", "--namespace=default")
    admin.run("create", *binding, "--clusterrole=external-metrics-reader", "--group=token-rotation")
    try:

        def reads() -> None:
            answer = instance.client.get(METRIC, user=cluster.front_proxy, headers=somebody_new())
            assert answer.status == 200, answer

        eventually(reads, RBAC_SECONDS)
        with (
            kept_connections(instance.client, cluster.front_proxy, METRIC, somebody_new) as asks,
            Asking(*asks) as asking,
        ):
            hand_out("second-token")
            admin.run("delete", "secret", "first-token", "--namespace=monitoring")
            # kube-apiserver itself remembers for 10 s whose a token is.
            time.sleep(TTL_SECONDS + 2)
        asking.assert_none_failed()
    finally:
        admin.run("delete", *binding)
        assert instance.process.stop() == 0


def test_new_rules_are_taken_up_and_the_others_have_no_gap(
    cluster: ControlPlane, instance: Barograph, rules: Path
) -> None:
    def has_value() -> None:
        assert instance.client.get(METRIC, user=cluster.front_proxy, headers=MASTER).status == 200

    eventually(has_value)
    original = rules.read_text()
    with (
        kept_connections(instance.client, cluster.front_proxy, METRIC, lambda: MASTER) as asks,
        Asking(*asks) as asking,
    ):
        for number in range(5):
            name = f"added_{number}"
            added = f"  - seriesQuery: up\n    name: {{as: {name}}}\n    metricsQuery: sum(up)\n"
            _replace(rules, original.rstrip() + "\n" + added)

            def is_served(name: str = name) -> None:
                path = f"{METRICS}/{name}"
                assert instance.client.get(path, user=cluster.front_proxy, headers=MASTER).status == 200

            eventually(is_served)
        # A broken file changes nothing.
        _replace(rules, original + "\nnonsense: [")
        eventually(lambda: _in_log(instance, "is not taken up"))
    asking.assert_none_failed()


def _replace(file: Path, text: str) -> None:
    new = file.with_suffix(".new")
    new.write_text(text)
    os.replace(new, file)


def _in_log(instance: Barograph, text: str) -> None:
    assert text in instance.process.log_text()
