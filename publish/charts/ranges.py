"""Rates side by side, each as a dot with its bounds."""

from __future__ import annotations

from dataclasses import dataclass

from publish.charts.figure import percent
from publish.charts.scale import scale

WIDTH, LEFT, RIGHT, TOP, LINE = 480, 150, 56, 26, 24


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate with its n and Wilson bounds; `own` is the one that the page is about; `doubtful`: a check failed."""

    name: str
    value: float
    n: int
    low: float | None
    high: float | None
    own: bool
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One drawn rate."""

    y: float
    x: float
    low: float | None
    high: float | None
    text: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class Ranges:
    """The drawing: rows from above, steps along the base."""

    width: int
    height: int
    base: float
    left: float
    right: float
    steps: tuple[tuple[float, str], ...]
    rows: tuple[Row, ...]


def ranges(rates: list[Rate]) -> Ranges | None:
    """Return the drawing of rates in the given order, None when there are none."""
    if not rates:
        return None
    across = scale(max(max(rate.value, rate.high or 0) for rate in rates), LEFT, WIDTH - RIGHT, whole=False)
    base = TOP + LINE * len(rates)
    rows = []
    for position, rate in enumerate(rates):
        low, high = (None if bound is None else across.at(bound) for bound in (rate.low, rate.high))
        rows.append(Row(TOP + LINE * (position + 0.5), across.at(rate.value), low, high, percent(rate.value), rate))
    steps = tuple((across.at(tick), percent(tick)) for tick in across.ticks)
    return Ranges(WIDTH, base + 26, base, LEFT, WIDTH - RIGHT, steps, tuple(rows))
