"""A network of its own behind a link whose packets can be lost: a network namespace, and rules of its packet filter."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rig.fault_proxy import bind

# Set aside for tests of networks (RFC 2544).
_HERE = "198.18.0.1"
THERE = "198.18.0.2"
_CLONE_NEWNET = 0x40000000


def _run(*command: str) -> None:
    subprocess.run(command, capture_output=True, text=True, check=True)


class Network:
    """One that `THERE` is in. `refused` says why there is none; then nothing else of it may be used."""

    def __init__(self) -> None:
        self._name = f"barograph-{os.getpid()}"
        link = f"bg{os.getpid()}"
        self.refused = ""
        try:
            _run("ip", "netns", "add", self._name)
            _run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", self._name)
            _run("ip", "address", "add", f"{_HERE}/30", "dev", link)
            _run("ip", "link", "set", link, "up")
            self._run("ip", "address", "add", f"{THERE}/30", "dev", "eth0")
            self._run("ip", "link", "set", "eth0", "up")
            # Else what is refused is often lost.
            self._run("sh", "-c", "echo 0 >/proc/sys/net/ipv4/icmp_ratelimit")
            self.mend()
            self._probe()
        except (OSError, subprocess.CalledProcessError) as error:
            self.refused = f"no network namespace with a packet filter here: {getattr(error, 'stderr', '') or error}"
            self.close()

    def bind(self, host: str, port: int) -> socket.socket:
        """A socket that is in this network, whoever uses it."""

        def within() -> socket.socket:
            libc = ctypes.CDLL(None, use_errno=True)
            with Path(f"/run/netns/{self._name}").open() as namespace:
                if libc.setns(namespace.fileno(), _CLONE_NEWNET) != 0:
                    raise OSError(ctypes.get_errno(), "setns")
            return bind(host, port)

        # A thread is in the namespace until it ends.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(within).result()

    def break_(self, *rules: str) -> None:
        """Rules of iptables, from the chain on: INPUT sees what comes to this network, OUTPUT what leaves it."""
        for rule in rules:
            self._run("iptables", "-A", *rule.split())

    def mend(self) -> None:
        self._run("iptables", "-F")

    def close(self) -> None:
        # With it goes the link.
        subprocess.run(["ip", "netns", "delete", self._name], capture_output=True, check=False)

    def _probe(self) -> None:
        """Whether packets come through at all."""
        with self.bind(THERE, 0) as listening:
            listening.listen()
            socket.create_connection(listening.getsockname(), timeout=2).close()

    def _run(self, *command: str) -> None:
        _run("ip", "netns", "exec", self._name, *command)
