"""Marked-up elements to blocks: paragraphs and headings in order, data tables as grids, layout tables unwrapped.

The elements are those of HTML, whether a page was parsed into them or another format was set in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from parsers.document import Block, Cell, Heading, Paragraph, Table
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
        rows = list(_rows(element))
        before, after = _outside_rows(element)
        self._each(before)
        if _is_layout(element, rows):
            for row in rows:
                for cell in row:
                    self.content(cell)
                    self.flush()
        else:
            self.tables += 1
            table = _grid(rows, self.tables)
            if table.cells:
                self.blocks.append(table)
        self._each(after)

    def _each(self, elements: list[etree._Element]) -> None:
        for element in elements:
            self.element(element)
            self.flush()


_CELL_TAGS = frozenset(("td", "th"))
_NO_TEXT_TAGS = _CELL_TAGS | {"colgroup", "col"}


def _rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    """Yield the cells of each row; cells that stand outside any row (broken markup) make one row together."""
    stray: list[etree._Element] = []
    for child in table:
        if child.tag in _CELL_TAGS:
            stray.append(child)
            continue
        if stray:
            yield stray
            stray = []
        if child.tag == "tr":
            yield [cell for cell in child if cell.tag in _CELL_TAGS]
        elif child.tag in _ROW_PARENTS:
            yield from _rows(child)
    if stray:
        yield stray


def _outside_rows(table: etree._Element) -> tuple[list[etree._Element], list[etree._Element]]:
    """Return what stands in a table outside its rows, as a caption or after a lost end tag: before its rows, after."""
    before: list[etree._Element] = []
    after: list[etree._Element] = []
    rows = 0
    for child in table:
        if child.tag in _ROW_PARENTS:
            inner = _outside_rows(child)
            after += [*inner[0], *inner[1]]
            rows += 1
        elif child.tag == "tr":
            after += [cell for cell in child if cell.tag not in _CELL_TAGS and isinstance(cell.tag, str)]
            rows += 1
        elif child.tag not in _NO_TEXT_TAGS and isinstance(child.tag, str):
            (after if rows else before).append(child)
    return before, after


def _is_layout(table: etree._Element, rows: list[list[etree._Element]]) -> bool:
    own = sum(map(len, rows))
    holds = next(table.iterdescendants("table"), None) is not None
    nested = sum(1 for row in rows for cell in row for _ in cell.iterdescendants("td", "th")) if holds else 0
    if nested and nested >= own - 2:
        return True
    if own > 60:
        return False
    texts = [text_of(cell) for row in rows for cell in row]
    return (own <= 2 or max(map(len, texts), default=0) > _LONG_TEXT) and sum(
        1 for text in texts if len(text) < 20 and _DIGIT.search(text)
    ) < 4


@lru_cache(maxsize=1024)
def _span(value: str) -> int:
    match = re.match(r"\s*(\d{1,4})", value)
    return max(int(match[1]), 1) if match else 1


def _grid(rows: list[list[etree._Element]], number: int) -> Table:
    """Lay rows of td elements on a rectangular grid, with spans as HTML lays them (spans bounded)."""
    cells: list[Cell] = []
    taken: dict[int, int] = {}
    width = 0
    for at, row in enumerate(rows):
        column = 0
        for element in row:
            while taken and taken.get(column, 0) > at:
                column += 1
            wide, high = element.get("colspan"), element.get("rowspan")
            colspan = min(_span(wide), _MOST_SPAN) if wide else 1
            rowspan = min(_span(high), len(rows) - at) if high else 1
            # Most cells hold a bare figure: they are spared two calls each.
            text = (text_of(element) if len(element) else element.text) or ""
            cells.append(Cell(text if text.isalnum() else printed(text), at, column, rowspan, colspan))
            if rowspan > 1:
                for covered in range(column, column + colspan):
                    taken[covered] = at + rowspan
            column += colspan
            if column > width:
                width = column
            if column > MOST_COLUMNS:
                break
            if len(cells) > MOST_CELLS:
                return Table(number, (), 0, 0)
    return Table(number, tuple(cells), len(rows), width)
