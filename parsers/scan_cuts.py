"""A row of a scanned table that a page break cuts: its figures stand on one page, and its label on both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.document import Block, Cell, Table
from parsers.numbers import NONE_WORDS
from parsers.pdf_cuts import completes
from parsers.pdf_unruled_rows import says_row

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEAST_FIGURES = 3
_MOST_BETWEEN = 2
"""Lines in the margins, feet and heads, that may stand between two pieces of a table."""


def with_whole_rows(before: Sequence[Block], after: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Return the blocks up to a page break and those of the next page, with the row that the break cuts whole: the
    label that both say stands beside the figures. Where both or neither print figures nothing is joined."""
    first, second = list(before), list(after)
    upper = next((at for at in range(len(first) - 1, -1, -1) if isinstance(first[at], Table)), None)
    lower = next((at for at, block in enumerate(second) if isinstance(block, Table)), None)
    if upper is None or lower is None or len(first) - 1 - upper > _MOST_BETWEEN or lower > _MOST_BETWEEN:
        return first, second
    one, two = first[upper], second[lower]
    if isinstance(one, Table) and isinstance(two, Table) and _page(two) - _page(one) == 1:
        first[upper], second[lower] = _joined(one, two)
    return first, second


def _page(table: Table) -> int:
    return next((spot.page for spot in (table.spots or {}).values()), 0)


def _joined(upper: Table, lower: Table) -> tuple[Table, Table]:
    above = [cell for cell in upper.cells if cell.row == upper.rows - 1]
    below = [cell for cell in lower.cells if cell.row == 0 and cell.rowspan == 1]
    first, second = _label(above) or _blank_label(above), _label(below)
    if first is None or second is None or (first.text and not completes(first.text, second.text)):
        return upper, lower
    text = first.text + second.text
    figures = [any(cell.text and not _is_words(cell.text) for cell in row) for row in (above, below)]
    if not says_row(text) or figures[0] == figures[1]:
        return upper, lower
    if figures[0]:
        return _with_label(upper, first, text), _without(lower, below)
    return _without(upper, above), _with_label(lower, second, text)


def _blank_label(row: Sequence[Cell]) -> Cell | None:
    """Return the blank cell before a row of nothing but figures, whose label stands wholly overleaf."""
    cells = sorted(row, key=lambda cell: cell.column)
    first = next((at for at, cell in enumerate(cells) if cell.text), 0)
    whole = all(cell.text for cell in cells[first:]) and len(cells) - first >= _LEAST_FIGURES
    return cells[first - 1] if first and whole else None


def _label(row: Sequence[Cell]) -> Cell | None:
    return next((cell for cell in sorted(row, key=lambda one: -one.column) if _is_words(cell.text)), None)


def _is_words(text: str) -> bool:
    """Tell whether a cell prints words; a label of several lines may hold digits, its number."""
    return bool(_HAN.search(text)) and text not in NONE_WORDS


def _with_label(table: Table, label: Cell, text: str) -> Table:
    return replace(table, cells=tuple(cell._replace(text=text) if cell is label else cell for cell in table.cells))


def _without(table: Table, row: Sequence[Cell]) -> Table:
    return replace(table, cells=tuple(cell for cell in table.cells if not any(cell is one for one in row)))
