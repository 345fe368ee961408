"""Axes that begin at zero: round steps, and the way from a value to its place."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """From 0 at `start` to `top` at `end`, in units of the drawing, with round `ticks`."""

    top: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Return the place of a value, with a tenth of a unit."""
        return round(self.start + (self.end - self.start) * value / self.top, 1)


def scale(most: float, start: float, end: float, whole: bool, count: int = 4) -> Scale:
    """Return the scale that reaches `most`, by about `count` steps; `whole` for counts, which have no fractions."""
    step = round_step(most / count)
    if whole:
        step = max(1, step)
    steps = max(1, ceil(round(most / step, 9)))
    return Scale(step * steps, start, end, tuple(round(step * at, 10) for at in range(steps + 1)))


def round_step(least: float) -> float:
    """Return the smallest of 1, 2, 5 times a power of ten that is not below `least`; 1 for nothing."""
    if least <= 0:
        return 1
    power: float = 10.0 ** floor(log10(least))
    return next(step * power for step in STEPS if round(step * power / least, 9) >= 1)


def every(count: int, room: int) -> int:
    """Return k so that every k-th of `count` labels fits where there is room for `room`."""
    return max(1, ceil(count / room))
