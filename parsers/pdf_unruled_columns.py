"""The columns of figures in a table that no lines rule, each under its head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.application_heads import heads_column
from parsers.applications import GROUPS
from parsers.disclosure import is_measure
from parsers.labels import split_mark
from parsers.pdf_pieces import Piece
from parsers.pdf_stacks import Words, box_of
from parsers.pdf_unruled_rows import UnruledRow
from parsers.reviews import result_of
from parsers.ruling import RuledCell

_ALIGNED = 0.15
"""In type sizes: what is aligned is so within so much."""
Span = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Columns:
    """Columns from left to right, each as wide as what stands in it, and by column the head that says what it is;
    `centred`: narrow and wide figures of a column have one middle."""

    spans: list[Span]
    leaves: dict[int, Words]
    centred: bool = False

    def cells(self, row: UnruledRow) -> Iterator[RuledCell]:
        """Yield the cells of a row, in row 0. A figure alone in its row may stand in a cell that reaches over all
        columns: then it is one such cell, unless figures are centred and it does not stand where that one's would."""
        parts = _in_order(row, len(self.spans)) or [_in_span(row, span) for span in self.spans]
        filled = [at for at, part in enumerate(parts) if part]
        if len(parts) > 1 and len(filled) == 1 and not (self.centred and filled[0] in (0, len(parts) - 1)):
            yield RuledCell(0, 0, 1, len(parts), box_of(row.figures))
            return
        for at, (part, span) in enumerate(zip(parts, self.spans, strict=True)):
            blank = (span[0], row.base - 1, span[1], row.base)
            yield RuledCell(0, at, 1, 1, box_of(part) if part else blank)


def columns_of(rows: Sequence[UnruledRow], heads: Sequence[Words]) -> Columns | None:
    """Return the columns of rows below `heads`; None where a column has no head of its own, or, on a page that shows no
    heads, where no row fills all."""
    lowest = sorted((head for head in heads if is_column_head(head.text)), key=lambda head: head.left)
    # What a group prints beside its name may be set otherwise than its rows: full, it needs no column to stand below.
    full = [row for row in rows if split_mark(row.label.text)[1] in GROUPS and _in_order(row, len(lowest))]
    rows = [row for row in rows if row not in full]
    spans = _spans_in_order(rows, len(lowest)) or _spans(rows)
    if len(lowest) == 1:
        return Columns(spans, {0: lowest[0]}) if len(spans) == 1 else None
    if len(spans) < len(lowest):
        bare = [head for head in lowest if not any(_overlap(head, span) > 0 for span in spans)]
        spans = sorted([*spans, *((head.left, head.right) for head in bare)])
    for row in rows:
        level = [at for piece in row.figures if piece.base == row.base for at in _at(spans, piece)]
        if len(set(level)) < len(level):
            return None
    if not lowest:
        whole = any(all(_in_span(row, span) for span in spans) for row in rows)
        return Columns(spans, {}, _are_centred(rows, spans)) if whole else None
    if len(spans) != len(lowest) or columns_below(lowest, spans) is None:
        return None
    return Columns(spans, dict(enumerate(lowest)), _are_centred(rows, spans))


def columns_below(heads: Sequence[Words], spans: Sequence[Span]) -> list[int] | None:
    """Return for each column of figures the place of its head: the one that it stands below, or, where there are as
    many as heads and all begin or end with them, the next in order; None where it cannot be told."""
    over = [[at for at, head in enumerate(heads) if _overlap(head, span) > 0] for span in spans]
    if all(len(found) == 1 for found in over) and len({found[0] for found in over}) == len(spans):
        return [found[0] for found in over]
    if len(heads) != len(spans) or any(at not in found for at, found in enumerate(over) if found):
        return None
    nexts = [head.left for head in heads[1:]]
    lasts = [head.right for head in heads[:-1]]
    begin = all(head.left <= span[0] for head, span in zip(heads, spans, strict=True)) and all(
        span[1] <= left for span, left in zip(spans, nexts, strict=False)
    )
    end = all(span[1] <= head.right for head, span in zip(heads, spans, strict=True)) and all(
        right <= span[0] for span, right in zip(spans[1:], lasts, strict=False)
    )
    return list(range(len(spans))) if begin or end else None


def is_column_head(text: str) -> bool:
    """Tell whether words say what the figures below them are, and do not only stand above such words."""
    return heads_column(text) or is_measure(text) or result_of(text) is not None


def _spans(rows: Sequence[UnruledRow]) -> list[Span]:
    out: list[Span] = []
    for left, right in sorted((piece.left, piece.right) for row in rows for piece in row.figures):
        if out and left <= out[-1][1]:
            out[-1] = out[-1][0], max(out[-1][1], right)
        else:
            out.append((left, right))
    return out


def _spans_in_order(rows: Sequence[UnruledRow], heads: int) -> list[Span]:
    """Return the columns of rows that have one figure for each head, or on a page without heads as many figures as each
    other: figures of one column need not stand above each other where some are centred and others not. Nothing where a
    row has fewer, or where figures of two columns do."""
    count = heads or max((len(row.figures) for row in rows), default=0)
    placed = [sorted(row.figures, key=lambda piece: piece.left) for row in rows if row.figures]
    if any(len(line) != count or len({piece.base for piece in line}) > 1 for line in placed):
        return []
    columns = list(zip(*placed, strict=True))
    spans = [(min(piece.left for piece in column), max(piece.right for piece in column)) for column in columns]
    return spans if all(before[1] < after[0] for before, after in pairwise(spans)) else []


def _are_centred(rows: Sequence[UnruledRow], spans: Sequence[Span]) -> bool:
    seen = False
    for span in spans:
        pieces = [piece for row in rows for piece in _in_span(row, span)]
        widths = [piece.right - piece.left for piece in pieces]
        middles = [piece.middle for piece in pieces]
        if pieces and max(middles) - min(middles) > _ALIGNED * pieces[0].size:
            return False
        seen |= bool(pieces) and max(widths) - min(widths) > 3 * _ALIGNED * pieces[0].size
    return seen


def _at(spans: Sequence[Span], piece: Piece) -> Iterator[int]:
    yield from (at for at, (left, right) in enumerate(spans) if left <= piece.left <= right)


def _in_span(row: UnruledRow, span: Span) -> list[Piece]:
    return [piece for piece in row.figures if span[0] <= piece.left <= span[1]]


def _in_order(row: UnruledRow, count: int) -> list[list[Piece]]:
    """Return the figures of a row that has one for each column, all on one line, else nothing."""
    if count < 2 or len(row.figures) != count or any(piece.base != row.base for piece in row.figures):
        return []
    return [[piece] for piece in sorted(row.figures, key=lambda piece: piece.left)]


def _overlap(words: Words, span: Span) -> float:
    return min(words.right, span[1]) - max(words.left, span[0])
