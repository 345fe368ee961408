"""Rows of tables without upright lines that a page break cuts: the figures and a part of the label stand on one page,
the rest of the label on the other. Only what both together say word for word is a label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from parsers.applications import wordings
from parsers.document import Cell
from parsers.labels import split_mark
from parsers.pdf_layout import RuledTable, TextLine
from parsers.rows import is_value

_MOST_LINES = 12
_NEAR = 2.0
"""Points by which the rest of a label may stand left of its beginning."""


def with_label_end(table: RuledTable, lines: Sequence[TextLine]) -> tuple[RuledTable, int]:
    """Give the first lines of a page to the row that is cut at the foot of the page before; return the table and how
    many lines that took."""
    cell = _cut_label(table, table.grid.rows - 1)
    if cell is None:
        return table, 0
    text = cell.text
    for count, line in enumerate(lines[:_MOST_LINES], start=1):
        more = _in_column(line, table.boxes[cell.row, cell.column][0])
        if more is None:
            break
        text += more
        if more and _says_row(text):
            return _with_label(table, cell, text), count
    return table, 0


def with_label_start(table: RuledTable, lines: Sequence[TextLine]) -> tuple[RuledTable, int]:
    """Give the last lines of the page before to the row that is cut at the head of a page; return the table and how
    many lines that took."""
    cell = _cut_row(table)
    if cell is None:
        return table, 0
    text = cell.text
    for count, line in enumerate(reversed(lines[-_MOST_LINES:]), start=1):
        more = _in_column(line, table.boxes[cell.row, cell.column][0])
        if more is None:
            break
        text = more + text
        if more and _says_row(text):
            return _with_label(table, cell, text), count
    return table, 0


def joined(upper: RuledTable, lower: RuledTable) -> tuple[RuledTable, RuledTable]:
    """Give the row that the foot of one page and the head of the next cut the label that both say, on the page of its
    figures; return both tables."""
    first, second = _cut_label(upper, upper.grid.rows - 1), _cut_row(lower)
    if first is None or second is None or not _says_row(first.text + second.text):
        return upper, lower
    text = first.text + second.text
    has_figures = [
        any(cell.row == one.row and cell is not one and cell.text for cell in table.cells)
        for table, one in ((upper, first), (lower, second))
    ]
    if has_figures == [True, False]:
        return _with_label(upper, first, text), lower
    return (upper, _with_label(lower, second, text)) if has_figures == [False, True] else (upper, lower)


def _cut_row(table: RuledTable) -> Cell | None:
    """Return the label of the row that the head of a page cuts: only heads stand above it."""
    first = min(table.grid.cut, default=table.grid.rows)
    values = {cell.row for cell in table.cells if cell.text and is_value(cell.text)}
    return None if any(row < first for row in values) else _cut_label(table, first)


def without_cut_rows(table: RuledTable) -> RuledTable:
    """Return a table without the rows whose label is still in part: nobody can tell whose figures they print."""
    if not table.grid.cut:
        return table
    return replace(table, cells=tuple(cell for cell in table.cells if cell.row not in table.grid.cut))


def _cut_label(table: RuledTable, row: int) -> Cell | None:
    if row not in table.grid.cut:
        return None
    return next((cell for cell in table.cells if cell.row == row and cell.text and not is_value(cell.text)), None)


def _in_column(line: TextLine, left: float) -> str | None:
    """Return what a line prints in the column that begins at `left` or right of it; None where that is a figure."""
    parts = line.pieces or ((line.text, line.box[0], line.box[2]),)
    found = [text for text, start, _ in parts if start >= left - _NEAR]
    return None if any(map(is_value, found)) else "".join(found)


@lru_cache(maxsize=4096)
def _says_row(text: str) -> bool:
    mark, words = split_mark(text)
    return any(words in row.wordings and mark in ("", row.mark) for row in wordings("any").declared)


def _with_label(table: RuledTable, cell: Cell, text: str) -> RuledTable:
    cells = tuple(cell._replace(text=text) if one is cell else one for one in table.cells)
    grid = replace(table.grid, cut=table.grid.cut - {cell.row})
    return replace(table, cells=cells, grid=grid)
