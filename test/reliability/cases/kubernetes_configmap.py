"""What the ConfigMap that says whom to believe may become: what was read last counts until it is good again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rig.kubernetes_api import CONFIGURATION, Edit, Liar, published, with_data
from rig.kubernetes_stage import KubernetesCase

_BROKEN_PEM = "-----BEGIN CERTIFICATE-----\nMIIBnonsense\n-----END CERTIFICATE-----\n"
_NO_LIST = "is unusable: {} is not a JSON list of strings; what was read last stays in force"
_NO_NAME = "is unusable: {} holds something that is no header name; what was read last stays in force"
_MISSING = "is unusable: {} is missing from the ConfigMap.*; what was read last stays in force"
_CA = "requestheader-client-ca-file"
_UNUSABLE_CA = "is unusable: requestheader-client-ca-file: "
_LISTS = (
    "requestheader-allowed-names",
    "requestheader-username-headers",
    "requestheader-group-headers",
    "requestheader-extra-headers-prefix",
)
_NO_LISTS = ("front-proxy-client", '"X-Remote-User"', '["X-Remote-Group"', "[7]")


def _case(name: str, logged: str, make: Callable[[Liar], Edit]) -> KubernetesCase:
    return KubernetesCase(
        f"the ConfigMap: {name}", CONFIGURATION, lambda liar: published(make(liar)), logged=f"fails: .*{logged}"
    )


def _plain(name: str, logged: str, edit: Edit) -> KubernetesCase:
    return _case(name, logged, lambda _: edit)


def _lies_but(name: str, logged: str, **changes: str | None) -> KubernetesCase:
    """All of it is a forger's but what is broken: nothing of it may count."""

    def make(liar: Liar) -> Edit:
        def edit(found: dict[str, Any]) -> dict[str, Any] | None:
            return with_data(**changes)({**found, "data": liar.configmap()["data"]})

        return edit

    return _case(name, logged, make)


def _key(name: str) -> str:
    return name.replace("-", "_")


CASES = [
    _plain("deleted", "does not exist; what was read last stays in force", lambda _: None),
    _plain("without data", "the ConfigMap has no data", lambda found: {**found, "data": None}),
    _plain("emptied", _MISSING.format(_CA), lambda found: {**found, "data": {}}),
    _plain("data that is text", "the ConfigMap has no data", lambda found: {**found, "data": "none"}),
    _plain("a CA that is no PEM", _UNUSABLE_CA, with_data(requestheader_client_ca_file="CA")),
    _plain("an empty CA", _UNUSABLE_CA, with_data(requestheader_client_ca_file="")),
    _plain("a CA that is broken", _UNUSABLE_CA, with_data(requestheader_client_ca_file=_BROKEN_PEM)),
    _case(
        "a CA of a forger with a broken one behind it",
        _UNUSABLE_CA,
        lambda liar: with_data(requestheader_client_ca_file=liar.foreign_ca + _BROKEN_PEM),
    ),
    _plain("a CA of users that is broken", "is unusable: client-ca-file: ", with_data(client_ca_file=_BROKEN_PEM)),
    _lies_but("without a CA", _MISSING.format(_CA), requestheader_client_ca_file=None),
    *(_lies_but(f"without {name}", _MISSING.format(name), **{_key(name): None}) for name in _LISTS),
    *(
        _lies_but(f"{name} of no JSON list", _NO_LIST.format(name), **{_key(name): text})
        for name, text in zip(_LISTS, _NO_LISTS, strict=True)
    ),
    _lies_but(
        "no header for the user's name",
        "is unusable: requestheader-username-headers names no header",
        requestheader_username_headers="[]",
    ),
    _lies_but(
        "a header's name with a blank",
        _NO_NAME.format("requestheader-username-headers"),
        requestheader_username_headers='["X Remote User"]',
    ),
]
