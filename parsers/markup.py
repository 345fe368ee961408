"""Marked-up elements to blocks: paragraphs and headings in order, data tables as grids, layout tables unwrapped.

The elements are those of HTML, whether a page was parsed into them or another format was set in them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

from parsers.document import Block, Heading, Paragraph, Table, new_cell
from parsers.plain_text import text_blocks
from parsers.visibility import BLOCK_TAGS, BREAK, printed, text_of

MOST_COLUMNS = 400
MOST_CELLS = 40_000
# No head of these tables is wider; a larger span is a slip that would push the rest of its row off the grid.
_MOST_SPAN = 50
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_ROW_PARENTS = ("tbody", "thead", "tfoot", "form", "center")
_DIGIT = re.compile(r"\d")
_LONG_TEXT = 300


class Walk:
    """One pass over a page: collects blocks, joining inline text into paragraphs."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.inline: list[str] = []
        self.tables = 0
        self.laid: dict[int, list[_Row]] = {}
        """The elements of each data table, by its number and by rows."""

    def flush(self, level: int | None = None) -> None:
        """End the paragraph, or the heading of `level`, that is being gathered."""
        if not self.inline:
            return
        text = printed("".join(self.inline))
        self.inline.clear()
        for line in text.split("\n"):
            if line:
                self.blocks.append(Paragraph(line) if level is None else Heading(line, level))

    def element(self, element: etree._Element) -> None:
        """Take an element and the text behind it."""
        tag = element.tag
        if tag == "table":
            self._table(element)
        elif tag in _HEADINGS:
            self.flush()
            self.inline.append(text_of(element))
            self.flush(_HEADINGS[tag])
        elif tag == "pre" and element.find(".//table") is None:
            self.flush()
            self._preformatted(element)
        elif tag in BLOCK_TAGS:
            self.flush()
            self.content(element)
            self.flush()
        else:
            self.content(element)
        if element.tail:
            self.inline.append(element.tail)

    def content(self, element: etree._Element) -> None:
        """Take what stands inside an element."""
        if element.text:
            self.inline.append(element.text)
        for child in element:
            self.element(child)

    def _preformatted(self, element: etree._Element) -> None:
        """Line ends and tabs of the source count here."""
        blocks = text_blocks(text_of(element).replace(BREAK, "\n"), self.tables)
        self.tables += sum(isinstance(block, Table) for block in blocks)
        self.blocks += blocks

    def _table(self, element: etree._Element) -> None:
        self.flush()
        rows, before, after = _parts(element)
        self._each(before)
        texts = None if _holds_tables(element, rows) else [_texts(row) for row in rows]
        if texts is None or _is_layout(texts):
            for row in rows:
                for cell in row:
                    self.content(cell)
                    self.flush()
        else:
            self.tables += 1
            table = _grid(rows, texts, self.tables)
            self.laid[self.tables] = rows
            if table.cells:
                self.blocks.append(table)
        self._each(after)

    def _each(self, elements: list[etree._Element]) -> None:
        for element in elements:
            self.element(element)
            self.flush()


_CELL_TAGS = frozenset(("td", "th"))
_NO_TEXT_TAGS = _CELL_TAGS | {"colgroup", "col"}
_Row = list[etree._Element]


def _parts(table: etree._Element) -> tuple[list[_Row], _Row, _Row]:
    """Return the cells of each row, and what stands outside the rows, as a caption or after a lost end tag: before the
    first row, after it. Cells that stand outside any row (broken markup) make one row together."""
    rows: list[_Row] = []
    before: _Row = []
    after: _Row = []
    stray: _Row = []
    outside = before
    for child in table:
        tag = child.tag
        if tag in _CELL_TAGS:
            if not stray:
                rows.append(stray)
            stray.append(child)
            continue
        stray = []
        if tag == "tr":
            cells = [cell for cell in child if cell.tag in _CELL_TAGS]
            rows.append(cells)
            if len(cells) < len(child):
                after += [cell for cell in child if cell.tag not in _CELL_TAGS and isinstance(cell.tag, str)]
            outside = after
        elif tag in _ROW_PARENTS:
            inner = _parts(child)
            rows += inner[0]
            after += [*inner[1], *inner[2]]
            outside = after
        elif tag not in _NO_TEXT_TAGS and isinstance(tag, str):
            outside.append(child)
    return rows, before, after


def _holds_tables(table: etree._Element, rows: list[_Row]) -> bool:
    """Tell whether a table is there to set other tables beside each other."""
    if next(table.iterdescendants("table"), None) is None:
        return False
    nested = sum(1 for row in rows for cell in row for _ in cell.iterdescendants("td", "th"))
    return nested > 0 and nested >= sum(map(len, rows)) - 2


def _texts(row: _Row) -> list[str]:
    # Most cells hold a bare figure: they are spared a call each.
    return [(text_of(cell) if len(cell) else cell.text) or "" for cell in row]


def _is_layout(rows: list[list[str]]) -> bool:
    """Tell from the texts of its cells whether a table only sets running text."""
    texts = [text for row in rows for text in row]
    if len(texts) > 60:
        return False
    return (len(texts) <= 2 or max(map(len, texts), default=0) > _LONG_TEXT) and sum(
        1 for text in texts if len(text) < 20 and _DIGIT.search(text)
    ) < 4


@lru_cache(maxsize=1024)
def _span(value: str) -> int:
    match = re.match(r"\s*(\d{1,4})", value)
    return max(int(match[1]), 1) if match else 1


def _grid(rows: list[_Row], texts: list[list[str]], number: int) -> Table:
    """Lay rows of td elements on a rectangular grid, with spans as HTML lays them (spans bounded)."""
    cells: list[tuple[str, int, int, int, int]] = []
    taken: dict[int, int] = {}
    width = 0
    for at, row in enumerate(rows):
        column = 0
        for element, text in zip(row, texts[at], strict=True):
            while taken and taken.get(column, 0) > at:
                column += 1
            wide, high = element.get("colspan"), element.get("rowspan")
            colspan = min(_span(wide), _MOST_SPAN) if wide else 1
            rowspan = min(_span(high), len(rows) - at) if high else 1
            cells.append((text if text.isalnum() else printed(text), at, column, rowspan, colspan))
            if rowspan > 1:
                for covered in range(column, column + colspan):
                    taken[covered] = at + rowspan
            column += colspan
            if column > MOST_COLUMNS:
                break
        width = max(width, column)
        if len(cells) - (column > MOST_COLUMNS) > MOST_CELLS:
            return Table(number, (), 0, 0)
    return Table(number, tuple(map(new_cell, cells)), len(rows), width)
