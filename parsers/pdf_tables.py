"""Ruled tables of pages to Tables: one that goes on overleaf is one table, and its pieces share their columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from parsers.document import Box, Cell, Spot, Table
from parsers.pdf_cuts import rejoin
from parsers.pdf_layout import RuledTable
from parsers.pdf_unruled_cuts import without_cut_rows

_SAME = 3.0
"""Points within which two coordinates are one."""
_LEAST_LINES = 4
_MOST_HEADS = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """What one page (from 1) shows of a table."""

    page: int
    table: RuledTable


def goes_on(before: Piece, after: Piece) -> bool:
    """Tell whether a table at the head of a page goes on with the one at the foot of the page before: both are as wide,
    or one has no other lines than the other, as where the first column is one tall cell without a line of its own. What
    no lines rule is a table by itself on each page."""
    if after.page != before.page + 1 or before.table.grid.bare or after.table.grid.bare:
        return False
    return _as_wide(before.table, after.table) or _among(before.table, after.table) or _among(after.table, before.table)


def _as_wide(first: RuledTable, second: RuledTable) -> bool:
    return abs((first.xs[-1] - first.xs[0]) - (second.xs[-1] - second.xs[0])) <= _SAME


def _among(all_lines: RuledTable, lines: RuledTable) -> bool:
    near = all(abs(all_lines.xs[_index(all_lines.xs, x)] - x) <= _SAME for x in lines.xs)
    return near and len(lines.xs) >= _LEAST_LINES


def table_of(pieces: Sequence[Piece], number: int) -> Table:
    """Return the pieces of one table, in order, as a Table; its grid has a column for every coordinate that any piece
    rules."""
    first = without_cut_rows(pieces[0].table)
    if first.grid.bare:
        at = [(cell.row, cell.column) for cell in first.cells]
        printed = {place: Spot(pieces[0].page, rounded(first.boxes[place])) for place in at}
        return _without_empty_rows(Table(number, first.cells, first.grid.rows, first.grid.columns, spots=printed))
    shifts = [first.xs[0] - piece.table.xs[0] if _as_wide(first, piece.table) else 0.0 for piece in pieces]
    xs = _union([x + shift for piece, shift in zip(pieces, shifts, strict=True) for x in piece.table.xs])
    cells: list[Cell] = []
    spots: dict[tuple[int, int], Spot] = {}
    top = 0
    full: set[int] = set()
    for piece, shift in zip(pieces, shifts, strict=True):
        here = _placed(piece, shift, xs)
        heads = _repeated_heads(cells, here) if top else 0
        for cell, box in here:
            if cell.row >= heads:
                placed = cell._replace(row=top + cell.row - heads)
                cells.append(placed)
                spots[placed.row, placed.column] = Spot(piece.page, rounded(box))
        if top:
            rejoin(cells, spots, top, full)
        top += piece.table.grid.rows - heads
        printed_at = zip(piece.table.cells, here, strict=True)
        full = {placed.column for own, (placed, _) in printed_at if (own.row, own.column) in piece.table.full}
    return _without_empty_rows(Table(number, tuple(cells), top, len(xs) - 1, spots=spots))


def _placed(piece: Piece, shift: float, xs: Sequence[float]) -> list[tuple[Cell, Box]]:
    """Return the cells of a piece, in its own rows and the columns of the whole table, with their boxes."""
    out = []
    for cell in piece.table.cells:
        box = piece.table.boxes[cell.row, cell.column]
        left, right = _index(xs, box[0] + shift), _index(xs, box[2] + shift)
        out.append((cell._replace(column=left, colspan=max(right - left, 1)), box))
    return out


def _repeated_heads(cells: Sequence[Cell], here: Sequence[tuple[Cell, Box]]) -> int:
    """Return how many rows at the head of a piece are the first rows of the table over again."""
    first = [{cell for cell in cells if cell.row == row} for row in range(_MOST_HEADS)]
    again = [{cell for cell, _ in here if cell.row == row} for row in range(_MOST_HEADS)]
    for count in range(_MOST_HEADS, 0, -1):
        rows = again[:count]
        closed = all(cell.row + cell.rowspan <= count for row in rows for cell in row)
        if closed and all(rows) and rows == first[:count] and any(cell.text for row in rows for cell in row):
            return count
    return 0


def _without_empty_rows(table: Table) -> Table:
    """Return a table without the rows in which no cell begins any more."""
    begun = {cell.row for cell in table.cells}
    if len(begun) == table.rows:
        return table
    new = list(accumulate((int(row in begun) for row in range(table.rows)), initial=0))
    cells = [
        cell._replace(row=new[cell.row], rowspan=max(new[cell.row + cell.rowspan] - new[cell.row], 1))
        for cell in table.cells
    ]
    spots = {(new[row], column): spot for (row, column), spot in (table.spots or {}).items()}
    return replace(table, cells=tuple(cells), rows=len(begun), spots=spots)


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
