"""Where the cells that a reading names stand in the page they were read from: place to element of its markup."""

from __future__ import annotations

from functools import partial

from lxml import etree

from crawler.charset import decode
from crawler.media_type import HTML, JSON, media_type
from parsers.document import Table
from parsers.html import main_part, parse_html, source_of, without_unseen
from parsers.markup import Walk
from parsers.visibility import mark_breaks

Position = tuple[int, int, int]
"""Table, row and column from 1, as a Place has them."""
_STAMP = "data-cell-number"


def located(data: bytes) -> tuple[etree._Element, dict[Position, tuple[etree._Element, str]]]:
    """Return a page without what a browser would not show, and for each cell of its data tables the element and its
    text as it is read; a cell that spans several positions stands at the first.

    Raises ValueError with one sentence when the bytes are no page that can be read.
    """
    if media_type(data) not in (HTML, JSON):
        raise ValueError("it is no page")
    try:
        source = source_of(data, decode(data))
        shown, read = _stamped(source), _stamped(source)
    except (etree.LxmlError, RecursionError) as error:
        raise ValueError("the page is too large or too damaged to be read") from error
    mark_breaks(read)
    walk = Walk()
    walk.content(main_part(read))
    walk.flush()
    elements = {element.get(_STAMP): element for element in shown.iter("td", "th")}
    out = {}
    for table in (block for block in walk.blocks if isinstance(block, Table)):
        for position, stamp, text in _cells(table, walk):
            out[position] = elements[stamp], text
    for element in elements.values():
        del element.attrib[_STAMP]
    return shown, out


def _stamped(source: bytes) -> etree._Element:
    """Return the page as it is read, its cells numbered before anything is taken out of it."""
    return without_unseen(_numbered(source), partial(_numbered, source))[0]


def _numbered(source: bytes) -> etree._Element:
    root = parse_html(source)
    if root is None:
        raise ValueError("the page is empty")
    for number, cell in enumerate(root.iter("td", "th")):
        cell.set(_STAMP, str(number))
    return root


def _cells(table: Table, walk: Walk) -> list[tuple[Position, str, str]]:
    """Return the cells of a table that stand in the markup: position, number of the element, text."""
    out = []
    for elements, cells in zip(walk.laid.get(table.number, ()), table.by_row(), strict=False):
        for element, cell in zip(elements, cells, strict=False):
            out.append(((table.number, cell.row + 1, cell.column + 1), element.get(_STAMP), cell.text))
    return out
