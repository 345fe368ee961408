"""Parts of a whole by year as stacked bars: every part has a shade and a pattern of its own."""

from __future__ import annotations

from dataclasses import dataclass

from publish.cells import number
from publish.charts.line import BOTTOM, HEIGHT, LEFT, RIGHT, ROOM_FOR_YEARS, TOP, WIDTH
from publish.charts.scale import every, scale

SHADES = ("#1b4f72", "#7fb3d5", "url(#part-gone)", "#e59866", "#e5e8e8")
"""From dark to light, apart also for the colour-blind and in grey; the third is hatched."""
LEGEND = 48


@dataclass(frozen=True, slots=True)
class Part:
    """One rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    title: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The drawing; fields as in `line.Line`, and the y below which the legend stands."""

    width: int
    height: int
    legend: int
    base: float
    left: float
    years: tuple[tuple[float, str], ...]
    steps: tuple[tuple[float, str], ...]
    parts: tuple[Part, ...]


def bars(rows: list[tuple[int, list[int]]], names: list[str]) -> Bars | None:
    """Return the drawing of (year, parts) rows in order of years, None when there is nothing to draw."""
    most = max((sum(values) for _, values in rows), default=0)
    if not most:
        return None
    up = scale(most, HEIGHT - BOTTOM, TOP, whole=True)
    first, last = rows[0][0], rows[-1][0]
    step = (WIDTH - LEFT - RIGHT) / (last - first + 1)
    parts = []
    for year, values in rows:
        below = 0
        for value, name, fill in zip(values, names, SHADES, strict=True):
            if value:
                x, y = LEFT + (year - first + 0.15) * step, up.at(below + value)
                height = round(up.at(below) - y, 1)
                parts.append(
                    Part(round(x, 1), y, round(step * 0.7, 1), height, fill, f"{year} {name}: {number(value)}")
                )
            below += value
    skip = every(last - first + 1, ROOM_FOR_YEARS)
    years = tuple((round(LEFT + (y - first + 0.5) * step, 1), str(y)) for y in range(last, first - 1, -skip))
    return Bars(
        WIDTH,
        HEIGHT + LEGEND,
        HEIGHT,
        up.start,
        LEFT,
        years,
        tuple((up.at(t), number(t)) for t in up.ticks),
        tuple(parts),
    )
