"""Page numbers and running lines that reach into a table: taken off a page before its cells are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from parsers.pdf_glyphs import Glyph
from parsers.pdf_layout import MARGIN, Sheet
from parsers.pdf_text import lines_of, text_of

_NEAR = 3.0
"""Points by which a running line may lie higher or lower from page to page."""
_NUMBER = re.compile(r"\d+")
_MARKED_NUMBER = re.compile(r"[-—–－─·•]\s*\d{1,4}\s*[-—–－─·•]|第\s*\d{1,4}\s*页.*|\d{1,4}\s*[/／]\s*\d{1,4}\s*页?")


class _Line(NamedTuple):
    """A line in the margin of a page: its words without numbers, its distance from the edge of the page (negative: from
    the lower one), whether it stands in a table, and its characters."""

    words: str
    level: float
    inside: bool
    glyphs: Sequence[Glyph]


def without_margin_lines(sheet: Sheet, neighbours: Sequence[Sheet]) -> Sheet:
    """Return a page without what its margins print inside a table: a page number marked as one ("- 4 -"), and a line
    that stands at the same height on a page nearby, outside any table."""
    low, high = sheet.height * MARGIN, sheet.height * (1 - MARGIN)
    if not any(grid.box[1] < low or grid.box[3] > high for grid in sheet.grids):
        return sheet
    others = [line for other in neighbours if other is not sheet for line in _lines(other) if not line.inside]
    drop = [line for line in _lines(sheet) if line.inside and _is_running(line, others)]
    gone = {id(glyph) for line in drop for glyph in line.glyphs}
    kept = [glyph for glyph in sheet.glyphs if id(glyph) not in gone]
    return replace(sheet, glyphs=kept)


def _lines(sheet: Sheet) -> list[_Line]:
    low, high = sheet.height * MARGIN, sheet.height * (1 - MARGIN)
    out = []
    for line in lines_of(glyph for glyph in sheet.glyphs if not low < glyph.base < high):
        middle = (line[0].left + line[-1].right) / 2
        base = line[0].base
        inside = any(
            grid.box[1] <= base <= grid.box[3] and grid.box[0] <= middle <= grid.box[2] for grid in sheet.grids
        )
        level = base if base < low else base - sheet.height
        out.append(_Line(text_of(line), level, inside, line))
    return out


def _is_running(line: _Line, others: Sequence[_Line]) -> bool:
    if _MARKED_NUMBER.fullmatch(line.words):
        return True
    words = _NUMBER.sub("#", line.words)
    return any(abs(other.level - line.level) < _NEAR and _NUMBER.sub("#", other.words) == words for other in others)
