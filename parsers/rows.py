"""Rows as printed: which cells are the label, which are the values, and which value belongs to which column.

Cells are placed by counting within the row where the row is full, by the columns that full rows agree on where it
is not, and not at all where neither tells: then the row is doubtful and its cells are illegible, never shifted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from parsers.document import Cell, Table
from parsers.numbers import NONE_WORDS, read_number

_HAN = re.compile(r"[\u4e00-\u9fff]")
_PAGE_NUMBER = re.compile(r"[-—–－]\s*\d{1,3}\s*[-—–－]|第\s*\d{1,3}\s*页.*")


@lru_cache(maxsize=65_536)
def is_value(text: str) -> bool:
    """Tell whether a non-empty cell prints a figure or a stated blank rather than words."""
    return text in NONE_WORDS or read_number(text).status in ("reported", "dash", "slash", "illegible")


class Row:
    """The cells that begin in one row of a table, left to right, and those from above that reach into it.

    `filled` are the cells that print anything, `words` those of them that print no figure and no stated blank, and
    `values` is how many do.
    """

    __slots__ = ("table", "at", "cells", "covers", "filled", "words", "values")

    def __init__(self, table: Table, at: int, cells: Sequence[Cell], covers: Sequence[Cell] = ()) -> None:
        self.table = table
        self.at = at
        self.cells = tuple(cells)
        self.covers = tuple(covers)
        self.filled = tuple([cell for cell in cells if cell.text])
        self.words = tuple([cell for cell in self.filled if not is_value(cell.text)])
        self.values = len(self.filled) - len(self.words)

    @property
    def end(self) -> int:
        """The grid column behind the last cell."""
        return max([cell.column + cell.colspan for cell in (*self.cells, *self.covers)], default=0)

    @property
    def text(self) -> str:
        """The row as a finding quotes it."""
        return " | ".join(cell.text for cell in self.filled)

    @property
    def is_page_furniture(self) -> bool:
        """Whether the row holds only a page number left by a page break."""
        return len(self.filled) == 1 and len(self.cells) <= 2 and bool(_PAGE_NUMBER.fullmatch(self.filled[0].text))

    def label_at(self, known: Callable[[str], bool]) -> int:
        """Return the index of the deepest label cell, or -1: the last cell that `known` accepts, else the last words
        before the first figure."""
        best = -1
        for index, cell in enumerate(self.cells[:8]):
            if cell.text and known(cell.text):
                best = index
        if best >= 0:
            return best
        first_value = next((i for i, cell in enumerate(self.cells) if cell.text and is_value(cell.text)), None)
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
            out.append(Row(table, at, cells, reaching))
            reaching += [cell for cell in cells if cell.rowspan > 1]
    return out


@dataclass(frozen=True, slots=True)
class Placed:
    """The cells of one row by column: None where the source has no cell. `doubt` names what makes it doubtful:
    short (a cell is missing, the rest stand at their columns), long (there is one too many), ambiguous (nothing may be
    assigned), merged, extra."""

    cells: tuple[Cell | None, ...]
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the full rows of one table agree on: grid columns of the values, the column where most rows end and how many
    cells most have behind their label (true grids), or how many cells follow the label and at which of them the values
    begin (separated text); None where they do not agree."""

    columns: tuple[int, ...] | None = None
    end: int = 0
    length: int = 0
    shape: tuple[int, int] | None = None


NO_AGREEMENT = Agreement()
_LEAST_WITNESSES = 3


def agreements(
    tails: Iterable[tuple[Row, Sequence[Cell]]], width: int, heads: Mapping[int, tuple[int, ...]]
) -> dict[int, Agreement]:
    """Return for each table number what its full rows agree on; where no row is full, the columns of its `heads`."""
    votes: dict[int, Counter[tuple[int, ...]]] = {}
    ends: dict[int, Counter[int]] = {}
    lengths: dict[int, Counter[int]] = {}
    shapes: dict[int, list[tuple[int, int]]] = {}
    for row, tail in tails:
        number = row.table.number
        filled = [cell for cell in tail if cell.text]
        if row.table.exact:
            ends.setdefault(number, Counter())[row.end] += 1
            lengths.setdefault(number, Counter())[len(tail)] += 1
            if len(filled) == width:
                votes.setdefault(number, Counter())[tuple(cell.column for cell in filled)] += 1
        elif len(filled) == width:
            shapes.setdefault(number, []).append((len(tail), list(tail).index(filled[0])))
    out: dict[int, Agreement] = {}
    for number, count in ends.items():
        columns = votes[number].most_common(1)[0][0] if number in votes else heads.get(number)
        length = lengths[number].most_common(1)[0][0]
        fitting = columns if columns and len(columns) == width else None
        out[number] = Agreement(fitting, count.most_common(1)[0][0], length)
    for number, seen in shapes.items():
        if len(seen) >= _LEAST_WITNESSES and len(set(seen)) == 1:
            out[number] = Agreement(shape=seen[0])
    return out


def place(row: Row, tail: Sequence[Cell], width: int, agreed: Agreement = NO_AGREEMENT) -> Placed:
    """Place the value cells `tail` of a row into `width` columns (see the module's rule)."""
    filled = [cell for cell in tail if cell.text]
    columns = agreed.columns
    if len(filled) == width:
        return Placed(tuple(filled))
    if not row.table.exact:
        return _in_text(tail, filled, width, agreed)
    short = bool(filled) and row.end < agreed.end
    # A row span that reaches too far pushes a whole row to the right; cells to the left of the values are fillers.
    begins = not columns or (bool(tail) and tail[0].column >= columns[0])
    if len(tail) == width and begins and not short and not any(_reaches(cell, columns) for cell in row.covers):
        return Placed(tuple(tail))
    placed = _by_column(row, tail, columns) if columns else None
    if placed and short:
        return Placed(placed.cells, placed.doubt or "short")
    if not placed and filled and len(tail) < agreed.length:
        # A cell is missing in a row that stands off the columns of the others: a spare cell may stand in for it.
        return Placed((None,) * width, "ambiguous")
    placed = placed or _by_window(tail, filled, width)
    long = bool(filled) and row.end > agreed.end > 0 and len(tail) > width
    return Placed(placed.cells, placed.doubt or "long") if long else placed


def _in_text(tail: Sequence[Cell], filled: Sequence[Cell], width: int, agreed: Agreement) -> Placed:
    """Tabs at the end of a line mean nothing unless every full row has the same: a blank there is no blank cell."""
    if agreed.shape and len(tail) == agreed.shape[0]:
        cells = tail[agreed.shape[1] : agreed.shape[1] + width]
        if all(cell in cells for cell in filled):
            return Placed(tuple(cells))
    if not filled and len(tail) >= width:
        return Placed(tuple(tail[-width:]))
    last = max((at for at, cell in enumerate(tail) if cell.text), default=-1)
    return _by_window(tail[: last + 1], filled, width)


def _by_window(tail: Sequence[Cell], filled: Sequence[Cell], width: int) -> Placed:
    windows = [
        tail[start : start + width]
        for start in range(len(tail) - width + 1)
        if all(cell in tail[start : start + width] for cell in filled)
    ]
    if len(windows) == 1 or (windows and not filled):
        return Placed(tuple(windows[-1]))
    return Placed((None,) * width, "extra" if len(filled) > width else "ambiguous")


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
