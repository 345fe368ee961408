"""Table C where no lines rule it: which results stand in which block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from parsers.codes import review_blocks, review_results
from parsers.labels import bare
from parsers.pdf_pieces import Piece
from parsers.pdf_stacks import Words, around, box_of, known_words
from parsers.pdf_unruled_columns import columns_below
from parsers.pdf_unruled_rows import UnruledRow, figures_of
from parsers.reviews import block_of, result_of
from parsers.ruling import RuledCell, RuledGrid

_LITIGATION = "行政诉讼"


def block_spans(rows: Sequence[UnruledRow], groups: Sequence[Words]) -> dict[int, tuple[int, int]] | None:
    """Return for each group (by place) that names a block of Table C set downwards the first and the last of its rows;
    None where results are out of order or a block has no name. A page may begin within a block."""
    results = [result_of(row.label.text) for row in rows]
    if None in results:
        return None if any(block_of(words.text) for words in groups) else {}
    order = list(review_results())
    starts = [at for at, result in enumerate(results) if result == order[0]]
    bounds = [*starts, len(rows)] if starts[:1] == [0] else [0, *starts, len(rows)]
    spans: dict[int, tuple[int, int]] = {}
    named: list[str] = []
    for first, after in pairwise(bounds):
        here = [order.index(result) for result in results[first:after] if result]
        whole = here == list(range(len(order)))
        if not whole and not (here == list(range(here[0], here[0] + len(here))) and (first == 0 or after == len(rows))):
            return None
        over = [at for at, words in enumerate(groups) if block_of(words.text) and _is_over(words, rows[first:after])]
        if len(over) > 1 or (not over and here[0] == 0):
            return None
        for at in over:
            spans[at] = first, after - 1
            named.append(str(block_of(groups[at].text)))
    blocks = [at for at, words in enumerate(groups) if block_of(words.text)]
    in_order = [name for name in review_blocks() if name in named] == named
    return spans if in_order and set(blocks) == set(spans) else None


def _is_over(words: Words, rows: Sequence[UnruledRow]) -> bool:
    size = words.pieces[0].size
    return rows[0].first - size / 2 <= words.level <= rows[-1].last + size / 2


def across(lines: Sequence[list[Piece]]) -> RuledGrid | None:
    """Return the cells of Table C set across: one line of figures below fifteen results below three blocks."""
    last = len(lines) - 1
    figures = figures_of(lines[last]) if lines else []
    if (
        not figures
        or len(figures) < len(lines[last])
        or any(piece.is_figure for line in lines[:last] for piece in line)
    ):
        return None
    words = known_words(piece for line in lines[:last] for piece in line)
    if words is None:
        return None
    blocks = sorted((one for one in words if block_of(one.text)), key=lambda one: one.left)
    results = sorted((one for one in words if result_of(one.text)), key=lambda one: one.left)
    others = [one for one in words if one not in blocks and one not in results]
    if [block_of(one.text) for one in blocks] != list(review_blocks()) or any(
        bare(one.text) != _LITIGATION for one in others
    ):
        return None
    size = len(review_results())
    if [result_of(one.text) for one in results] != [*review_results()] * len(blocks):
        return None
    if not all(_is_above(block, results[at * size : (at + 1) * size]) for at, block in enumerate(blocks)):
        return None
    owners = columns_below(results, [(figure.left, figure.right) for figure in figures])
    if owners is None:
        return None
    return _grid_across(blocks, others, results, dict(zip(owners, figures, strict=True)))


def _is_above(block: Words, results: Sequence[Words]) -> bool:
    """Tell whether a block stands above its own results alone."""
    middle = (block.left + block.right) / 2
    inside = results[0].left <= middle <= results[-1].right
    return inside and all(block.last < result.first for result in results if result.left <= middle <= result.right)


def _grid_across(
    blocks: Sequence[Words], others: Sequence[Words], results: Sequence[Words], figures: Mapping[int, Piece]
) -> RuledGrid:
    size = len(results) // len(blocks)
    litigation = others[:1]
    cells = [RuledCell(0, size, 1, len(results) - size, box_of(one.pieces)) for one in litigation]
    cells += [RuledCell(1, at * size, 1, size, box_of(block.pieces)) for at, block in enumerate(blocks)]
    cells += [RuledCell(2, at, 1, 1, box_of(result.pieces)) for at, result in enumerate(results)]
    base = next(iter(figures.values()))
    for at, result in enumerate(results):
        box = box_of([figures[at]]) if at in figures else (result.left, base.base - 1, result.right, base.base)
        cells.append(RuledCell(3, at, 1, 1, box))
    return RuledGrid(around([cell.box for cell in cells]), 4, len(results), tuple(cells), bare=True)
