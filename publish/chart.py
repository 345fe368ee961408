"""A bar chart of a few years as plain SVG: the table beside it says the same in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from publish.cells import number

WIDTH, HEIGHT, TOP, BOTTOM = 640, 180, 22, 24
MOST_BAR = 56


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `height` is 0 and `text` a dash where there is no value."""

    x: float
    y: float
    width: float
    height: float
    label: str
    text: str

    @property
    def middle(self) -> float:
        """The x of the middle of the bar."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from left to right in a box of WIDTH by HEIGHT."""

    bars: tuple[Bar, ...]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - BOTTOM


def bars(points: Iterable[tuple[object, int | float | None]]) -> Chart | None:
    """Return the chart of (label, value) pairs, None when fewer than two have a value. A missing value leaves a gap."""
    known = list(points)
    values = [value for _, value in known if value is not None]
    if len(values) < 2:
        return None
    top = max(values) or 1
    step = WIDTH / len(known)
    width = min(step * 0.7, MOST_BAR)
    out = []
    for position, (label, value) in enumerate(known):
        height = (HEIGHT - TOP - BOTTOM) * value / top if value is not None else 0
        x = step * position + (step - width) / 2
        text = number(value) if value is not None else "—"
        out.append(
            Bar(round(x, 1), round(HEIGHT - BOTTOM - height, 1), round(width, 1), round(height, 1), str(label), text)
        )
    return Chart(tuple(out))
