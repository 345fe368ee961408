"""Rows with a cell too few or too many: kept at their columns unless the form's sums say that they stand elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from parsers.numbers import read_number
from parsers.report import Number
from parsers.rows import Placed
from parsers.sums import Sum

_FLOW = (("req_new", 1), ("req_carried_in", 1), ("res_total", -1), ("req_carried_out", -1))

_DOUBTS = ("short", "long")

Line = TypeVar("Line")


def contradicted(placed: Sequence[tuple[str, Line, Placed]], order: Sequence[str]) -> list[tuple[str, Line, Placed]]:
    """Withdraw the placing of a short or long row that breaks sums which another placing of its cells would keep."""
    if not any(cells.doubt in _DOUBTS for _, _, cells in placed):
        return list(placed)
    grid = {code: _values(cells) for code, _, cells in placed}
    out: list[tuple[str, Line, Placed]] = []
    for code, line, cells in placed:
        if cells.doubt in _DOUBTS:
            here = _broken(grid, code, grid[code], order)
            if any(_broken(grid, code, other, order) < here for other in _elsewhere(grid[code])):
                cells = Placed((None,) * len(order), "ambiguous")
        out.append((code, line, cells))
    return out


def stands_elsewhere(placed: Placed, order: Sequence[str | None], sums: Sequence[Sum]) -> bool:
    """Tell whether a short row of `order`'s codes would keep more of `sums` with its lacking cell at another place."""
    if placed.doubt not in _DOUBTS:
        return False
    names = [code or "" for code in order]

    def kept(row: Sequence[Number | None]) -> int:
        values = dict(zip(names, row, strict=True))
        return sum(one.difference(values) == 0 for one in sums)

    here = _values(placed)
    return any(kept(other) > kept(here) for other in _elsewhere(here))


def _elsewhere(row: Sequence[Number | None]) -> Iterator[list[Number | None]]:
    """Yield the row with one of its gaps at another place: the lacking cell, or a spare one at its side."""
    for at, value in enumerate(row):
        if value is None:
            rest = [*row[:at], *row[at + 1 :]]
            yield from ([*rest[:gap], None, *rest[gap:]] for gap in range(len(row)) if gap != at)


def _values(placed: Placed) -> list[Number | None]:
    return [read_number(cell.text).value if cell else None for cell in placed.cells]


def _broken(grid: dict[str, list[Number | None]], code: str, row: Sequence[Number | None], order: Sequence[str]) -> int:
    """Count the sums that fail with `row` in place of `code`: across the row, and new + in = total + out a column."""
    total = order.index("total") if "total" in order else len(order) - 1
    parts = [value for at, value in enumerate(row) if at != total]
    printed = row[total]
    known = sum(value or 0 for value in parts)
    # What a gap lacks may be the rest of the sum, if there is any.
    broken = int(printed is not None and (known > printed if None in parts else known != printed))
    if code in dict(_FLOW):
        for column in range(len(order)):
            terms = [(row if name == code else grid.get(name, [None] * len(order)))[column] for name, _ in _FLOW]
            signs = [sign for _, sign in _FLOW]
            flow = sum((term or 0) * sign for term, sign in zip(terms, signs, strict=True))
            broken += int(row[column] is not None and flow != 0)
    elif "res_total" in grid:
        results = [r for name, r in grid.items() if name.startswith("res_") and name not in (code, "res_total")]
        for column in range(len(order)):
            whole = grid["res_total"][column]
            if whole is not None and sum(r[column] or 0 for r in results) + (row[column] or 0) != whole:
                broken += 1
    return broken
