"""The rows of a table that level lines part, with no upright ones: what stands between two lines is one row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsers.pdf_pieces import Piece
from parsers.pdf_stacks import Words
from parsers.pdf_unruled_rows import SURE, WHOLE, UnruledRow, cut_row, is_row_label, may_be_cut, words_from
from parsers.pdf_words import said
from parsers.ruling import Line

_THROUGHOUT = 0.8
"""Of the width of all figures: so far a line runs that parts rows."""
_SAME = 2.0
"""Points: lines this close are one, drawn cell by cell."""


def row_lines(level: Sequence[Line], figures: Sequence[Sequence[Piece]]) -> list[float]:
    """Return the heights of the level lines that run through all columns of figures."""
    left = min(piece.left for line in figures for piece in line)
    right = max(piece.right for line in figures for piece in line)
    drawn: list[tuple[float, float]] = []
    for line in sorted(level):
        part = min(line.stop, right) - max(line.start, left)
        if part <= 0:
            continue
        if drawn and line.at - drawn[-1][0] <= _SAME:
            drawn[-1] = drawn[-1][0], drawn[-1][1] + part
        else:
            drawn.append((line.at, part))
    return [at for at, part in drawn if part >= _THROUGHOUT * (right - left)]


def rows_between(
    lines: Sequence[Sequence[Piece]], figures: Sequence[Sequence[Piece]], heights: Sequence[float]
) -> list[UnruledRow] | None:
    """Return the rows that lines at `heights` part, `lines` of words left of the lines of `figures`; None where lines
    part too few of them, or where what stands between two lines is not one row under one label."""
    bands = [*pairwise([float("-inf"), *heights, float("inf")])]
    filled = [band for band in bands if _within(figures, band)]
    if len(filled) < 2:
        return None
    rows: list[UnruledRow] = []
    fullest = max(WHOLE, *map(len, figures))
    for band in filled:
        here = _within(figures, band)
        label = _label(_within(lines, band))
        is_first, is_last = band is filled[0], band is filled[-1]
        if label and not may_be_cut(label.text, is_first, is_last):
            rows.append(_row(label, here))
        elif not (is_first or is_last) or max(map(len, here)) < fullest:
            return None
        elif len(here) == 1:
            rows += cut_row(_within(lines, band), here, is_last)
    return rows if any(not row.cut for row in rows) else None


def _within(lines: Sequence[Sequence[Piece]], band: tuple[float, float]) -> list[Sequence[Piece]]:
    return [line for line in lines if band[0] < (line[0].top + line[0].bottom) / 2 < band[1]]


def _label(lines: Sequence[Sequence[Piece]]) -> Words | None:
    """Return the words that say a label of the forms and have none on their right: groups stand on the left."""
    best: tuple[float, int] = (SURE, 0)
    out: Words | None = None
    for edge in sorted({piece.left for line in lines for piece in line}):
        words = words_from(lines, edge)
        score = (said(words.text), len(words.text))
        if score > best and is_row_label(words.text):
            best, out = score, words
    return out


def _row(label: Words, figures: Sequence[Sequence[Piece]]) -> UnruledRow:
    """Return a row with its figures as level as they stand: those below others are of the same cells."""
    longest = max(figures, key=len)
    pieces = [piece for line in figures for piece in line]
    return UnruledRow(label, longest[0].base, pieces)
