"""Classes of values for the map: a shade for each, zero by itself, and what is no value apart from all of them."""

from __future__ import annotations

from dataclasses import dataclass

from publish.cells import number
from publish.charts.figure import percent

SHADES = ("#dbe9f6", "#a6cbe8", "#5ea2d0", "#2271b0", "#0b3c6b")
"""One hue from light to dark: the order is seen in grey and by the colour-blind too."""
ZERO = "#ffffff"
DARK = SHADES[3:]
"""Shades on which text is white."""
RATE_STEPS = (0.0, 0.2, 0.4, 0.6, 0.8)
MOST_POWER = 12


@dataclass(frozen=True, slots=True)
class Class:
    """Values from `low` on, up to the `low` of the next class."""

    low: float
    fill: str
    label: str


def rate_classes() -> list[Class]:
    """Return the classes of shares: five of equal width, the same for every map."""
    names = [f"{percent(low) if low else '> 0'}–{percent(low + 0.2)}" for low in RATE_STEPS]
    return [Class(low, fill, name) for low, fill, name in zip(RATE_STEPS, SHADES, names, strict=True)]


def count_classes(values: list[float]) -> list[Class]:
    """Return at most five classes of counts above zero, each about three times the one below."""
    most, least = max(values, default=0), min((value for value in values if value), default=0)
    steps = [step * 10**power for power in range(MOST_POWER) for step in (1, 3)]
    lows = [low for low in steps if low <= most][-len(SHADES) :]
    if not lows:
        return []
    lows[0] = 1
    # Classes that hold nothing at the lower end would only take the lighter shades away.
    lows = [low for low, above in zip(lows, [*lows[1:], most + 1], strict=True) if above > least]
    ends = [*(low - 1 for low in lows[1:]), None]
    return [Class(low, fill, _range(low, end)) for low, end, fill in zip(lows, ends, SHADES, strict=False)]


def _range(low: int, end: int | None) -> str:
    if end is None:
        return f"≥ {number(low)}"
    return number(low) if low == end else f"{number(low)}–{number(end)}"


def class_of(value: float, classes: list[Class]) -> Class | None:
    """Return the class of a value, None for zero."""
    if value == 0:
        return None
    return next((one for one in reversed(classes) if value >= one.low), classes[0] if classes else None)
