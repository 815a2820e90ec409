"""A proxy in front of Prometheus that makes it slow and counts what it is asked."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

from harness.addresses import LOOPBACK, free_port
from harness.waiting import eventually

from suite.prometheus import Prometheus
from suite.world import World


class Proxy:
    """Starts on construction."""

    def __init__(self, world: World, prometheus: Prometheus, delay: float) -> None:
        address = free_port()
        self.url = f"http://{LOOPBACK}:{address}"
        upstream = prometheus.url.rpartition(":")[2]
        command = [world.programs.proxy, f"--port={address}", f"--upstream={upstream}", f"--delay={delay}"]
        self._process = world.start("proxy", command)
        eventually(self.counts)

    def counts(self) -> dict[str, float]:
        """Queries and other requests that it passed on, bytes of their answers, the most at once."""
        self._process.assert_running()
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(f"{self.url}/counts", timeout=10) as answer:
                counts: dict[str, float] = json.loads(answer.read())
        except (urllib.error.URLError, OSError) as error:
            raise AssertionError(f"the proxy does not answer: {error}") from error
        return counts

    def stop(self) -> None:
        self._process.stop()
