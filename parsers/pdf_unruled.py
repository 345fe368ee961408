"""Tables that no lines rule, or only level ones: their cells by the words of the forms and the columns of the figures.

A table is taken to be understood only when every word and figure in it is: each line of figures stands level with a
label of the forms, each figure stands in a column of its own under a head of its own, and what is left are heads of the
forms and labels of their groups. Otherwise there is no grid, and the lines of text stay text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product

from parsers.applications import GROUPS
from parsers.codes import applicants
from parsers.labels import split_mark
from parsers.pdf_pieces import Piece
from parsers.pdf_stacks import Words, around, box_of, known_words, sorted_words
from parsers.pdf_unruled_bands import row_lines, rows_between
from parsers.pdf_unruled_columns import Columns, columns_of, is_column_head
from parsers.pdf_unruled_reviews import across, block_spans
from parsers.pdf_unruled_rows import (
    MODES,
    WHOLE,
    UnruledRow,
    figures_of,
    is_part,
    is_row_label,
    levels_of,
    rows_with_labels,
)
from parsers.reviews import block_of, result_of
from parsers.ruling import Line, RuledCell, RuledGrid

_LABEL = 2
"""The column of the labels of the rows, behind two for the groups that they stand in."""
_MOST_TRIMMED = 4
"""Lines at the head or the foot of a page that may be other text, or a row that the page break cuts."""

Heads = Callable[[Sequence[Piece], Sequence[list[Piece]]], "list[Words] | None"]
_NEXT = 2.2
"""In type sizes: lines of one label are no further apart."""


def unruled_grid(region: Sequence[list[Piece]], level: Sequence[Line]) -> RuledGrid | None:
    """Return the cells of the table that a stretch of lines is, or None where anything in it is not understood;
    `level` are the level lines that the page draws there."""
    return _trimmed(region, level, _whole_heads) or _trimmed(region, level, _cut_heads)


def _trimmed(region: Sequence[list[Piece]], level: Sequence[Line], heads_of: Heads) -> RuledGrid | None:
    """Return the cells of the table that most lines of a stretch make, without some at its head or foot."""
    fullest = max(WHOLE, *(len(figures_of(line)) for line in region))
    for head, foot in sorted(product(range(_MOST_TRIMMED + 1), repeat=2), key=sum):
        lines, cut = region[head : len(region) - foot], [*region[:head], *region[len(region) - foot :]]
        figures = [len(found) for line in cut if (found := figures_of(line))]
        heads = any(is_column_head(piece.text) for line in cut for piece in line)
        if not lines or heads or min(figures, default=fullest) < fullest:
            continue
        grid = (None if figures else across(lines)) or _by_rows(lines, level, heads_of)
        if grid:
            return grid
    return None


@dataclass(eq=False)
class _Section:
    """Rows under one set of heads: the heads above them, what stands beside those, and the columns of the figures."""

    rows: list[UnruledRow]
    heads: list[Words] = field(default_factory=list)
    beside: list[Words] = field(default_factory=list)
    columns: Columns = field(default_factory=lambda: Columns([], {}))


@dataclass(frozen=True, eq=False)
class _Table:
    """What was understood: sections from top to bottom, and the labels of groups."""

    sections: list[_Section]
    groups: list[Words]

    @property
    def rows(self) -> list[UnruledRow]:
        """Return the rows of all sections."""
        return [row for section in self.sections for row in section.rows]

    @property
    def says(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return what each row says: its label and its figures."""
        return [(row.label.text, tuple(piece.text for piece in row.figures)) for row in self.rows]


def _by_rows(lines: Sequence[list[Piece]], level: Sequence[Line], heads_of: Heads) -> RuledGrid | None:
    figures = [piece for line in lines for piece in figures_of(line)]
    if not figures:
        return None
    limit = min(piece.left for piece in figures)
    words = [piece for line in lines for piece in line[: len(line) - len(figures_of(line))]]
    heads = heads_of([piece for piece in words if not _is_left(piece, limit)], lines)
    if heads is None:
        return None
    left = levels_of(piece for piece in words if _is_left(piece, limit))
    levels = levels_of(figures)
    between = rows_between(left, levels, row_lines(level, levels))
    parted = _understood(between, heads, left) if between else None
    if parted:
        return _grid(parted)
    found: list[_Table] = []
    for mode in MODES:
        rows = rows_with_labels(left, levels, mode)
        table = _understood(rows, heads, left) if rows else None
        if table and not _is_crossed(table.rows, level):
            found.append(table)
    best = max(found, key=lambda table: len(table.rows), default=None)
    if best is None or any(not set(table.says) <= set(best.says) for table in found):
        return None
    return _grid(best)


def _whole_heads(pieces: Sequence[Piece], lines: Sequence[list[Piece]]) -> list[Words] | None:
    """Return the heads that words right of the labels say; None where some say none."""
    return known_words(pieces)


def _cut_heads(pieces: Sequence[Piece], lines: Sequence[list[Piece]]) -> list[Words] | None:
    """Return no heads where a page break cuts them above rows that need none, as full as all of Table B are; else
    None."""
    counts = [len(found) for line in lines if (found := figures_of(line))]
    first = next(line[0].base for line in lines if figures_of(line))
    full = set(counts) == {len(applicants())} and len(counts) > 1
    return [] if full and all(piece.base < first for piece in pieces) else None


def _is_left(piece: Piece, limit: float) -> bool:
    """Tell whether words stand left of the figures, the widest of which begins at `limit`: wholly, or nearly so."""
    return piece.right <= limit or max(piece.right - limit, piece.middle - limit + 4 * piece.size) <= 2 * piece.size


def _understood(rows: Sequence[UnruledRow], heads: Sequence[Words], left: Sequence[Sequence[Piece]]) -> _Table | None:
    """Return the table when what is left of its words are labels of rows without figures, of groups, and heads."""
    taken = {id(piece) for row in rows for piece in row.label.pieces}
    words, unknown = sorted_words(piece for line in left for piece in line if id(piece) not in taken)
    if any(_may_belong(one, row.label) for one in unknown for row in rows if not _is_cut_off(one, rows)):
        return None
    first, last = min(row.base for row in rows), max(row.base for row in rows)
    labels = [one for one in words if _is_blank_row(one.text)]
    # The figures of the first or the last may stand on the page before or after: such a row is not blank but cut.
    blank = [one for one in labels if first < one.level < last]
    cut = [one for one in unknown if _is_cut_label(one, rows)]
    bare = [UnruledRow(one, one.level, cut=one in cut) for one in (*blank, *cut)]
    every = sorted([*rows, *bare], key=lambda row: row.base)
    if any(after.first <= before.last for before, after in pairwise(every)):
        return None
    table = _in_sections(every, heads, [one for one in (*words, *unknown) if one not in labels and one not in cut])
    if table is None:
        return None
    for section in table.sections:
        columns = columns_of(section.rows, section.heads)
        if columns is None:
            return None
        section.columns = columns
    return table


def _in_sections(rows: Sequence[UnruledRow], heads: Sequence[Words], words: Sequence[Words]) -> _Table | None:
    above: list[list[Words]] = [[] for _ in rows]
    for head in heads:
        at = _rows_above(rows, head)
        if at == len(rows):
            return None
        above[at].append(head)
    beside: list[list[Words]] = [[] for _ in rows]
    groups: list[Words] = []
    for one in words:
        at = _rows_above(rows, one)
        is_head = at < len(rows) and bool(above[at]) and _is_beside(one, above[at])
        (beside[at] if is_head else groups).append(one)
    sections: list[_Section] = []
    for at, row in enumerate(rows):
        if above[at] or not at:
            sections.append(_Section([], above[at], beside[at]))
        sections[-1].rows.append(row)
    return _Table(sections, groups)


def _is_cut_off(words: Words, rows: Sequence[UnruledRow]) -> bool:
    """Tell whether words stand above or below all rows: the rest of a row that the page break cuts."""
    return words.last < min(row.first for row in rows) or words.first > max(row.last for row in rows)


def _is_cut_label(words: Words, rows: Sequence[UnruledRow]) -> bool:
    """Tell whether words above or below all rows are a part of a label whose figures stand on the other page."""
    below = words.first > max(row.last for row in rows)
    of_group = words.right <= max(row.label.left for row in rows)
    return _is_cut_off(words, rows) and not of_group and is_part(words.text, below)


def _may_belong(words: Words, label: Words) -> bool:
    """Tell whether unknown words may be more of a label: in its column and next to it. Others are of groups."""
    size = label.pieces[0].size
    return any(
        min(piece.right, label.right) > max(piece.left, label.left)
        and label.first - _NEXT * size <= piece.base <= label.last + _NEXT * size
        for piece in words.pieces
    )


def _is_blank_row(text: str) -> bool:
    words = split_mark(text)[1]
    return is_row_label(text) and words not in GROUPS and block_of(text) is None and result_of(text) is None


def _rows_above(rows: Sequence[UnruledRow], words: Words) -> int:
    return sum(row.base < words.level for row in rows)


def _is_beside(words: Words, heads: Sequence[Words]) -> bool:
    """Tell whether words stand level with heads."""
    size = words.pieces[0].size
    top, bottom = min(head.first for head in heads), max(head.last for head in heads)
    return top - size / 2 <= words.level <= bottom + size / 2


def _is_crossed(rows: Sequence[UnruledRow], level: Sequence[Line]) -> bool:
    """Tell whether a level line runs through a row: then it is two."""
    for row in rows:
        pieces = [*row.label.pieces, *row.figures]
        left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
        for line in level:
            if row.first < line.at < row.last and min(line.stop, right) - max(line.start, left) > (right - left) / 2:
                return True
    return False


def _grid(table: _Table) -> RuledGrid | None:
    spans = block_spans(table.rows, table.groups)
    if spans is None:
        return None
    cells: list[RuledCell] = []
    places: list[int] = []
    at = 0
    for section in table.sections:
        for line in _head_rows(section):
            cells += [RuledCell(at, column, 1, 1, box_of(words.pieces)) for column, words in line]
            at += 1
        for row in section.rows:
            cells.append(RuledCell(at, _LABEL, 1, 1, box_of(row.label.pieces)))
            cells += [cell._replace(row=at, column=cell.column + _LABEL + 1) for cell in section.columns.cells(row)]
            places.append(at)
            at += 1
    cut = frozenset(place for row, place in zip(table.rows, places, strict=True) if row.cut)
    groups = _placed_groups(table, spans, places)
    if groups is None:
        return None
    cells = sorted([*cells, *groups], key=lambda cell: cell[:2])
    width = max(cell.column + cell.colspan for cell in cells)
    return RuledGrid(around([cell.box for cell in cells]), at, width, tuple(cells), bare=True, cut=cut)


def _head_rows(section: _Section) -> Iterator[list[tuple[int, Words]]]:
    """Yield the rows of heads of a section: each head that stands over others by itself, then the lowest."""
    leaves = section.columns.leaves
    lowest = [(band + _LABEL + 1, words) for band, words in leaves.items()]
    beside = sorted(section.beside, key=lambda words: words.first)
    for words in sorted(section.heads, key=lambda words: words.first):
        if words not in leaves.values():
            yield [(_LABEL + 1, words)]
    for words in beside[:-1]:
        yield [(_LABEL, words)]
    if lowest or beside:
        yield sorted([*((_LABEL, words) for words in beside[-1:]), *lowest], key=lambda pair: pair[0])


def _placed_groups(table: _Table, spans: dict[int, tuple[int, int]], places: Sequence[int]) -> list[RuledCell] | None:
    """Return the cells of the groups: of a block over its rows, of any other beside the nearest row."""
    out: list[RuledCell] = []
    taken: set[tuple[int, int]] = set()
    for number, words in sorted(enumerate(table.groups), key=lambda pair: (pair[0] not in spans, -pair[1].left)):
        first, last = spans.get(number) or (_nearest_row(table.rows, words),) * 2
        rows = range(places[first], places[last] + 1)
        column = next((c for c in (_LABEL - 1, 0) if not any((row, c) in taken for row in rows)), None)
        if column is None and number in spans:
            return None
        if column is None:
            continue
        taken |= {(row, column) for row in rows}
        out.append(RuledCell(rows[0], column, len(rows), 1, box_of(words.pieces)))
    return out


def _nearest_row(rows: Sequence[UnruledRow], words: Words) -> int:
    return min(range(len(rows)), key=lambda at: abs(rows[at].base - words.level))
