"""The servers that are compared, each started as its users would, with the same certificates."""

from __future__ import annotations

import contextlib
import http.client
import ssl
from dataclasses import dataclass, replace
from pathlib import Path

from harness.addresses import free_port
from harness.https import Answer
from harness.process import Process
from harness.waiting import eventually

from suite.series import API
from suite.world import World, cpus_for

USER = "system:serviceaccount:kube-system:horizontal-pod-autoscaler"
_HEADERS = (
    ("Accept", "application/vnd.kubernetes.protobuf, */*"),
    ("X-Remote-User", USER),
    ("X-Remote-Group", "system:serviceaccounts"),
    ("X-Remote-Group", "system:serviceaccounts:kube-system"),
    ("X-Remote-Group", "system:authenticated"),
)
# By so many bytes answers with a value may differ, by the digits of the value and of its time.
_DIGITS = 24
# Shorter than a list with a value, longer than one without, in protobuf.
_SHORTEST_VALUE = 90
_START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running contestant."""

    name: str
    process: Process
    port: int
    world: World
    targets: list[str]
    shortest_body: int = 0
    is_master: bool = False

    def pids(self) -> list[int]:
        """The processes that answer."""
        if not self.is_master:
            return [self.process.pid]
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children]

    def get(self, target: str) -> Answer:
        """One request as the aggregator forwards it."""
        answer, _ = self._ask(target)
        return answer

    def headers(self, target: str) -> list[tuple[str, str]]:
        return self._ask(target)[1]

    def stop(self) -> None:
        self.process.stop()

    def connect(self) -> http.client.HTTPSConnection:
        """A connection as the aggregator's, for `ask`; it is opened by the first request."""
        context = ssl.create_default_context(cafile=self.world.authority)
        context.load_cert_chain(self.world.cluster.front_proxy.certificate, self.world.cluster.front_proxy.key)
        return http.client.HTTPSConnection("localhost", self.port, context=context, timeout=30)

    def ask(self, connection: http.client.HTTPSConnection, target: str) -> tuple[Answer, list[tuple[str, str]]]:
        """The answer, and its headers."""
        connection.putrequest("GET", target)
        for name, value in _HEADERS:
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        answer = Answer(response.status, response.read(), response.getheader("Content-Type", ""))
        return answer, response.getheaders()

    def _ask(self, target: str) -> tuple[Answer, list[tuple[str, str]]]:
        with contextlib.closing(self.connect()) as connection:
            return self.ask(connection, target)


def await_value(server: Server) -> Server:
    """The server, once its first target has an answer that names the metric, and knowing how long one must be: an
    empty list is no answer to be counted."""
    metric = server.targets[0].partition("?")[0].rpartition("/")[2].encode()

    def answers() -> int:
        server.process.assert_running()
        try:
            answer = server.get(server.targets[0])
        except (OSError, http.client.HTTPException) as error:
            raise AssertionError(f"{server.name}: {error}") from error
        assert answer.status == 200 and metric in answer.body, f"{server.name}: {answer}"
        return len(answer.body)

    shortest = eventually(answers, _START_SECONDS, every=0.05) - _DIGITS
    return replace(server, shortest_body=max(shortest, 0))


def await_ready(server: Server) -> None:
    """Returns once it says that it has begun its work as a whole."""

    def ready() -> None:
        server.process.assert_running()
        answer = server.get("/readyz")
        assert answer.status == 200, f"{server.name}: {answer}"

    eventually(ready, _START_SECONDS)


def await_listening(server: Server, body_bytes: int) -> Server:
    """The server, once it answers with a body of this length."""

    def answers() -> None:
        server.process.assert_running()
        try:
            answer = server.get(server.targets[0])
        except (OSError, http.client.HTTPException) as error:
            raise AssertionError(f"{server.name}: {error}") from error
        assert answer.status == 200 and len(answer.body) == body_bytes, f"{server.name}: {answer}"

    eventually(answers, _START_SECONDS, every=0.05)
    return replace(server, shortest_body=body_bytes)


@dataclass(frozen=True)
class Adapter:
    """What takes prometheus-adapter's flags, which Barograph does, not started yet."""

    name: str
    program: Path
    world: World
    rules: str
    prometheus_url: str
    targets: list[str]
    port: int
    more_flags: tuple[str, ...] = ()
    shortest_body: int = _SHORTEST_VALUE

    def pids(self) -> list[int]:
        return []

    @property
    def rules_file(self) -> Path:
        return self.world.folder / f"rules-{self.port}.yaml"

    def start(self) -> Server:
        """Starts it and does not wait."""
        world = self.world
        self.rules_file.write_text(self.rules)
        command: list[str | Path] = [
            self.program,
            *_serving_flags(world, self.port),
            f"--config={self.rules_file}",
            f"--prometheus-url={self.prometheus_url}",
            "--metrics-relist-interval=10m",
            *self.more_flags,
        ]
        return start(self.name, world, command, self.port, self.targets)


def _serving_flags(world: World, port: int) -> list[str | Path]:
    return [
        f"--bind-address={world.bind_address}",
        f"--secure-port={port}",
        f"--tls-cert-file={world.serving.certificate}",
        f"--tls-private-key-file={world.serving.key}",
        f"--lister-kubeconfig={world.cluster.kubeconfig}",
        f"--authentication-kubeconfig={world.cluster.kubeconfig}",
        f"--authorization-kubeconfig={world.cluster.kubeconfig}",
    ]


def start(name: str, world: World, command: list[str | Path], port: int, targets: list[str], is_master: bool = False) -> Server:
    """Starts a command on the server's CPUs; it is not awaited."""
    cpus, _ = cpus_for(world.threads)
    pinned = ["taskset", "--cpu-list", ",".join(map(str, cpus))] if cpus else []
    process = world.start(name, [*pinned, *command])
    return Server(name, process, port, world, targets, is_master=is_master)


def start_nginx(name: str, world: World, template: Server, from_memory: bool) -> Server:
    """nginx with the answer that another contestant gives to its first target, headers included, under the paths of all
    of them. From a file, as it serves any bytes; or from its configuration, which is faster, but then the body is another of
    that length."""
    targets = template.targets
    answer, headers = template.get(targets[0]), template.headers(targets[0])
    folder = world.folder / name
    folder.mkdir(exist_ok=True)
    (folder / "body").write_bytes(answer.body)
    port = free_port()
    own = {"content-length", "content-type", "date", "server", "connection"}
    added = "".join(f'add_header {key} "{value}";\n' for key, value in headers if key.lower() not in own)
    body = f'return 200 "{"x" * len(answer.body)}";' if from_memory else f"alias {folder}/body;"
    paths = {target.partition("?")[0] for target in targets}
    content_type = answer.content_type or "application/octet-stream"
    locations = (_LOCATION.format(path=path, content_type=content_type, headers=added, body=body) for path in sorted(paths))
    (folder / "nginx.conf").write_text(
        _NGINX.format(
            threads=world.threads,
            folder=folder,
            port=port,
            certificate=world.serving.certificate,
            key=world.serving.key,
            client_ca=world.cluster.front_proxy_authority,
            locations="".join(locations),
        )
    )
    assert world.programs.nginx is not None
    command: list[str | Path] = [world.programs.nginx, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"]
    server = start(name, world, command, port, targets, is_master=True)
    return await_listening(server, len(answer.body))


def start_test_adapter(world: World) -> Server:
    """The official framework's example: values from memory, nothing behind it."""
    assert world.programs.test_adapter is not None
    port = free_port()
    command: list[str | Path] = [
        world.programs.test_adapter,
        *_serving_flags(world, port),
        "--enable-priority-and-fairness=false",
    ]
    target = f"{API}/namespaces/default/my-external-metric?labelSelector=foo%3Dbar"
    return await_value(start("go", world, command, port, [target]))


def start_null_server(world: World, body_bytes: int) -> Server:
    """The server that does least, to know the load generator's ceiling."""
    port = free_port()
    command: list[str | Path] = [
        world.programs.null_server,
        f"--port={port}",
        f"--cert={world.serving.certificate}",
        f"--key={world.serving.key}",
        f"--body-bytes={body_bytes}",
    ]
    return await_listening(start("null", world, command, port, ["/"]), body_bytes)


_NGINX = """\
daemon off;
worker_processes {threads};
pid {folder}/pid;
user root;
events {{ worker_connections 8192; }}
http {{
  access_log off;
  etag off;
  max_ranges 0;
  keepalive_requests 100000;
  keepalive_timeout 120s;
  open_file_cache max=16 inactive=1h;
  open_file_cache_valid 1h;
  client_body_temp_path {folder}/body-temp;
  proxy_temp_path {folder}/proxy-temp;
  fastcgi_temp_path {folder}/fastcgi-temp;
  uwsgi_temp_path {folder}/uwsgi-temp;
  scgi_temp_path {folder}/scgi-temp;
  server {{
    listen 127.0.0.1:{port} ssl backlog=1024;
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    ssl_client_certificate {client_ca};
    ssl_verify_client on;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache off;
    ssl_session_tickets off;
{locations}
  }}
}}
"""
_LOCATION = """    location = {path} {{
      default_type "{content_type}";
      add_header Last-Modified "";
      {headers}
      {body}
    }}
"""
