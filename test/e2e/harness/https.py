"""GET requests over HTTPS, with the names and headers that a test chooses."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.pki import KeyPair

_SECONDS = 15


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    content_type: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Connection:
    """An open connection, for one request at a time."""

    _http: http.client.HTTPConnection

    def get(self, path: str, headers: Iterable[tuple[str, str]] = ()) -> Answer:
        self._http.putrequest("GET", path)
        for name, value in headers:
            self._http.putheader(name, value)
        self._http.endheaders()
        response = self._http.getresponse()
        return Answer(response.status, response.read(), response.getheader("Content-Type", ""))


@dataclass(frozen=True)
class Client:
    """Connects to an address, but expects the certificate of a name, as the aggregator does with a Service."""

    address: str
    port: int
    server_name: str
    authority: Path

    def serving_certificate(self) -> bytes:
        """The certificate that the server shows, as DER."""
        context = ssl.create_default_context(cafile=self.authority)
        plain = socket.create_connection((self.address, self.port), timeout=_SECONDS)
        with context.wrap_socket(plain, server_hostname=self.server_name) as encrypted:
            return encrypted.getpeercert(binary_form=True) or b""

    def get(self, path: str, user: KeyPair | None = None, headers: Iterable[tuple[str, str]] = ()) -> Answer:
        """One GET on a connection of its own; a header may be given more than once."""
        with self.connect(user) as connection:
            return connection.get(path, headers)

    @contextmanager
    def connect(self, user: KeyPair | None = None) -> Iterator[Connection]:
        """A connection to ask several times over."""
        context = ssl.create_default_context(cafile=self.authority)
        if user is not None:
            context.load_cert_chain(user.certificate, user.key)
        plain = socket.create_connection((self.address, self.port), timeout=_SECONDS)
        with context.wrap_socket(plain, server_hostname=self.server_name) as encrypted:
            connection = http.client.HTTPConnection(self.server_name, self.port)
            connection.sock = encrypted
            yield Connection(connection)
