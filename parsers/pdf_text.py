"""Characters on a page to the lines and words they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.document import Box
from parsers.pdf_glyphs import Glyph

WRAPPED = "\u200b"
"""Stands where a number that fills its cell goes on in the next line of the cell."""
DIGITS = frozenset("0123456789０１２３４５６７８９.,．，-－+")
_COMMAS = frozenset(",，")
_APART = 0.5
"""In type sizes: digits this far apart are two numbers, and words this far apart two words."""
_LOOSE = 0.2
_RAISED = 0.15
_SMALL = 0.8
_ROOM = 14.0
"""Points: more than twice the widest margin that text processors leave inside a cell (Word 5.4, LibreOffice 2.8)."""
_LEAST_WRAPS = 3
_DOUBT = 0.04
"""In type sizes: what nearly fits is taken to fit, so that the number is illegible rather than guessed."""
_WRAP_PITCH = 1.5
_PITCH = (1.8, 3.0)
"""In type sizes: what the distance of lines may always be, and what where the table has no other lines to tell by."""
HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


def lines_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return the characters line by line, each from left to right."""
    lines: list[list[Glyph]] = []
    lead: Glyph | None = None
    for glyph in sorted(glyphs, key=lambda g: (g.base, g.left)):
        if lead is None or not _on_one_line(lead, glyph):
            lines.append([])
            lead = glyph
        elif glyph.size > lead.size:
            lead = glyph
        lines[-1].append(glyph)
    for line in lines:
        line.sort(key=lambda g: g.left)
    return lines


def _on_one_line(lead: Glyph, glyph: Glyph) -> bool:
    large, small = (lead, glyph) if lead.size >= glyph.size else (glyph, lead)
    if small.size < _SMALL * large.size and large.top < small.middle[1] < large.bottom:
        return True
    return glyph.base - lead.base < 0.4 * max(small.size, 0.6 * large.size)


def text_of(line: Sequence[Glyph]) -> str:
    """Return one line as printed: blanks where there is room for one, a line end between numbers that stand apart, a
    "^" before a raised or lowered small character behind a digit."""
    out: list[str] = []
    before: Glyph | None = None
    for glyph in line:
        if before is not None:
            out.append(_between(before, glyph))
        out.append(glyph.text)
        before = glyph
    return "".join(out)


def _between(before: Glyph, glyph: Glyph) -> str:
    size = max(before.size, glyph.size)
    gap = glyph.left - before.right
    if before.text in DIGITS and glyph.text in DIGITS:
        if gap > _APART * size:
            return "\n"
        if gap > _LOOSE * size or (glyph.spaced and gap > 0):
            return " "
    elif gap > _APART * size or (glyph.spaced and gap > -0.1 * size):
        return " "
    shifted = abs(glyph.base - before.base) > _RAISED * size
    return "^" if shifted and glyph.size < _SMALL * before.size and before.text.isdigit() else ""


def edges(line: Sequence[Glyph]) -> Box:
    """Return the box around a line."""
    return (
        min(glyph.left for glyph in line),
        min(glyph.top for glyph in line),
        max(glyph.right for glyph in line),
        max(glyph.bottom for glyph in line),
    )


def is_number(lines: Sequence[Sequence[Glyph]]) -> bool:
    """Tell whether lines hold nothing but digits and their signs, and the first of them several."""
    return len(lines[0]) > 1 and all(glyph.text in DIGITS for line in lines for glyph in line)


@dataclass(frozen=True, slots=True)
class Room:
    """How wide a cell is; the least room that any line leaves in a cell so wide, for no line is kept shorter than
    the margins of the cells force it to be; how many numbers of several digits a line that long breaks off in such
    cells; and how far the lines of words in its table lie apart (0: unknown)."""

    width: float
    least: float = _ROOM
    wraps: int = 0
    pitch: float = 0.0

    def would_fit(self, line: Sequence[Glyph], following: Sequence[Glyph]) -> bool:
        """Tell whether what may not be parted at the start of the next line would have found room at the end of this
        one: a digit, or at a comma the whole group of digits."""
        left, _, right, _ = edges(line)
        grouped = line[-1].text in _COMMAS or following[0].text in _COMMAS
        stop = next((at for at, glyph in enumerate(following) if at and glyph.text in _COMMAS), len(following) - 1)
        last = following[stop if grouped else 0]
        free = self.width - (right - left)
        needed = last.right - following[0].left
        most = self.least if self.wraps >= _LEAST_WRAPS else min(self.least, _ROOM)
        return free - max(most, 0.0) >= needed - _DOUBT * last.size

    def is_wrapped(self, line: Sequence[Glyph], following: Sequence[Glyph]) -> bool:
        """Tell whether two lines of digits are one number that was too long for its cell."""
        last, first = line[-1], following[0]
        usual, alone = _PITCH
        furthest = max(_WRAP_PITCH * self.pitch, usual * last.size) if self.pitch else alone * last.size
        return (
            all(glyph.text in DIGITS for glyph in (*line, *following))
            and abs(last.size - first.size) < 0.5
            and first.base - last.base <= furthest
            and not self.would_fit(line, following)
        )

    def is_full(self, line: Sequence[Glyph]) -> bool:
        """Tell whether a line of digits leaves no room for one more like its last."""
        return all(glyph.text in DIGITS for glyph in line) and not self.would_fit(line, line[-1:])


def cell_text(glyphs: Sequence[Glyph], room: Room) -> str:
    """Return what a cell prints. Lines of words are joined; lines of digits stay apart, unless each is so full that the
    next digit could not have stood on it: such a number is joined by WRAPPED."""
    lines = lines_of(_set_upright(glyphs))
    out = text_of(lines[0]) if lines else ""
    for line, following in zip(lines, lines[1:], strict=False):
        out += _line_end(line, following, room) + text_of(following)
    return out


def _line_end(line: Sequence[Glyph], following: Sequence[Glyph], room: Room) -> str:
    last, first = line[-1], following[0]
    if last.text in DIGITS and first.text in DIGITS:
        return WRAPPED if room.is_wrapped(line, following) else "\n"
    return "" if HAN.match(last.text) or HAN.match(first.text) else " "


def _set_upright(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """Return the characters of a cell as they stand once the cell is turned so that they can be read."""
    turned = sum(glyph.turned for glyph in glyphs)
    if turned * 2 <= len(glyphs):
        return glyphs
    bases = [glyph.middle[0] for glyph in glyphs]
    upwards = glyphs[0].middle[1] > glyphs[-1].middle[1]
    out = []
    for glyph, base in zip(glyphs, bases, strict=True):
        left, right = (-glyph.bottom, -glyph.top) if upwards else (glyph.top, glyph.bottom)
        base = base if upwards else -base
        out.append(glyph._replace(left=left, right=right, top=base, bottom=base, base=base, turned=False))
    return out
