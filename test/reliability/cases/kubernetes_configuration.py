"""The ConfigMap that says whom to believe, when it cannot be read or watched: what was read last counts."""

from __future__ import annotations

import json
from collections.abc import Callable

from rig import faults
from rig.exchange import JSON, Exchange, Fault
from rig.kubernetes_api import (
    CONFIGURATION,
    EXPIRED,
    STREAM,
    Asked,
    Liar,
    configmap_list,
    event,
    events,
    failure,
    late,
)
from rig.kubernetes_stage import KubernetesCase

_PAGE = b"<!DOCTYPE html><html><title>Sign in</title></html>"


def _watch(name: str, fault: Fault) -> KubernetesCase:
    return KubernetesCase(f"watch: {name}", [Asked.WATCH], lambda _: fault)


def _lying_watch(name: str, make: Callable[[Liar], Fault]) -> KubernetesCase:
    return KubernetesCase(f"watch: {name}", [Asked.WATCH], make)


def _read(name: str, make: Callable[[Liar], Fault]) -> KubernetesCase:
    return KubernetesCase(f"list: {name}", [Asked.READ], make)


def _edited_list(name: str, edit: Callable[[bytes], bytes]) -> KubernetesCase:
    return _read(name, lambda liar: liar.edited(edit))


async def _one_event(exchange: Exchange) -> None:
    """As kube-apiserver begins a watch that asks for what there is."""
    await exchange.begin_chunks(content_type=STREAM)
    await exchange.send_chunk(event("BOOKMARK", {"kind": "ConfigMap", "metadata": {"resourceVersion": "7"}}))
    await exchange.send_chunk(b"")


async def _bookmarks(exchange: Exchange) -> None:
    await exchange.begin_chunks(content_type=STREAM)
    version = 7
    while not await exchange.ended_within(0.1):
        version += 1
        line = event("BOOKMARK", {"kind": "ConfigMap", "metadata": {"resourceVersion": str(version)}})
        await exchange.send_chunk(line)
    await exchange.send_chunk(b"")


def _cut_event(liar: Liar) -> Fault:
    """A lie that is whole but for the line's end."""
    return events(event("MODIFIED", liar.configmap()).rstrip(b"\n"))


async def _reset_in_event(exchange: Exchange) -> None:
    await exchange.begin_chunks(content_type=STREAM)
    await exchange.send_chunk(b'{"type":"MODIFIED","object":{"kind":"Conf')
    exchange.reset()


async def _endless_line(exchange: Exchange) -> None:
    """A gigabyte, were it read."""
    await exchange.begin_chunks(content_type=STREAM)
    for _ in range(1 << 14):
        await exchange.send_chunk(b"x" * (1 << 16))


def _unknown_type(liar: Liar) -> Fault:
    return events(event("REPLACED", liar.configmap()))


def _without_version(liar: Liar) -> Fault:
    return events(event("MODIFIED", {**liar.configmap(), "metadata": {}}))


def _of_a_secret(liar: Liar) -> Fault:
    return events(event("MODIFIED", {**liar.configmap(), "kind": "Secret"}), ends=False)


def _typed(content_type: str) -> Callable[[Liar], Fault]:
    return lambda liar: liar.edited(lambda _: _PAGE, content_type)


_WATCHES = [
    _watch("closed at once", events()),
    _watch("closed after one event", _one_event),
    _watch("bookmarks only", _bookmarks),
    _lying_watch("closed in a line", _cut_event),
    _watch("reset in a line", _reset_in_event),
    _watch("reset at once", faults.reset_at_once),
    _watch("never answered", faults.never),
    _watch("a header and nothing more", events(ends=False)),
    # Then it goes on.
    KubernetesCase("watch: late by 1 s", [Asked.WATCH], lambda _: late(1), watches_again=False),
    _watch("an ERROR event 410", events(event("ERROR", EXPIRED), ends=False)),
    _watch("an ERROR event 500", events(event("ERROR", failure(500, "InternalError", "etcd is gone")), ends=False)),
    _watch("no JSON", events(b"nonsense\n", ends=False)),
    _watch("JSON that is no event", events(b"[]\n{}\n", ends=False)),
    _lying_watch("an event of a type that is not known", _unknown_type),
    _lying_watch("an event without a version", _without_version),
    _lying_watch("an event of another kind of object", _of_a_secret),
    _watch("HTML", faults.body(_PAGE, "text/html")),
    _watch("a line of 1 GB", _endless_line),
    *(
        _lying_watch(f"status {code}", lambda liar, code=code: liar.status(code))
        for code in (204, 301, 400, 401, 404, 410, 429, 500, 502, 503, 504)
    ),
    _lying_watch("status 429 with Retry-After 1", lambda liar: liar.status(429, [("Retry-After", "1")])),
    # Without the right it is read once a minute, and the watch tried again then.
    KubernetesCase("watch: status 403", [Asked.WATCH], lambda liar: liar.status(403), watches_again=False),
]


def _items(liar: Liar, items: object) -> bytes:
    return json.dumps({**configmap_list(liar.configmap()), "items": items}).encode()


_LISTS = [
    _read("reset at once", lambda _: faults.reset_at_once),
    _read("never answered", lambda _: faults.never),
    _read("late by 1 s", lambda _: late(1)),
    _read("late by 30 s", lambda _: late(30)),
    *(
        _read(f"status {code}", lambda liar, code=code: liar.status(code))
        for code in (204, 301, 400, 401, 403, 404, 410, 429, 500, 502, 503, 504)
    ),
    _read("status 429 with Retry-After 1", lambda liar: liar.status(429, [("Retry-After", "1")])),
    _edited_list("JSON cut off", lambda lie: lie[:-1]),
    _edited_list("two lists one after the other", lambda lie: lie + lie),
    _edited_list("no body", lambda _: b""),
    _edited_list("a list of Secrets", lambda lie: lie.replace(b"ConfigMapList", b"SecretList")),
    _read("two ConfigMaps", lambda liar: faults.body(_items(liar, [liar.configmap()] * 2))),
    _read("items that are text", lambda liar: faults.body(_items(liar, "all"))),
    _read("no items", lambda liar: faults.body(_items(liar, None))),
    _read("HTML", _typed("text/html")),
    _read("HTML that says it is JSON", _typed(JSON)),
    _read("a body of 1 GB", lambda _: faults.huge(1 << 30, True, b'{"kind":"')),
]


def _both(name: str, make: Callable[[Liar], Fault]) -> KubernetesCase:
    return KubernetesCase(f"list and watch: {name}", CONFIGURATION, make)


CASES = [
    *_WATCHES,
    *_LISTS,
    _both("reset at once", lambda _: faults.reset_at_once),
    _both("status 503", lambda liar: liar.status(503)),
]
