"""A row that a page break has cut: its halves stand at the foot of one page and at the head of the next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from parsers.document import Box, Cell, Spot
from parsers.labels import bare, split_mark
from parsers.pdf_layout import RuledTable, TextLine
from parsers.pdf_text import WRAPPED
from parsers.pdf_words import said
from parsers.rows import is_value

_BETTER = 0.05
_WHOLE = 0.95
_KNOWN = 0.8
_NEAR = 2.0
_MOST_LINES = 40
Spots = dict[tuple[int, int], Spot]


def completes(upper: str, lower: str) -> bool:
    """Tell whether two texts are halves of one label: together they say it better than either alone."""
    if split_mark(lower)[0] or not bare(lower):
        return False
    whole = said(upper + lower)
    if whole > max(said(upper), said(lower)) + _BETTER or (whole >= _WHOLE and said(lower) < _KNOWN):
        return True
    return whole == 1 and said(upper) < _KNOWN


def rejoin(cells: list[Cell], spots: Spots, cut: int, full: Collection[int]) -> None:
    """Join, in place, the row above row `cut` with that row when they are halves of one; in the columns of `full` the
    numbers above leave no room for another digit, and go on below."""
    above = {(cell.column, cell.colspan): cell for cell in cells if cell.row + cell.rowspan == cut}
    below = [cell for cell in cells if cell.row == cut]
    pairs = [(above.get((cell.column, cell.colspan)), cell) for cell in below]
    if not any(cell.text for cell in below):
        # What is left of a row whose words all stand on the page before.
        if any(cell.row > cut for cell in cells):
            _drop(cells, spots, below)
        return
    if any(upper is None and lower.text and lower.rowspan == 1 for upper, lower in pairs):
        return
    matched = [(u, lower) for u, lower in pairs if u is not None and u.rowspan == lower.rowspan == 1]
    if not _is_cut([(upper.text, lower.text) for upper, lower in matched]):
        return
    for upper, lower in matched:
        cells.remove(lower)
        spot = spots.pop((lower.row, lower.column))
        if not lower.text:
            continue
        both = upper.text and is_value(upper.text) and is_value(lower.text)
        between = (WRAPPED if upper.column in full else "\n") if both else ""
        cells[cells.index(upper)] = upper._replace(text=upper.text + between + lower.text)
        if not upper.text:
            spots[upper.row, upper.column] = spot


def _drop(cells: list[Cell], spots: Spots, gone: Sequence[Cell]) -> None:
    for cell in gone:
        cells.remove(cell)
        spots.pop((cell.row, cell.column), None)


def _is_cut(pairs: Sequence[tuple[str, str]]) -> bool:
    """Tell whether the cells of two rows, pair by pair, are halves: labels that only together say a label of the forms,
    or a label in the one row and all figures in the other."""
    worded = [(upper, lower) for upper, lower in pairs if any(text and not is_value(text) for text in (upper, lower))]
    valued = [(upper, lower) for upper, lower in pairs if (upper, lower) not in worded]
    upper_values = any(upper for upper, _ in valued)
    lower_values = any(lower for _, lower in valued)
    if any(upper and lower for upper, lower in worded):
        return all(completes(upper, lower) for upper, lower in worded if upper and lower)
    if upper_values and not any(lower for _, lower in worded):
        # The rest of numbers that wrap, under no label of their own.
        return lower_values and any(bool(upper) != bool(lower) for upper, lower in valued)
    if not worded or any(upper and lower for upper, lower in valued):
        return False
    label_above = bool(worded[-1][0])
    return (upper_values and not label_above) or (lower_values and label_above)


def adopt(table: RuledTable, lines: Sequence[TextLine]) -> tuple[RuledTable, int]:
    """Give lines at the head of a page, which no line rules, to the cells at the foot of the page before that they
    belong to; return the table with them, and how many lines that are. They belong there when they stand in the columns
    of those cells and only together with them say labels of the forms."""
    bottom = [cell for cell in table.cells if cell.row + cell.rowspan == table.grid.rows]
    if table.grid.bare:
        return _with_more_digits(table, bottom, lines)
    added: dict[Cell, str] = {}
    best: tuple[dict[Cell, str], int] = {}, 0
    for count, line in enumerate(lines[:_MOST_LINES], start=1):
        for text, left, right in line.pieces or ((line.text, line.box[0], line.box[2]),):
            owner = next((cell for cell in bottom if _holds(table.boxes[cell.row, cell.column], left, right)), None)
            if owner is None:
                return _with(table, *best)
            added[owner] = added.get(owner, "") + text
        if _belong(bottom, added):
            best = dict(added), count
    return _with(table, *best)


def _with_more_digits(table: RuledTable, bottom: Sequence[Cell], lines: Sequence[TextLine]) -> tuple[RuledTable, int]:
    """Lines of nothing but figures may be the rest of the numbers above the page break: such cells are illegible."""
    count = next((at for at, line in enumerate(lines) if not all(map(is_value, line.text.split()))), len(lines))
    added: dict[Cell, str] = {}
    for line in lines[:count]:
        for text, left, right in line.pieces or ((line.text, line.box[0], line.box[2]),):
            for cell in bottom:
                box = table.boxes[cell.row, cell.column]
                if cell.text and min(box[2], right) > max(box[0], left):
                    added[cell] = f"{added.get(cell, '')}\n{text}"
    return _with(table, added, count)


def _holds(box: Box, left: float, right: float) -> bool:
    return box[0] - _NEAR <= left and right <= box[2] + _NEAR


def _belong(bottom: Sequence[Cell], added: dict[Cell, str]) -> bool:
    words = {cell: text for cell, text in added.items() if not is_value(text)}
    figures = [cell for cell in added if cell not in words]
    if not all(completes(cell.text, text) if cell.text else said(text) >= _KNOWN for cell, text in words.items()):
        return False
    if any(cell.text for cell in figures) or not words:
        return False
    return not figures or not any(is_value(cell.text) for cell in bottom if cell.text)


def _with(table: RuledTable, added: dict[Cell, str], count: int) -> tuple[RuledTable, int]:
    if not count:
        return table, 0
    cells = tuple(cell._replace(text=cell.text + added[cell]) if cell in added else cell for cell in table.cells)
    return replace(table, cells=cells), count
