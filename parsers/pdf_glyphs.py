"""The characters that a PDF page prints: each with its box, as a reader of the page would see it."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from parsers.document import Box

MOST_GLYPHS = 100_000
"""A sheet of A4 set solid in the smallest legible print holds some 30,000."""
UNKNOWN = "\ufffd"
"""Stands for a character whose font does not say which it is."""
SMALLEST = 1.5
_INVISIBLE_MODES = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_HYPHENS = (0x02, 0xFFFE)
_BLANKS = frozenset(" \t\r\n\u00a0\u2002\u2003\u2009\u3000\u200b\ufeff\u00ad")
_WHITE = 250
Turn = Callable[[float, float], tuple[float, float]]


class Glyph(NamedTuple):
    """One character: its box and baseline in points from the upper left corner, its type size, and whether a blank was
    printed before it; `turned`: it does not stand upright on the page; `run`: the text object it is part of."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    spaced: bool = False
    turned: bool = False
    run: int = 0

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class _Run(NamedTuple):
    """What the characters of one text object have in common."""

    size: float
    angle: int
    shown: bool
    white: bool


class Printed(NamedTuple):
    """A character in the page's own coordinates (from the lower left corner, y upwards)."""

    text: str
    box: Box
    origin: tuple[float, float]
    run: _Run
    spaced: bool
    owner: int


def printed(text_page: pdfium.PdfTextPage) -> list[Printed]:
    """Return the characters of a page in the order of its source, blanks folded into `spaced`.

    Raises ValueError when there are more than any report prints.
    """
    count = raw.FPDFText_CountChars(text_page.raw)
    if count > MOST_GLYPHS:
        raise ValueError("a page of the PDF has more characters than any report")
    return list(_printed(text_page.raw, count))


def _printed(page: raw.FPDF_TEXTPAGE, count: int) -> Iterator[Printed]:
    runs: dict[int, _Run] = {}
    rect, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    spaced = False
    for at in range(count):
        code = raw.FPDFText_GetUnicode(page, at)
        char = chr(code) if code < 0x110000 else UNKNOWN
        if raw.FPDFText_IsGenerated(page, at) == 1:
            continue
        if char in _BLANKS:
            spaced = True
            continue
        owner = ctypes.cast(raw.FPDFText_GetTextObject(page, at), ctypes.c_void_p).value or 0
        run = runs.get(owner)
        if run is None:
            run = runs[owner] = _run(page, at, owner)
        if not run.shown:
            continue
        raw.FPDFText_GetLooseCharBox(page, at, rect)
        raw.FPDFText_GetCharOrigin(page, at, x, y)
        box = (rect.left, rect.bottom, rect.right, rect.top)
        yield Printed(_said(page, at, char), box, (x.value, y.value), run, spaced, owner)
        spaced = False


def _said(page: raw.FPDF_TEXTPAGE, at: int, char: str) -> str:
    """Return the character, or UNKNOWN where the font's own code is all there is."""
    if raw.FPDFText_HasUnicodeMapError(page, at) == 1:
        return UNKNOWN
    if ord(char) in _HYPHENS and raw.FPDFText_IsHyphen(page, at) == 1:
        return "-"
    private = "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000"
    return UNKNOWN if private or char < " " or "\ud800" <= char <= "\udfff" or char in "\x7f\ufffe\uffff" else char


def _run(page: raw.FPDF_TEXTPAGE, at: int, owner: int) -> _Run:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(page, at, matrix)
    size = raw.FPDFText_GetFontSize(page, at) * math.hypot(matrix.c, matrix.d)
    angle = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) * 90 % 360
    parts = [ctypes.c_uint() for _ in range(4)]
    known = raw.FPDFText_GetFillColor(page, at, *parts)
    red, green, blue, alpha = (part.value for part in parts)
    mode = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(page, at)) if owner else 0
    shown = mode not in _INVISIBLE_MODES and size >= SMALLEST and (not known or alpha > 0)
    white = bool(known) and mode == 0 and min(red, green, blue) >= _WHITE
    return _Run(size, angle, shown, white)


def reading_angle(characters: Sequence[Printed], otherwise: int) -> int:
    """Return by how many degrees a page must be turned clockwise for most of its characters to stand upright."""
    votes = Counter(character.run.angle for character in characters)
    return votes.most_common(1)[0][0] if votes else otherwise


def turned_by(angle: int, box: Box) -> Turn:
    """Return the map from a page's own coordinates to points from the upper left corner of the page as turned."""
    left, bottom, right, top = box
    if angle == 90:
        return lambda x, y: (y - bottom, x - left)
    if angle == 180:
        return lambda x, y: (right - x, y - bottom)
    if angle == 270:
        return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


def glyphs_of(characters: Sequence[Printed], angle: int, box: Box) -> list[Glyph]:
    """Return the characters that stand on the page, each once: bold print is often drawn twice."""
    turn = turned_by(angle, box)
    wide, high = (box[3] - box[1], box[2] - box[0]) if angle % 180 else (box[2] - box[0], box[3] - box[1])
    out: list[Glyph] = []
    seen: dict[tuple[str, int, int], Glyph] = {}
    for one in characters:
        x0, y0 = turn(one.box[0], one.box[1])
        x1, y1 = turn(one.box[2], one.box[3])
        left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        base = turn(*one.origin)[1]
        turned = one.run.angle != angle
        glyph = Glyph(one.text, left, top, right, bottom, base, one.run.size, one.spaced, turned, one.owner)
        x, y = glyph.middle
        if not (0 <= x <= wide and 0 <= y <= high) or _drawn_before(glyph, seen):
            continue
        out.append(glyph)
    return out


def _drawn_before(glyph: Glyph, seen: dict[tuple[str, int, int], Glyph]) -> bool:
    """Tell whether the same character was drawn at about the same spot, and remember this one."""
    x, y = glyph.middle
    near = glyph.size * 0.25
    column, row = int(x // glyph.size), int(y // glyph.size)
    for c in (column - 1, column, column + 1):
        for r in (row - 1, row, row + 1):
            other = seen.get((glyph.text, c, r))
            if other and abs(other.middle[0] - x) < near and abs(other.middle[1] - y) < near:
                return True
    seen[glyph.text, column, row] = glyph
    return False
