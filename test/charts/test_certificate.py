"""The serving certificate: the API aggregator can verify it, whatever names a release is given."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from chart import NAMESPACE, ONE_RULE, HelmError, decoded, render

LONG = "a-name-that-is-as-long-as-the-name-of-a-service-may-be-and-then-some-more"


def assert_verifiable(folder: Path, values: dict[str, Any], release: str, namespace: str) -> None:
    rendered = render({**ONE_RULE, **values}, release, namespace)
    service, api = rendered.one("Service")["metadata"], rendered.one("APIService")["spec"]
    assert (api["service"]["name"], api["service"]["namespace"]) == (service["name"], service["namespace"])
    assert "insecureSkipTLSVerify" not in api
    secret = rendered.one("Secret")
    assert (secret["metadata"]["namespace"], secret["type"]) == (service["namespace"], "kubernetes.io/tls")
    (folder / "ca").write_text(decoded(api, "caBundle"))
    (folder / "crt").write_text(decoded(secret["data"], "tls.crt"))
    (folder / "key").write_text(decoded(secret["data"], "tls.key"))
    host = f"{service['name']}.{service['namespace']}.svc"
    purpose = ["-purpose", "sslserver", "-verify_hostname", host]
    openssl("verify", "-CAfile", str(folder / "ca"), *purpose, str(folder / "crt"))
    assert openssl("x509", "-in", str(folder / "crt"), "-noout", "-pubkey") == openssl(
        "pkey", "-in", str(folder / "key"), "-pubout"
    )
    assert f"--apiservice-service={service['namespace']}/{service['name']}" in rendered.arguments()


def openssl(*arguments: str) -> str:
    result = subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.mark.parametrize(
    ("values", "release", "namespace"),
    [
        ({}, "barograph", "default"),
        ({}, "prometheus-adapter", NAMESPACE),
        ({"fullnameOverride": "metrics"}, "x", NAMESPACE),
        ({"nameOverride": "metrics"}, "x", NAMESPACE),
        ({"namespaceOverride": "elsewhere"}, "x", NAMESPACE),
        ({"fullnameOverride": "metrics", "namespaceOverride": "elsewhere"}, "x", NAMESPACE),
        ({"fullnameOverride": LONG}, "x", "a-namespace-whose-name-is-of-some-length-too"),
    ],
)
def test_it_is_for_the_service_by_whatever_name(
    tmp_path: Path, values: dict[str, Any], release: str, namespace: str
) -> None:
    assert_verifiable(tmp_path, values, release, namespace)


def test_one_that_is_given_is_taken() -> None:
    tls = {"enable": True, "ca": "the CA", "certificate": "the certificate", "key": "the key"}
    rendered = render({**ONE_RULE, "tls": tls})
    data = rendered.one("Secret")["data"]
    assert [decoded(data, key) for key in ("tls.crt", "tls.key", "ca.crt")] == ["the certificate", "the key", "the CA"]
    assert decoded(rendered.one("APIService")["spec"], "caBundle") == "the CA"
    assert "--tls-cert-file=/var/run/serving-cert/tls.crt" in rendered.arguments()


def test_one_in_a_secret_is_taken() -> None:
    rendered = render({**ONE_RULE, "tls": {"existingSecret": "mine", "ca": "the CA"}})
    assert rendered.all("Secret") == []
    assert {"name": "serving-cert", "secret": {"secretName": "mine"}} in rendered.pod()["volumes"]
    assert decoded(rendered.one("APIService")["spec"], "caBundle") == "the CA"


@pytest.mark.parametrize("tls", [{"enable": True, "certificate": "c", "key": "k"}, {"existingSecret": "mine"}])
def test_one_that_nobody_could_verify_is_refused(tls: dict[str, Any]) -> None:
    with pytest.raises(HelmError, match=r"tls\.ca must say who signed the certificate"):
        render({**ONE_RULE, "tls": tls})


def test_cert_manager_makes_it_for_the_service_and_tells_the_aggregator() -> None:
    rendered = render({**ONE_RULE, "certManager": {"enabled": True}, "fullnameOverride": "metrics"})
    assert rendered.all("Secret") == []
    serving = rendered.one("Certificate", "metrics-cert")["spec"]
    assert f"metrics.{NAMESPACE}.svc" in serving["dnsNames"]
    assert {"name": "serving-cert", "secret": {"secretName": serving["secretName"]}} in rendered.pod()["volumes"]
    api = rendered.one("APIService")
    root = rendered.one("Certificate", "metrics-root-cert")["metadata"]
    assert api["metadata"]["annotations"]["cert-manager.io/inject-ca-from"] == f"{root['namespace']}/{root['name']}"
    assert not api["spec"].keys() & {"caBundle", "insecureSkipTLSVerify"}


def test_one_that_flags_name_goes_on_unverified_until_it_is_said_who_signed_it() -> None:
    values = {
        **ONE_RULE,
        "extraArguments": ["--tls-cert-file=/etc/tls/tls.crt", "--tls-private-key-file=/etc/tls/tls.key"],
    }
    assert render(values).one("APIService")["spec"]["insecureSkipTLSVerify"] is True
    spec = render({**values, "tls": {"ca": "the CA"}}).one("APIService")["spec"]
    assert (decoded(spec, "caBundle"), spec.get("insecureSkipTLSVerify")) == ("the CA", None)


def test_the_placeholders_of_prometheus_adapters_values_are_no_ca() -> None:
    placeholders = {"enable": False, "ca": "# who signed it", "key": "# private", "certificate": "# public"}
    bundle = decoded(render({**ONE_RULE, "tls": placeholders}).one("APIService")["spec"], "caBundle")
    assert bundle.startswith("-----BEGIN CERTIFICATE-----")
