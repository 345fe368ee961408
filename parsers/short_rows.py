"""Rows with a cell too few: kept at their columns unless the form's own sums say that they stand elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from parsers.numbers import read_number
from parsers.report import Number
from parsers.rows import Placed
from parsers.sums import Sum

_FLOW = (("req_new", 1), ("req_carried_in", 1), ("res_total", -1), ("req_carried_out", -1))


Line = TypeVar("Line")


def contradicted(placed: Sequence[tuple[str, Line, Placed]], order: Sequence[str]) -> list[tuple[str, Line, Placed]]:
    """Withdraw the placing of a short row that breaks sums which another placing of the same cells would keep."""
    if not any(cells.doubt == "short" for _, _, cells in placed):
        return list(placed)
    grid = {code: _values(cells) for code, _, cells in placed}
    out: list[tuple[str, Line, Placed]] = []
    for code, line, cells in placed:
        if cells.doubt == "short" and cells.cells.count(None) == 1:
            row = [value for cell, value in zip(cells.cells, grid[code], strict=True) if cell is not None]
            here = _broken(grid, code, grid[code], order)
            others = [[*row[:gap], None, *row[gap:]] for gap in range(len(order))]
            if min(_broken(grid, code, other, order) for other in others) < here:
                cells = Placed((None,) * len(order), "ambiguous")
        out.append((code, line, cells))
    return out


def stands_elsewhere(placed: Placed, order: Sequence[str | None], sums: Sequence[Sum]) -> bool:
    """Tell whether a short row of `order`'s codes would keep more of `sums` with its lacking cell at another place."""
    if placed.doubt != "short" or placed.cells.count(None) != 1:
        return False
    row = [value for cell, value in zip(placed.cells, _values(placed), strict=True) if cell is not None]
    kept = []
    for gap in range(len(order)):
        values = dict(zip((code or "" for code in order), [*row[:gap], None, *row[gap:]], strict=True))
        kept.append(sum(one.difference(values) == 0 for one in sums))
    return max(kept) > kept[placed.cells.index(None)]


def _values(placed: Placed) -> list[Number | None]:
    return [read_number(cell.text).value if cell else None for cell in placed.cells]


def _broken(grid: dict[str, list[Number | None]], code: str, row: Sequence[Number | None], order: Sequence[str]) -> int:
    """Count the sums that fail with `row` in place of `code`: across the row, and new + in = total + out a column."""
    total = order.index("total") if "total" in order else len(order) - 1
    parts = [value for at, value in enumerate(row) if at != total]
    printed = row[total]
    broken = int(printed is not None and sum(value or 0 for value in parts) != printed)
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
