"""What happens when in a run, as plain arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

_MINUTE = 60.0
# Shorter runs are for trying: too short for a first window that begins after ten minutes.
_FULL_MINUTES = 20.0
# From the end of an outage until the last ask that it may have cost: the longest pause between two attempts at
# the only backend, the patience of an ask, and time on a busy machine.
_AFTER_OUTAGE = 20.0


@dataclass(frozen=True)
class Window:
    """Seconds since the beginning of the run."""

    begin: float
    end: float

    def __contains__(self, moment: float) -> bool:
        return self.begin <= moment < self.end

    def meets(self, other: Window) -> bool:
        return self.begin < other.end and other.begin < self.end

    def __str__(self) -> str:
        return f"minutes {self.begin / _MINUTE:g} to {self.end / _MINUTE:g}"


@dataclass(frozen=True)
class Plan:
    """A run is a row of equal cycles, in each of which the same happens at the same time: so windows of a cycle
    can be compared. One cycle in the middle has an outage of the backend, too."""

    minutes: float

    @property
    def seconds(self) -> float:
        return self.minutes * _MINUTE

    @property
    def cycle(self) -> float:
        return 5 * _MINUTE if self.minutes >= _FULL_MINUTES else self.seconds / 3

    @property
    def interval(self) -> float:
        """After which the figures so far are told."""
        return _MINUTE if self.minutes >= _FULL_MINUTES else 10.0

    @property
    def first(self) -> Window:
        begin = 10 * _MINUTE if self.minutes >= _FULL_MINUTES else self.cycle
        return Window(begin, begin + self.cycle)

    @property
    def last(self) -> Window:
        return Window(self.seconds - self.cycle, self.seconds)

    @property
    def outage(self) -> float:
        """When the backend is stopped: between the two windows, if there is room."""
        cycles = int(self.seconds / self.cycle + 1e-6)
        return (cycles // 2 + 0.85) * self.cycle

    def moments(self, phase: float) -> list[float]:
        """When something is due that happens once a cycle, at this part of it."""
        count = int(self.seconds / self.cycle - phase) + 1
        return [moment for i in range(count) if (moment := (i + phase) * self.cycle) < self.seconds]


def excused(begin: float, end: float) -> Window:
    """When asks may fail because of an outage between these moments."""
    return Window(begin, end + _AFTER_OUTAGE)
