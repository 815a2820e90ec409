"""Reviews that kube-apiserver does not answer as it should: of what somebody may do, and of whose a token is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rig import faults
from rig.exchange import JSON, Exchange, Fault, head
from rig.kubernetes_api import REVIEWS, SUPERUSER, Asked, Liar, review
from rig.kubernetes_stage import UNVERIFIED, KubernetesCase, Told

_ANSWERED = r"POST \S+/subjectaccessreviews at the Kubernetes API failed: https://localhost:\d+ answered with status "
_PAGE = b"<!DOCTYPE html><html><title>Sign in</title><p>allowed: true</html>"
_DOCUMENT = "the answer is not a SubjectAccessReview"


def _case(name: str, says: str, make: Callable[[Liar], Fault]) -> KubernetesCase:
    return KubernetesCase(f"reviews: {name}", REVIEWS, make, Told(500, says), UNVERIFIED)


def _plain(name: str, says: str, fault: Fault) -> KubernetesCase:
    return _case(name, says, lambda _: fault)


def _passes(name: str, make: Callable[[Liar], Fault]) -> KubernetesCase:
    return KubernetesCase(f"reviews: {name}", REVIEWS, make)


def _status(code: int) -> KubernetesCase:
    return _case(f"status {code}", f"{_ANSWERED}{code}", lambda liar: liar.status(code))


def _limited(retry_after: str) -> KubernetesCase:
    headers = [("Retry-After", retry_after)]
    case = _case(
        f"status 429 with Retry-After {retry_after}", f"{_ANSWERED}429", lambda liar: liar.status(429, headers)
    )
    # Three pauses as long as it says; or none, and no further attempt, when that would be too late.
    limits: dict[str, dict[str, Any]] = {"1": {"after": 2.9}, "3600": {"reviews": 1}}
    return replace(case, **limits.get(retry_after, {}))


def _broken(name: str, says: str, edit: Callable[[bytes], bytes]) -> KubernetesCase:
    return _case(name, says, lambda liar: liar.edited(edit))


def _of_access(name: str, says: str, status: object, kind: str = "SubjectAccessReview") -> KubernetesCase:
    """Of access only: tokens are judged as ever."""
    fault = faults.body(review(kind, status))
    expected = Told(500, says)
    return KubernetesCase(f"SubjectAccessReview: {name}", [Asked.ACCESS], lambda _: fault, expected, expected)


def _of_token(name: str, status: object, kind: str = "TokenReview", token: Told = UNVERIFIED) -> KubernetesCase:
    fault = faults.body(review(kind, status))
    return KubernetesCase(f"TokenReview: {name}", [Asked.TOKEN], lambda _: fault, token=token)


def _closed_in_body(liar: Liar) -> Fault:
    async def fault(exchange: Exchange) -> None:
        lie = liar.lie(exchange.request)
        await exchange.send(head(201, [("Content-Type", JSON), ("Content-Length", str(len(lie) + 1))]) + lie)
        exchange.close()

    return fault


def _answered_twice(liar: Liar) -> Fault:
    """The true answer, and one more that nobody asked for, which the next ask may take for its own."""

    async def fault(exchange: Exchange) -> None:
        answer = await exchange.answer()
        with exchange.at_once():
            await exchange.reply(answer.status, answer.body, answer.content_type)
            await exchange.reply(201, liar.lie(exchange.request))

    return fault


_LATE = "deadline|in time|timed out"
_CONNECTIONS = [
    _plain("reset at once", "reset by peer|ended before", faults.reset_at_once),
    _case("closed in the body", "ended before the answer was whole", _closed_in_body),
    _plain("never answered", _LATE, faults.never),
    _plain("a header and nothing more", _LATE, faults.never_after_header),
    _plain("one byte a second", _LATE, faults.drip),
    # Within the deadline for tokens, past that for access.
    KubernetesCase("reviews: late by 5.2 s", REVIEWS, lambda _: faults.slow(5.2), Told(500, _LATE), Told(500, _LATE)),
    _plain("late by 30 s", _LATE, faults.slow(30)),
    _passes("late by 0.1 s", lambda _: faults.slow(0.1)),
    _passes("late by 1 s", lambda _: faults.slow(1)),
    _passes("a lie behind each true answer", _answered_twice),
]

_BODIES = [
    _broken("HTML", _DOCUMENT, lambda _: _PAGE),
    _broken("no body", _DOCUMENT, lambda _: b""),
    _broken("`null`", _DOCUMENT, lambda _: b"null"),
    _broken("`[]`", _DOCUMENT, lambda _: b"[]"),
    _broken("JSON cut off", _DOCUMENT, lambda lie: lie[:-1]),
    _broken("JSON with more behind it", _DOCUMENT, lambda lie: lie + b"1"),
    _broken("two answers one after the other", _DOCUMENT, lambda lie: lie + lie),
    _broken("100,000 brackets", _DOCUMENT, lambda lie: lie[:-1] + b',"more":' + b"[" * 100_000),
    _broken("no UTF-8", _DOCUMENT, lambda lie: lie.replace(b"v1", b"\xff\xfe")),
    _plain("no HTTP", "not valid HTTP", faults.raw(b"SSH-2.0-OpenSSH_9.2p1\r\n")),
    _plain("a body of 1 GB", "larger than the limit", faults.huge(1 << 30, False, b'{"kind":"')),
    _plain("a body of 1 GB in chunks", "larger than the limit", faults.huge(1 << 30, True, b'{"kind":"')),
]

_OF_ACCESS = [
    _of_access("no status", "has no status", None),
    _of_access("an empty status", "does not say what is allowed", {}),
    _of_access("allowed is text", "does not say what is allowed", {"allowed": "true"}),
    _of_access("allowed is a number", "does not say what is allowed", {"allowed": 1}),
    _of_access("allowed and denied", "both allows and denies", {"allowed": True, "denied": True}),
    _of_access("allowed, and denied is text", "does not say what is allowed", {"allowed": True, "denied": "true"}),
    _of_access("of another kind", _DOCUMENT, {"allowed": True}, "LocalSubjectAccessReview"),
    _of_access("of whoever asks", _DOCUMENT, {"allowed": True}, "SelfSubjectAccessReview"),
    _of_access("a token's", _DOCUMENT, {"allowed": True, "authenticated": True}, "TokenReview"),
]

_FORBIDDEN = Told(403, "is forbidden: User")
_DENIED = faults.body(review("SubjectAccessReview", {"allowed": False, "denied": True, "reason": "not today"}))
_UNKNOWN = Told(401, "^Unauthorized$")
_OF_TOKENS = [
    _of_token("no status", None),
    _of_token("authenticated is text", {"authenticated": "true", "user": SUPERUSER}),
    _of_token("no user", {"authenticated": True}),
    _of_token("a user without a name", {"authenticated": True, "user": {"groups": ["system:masters"]}}),
    _of_token("groups that are text", {"authenticated": True, "user": {**SUPERUSER, "groups": "system:masters"}}),
    _of_token("of another kind", {"authenticated": True, "user": SUPERUSER}, "SelfSubjectReview"),
    _of_token("nobody's", {"authenticated": False, "user": SUPERUSER}, token=_UNKNOWN),
    _of_token("an empty status", {"user": SUPERUSER}, token=_UNKNOWN),
]

CASES = [
    *_CONNECTIONS,
    *(_status(code) for code in (202, 204, 206, 301, 302, 307, 400, 401, 403, 404, 409, 410, 429, 500, 502, 503, 504)),
    *(_limited(after) for after in ("1", "3600", "-1", "soon")),
    *_BODIES,
    *_OF_ACCESS,
    KubernetesCase("SubjectAccessReview: denied to all", [Asked.ACCESS], lambda _: _DENIED, _FORBIDDEN, _FORBIDDEN),
    *_OF_TOKENS,
]
