"""Words and figures that stand together on a line of a page, and the stretches of lines that may hold a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.application_heads import is_applicant
from parsers.document import Paragraph
from parsers.numbers import NONE_WORDS
from parsers.pdf_glyphs import Glyph
from parsers.pdf_text import HAN, edges, lines_of, text_of
from parsers.pdf_words import said
from parsers.rows import is_value
from parsers.sections import is_heading

KNOWN = 0.8
"""How well words must say a label or a head of the forms to be it."""
_APART = 0.9
"""In type sizes: what stands this far apart on a line stands in different columns."""
_SET_APART = 0.1
"""In type sizes: the same of two text objects, which text processors begin anew for each cell."""
_LEAST_KNOWN = 2
_WHOLE = 5
_SENTENCE = 30
_CONTINUED = "续表"
_DIGIT = re.compile(r"\d")
_MOST_LINES = 300
_MARGIN = 0.12
_LONE = 2.0
"""In type sizes: how far the number of a page stands from its text at least."""
_PAGE_NUMBER = re.compile(
    r"[-—–－─·•\s]*+(?:第\s*+)?\d{1,4}\s*+页?[-—–－─·•/／\s]*+(?:共?\s*+\d{1,4}\s*+页)?[-—–－─·•\s]*+"
)


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Words or a figure that stand together on a line; coordinates in points from the upper left corner; `is_word`: it
    is part of a label although it might say that there is nothing to report."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    is_word: bool = False

    @property
    def is_figure(self) -> bool:
        """Tell whether it is a figure or a stated blank."""
        return not self.is_word and is_value(self.text)

    @property
    def middle(self) -> float:
        """The middle between its left and right end."""
        return (self.left + self.right) / 2


def overlap(one: Piece, two: Piece) -> float:
    """Return over how many points two pieces stand above each other; negative: how far they are apart."""
    return min(one.right, two.right) - max(one.left, two.left)


def regions(glyphs: Sequence[Glyph], height: float) -> Iterator[list[list[Piece]]]:
    """Yield the stretches of lines between sentences and headings that hold labels of the forms and figures; `height`
    is the page's, whose number at its foot or head is no figure."""
    lines = [list(_pieces(line)) for line in lines_of(glyphs)[:_MOST_LINES]]
    region: list[list[Piece]] = []
    for line in [*_without_page_number(lines, height), []]:
        if line and not _parts(line):
            region.append(line)
            continue
        if _may_be_table(region):
            yield _with_label_words(region)
        region = []


def _may_be_table(region: Sequence[Sequence[Piece]]) -> bool:
    """Tell whether lines hold figures beside labels of the forms, or lines of figures as long as those of Table B,
    whose labels may be set in a column so narrow that no line of them says one."""
    figures = [sum(piece.is_figure for piece in line) for line in region]
    known = sum(said(piece.text) >= KNOWN for line in region for piece in line)
    return any(figures) and (known >= _LEAST_KNOWN or sum(count >= _WHOLE for count in figures) >= _LEAST_KNOWN)


def _with_label_words(region: Sequence[list[Piece]]) -> list[list[Piece]]:
    """Return a stretch of lines with what says 无 left of every digit taken for a word: it is part of a label set one
    character a line, 无法提供."""
    first = min(
        (piece.left for line in region for piece in line if _DIGIT.search(piece.text) and piece.is_figure), default=0.0
    )
    return [
        [replace(piece, is_word=True) if piece.text in NONE_WORDS and piece.right < first else piece for piece in line]
        for line in region
    ]


def _pieces(line: Sequence[Glyph]) -> Iterator[Piece]:
    start = 0
    for at in range(1, len(line) + 1):
        if at == len(line) or _is_apart(line[at - 1], line[at]):
            words = line[start:at]
            box = edges(words)
            yield Piece(text_of(words), *box, words[0].base, max(glyph.size for glyph in words))
            start = at


def _is_apart(before: Glyph, glyph: Glyph) -> bool:
    if glyph.left - before.right > _APART * glyph.size:
        return True
    return glyph.run != before.run and _left(glyph) - _right(before) > _SET_APART * glyph.size


def _left(glyph: Glyph) -> float:
    """Return where the square of a Han character begins, whose box some fonts give too narrow."""
    return glyph.middle[0] - glyph.size / 2 if HAN.match(glyph.text) else glyph.left


def _right(glyph: Glyph) -> float:
    return glyph.middle[0] + glyph.size / 2 if HAN.match(glyph.text) else glyph.right


def _without_page_number(lines: list[list[Piece]], height: float) -> list[list[Piece]]:
    """Return the lines without the number of the page: alone at its foot or head, and well away from any other."""
    out = list(lines)
    for end, beside in ((-1, -2), (0, 1)):
        if len(out) > 1 and _PAGE_NUMBER.fullmatch(" ".join(piece.text for piece in out[end])):
            one = out[end][0]
            in_margin = not height * _MARGIN < one.base < height * (1 - _MARGIN)
            if in_margin and abs(one.base - out[beside][0].base) > _LONE * one.size:
                del out[end]
    return out


def _parts(line: Sequence[Piece]) -> bool:
    """Tell whether a line is a sentence or a heading, which no table holds."""
    if len(line) > 1:
        return False
    text = line[0].text
    if said(text) >= KNOWN or is_applicant(text):
        return False
    return len(text) > _SENTENCE or text[-1] in "。；：" or _CONTINUED in text or is_heading(Paragraph(text))
