"""Rows as printed: which cells are the label, which are the values, and which value belongs to which column.

Cells are placed by counting within the row where the row is full, by the columns that full rows agree on where it
is not, and not at all where neither tells: then the row is doubtful and its cells are illegible, never shifted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from parsers.document import Cell, Table
from parsers.labels import bare
from parsers.numbers import NONE_WORDS, read_number

_HAN = re.compile(r"[\u4e00-\u9fff]")
_PAGE_NUMBER = re.compile(r"[-—–－\s]*(?:第?\s*\d{1,3}\s*页?|\d{1,3}\s*/\s*\d{1,3})[-—–－\s]*")


def is_value(text: str) -> bool:
    """Tell whether a non-empty cell prints a figure or a stated blank rather than words."""
    return text in NONE_WORDS or read_number(text).status in ("reported", "dash", "slash", "illegible")


@dataclass(frozen=True)
class Row:
    """The cells that begin in one row of a table, left to right, and those from above that reach into it."""

    table: Table
    at: int
    cells: tuple[Cell, ...]
    covers: tuple[Cell, ...] = ()

    @cached_property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that print anything."""
        return tuple(cell for cell in self.cells if cell.text)

    @cached_property
    def values(self) -> int:
        """How many cells print a figure or a stated blank."""
        return sum(is_value(cell.text) for cell in self.filled)

    @cached_property
    def is_page_furniture(self) -> bool:
        """Whether the row holds only a page number left by a page break."""
        return (
            len(self.filled) == 1
            and len(self.cells) <= 2
            and bool(re.fullmatch(r"[-—–－]\s*\d{1,3}\s*[-—–－]|第\s*\d{1,3}\s*页.*", self.filled[0].text))
        )

    def label_at(self, known: Callable[[str], bool]) -> int:
        """Return the index of the deepest label cell, or -1: the last cell that `known` accepts, else the last words
        before the first figure."""
        first_value = next((i for i, cell in enumerate(self.cells) if cell.text and is_value(cell.text)), None)
        best = -1
        for index, cell in enumerate(self.cells[:8]):
            if cell.text and _HAN.search(cell.text) and known(cell.text):
                best = index
        if best >= 0:
            return best
        limit = len(self.cells) if first_value is None else first_value
        for index in range(limit - 1, -1, -1):
            if _HAN.search(self.cells[index].text):
                return index
        return -1


def rows_of(tables: Iterable[Table]) -> list[Row]:
    """Return every row of every table in reading order."""
    out: list[Row] = []
    for table in tables:
        reaching: list[Cell] = []
        for at, cells in enumerate(table.by_row()):
            reaching = [cell for cell in reaching if cell.row + cell.rowspan > at]
            out.append(Row(table, at, tuple(cells), tuple(reaching)))
            reaching += [cell for cell in cells if cell.rowspan > 1]
    return out


@dataclass(frozen=True, slots=True)
class Placed:
    """The cells of one row by column: None where the source has no cell. `doubt` names what makes it doubtful:
    short (a cell is missing, the rest stand at their columns), ambiguous (nothing may be assigned), merged, extra."""

    cells: tuple[Cell | None, ...]
    doubt: str = ""


def agreed_columns(tails: Iterable[tuple[Row, Sequence[Cell]]], width: int) -> dict[int, tuple[int, ...]]:
    """Return for each table number the grid columns on which most of its full rows set their values."""
    votes: dict[int, Counter[tuple[int, ...]]] = {}
    for row, tail in tails:
        if not row.table.exact:
            continue
        filled = [cell for cell in tail if cell.text]
        chosen = filled if len(filled) == width else list(tail) if len(tail) == width else None
        if chosen:
            # A full row weighs more than one with the right number of blanks.
            weight = 3 if len(filled) == width else 1
            votes.setdefault(row.table.number, Counter())[tuple(cell.column for cell in chosen)] += weight
    return {number: count.most_common(1)[0][0] for number, count in votes.items()}


def place(row: Row, tail: Sequence[Cell], width: int, columns: tuple[int, ...] | None) -> Placed:
    """Place the value cells `tail` of a row into `width` columns (see the module's rule)."""
    filled = [cell for cell in tail if cell.text]
    if len(filled) == width:
        return Placed(tuple(filled))
    if len(tail) == width and not any(_reaches(cell, columns) for cell in row.covers):
        return Placed(tuple(tail))
    if row.table.exact and columns:
        placed = _by_column(row, tail, columns)
        if placed:
            return placed
    windows = [
        tail[start : start + width]
        for start in range(len(tail) - width + 1)
        if all(cell in tail[start : start + width] for cell in filled)
    ]
    if len(windows) == 1 or (windows and not filled):
        return Placed(tuple(windows[-1]))
    if len(filled) > width:
        return Placed(tuple([None] * width), "extra")
    return Placed(tuple([None] * width), "ambiguous")


def _reaches(cell: Cell, columns: tuple[int, ...] | None) -> bool:
    return columns is not None and any(cell.column <= column < cell.column + cell.colspan for column in columns)


def _by_column(row: Row, tail: Sequence[Cell], columns: tuple[int, ...]) -> Placed | None:
    owners: list[Cell | None] = []
    for column in columns:
        over = [c for c in (*tail, *row.covers) if c.column <= column < c.column + c.colspan]
        owners.append(over[0] if over else None)
    if any(cell.text and cell not in owners for cell in tail):
        return None
    if any(cell.text and owners.count(cell) > 1 for cell in tail):
        return Placed(tuple(owners), "merged")
    if any(owner is not None and owner.text and owner in row.covers for owner in owners):
        return Placed(tuple(owners), "merged")
    return Placed(tuple(owners), "short" if None in owners else "")


def is_header_like(row: Row, words: frozenset[str]) -> bool:
    """Tell whether every printed cell of a row is one of the head words (bare), as in a head repeated after a page."""
    return bool(row.filled) and all(bare(cell.text) in words or cell.text.isspace() for cell in row.filled)
