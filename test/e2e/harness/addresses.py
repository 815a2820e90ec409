"""Where the processes listen."""

from __future__ import annotations

import json
import random
import socket
import subprocess

LOOPBACK = "127.0.0.1"
# Below the range from which Linux takes ports for outgoing connections, so that nothing grabs one in between.
_PORTS = range(20000, 30000)


def free_port() -> int:
    """A TCP port that nothing listens on, for a program that cannot choose one by itself."""
    for port in random.sample(_PORTS, 200):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"no free port between {_PORTS.start} and {_PORTS.stop}")


def host_address() -> str:
    """An IPv4 address of this machine that an EndpointSlice may name, which excludes loopback."""
    command = ["ip", "-json", "-4", "address", "show", "up", "scope", "global"]
    interfaces = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    for interface in interfaces:
        for address in interface.get("addr_info", []):
            return str(address["local"])
    raise RuntimeError("this machine has no IPv4 address but loopback, which an EndpointSlice may not name")
