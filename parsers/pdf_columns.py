"""Tables with level lines alone: upright lines are drawn where their figures stand apart.

Nothing is drawn unless every figure stands clear of its neighbours in a column of its own, labels of the form stand
beside them, and a level line parts each row from the next: otherwise the lines of text stay text, and what reads like
rows of the form is read by `loose_rows`, or the table is missed aloud rather than read wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

from parsers.labels import split_mark
from parsers.pdf_pieces import KNOWN, Piece
from parsers.pdf_words import said
from parsers.ruling import Line

_LEAST_KNOWN = 3


def drawn_lines(region: Sequence[list[Piece]], level: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Return the level and upright lines that would rule the table that a stretch of lines is; none where it cannot be
    told. `level` are the level lines that the page draws there."""
    known = sum(said(piece.text) >= KNOWN for line in region for piece in line)
    figures = sum(piece.is_figure for line in region for piece in line)
    bands = _bands(region) if min(known, figures) >= _LEAST_KNOWN else []
    return _rule(region, bands, level, max(piece.size for line in region for piece in line)) if bands else ([], [])


def _bands(region: Sequence[list[Piece]]) -> list[tuple[float, float]]:
    """Return the columns of figures, from left to right, each as wide as its figures; none when two figures of a line
    stand in one, or when a label reaches into the first."""
    rows = [[piece for piece in line if piece.is_figure] for line in region]
    spans = sorted((piece.left, piece.right) for row in rows for piece in row)
    bands: list[tuple[float, float]] = []
    for left, right in spans:
        if bands and left <= bands[-1][1]:
            bands[-1] = bands[-1][0], max(bands[-1][1], right)
        else:
            bands.append((left, right))
    for row in rows:
        within = [next(at for at, (left, right) in enumerate(bands) if left <= p.left <= right) for p in row]
        if len(set(within)) < len(within):
            return []
    return bands


def _rule(
    region: Sequence[list[Piece]], bands: Sequence[tuple[float, float]], level: Sequence[Line], size: float
) -> tuple[list[Line], list[Line]]:
    every = [piece for line in region for piece in line]
    left, right = min(p.left for p in every) - size / 2, max(p.right for p in every) + size / 2
    heights = _row_edges(region, level, left, right, size)
    bounds = _column_edges(every, bands, left)
    if len(heights) < 2 or not bounds:
        return [], []
    rows = [Line(at, left, right) for at in heights]
    columns = [Line(at, heights[0], heights[-1]) for at in (left, right)]
    for top, bottom in zip(heights, heights[1:], strict=False):
        here = [piece for piece in every if top < piece.base - size * 0.3 <= bottom]
        clear = [x for x in bounds if not any(piece.left < x < piece.right for piece in here)]
        columns += [Line(x, top, bottom) for x in clear]
    return rows, columns


def _column_edges(every: Sequence[Piece], bands: Sequence[tuple[float, float]], left: float) -> list[float]:
    """Return where the columns part: before each column of figures, and between the groups and their rows."""
    words = [piece for piece in every if not piece.is_figure]
    edges: list[float] = []
    for at, band in enumerate(bands):
        start = bands[at - 1][1] if at else left
        # Heads are wider than figures: those that stand over one column alone push the edge aside.
        mine = [p.left for p in words if p.right > band[0] and p.left < band[1] and p.left > start]
        its = [p.right for p in words if at and p.right > bands[at - 1][0] and p.left < start and p.right < band[0]]
        before = [p.right for p in words if not at and p.right < band[0]]
        low, high = max([start, *its, *before]), min([band[0], *mine])
        if low > high:
            low, high = start, band[0]
        edges.append((low + high) / 2)
    leaves = [p for p in words if split_mark(p.text)[0].isdigit() and p.right < edges[0] and said(p.text) >= KNOWN]
    start = min((leaf.left for leaf in leaves), default=left)
    groups = [p.right for p in words if p.right < start]
    return [(max(groups) + start) / 2, *edges] if groups and leaves else edges


def _row_edges(
    region: Sequence[list[Piece]], level: Sequence[Line], left: float, right: float, size: float
) -> list[float]:
    """Return where the rows part: at the level lines, if there is one above and one below each row of figures."""
    top, bottom = region[0][0].base - 3 * size, region[-1][0].base + 3 * size
    long = [one for one in level if min(one.stop, right) - max(one.start, left) > (right - left) / 4]
    drawn = sorted({round(one.at, 1) for one in long if top < one.at < bottom})
    edges = [at for at, before in zip(drawn, [top, *drawn], strict=False) if at - before > size / 2]
    anchors = [line[0].base for line in region if any(piece.is_figure for piece in line)]
    strips = [sum(one < base <= two for base in anchors) for one, two in zip(edges, edges[1:], strict=False)]
    return edges if sum(strips) == len(anchors) and max(strips, default=0) == 1 else []
