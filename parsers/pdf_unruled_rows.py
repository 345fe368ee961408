"""The rows of a table that no lines rule: the figures of each, and the label that stands beside them.

A row is what stands level with its figures. A label of several lines has its figures level with its middle, its first
or its last line, the same throughout a table, and all its lines together say a label of the forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from parsers.applications import known_label, wordings
from parsers.disclosure import item_of
from parsers.labels import split_mark
from parsers.pdf_pieces import Piece, overlap
from parsers.pdf_stacks import Words
from parsers.pdf_words import said
from parsers.reviews import block_of, result_of

MODES = ("middle", "first", "last")
SURE = 0.85
"""How well words must say a label of the forms at least to be the label of a row."""
_LEVEL = 0.3
"""In type sizes: what stands level stands within so much."""
_SAME = 0.15
_PITCH = 3.0
_MOST_LINES = 9
WHOLE = 5
"""Figures that a line has at least to be a row by itself, and not what is left of numbers that wrap."""
_BESIDE = 1.0


@dataclass(eq=False)
class UnruledRow:
    """A row: its label, the baseline of its figures, and its figures, several in a column where they stand so; `cut`:
    its label goes on on another page."""

    label: Words
    base: float
    figures: list[Piece] = field(default_factory=list)
    cut: bool = False

    @property
    def first(self) -> float:
        """Its uppermost baseline."""
        return min([self.label.first, *(piece.base for piece in self.figures)])

    @property
    def last(self) -> float:
        """Its lowest baseline."""
        return max([self.label.last, *(piece.base for piece in self.figures)])


def figures_of(line: Sequence[Piece]) -> list[Piece]:
    """Return the figures at the end of a line."""
    at = len(line)
    while at and line[at - 1].is_figure:
        at -= 1
    return list(line[at:])


def levels_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return pieces by their baselines, from top to bottom, each level from left to right."""
    out: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: one.base):
        if not out or piece.base - out[-1][0].base > _SAME * piece.size:
            out.append([])
        out[-1].append(piece)
    return [sorted(level, key=lambda one: one.left) for level in out]


def rows_with_labels(
    lines: Sequence[Sequence[Piece]], figures: Sequence[Sequence[Piece]], mode: str
) -> list[UnruledRow] | None:
    """Return the rows of a table, `lines` of words left of its figures and lines of `figures`, with the figures level
    with the `mode` line of each label; None where a line of figures belongs to no label, or to two."""
    rows: list[UnruledRow] = []
    rest: list[Sequence[Piece]] = []
    for line in figures:
        label = _label_of(lines, line[0].base, line[0].size, mode)
        if label and may_be_cut(label.text, line is figures[0], line is figures[-1]):
            continue
        if label is None:
            rest.append(line)
        else:
            rows.append(UnruledRow(label, line[0].base, list(line)))
    if len(rows) > 1 and _share(rows[-2], rows[-1]) and rows[-1].figures == list(figures[-1]):
        # The last row of a page may be set from its top, not by the middle of its label.
        rest.append(figures[-1])
        rows.pop()
    if any(_share(row, other) for row, other in combinations(rows, 2)):
        return None
    fullest = max(WHOLE, *map(len, figures))
    for line in rest:
        if line in (figures[0], figures[-1]) and len(line) == fullest:
            rows += cut_row(_beyond(lines, rows, line), [line], line is figures[-1])
            continue
        row = _owner(rows, line)
        if row is None:
            return None
        row.figures += line
    return rows if rows and all(_is_plausible(row) for row in rows) else None


def _share(one: UnruledRow, two: UnruledRow) -> bool:
    return any(piece is other for piece in one.label.pieces for other in two.label.pieces)


def _beyond(
    lines: Sequence[Sequence[Piece]], rows: Sequence[UnruledRow], line: Sequence[Piece]
) -> list[Sequence[Piece]]:
    """Return the lines of words on the side of all rows on which a line of figures stands."""
    above = [one for one in lines if all(one[0].base < row.first for row in rows)]
    below = [one for one in lines if all(one[0].base > row.last for row in rows)]
    return below if all(line[0].base > row.base for row in rows) else above


def cut_row(
    lines: Sequence[Sequence[Piece]], figures: Sequence[Sequence[Piece]], at_foot: bool
) -> Iterator[UnruledRow]:
    """Yield the row that the foot or the head of a page cuts, if its words there say the beginning or the end of a
    label and its figures stand on one line: set from its top, they stand beside any line of it."""
    for edge in sorted({piece.left for line in lines for piece in line}):
        label = words_from(lines, edge)
        if at_foot and says_row(label.text) and not may_be_cut(label.text, False, True):
            yield UnruledRow(label, figures[0][0].base, list(figures[0]))
            return
        if len(figures) == 1 and is_part(label.text, at_foot):
            yield UnruledRow(label, figures[0][0].base, list(figures[0]), cut=True)
            return


def words_from(lines: Sequence[Sequence[Piece]], edge: float) -> Words:
    """Return the words of lines that begin right of `edge`: the labels of groups stand left of those of rows."""
    return Words(tuple(piece for line in lines for piece in line if piece.left >= edge - 0.5))


def says_row(text: str) -> bool:
    """Tell whether words say the label of a row of one of the tables."""
    return said(text) > SURE and is_row_label(text)


def is_part(text: str, beginning: bool) -> bool:
    """Tell whether words are the beginning, or else the end, of a label of Table B, word for word."""
    mark, words = split_mark(text)
    if beginning:
        return len(words) > 1 and any(
            word.startswith(words) and mark in ("", row.mark)
            for row in wordings("any").declared
            for word in row.wordings
        )
    return (
        bool(words)
        and not mark
        and any(word.endswith(words) for row in wordings("any").declared for word in row.wordings)
    )


def _label_of(lines: Sequence[Sequence[Piece]], base: float, size: float, mode: str) -> Words | None:
    best: tuple[float, int] = (SURE, 0)
    out: Words | None = None
    for block in _blocks(lines, base, size, mode):
        for words in _columns(block):
            score = (said(words.text), len(words.text))
            if score > best and is_row_label(words.text):
                best, out = score, words
    return out


def is_row_label(text: str) -> bool:
    """Tell whether words are the label of a row of one of the tables."""
    return item_of(text) is not None or known_label(text) or result_of(text) is not None or block_of(text) is not None


def _blocks(
    lines: Sequence[Sequence[Piece]], base: float, size: float, mode: str
) -> Iterator[Sequence[Sequence[Piece]]]:
    """Yield the runs of lines that figures at `base` may stand beside."""
    near = [line for line in lines if abs(line[0].base - base) <= _MOST_LINES * _PITCH * size / 2]
    for first, top in enumerate(near):
        for last in range(first, min(first + _MOST_LINES, len(near))):
            upper, lower = top[0].base, near[last][0].base
            level = {"middle": (upper + lower) / 2, "first": upper, "last": lower}[mode]
            if abs(level - base) <= _LEVEL * size:
                yield near[first : last + 1]


def _columns(block: Sequence[Sequence[Piece]]) -> Iterator[Words]:
    """Yield what stands in a run of lines from some place to the right, in its first and its last line and close
    enough: the labels of the groups stand left of those of the rows."""
    for edge in sorted({piece.left for line in block for piece in line}):
        parts = [[piece for piece in line if piece.left >= edge - 0.5] for line in block]
        if not parts[0] or not parts[-1]:
            continue
        parts = [part for part in parts if part]
        leads = [part[0] for part in parts]
        near = all(two.base - one.base <= _PITCH * two.size for one, two in zip(leads, leads[1:], strict=False))
        widest = max(parts, key=lambda part: part[-1].right - part[0].left)
        whole = [min(part[-1].right, widest[-1].right) - max(part[0].left, widest[0].left) for part in parts]
        if near and min(whole) > 0:
            yield Words(tuple(piece for part in parts for piece in part))


def may_be_cut(text: str, is_first: bool, is_last: bool) -> bool:
    """Tell whether the label of the first or the last row of a page may be the end or the beginning of a longer one:
    2.其他 of 2.其他法律行政法规禁止公开."""
    mark, words = split_mark(text)
    declared = wordings("any").declared
    marked = mark in {row.mark for row in declared}
    others = [row for row in declared if words not in row.wordings and (not marked or row.mark == mark)]
    begun = is_last and any(word.startswith(words) for row in others for word in row.wordings)
    return begun or (is_first and not mark and any(word.endswith(words) for row in others for word in row.wordings))


def _owner(rows: Sequence[UnruledRow], line: Sequence[Piece]) -> UnruledRow | None:
    """Return the one row that figures above or below its own line belong to."""
    base, size = line[0].base, line[0].size
    within = [row for row in rows if row.label.first - _LEVEL * size <= base <= row.label.last + _LEVEL * size]
    if not within:
        within = [row for row in rows if abs(row.base - base) <= _BESIDE * size]
    return within[0] if len(within) == 1 else None


def _is_plausible(row: UnruledRow) -> bool:
    """Tell whether figures that stand above or below a row's label are one of several in their column, as where a cell
    has two lines: any other might be another row's."""
    for piece in row.figures:
        outside = not row.label.first - _LEVEL * piece.size <= piece.base <= row.label.last + _LEVEL * piece.size
        beside = [other for other in row.figures if other is not piece and overlap(other, piece) > 0]
        if outside and not any((other.base - row.base) * (piece.base - row.base) < 0 for other in beside):
            return False
    return True
