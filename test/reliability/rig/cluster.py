"""A real control plane, who may read its external metrics, and who must never."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from http.client import HTTPException
from pathlib import Path

from harness.addresses import LOOPBACK
from harness.barograph import Barograph, Installation
from harness.control_plane import ControlPlane
from harness.https import Answer, Client, Connection
from harness.kubectl import write_token_kubeconfig
from harness.pki import Authority, KeyPair
from harness.session import Run
from harness.waiting import eventually

from rig.certificates import serving_context
from rig.exchange import Upstream
from rig.fault_proxy import FaultProxy
from rig.kubernetes_api import Liar, relayed
from rig.name_server import NAME
from rig.server import API, RULES, Reply

METRIC = f"{API}/namespaces/default/depth?labelSelector=queue%3Da"
READER_ROLE = "external-metrics-reader"
NAMESPACE = "--namespace=default"
Ask = Callable[[], Reply]


def remote(user: str, *groups: str) -> list[tuple[str, str]]:
    """What a front proxy says of who asks."""
    return [("X-Remote-User", user), *(("X-Remote-Group", group) for group in groups)]


class Cluster:
    """`readers` is the group of those who may read."""

    def __init__(self, run: Run, prometheus_url: str) -> None:
        self._folder = run.folder / "cluster"
        self._folder.mkdir()
        self._prometheus_url = prometheus_url
        self._numbers = itertools.count(1)
        self.control = ControlPlane(run.folder, Path(os.environ["KUBERNETES_PROGRAMS"]), run.processes)
        self.admin = self.control.admin
        self.installation = Installation(Path(os.environ["BAROGRAPH"]), self.control, run.folder, run.processes)
        self._rules = self._folder / "rules.yaml"
        self._rules.write_text(RULES)
        self.front_proxy = self.control.front_proxy
        self.certified = self.control.authority.client("certified", "certified", "readers")
        self.outsider = self.control.authority.client("outsider", "outsider")
        self.misnamed = self.control.front_proxy_authority.client("misnamed", "misnamed")
        foreign = Authority(self._folder, "foreign-ca")
        self.forger = foreign.client("forger", "front-proxy-client", "system:masters")
        self.liar = Liar(foreign.certificate)
        self.shown = self.control.authority.server("fault-proxy", f"DNS:localhost,DNS:{NAME},IP:{LOOPBACK}")
        self.allow("readers", "--group=readers")
        self.admin.run("create", "serviceaccount", "reader", NAMESPACE)
        self.allow("reader", "--serviceaccount=default:reader")
        self.readers_token = self.token("reader", NAMESPACE)
        self.outsiders_token = self.token("default", NAMESPACE)

    def allow(self, name: str, subject: str) -> None:
        self.admin.run("create", "clusterrolebinding", name, f"--clusterrole={READER_ROLE}", subject)

    def forbid(self, name: str) -> None:
        self.admin.run("delete", "clusterrolebinding", name)

    def token(self, account: str, *options: str) -> str:
        return self.admin.run("create", "token", account, *options).strip()

    def file(self, name: str) -> Path:
        """A path of its own."""
        return self._folder / f"{next(self._numbers)}-{name}"

    def proxy(self, shown: KeyPair | None = None, port: int | None = None, host: str = LOOPBACK) -> FaultProxy:
        """Between a server and kube-apiserver."""
        tls = self.control.trusting()
        return FaultProxy(
            Upstream(LOOPBACK, self.control.port, tls), host, port, serving_context(shown or self.shown), relayed
        )

    def token_file(self, token: str = "") -> Path:
        """With the token of Barograph's service account, or another one."""
        path = self.file("token")
        path.write_text(token or self.token("barograph", "--namespace=monitoring"))
        return path

    def launch(
        self,
        proxy: FaultProxy,
        *options: str,
        token_file: Path | None = None,
        host: str = "localhost",
        authority: Path | None = None,
        wrapper: Sequence[str] = (),
    ) -> Barograph:
        """A Barograph that asks kube-apiserver through the proxy, ready or not. `authority`: which of the proxy's
        certificate it trusts."""
        kubeconfig = write_token_kubeconfig(
            self.file("kubeconfig"),
            f"https://{host}:{proxy.port}",
            authority or self.control.authority.certificate,
            token_file or self.token_file(),
        )
        name = f"barograph-{next(self._numbers)}"
        return self.installation.launch(
            name, self._rules, self._prometheus_url, kubeconfig, *options, wrapper=wrapper
        )


def await_ready(server: Barograph, seconds: float = 30) -> None:
    def ready() -> None:
        server.process.assert_running()
        answer = server.client.get("/readyz")
        assert answer.status == 200, f"not ready: {answer}"

    eventually(ready, seconds, every=0.05)


def timed(ask: Callable[[], Answer]) -> Reply:
    sent = time.monotonic()
    try:
        answer = ask()
    except (OSError, HTTPException) as error:
        return Reply(0, repr(error).encode(), sent, time.monotonic())
    return Reply(answer.status, answer.body, sent, time.monotonic())


class Kept:
    """A connection that is kept, as the aggregator does, so that what is remembered with it is seen. For one thread."""

    def __init__(self, client: Client, user: KeyPair, headers: Iterable[tuple[str, str]]) -> None:
        self._client = client
        self._user = user
        self._headers = list(headers)
        self._stack = ExitStack()
        self._connection: Connection | None = None

    def ask(self) -> Reply:
        def get() -> Answer:
            if self._connection is None:
                self._connection = self._stack.enter_context(self._client.connect(self._user))
            return self._connection.get(METRIC, self._headers)

        reply = timed(get)
        if reply.status == 0:
            self.close()
        return reply

    def close(self) -> None:
        self._stack.close()
        self._connection = None


class Callers:
    """Everybody who asks one server: `entitled` may, `others` must never get a value."""

    def __init__(self, cluster: Cluster, server: Barograph) -> None:
        client = server.client
        self._client = client
        self._proxy = cluster.front_proxy
        self._new = itertools.count(1)
        self.kept = Kept(client, cluster.front_proxy, remote("kept", "readers"))
        self._certified = Kept(client, cluster.certified, ())
        self.entitled: dict[str, Ask] = {
            "kept connection": self.kept.ask,
            "front proxy": self._asks(cluster.front_proxy, remote("known", "readers")),
            "somebody new": self._somebody_new,
            "certificate": self._asks(cluster.certified),
            "certificate, kept connection": self._certified.ask,
            "token": self._asks(headers=bearer(cluster.readers_token)),
        }
        superuser = remote("admin", "system:masters")
        self.others: dict[str, Ask] = {
            "a user without rights": self._asks(cluster.front_proxy, remote("outsider", "system:authenticated")),
            "a user of no groups": self._asks(cluster.front_proxy, remote("outsider")),
            "a forger with a certificate of another CA": self._asks(cluster.forger, superuser),
            "a forger without a certificate": self._asks(headers=superuser),
            "a user who claims to be another": self._asks(cluster.outsider, superuser),
            "another name than the front proxy's": self._asks(cluster.misnamed, superuser),
            "anonymous": self._asks(),
            "a token without rights": self._asks(headers=bearer(cluster.outsiders_token)),
            "a token that nobody gave out": self._asks(headers=bearer("e30.e30.nonsense")),
        }

    def close(self) -> None:
        self.kept.close()
        self._certified.close()

    def _asks(self, user: KeyPair | None = None, headers: Iterable[tuple[str, str]] = ()) -> Ask:
        return lambda: timed(lambda: self._client.get(METRIC, user, headers))

    def _somebody_new(self) -> Reply:
        # So that no kept decision answers.
        user = remote(f"user-{next(self._new)}", "readers")
        return timed(lambda: self._client.get(METRIC, self._proxy, user))

    def probe(self, path: str) -> Reply:
        return timed(lambda: self._client.get(path))


def bearer(token: str) -> list[tuple[str, str]]:
    return [("Authorization", f"Bearer {token}")]
