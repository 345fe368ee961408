"""Tables set on their side: the labels of the form across the top, the heads of its columns down the left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from parsers.applications import strong_row
from parsers.disclosure import is_measure, item_of
from parsers.document import Block, Cell, Table
from parsers.reviews import block_of, result_of

_HEAD_ROWS = 4
_LEAST_LABELS = 5


def upright(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with every table that lies on its side set upright; places keep those of the source."""
    return tuple(_set_upright(block) if isinstance(block, Table) and _lies(block) else block for block in blocks)


def _set_upright(table: Table) -> Table:
    cells = [Cell(cell.text, cell.column, cell.row, cell.colspan, cell.rowspan) for cell in table.cells]
    return replace(table, cells=tuple(cells), rows=table.columns, columns=table.rows, turned=True)


def _lies(table: Table) -> bool:
    if not table.exact or table.columns < 3 or table.rows < 3:
        return False
    top = [cell for cell in table.cells if cell.row < _HEAD_ROWS and cell.colspan == 1 and cell.text]
    if _most_in_a_row(top, lambda text: strong_row(text) is not None) >= _LEAST_LABELS:
        return True
    left = [cell.text for cell in table.cells if cell.column < 2]
    if _most_in_a_row(top, lambda text: item_of(text) is not None) >= 2:
        return sum(is_measure(cell.text) for cell in table.cells if not cell.column) >= 2
    if _most_in_a_row(top, lambda text: block_of(text) is not None) >= 2:
        return len({result_of(text) for text in left} - {None}) >= 3
    return False


def _most_in_a_row(cells: Sequence[Cell], says: Callable[[str], bool]) -> int:
    found = [cell.row for cell in cells if says(cell.text)]
    return max(map(found.count, found), default=0)
