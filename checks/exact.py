"""Exact numbers: counts as int, amounts as the decimal that is printed."""

from __future__ import annotations

from decimal import Decimal

Exact = int | Decimal


def exact(value: int | float) -> Exact:
    """Return a value without binary rounding: whole numbers as int, others as the shortest decimal that reads back."""
    return value if isinstance(value, int) else int(value) if value.is_integer() else Decimal(repr(value))


def plain(value: Exact | None) -> int | float | None:
    """Return an exact value as a finding carries it."""
    return float(value) if isinstance(value, Decimal) else value


def total(side: tuple[str, ...], values: dict[str, Exact]) -> Exact:
    """Return the sum of the cells of one side; each must have a value."""
    out: Exact = 0
    for code in side:
        out += values[code]
    return out
