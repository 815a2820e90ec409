"""Every state that an object goes through, as the API's watch tells it."""

from __future__ import annotations

import json
from typing import Any

from harness.kubectl import Kubectl
from harness.process import ProcessGroup

Object = dict[str, Any]


class Watch:
    """Follows one object from now on, whether it exists yet or not. Its log file is the record it reads."""

    def __init__(self, processes: ProcessGroup, kubectl: Kubectl, resource: str, name: str) -> None:
        self._process = processes.start(
            f"watch-{resource}",
            kubectl.command(
                "get", resource, f"--field-selector=metadata.name={name}", "--watch", "--output-watch-events", "-o=json"
            ),
        )
        self._what = f"{resource} {name}"
        self._read = 0
        self._states: list[Object] = []

    def states(self) -> list[Object]:
        """All states so far, oldest first."""
        self._process.assert_running()
        # One event a line; the last line may still be growing.
        *lines, _ = self._process.log_text().split("\n")
        for line in lines[self._read :]:
            event = json.loads(line)
            if event["type"] in ("ADDED", "MODIFIED"):
                self._states.append(event["object"])
        self._read = len(lines)
        return self._states

    def latest(self) -> Object:
        states = self.states()
        assert states, f"{self._what} has not been seen"
        return states[-1]

    def mark(self) -> int:
        """A point in the history, for `since`."""
        return len(self.states())

    def since(self, mark: int) -> list[Object]:
        """The state at that point and those after it."""
        return self.states()[max(mark - 1, 0) :]

    def stop(self) -> None:
        self._process.stop()
