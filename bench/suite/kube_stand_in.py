"""The few answers of a kube-apiserver that an external-metrics server needs, and a count of what it was asked.

It publishes the front proxy's CA, allows every access review, and knows namespaces as a resource, for servers that
map label names to resources. Whom it talks to it does not check: it stands in for the cluster, not for its security.
"""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from harness.addresses import LOOPBACK
from harness.kubectl import write_kubeconfig
from harness.pki import Authority, KeyPair

_CONFIG_MAPS = "/api/v1/namespaces/kube-system/configmaps"
_CONFIG_MAP = "extension-apiserver-authentication"
_REVIEWS = "/apis/authorization.k8s.io/v1/subjectaccessreviews"


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A server that is stopped leaves its connections to be found closed."""


class KubeStandIn:
    """Serves from threads of this process until it is closed. Its certificates go into the folder."""

    def __init__(self, folder: Path) -> None:
        authority = Authority(folder, "cluster-ca")
        front_proxy_authority = Authority(folder, "front-proxy-ca")
        self.front_proxy: KeyPair = front_proxy_authority.client("front-proxy-client", "front-proxy-client")
        self.front_proxy_authority = front_proxy_authority.certificate
        self._counts: Counter[str] = Counter()
        self._answers = {
            "/api": {"kind": "APIVersions", "versions": ["v1"]},
            "/apis": {"kind": "APIGroupList", "apiVersion": "v1", "groups": []},
            "/api/v1": _core_resources(),
            "/version": {"major": "1", "minor": "36", "gitVersion": "v1.36.3"},
            f"{_CONFIG_MAPS}/{_CONFIG_MAP}": _authentication(
                self.front_proxy_authority.read_text(), authority.certificate.read_text()
            ),
        }
        self._server = _QuietServer((LOOPBACK, 0), self._handler())
        serving = authority.server("kube-apiserver", f"DNS:localhost,IP:{LOOPBACK}")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(serving.certificate, serving.key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        user = authority.client("server", "system:serviceaccount:monitoring:server")
        url = f"https://{LOOPBACK}:{self._server.server_address[1]}"
        self.kubeconfig = write_kubeconfig(folder / "kubeconfig", url, authority.certificate, user)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def reviews(self) -> int:
        """How many SubjectAccessReviews it was asked so far."""
        return self._counts["reviews"]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, Any]:
        if path == _CONFIG_MAPS:
            items = [self._answers[f"{_CONFIG_MAPS}/{_CONFIG_MAP}"]]
            return 200, _list("ConfigMapList", items)
        if path in self._answers:
            return 200, self._answers[path]
        if query.get("limit") or query.get("resourceVersion"):
            return 200, _list("List", [])
        return 404, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                target = urlsplit(self.path)
                query = parse_qs(target.query)
                if query.get("watch", ["false"])[0] in ("1", "true"):
                    self._hold_open(float(query.get("timeoutSeconds", ["300"])[0]))
                    return
                self._reply(*stand_in._answer(target.path, query))

            def do_POST(self) -> None:
                review = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
                if urlsplit(self.path).path != _REVIEWS:
                    self._reply(404, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 404})
                    return
                stand_in._counts["reviews"] += 1
                review["status"] = {"allowed": True, "reason": "everything is"}
                self._reply(201, review)

            def _reply(self, status: int, body: Any) -> None:
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def _hold_open(self, seconds: float) -> None:
                """A watch during which nothing happens."""
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                self.wfile.flush()
                time.sleep(seconds)
                self.wfile.write(b"0\r\n\r\n")

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        return Handler


def _list(kind: str, items: list[Any]) -> Any:
    return {"kind": kind, "apiVersion": "v1", "metadata": {"resourceVersion": "1"}, "items": items}


def _authentication(front_proxy_ca: str, client_ca: str) -> Any:
    return {
        "kind": "ConfigMap",
        "apiVersion": "v1",
        "metadata": {"name": _CONFIG_MAP, "namespace": "kube-system", "resourceVersion": "1", "uid": "1"},
        "data": {
            "client-ca-file": client_ca,
            "requestheader-client-ca-file": front_proxy_ca,
            "requestheader-allowed-names": '["front-proxy-client"]',
            "requestheader-username-headers": '["X-Remote-User"]',
            "requestheader-uid-headers": '["X-Remote-Uid"]',
            "requestheader-group-headers": '["X-Remote-Group"]',
            "requestheader-extra-headers-prefix": '["X-Remote-Extra-"]',
        },
    }


def _core_resources() -> Any:
    def resource(name: str, kind: str, namespaced: bool) -> Any:
        return {"name": name, "singularName": kind.lower(), "namespaced": namespaced, "kind": kind, "verbs": ["get", "list"]}

    resources = [resource("namespaces", "Namespace", False), resource("pods", "Pod", True)]
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "v1", "resources": resources}
