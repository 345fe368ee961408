"""Ruled tables of pages to Tables: one that goes on on the next page is one table, and its pieces share their columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.document import Box, Cell, Spot, Table
from parsers.pdf_layout import RuledTable

_SAME = 3.0
"""Points within which two coordinates are one."""
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Piece:
    """What one page (from 1) shows of a table."""

    page: int
    table: RuledTable


def goes_on(before: Piece, after: Piece) -> bool:
    """Tell whether a table at the head of a page goes on with the one at the foot of the page before: both are as wide,
    and the lines of one are those of the other as far as they have the same columns."""
    first, second = before.table, after.table
    if after.page != before.page + 1:
        return False
    return abs((first.xs[-1] - first.xs[0]) - (second.xs[-1] - second.xs[0])) <= _SAME


def table_of(pieces: Sequence[Piece], number: int) -> Table:
    """Return the pieces of one table, in order, as a Table; its grid has a column for every coordinate that any piece
    rules."""
    origin = pieces[0].table.xs[0]
    shifts = [origin - piece.table.xs[0] for piece in pieces]
    xs = _union([x + shift for piece, shift in zip(pieces, shifts, strict=True) for x in piece.table.xs])
    cells: list[Cell] = []
    spots: dict[tuple[int, int], Spot] = {}
    top = 0
    for piece, shift in zip(pieces, shifts, strict=True):
        for cell in piece.table.cells:
            box = piece.table.boxes[cell.row, cell.column]
            left, right = _index(xs, box[0] + shift), _index(xs, box[2] + shift)
            placed = Cell(cell.text, top + cell.row, left, cell.rowspan, max(right - left, 1))
            cells.append(placed)
            spots[placed.row, placed.column] = Spot(piece.page, rounded(box))
        top += piece.table.grid.rows
    return Table(number, tuple(cells), top, len(xs) - 1, spots=spots)


def rounded(box: Box) -> Box:
    """Return a box to a tenth of a point."""
    left, top, right, bottom = (round(value, 1) for value in box)
    return left, top, right, bottom


def _union(values: Sequence[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _SAME:
            out.append(value)
    return out


def _index(xs: Sequence[float], x: float) -> int:
    at = bisect_left(xs, x)
    near = [i for i in (at - 1, at) if 0 <= i < len(xs)]
    return min(near, key=lambda i: abs(xs[i] - x))
