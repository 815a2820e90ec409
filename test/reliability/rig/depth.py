"""The series that tests ask for."""

from __future__ import annotations


class Depth:
    """The series `depth` of one queue, whose value counts up; and whatever else a test exposes."""

    def __init__(self, queue: str = "a") -> None:
        self.queue = queue
        self.number = 57
        self.more = ""
        self.is_there = True

    def text(self) -> str:
        return (f'depth{{queue="{self.queue}"}} {self.number}\n' if self.is_there else "") + self.more

    def change(self) -> None:
        self.number += 1

    def value(self) -> str:
        return str(self.number)

    def held(self) -> set[str]:
        """This value and the one before it: every other is long gone."""
        return {self.value(), str(self.number - 1)}
