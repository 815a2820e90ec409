"""A name server with one name, for a process in a mount namespace of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

NAME = "prometheus.reliability.test"
_PORT = 53
_NO_SUCH_NAME = 3
_SERVER_FAILURE = 2


class NameServer:
    """Answers on port 53 of an own address of loopback, from a thread until it is closed. `address` is what the name
    means; None: there is no such name. `is_silent`: it does not answer, `fails`: it says that it cannot."""

    def __init__(self, folder: Path) -> None:
        self.address: str | None = None
        self.is_silent = False
        self.fails = False
        self.asked = 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((_own_address(), _PORT))
        self._files = {
            "/etc/resolv.conf": f"nameserver {self._socket.getsockname()[0]}\noptions timeout:1 attempts:1\n",
            "/etc/hosts": "127.0.0.1 localhost\n",
        }
        folder.mkdir()
        self._folder = folder
        for path, text in self._files.items():
            (folder / Path(path).name).write_text(text)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def wrapper(self) -> Sequence[str]:
        """What a command is given to, so that it asks this server."""
        mounts = [f"mount --bind {self._folder / Path(path).name} {path}" for path in self._files]
        return ["unshare", "--mount", "--", "sh", "-c", " && ".join([*mounts, 'exec "$@"']), "sh"]

    def close(self) -> None:
        # A thread that waits for a datagram is woken by one.
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as waker:
            waker.sendto(b"", self._socket.getsockname())
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            question, sender = self._socket.recvfrom(4096)
            if not question:
                return
            self.asked += 1
            if not self.is_silent:
                self._socket.sendto(self._answer(question), sender)

    def _answer(self, question: bytes) -> bytes:
        """RFC 1035, section 4.1. Of an IPv6 address it says that there is none."""
        end = question.index(b"\0", 12) + 5
        is_ipv4 = question[end - 4 : end - 2] == b"\0\1"
        code = _SERVER_FAILURE if self.fails else _NO_SUCH_NAME if self.address is None else 0
        found = self.address is not None and is_ipv4 and code == 0
        header = question[:2] + bytes([0x85, 0x80 | code]) + b"\0\1" + (b"\0\1" if found else b"\0\0") + b"\0\0\0\0"
        record = b"\xc0\x0c\0\1\0\1\0\0\0\0\0\4" + socket.inet_aton(self.address or "0.0.0.0")
        return header + question[12:end] + (record if found else b"")


def missing() -> str:
    """Why there can be no such server here; empty when there can."""
    if os.geteuid() != 0:
        return "a name server and a mount namespace need root"
    probe = subprocess.run(
        ["unshare", "--mount", "--", "mount", "--bind", "/etc/hosts", "/etc/hosts"],
        capture_output=True,
        text=True,
        check=False,
    )
    return f"no mount namespace here: {probe.stderr.strip()}" if probe.returncode != 0 else ""


def _own_address() -> str:
    """So that runs at the same time, and a resolver of this machine, are not met."""
    return f"127.{os.getpid() >> 16 & 0xFF}.{os.getpid() >> 8 & 0xFF}.{os.getpid() & 0xFF or 1}"
