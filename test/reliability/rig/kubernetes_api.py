"""What Barograph asks kube-apiserver, and what may come back in the place of a true answer."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from rig.exchange import JSON, Exchange, Fault, Headers, Request, head

CONFIGMAP = "/api/v1/namespaces/kube-system/configmaps"
STREAM = "application/json;stream=watch"


class Asked(enum.Enum):
    """What a request is about."""

    ACCESS = "SubjectAccessReview"
    TOKEN = "TokenReview"
    READ = "reading the ConfigMap"
    WATCH = "watching the ConfigMap"
    OTHER = "something else"


REVIEWS = (Asked.ACCESS, Asked.TOKEN)
CONFIGURATION = (Asked.READ, Asked.WATCH)


def asked(target: str) -> Asked:
    if target.startswith("/apis/authorization.k8s.io/"):
        return Asked.ACCESS
    if target.startswith("/apis/authentication.k8s.io/"):
        return Asked.TOKEN
    if target.startswith(CONFIGMAP):
        return Asked.WATCH if "watch=true" in target else Asked.READ
    return Asked.OTHER


async def relayed(exchange: Exchange) -> None:
    """No fault: kube-apiserver's own answer, which may go on."""
    await exchange.relay()


def late(seconds: float) -> Fault:
    """kube-apiserver is asked late; its answer may go on."""

    async def fault(exchange: Exchange) -> None:
        await exchange.ended_within(seconds)
        await exchange.relay()

    return fault


def only(what: Collection[Asked], fault: Fault) -> Fault:
    """The fault for these requests, none for others."""

    async def chosen(exchange: Exchange) -> None:
        await (fault if asked(exchange.request.target) in what else relayed)(exchange)

    return chosen


class Liar:
    """Answers that would let in who must not be, were they believed: everything is allowed, each token is a
    superuser's, and the CA of a forger is the one to be trusted."""

    def __init__(self, foreign_ca: Path) -> None:
        self.foreign_ca = foreign_ca.read_text()

    def lie(self, request: Request) -> bytes:
        kind = asked(request.target)
        if kind is Asked.ACCESS:
            return review("SubjectAccessReview", {"allowed": True})
        if kind is Asked.TOKEN:
            return review("TokenReview", {"authenticated": True, "user": SUPERUSER})
        if kind is Asked.WATCH:
            return json.dumps({"type": "MODIFIED", "object": self.configmap()}).encode() + b"\n"
        return json.dumps(configmap_list(self.configmap())).encode()

    def configmap(self) -> dict[str, Any]:
        data = {
            "client-ca-file": self.foreign_ca,
            "requestheader-client-ca-file": self.foreign_ca,
            "requestheader-allowed-names": "[]",
            "requestheader-username-headers": '["X-Remote-User"]',
            "requestheader-group-headers": '["X-Remote-Group"]',
            "requestheader-extra-headers-prefix": '["X-Remote-Extra-"]',
        }
        return {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"resourceVersion": "1"}, "data": data}

    def status(self, code: int, headers: Headers = ()) -> Fault:
        """A lie under this status, where the status allows a body."""

        async def fault(exchange: Exchange) -> None:
            if code in (204, 304):
                await exchange.send(head(code, headers))
            else:
                await exchange.reply(code, self.lie(exchange.request), headers=headers)

        return fault

    def edited(self, edit: Callable[[bytes], bytes], content_type: str = JSON) -> Fault:
        """A lie that is broken, under a good status."""

        async def fault(exchange: Exchange) -> None:
            await exchange.reply(201, edit(self.lie(exchange.request)), content_type)

        return fault


SUPERUSER = {"username": "admin", "groups": ["system:masters", "system:authenticated"]}


def review(kind: str, status: Any) -> bytes:
    group = "authentication" if kind == "TokenReview" else "authorization"
    answer = {"kind": kind, "apiVersion": f"{group}.k8s.io/v1", "spec": {}, "status": status}
    return json.dumps(answer).encode()


def configmap_list(*objects: dict[str, Any]) -> dict[str, Any]:
    metadata = {"resourceVersion": "1"}
    return {"kind": "ConfigMapList", "apiVersion": "v1", "metadata": metadata, "items": list(objects)}


Edit = Callable[[dict[str, Any]], dict[str, Any] | None]


def published(edit: Edit) -> Fault:
    """The ConfigMap as if somebody had edited it; None: deleted it. A watch from before is told to begin anew, and finds
    that nothing more happens."""
    was_listed = False

    async def fault(exchange: Exchange) -> None:
        nonlocal was_listed
        kind = asked(exchange.request.target)
        if kind is Asked.READ:
            listed = json.loads((await exchange.answer()).body)
            changed = [edit(each) for each in listed["items"]]
            was_listed = True
            await exchange.reply(200, json.dumps({**listed, "items": [one for one in changed if one]}).encode())
        elif kind is Asked.WATCH and not was_listed:
            await exchange.reply(410)
        elif kind is Asked.WATCH:
            await exchange.begin_chunks(content_type=STREAM)
            await exchange.until_ended()
            # What was hidden is found by a list only.
            await exchange.send_chunk(event("ERROR", EXPIRED))
            await exchange.send_chunk(b"")
        else:
            await exchange.relay()

    return fault


def with_data(**changes: str | None) -> Edit:
    """Keys of its data by Python's names of them; None: without that key."""

    def edit(found: dict[str, Any]) -> dict[str, Any]:
        data = {**found["data"], **{name.replace("_", "-"): value for name, value in changes.items()}}
        return {**found, "data": {name: value for name, value in data.items() if value is not None}}

    return edit


def events(*lines: bytes, ends: bool = True) -> Fault:
    """A watch that tells these lines. `ends` False: and goes on without a word."""

    async def fault(exchange: Exchange) -> None:
        await exchange.begin_chunks(content_type=STREAM)
        for line in lines:
            await exchange.send_chunk(line)
        if not ends:
            await exchange.until_ended()
        await exchange.send_chunk(b"")

    return fault


def event(kind: str, thing: Any) -> bytes:
    return json.dumps({"type": kind, "object": thing}).encode() + b"\n"


def failure(code: int, reason: str, message: str) -> dict[str, Any]:
    """A Status as kube-apiserver writes it."""
    outcome = {"status": "Failure", "code": code, "reason": reason, "message": message}
    return {"kind": "Status", "apiVersion": "v1", **outcome}


EXPIRED = failure(410, "Expired", "too old resource version: 1 (2)")
