"""One page of a PDF as laid out: ruled tables, and lines of text outside them, from top to bottom."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from math import inf

from parsers.document import Block, Box, Cell
from parsers.pdf_glyphs import UNKNOWN, Glyph
from parsers.pdf_pieces import regions
from parsers.pdf_text import DIGITS, HAN, Room, cell_text, edges, is_number, lines_of, text_of
from parsers.pdf_unruled import unruled_grid
from parsers.ruling import Line, RuledCell, RuledGrid, ruled_grids

MARGIN = 0.12
"""Share of a page's height, above and below, in which running heads, feet and page numbers stand."""
_SHORTEST_LINE = 5.0
_WIDE_GAP = 1.2
"""In type sizes: pieces of a line this far apart were set as columns."""
_THROUGHOUT = 0.3
_MOST_GRIDS = 200
_NEAR = 3.0
_TIGHT = 0.15
"""In type sizes: characters this close follow each other without a gap."""
_STRIP = 0.6
"""In type sizes: no cell is so thin."""
PAGE_NUMBER = re.compile(
    r"[-—–－─·•\s]*+(?:第\s*+)?\d{1,4}\s*+(?:页)?[-—–－─·•/／|，,\s]*+(?:(?:共|of)?\s*+\d{1,4}\s*+页?)?[-—–－─·•\s]*+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line outside tables; `pieces` are its parts where it was set in columns, with their ends."""

    text: str
    box: Box
    size: float
    pieces: tuple[tuple[str, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class RuledTable:
    """One ruled table of a page: the grid, what each cell prints, its coordinates, and the cells at the foot that a
    number fills so far that a further digit could not stand on its last line."""

    grid: RuledGrid
    cells: tuple[Cell, ...]
    boxes: dict[tuple[int, int], Box]
    xs: tuple[float, ...]
    full: frozenset[tuple[int, int]] = frozenset()


@dataclass
class Layout:
    """A page: number from 1, size in points, what stands on it in reading order; `picture`: what it shows is a picture
    that only OCR can read."""

    number: int
    width: float
    height: float
    items: list[TextLine | RuledTable] = field(default_factory=list)
    blocks: tuple[Block, ...] = ()
    pictured: tuple[Box, ...] = ()


@dataclass
class Sheet:
    """A page before it is laid out: number from 1, size in points, its characters, the grids that its lines rule, and
    which of them (from 0) have no line at their foot, as where the page breaks through a row; or, where it is a
    picture, what was recognised in it, its tables numbered from 1, or why nothing was."""

    number: int
    width: float
    height: float
    glyphs: Sequence[Glyph] = ()
    grids: Sequence[RuledGrid] = ()
    blocks: tuple[Block, ...] = ()
    unread: str = ""
    open: frozenset[int] = frozenset()
    pictured: tuple[Box, ...] = ()


def sheet_of(
    number: int, size: tuple[float, float], glyphs: Sequence[Glyph], level: Sequence[Line], upright: Sequence[Line]
) -> Sheet:
    """Return one page from its characters and ruling lines."""
    grids = _grids(level, upright, glyphs)
    opened = frozenset(at for at, grid in enumerate(grids) if not _closed(grid, level))
    free = [glyph for glyph in glyphs if not any(_within(grid.box, glyph) for grid in grids)]
    for region in regions(free, size[1]):
        by_words = unruled_grid(region, level)
        grids += [by_words] if by_words else []
    return Sheet(number, *size, glyphs, grids, open=opened)


def _closed(grid: RuledGrid, level: Sequence[Line]) -> bool:
    left, _, right, bottom = grid.box
    along = [min(line.stop, right) - max(line.start, left) for line in level if abs(line.at - bottom) < _NEAR]
    return sum(part for part in along if part > 0) > (right - left) / 2


def lay_out(sheet: Sheet) -> Layout:
    """Lay out one page."""
    inside, outside = _shared_out(sheet.grids, sheet.glyphs)
    for at in sheet.open:
        outside = _take_overflow(sheet.grids[at], inside[at], outside)
    tables = [_table(grid, inside[at]) for at, grid in enumerate(sheet.grids) if inside[at]]
    lines = [_text_line(line) for line in lines_of(outside)]
    items: list[TextLine | RuledTable] = [*tables, *lines]
    items.sort(key=lambda item: (item.grid.box if isinstance(item, RuledTable) else item.box)[1])
    return Layout(sheet.number, sheet.width, sheet.height, items, sheet.blocks, sheet.pictured)


def _grids(level: Sequence[Line], upright: Sequence[Line], glyphs: Sequence[Glyph]) -> list[RuledGrid]:
    """Return the tables that the lines rule. Where they leave strips too thin for any character, double lines or cells
    set apart from each other, such strips count as lines."""
    grids = [grid for grid in ruled_grids(level, upright, shortest=_SHORTEST_LINE) if grid.columns > 1]
    sizes = sorted(glyph.size for glyph in glyphs if any(_within(grid.box, glyph) for grid in grids))
    thinnest = _STRIP * sizes[len(sizes) // 10] if sizes else 0.0
    if _apart(grids, thinnest) or any(_doubled(grid, thinnest) for grid in grids):
        wider = ruled_grids(level, upright, tolerance=thinnest, shortest=_SHORTEST_LINE)
        return [grid for grid in wider if grid.columns > 1]
    return grids


def _doubled(grid: RuledGrid, thinnest: float) -> bool:
    """Tell whether thin strips part the cells of a grid throughout; one by itself may be a column that is all blank."""
    for low, high in ((0, 2), (1, 3)):
        edges_found = sorted({cell.box[low] for cell in grid.cells} | {cell.box[high] for cell in grid.cells})
        widths = [after - before for before, after in pairwise(edges_found)]
        if sum(width < thinnest for width in widths) > _THROUGHOUT * len(widths):
            return True
    return False


def _apart(grids: Sequence[RuledGrid], thinnest: float) -> bool:
    """Tell whether grids lie so close that they are parts of one table, whose cells are set apart from each other."""
    boxes = [grid.box for grid in grids[:_MOST_GRIDS]]
    return any(
        max(one[0], two[0]) - min(one[2], two[2]) < thinnest and max(one[1], two[1]) - min(one[3], two[3]) < thinnest
        for one, two in combinations(boxes, 2)
    )


def _within(box: Box, glyph: Glyph) -> bool:
    x, y = glyph.middle
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


Inside = list[dict[RuledCell, list[Glyph]]]


def _shared_out(grids: Sequence[RuledGrid], glyphs: Sequence[Glyph]) -> tuple[Inside, list[Glyph]]:
    """Give each character to the cell of the smallest grid that it stands in; and each run of characters that crosses a
    line whole to one cell: see _home."""
    inside: Inside = [defaultdict(list) for _ in grids]
    order = sorted(range(len(grids)), key=lambda at: _area(grids[at].box))
    finders = [(at, _Finder(grids[at])) for at in order]
    outside: list[Glyph] = []
    for run in _runs(glyphs):
        homes = [_cell_of(glyph, finders) for glyph in run]
        if len(set(homes)) > 1:
            run, homes = _home(run, homes)
        for glyph, home in zip(run, homes, strict=True):
            if home:
                inside[home[0]][home[1]].append(glyph)
            else:
                outside.append(glyph)
    return inside, outside


def _take_overflow(grid: RuledGrid, inside: dict[RuledCell, list[Glyph]], outside: list[Glyph]) -> list[Glyph]:
    """Give the lines right below a grid that is open at its foot to the cells they run on from; return the rest."""
    feet = [cell for cell in grid.cells if cell.row + cell.rowspan == grid.rows]
    reached = grid.box[3]
    taken: set[int] = set()
    for line in lines_of(glyph for glyph in outside if glyph.middle[1] > grid.box[3]):
        _, top, _, bottom = edges(line)
        homes = [next((c for c in feet if c.box[0] <= g.middle[0] < c.box[2]), None) for g in line]
        if top - reached > line[0].size / 2 or any(home is None or home not in inside for home in homes):
            break
        for glyph, home in zip(line, homes, strict=True):
            if home:
                inside[home].append(glyph)
                taken.add(id(glyph))
        reached = bottom
    return [glyph for glyph in outside if id(glyph) not in taken]


Home = tuple[int, RuledCell] | None


def _cell_of(glyph: Glyph, finders: Sequence[tuple[int, _Finder]]) -> Home:
    x, y = glyph.middle
    for at, finder in finders:
        cell = finder.cell_at(x, y)
        if cell:
            return at, cell
    return None


def _runs(glyphs: Sequence[Glyph]) -> Iterable[list[Glyph]]:
    """Yield the characters in stretches of one text object that follow each other without a gap."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run:
            last = run[-1]
            near = abs(glyph.left - last.right) < _TIGHT * glyph.size and abs(glyph.base - last.base) < 1
            if glyph.run != last.run or glyph.spaced or not near:
                yield run
                run = []
        run.append(glyph)
    if run:
        yield run


def _home(run: list[Glyph], homes: list[Home]) -> tuple[list[Glyph], list[Home]]:
    """Words that run over the edge of their cell belong to the cell that holds most of them. A number that does might
    be two: wherever it stands it is illegible."""
    if any(HAN.match(glyph.text) for glyph in run):
        most = Counter(homes).most_common(1)[0][0]
        return run, [most] * len(run)
    if all(glyph.text in DIGITS for glyph in run):
        run = [glyph._replace(text=UNKNOWN) for glyph in run]
    return run, homes


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


class _Finder:
    """Finds the cell of a grid at a point."""

    def __init__(self, grid: RuledGrid) -> None:
        self.box = grid.box
        self.cells = sorted(grid.cells, key=lambda cell: cell.box[1])

    def cell_at(self, x: float, y: float) -> RuledCell | None:
        left, top, right, bottom = self.box
        if not (left <= x <= right and top <= y <= bottom):
            return None
        for cell in self.cells:
            box = cell.box
            if box[1] > y:
                break
            if box[0] <= x < box[2] and y < box[3]:
                return cell
        return None


def _table(grid: RuledGrid, inside: dict[RuledCell, list[Glyph]]) -> RuledTable:
    lines = {cell: lines_of(glyphs) for cell, glyphs in inside.items()}
    least: dict[int, float] = {}
    for cell, printed in lines.items():
        width = _width(cell)
        least[width] = min([least.get(width, float("inf")), *(_free(cell, line) for line in printed)])
    wraps = Counter(
        _width(cell)
        for cell, printed in lines.items()
        if len(printed) > 1 and is_number(printed) and _free(cell, printed[0]) - least[_width(cell)] < 1
    )
    pitch = _pitch(lines.values())
    cells, boxes, full = [], {}, set()
    for cell in grid.cells:
        if cell.open and cell not in inside:
            continue
        room = Room(
            inf if grid.bare else cell.box[2] - cell.box[0], least.get(_width(cell), 0.0), wraps[_width(cell)], pitch
        )
        text = cell_text(inside[cell], room) if cell in inside else ""
        cells.append(Cell(text, cell.row, cell.column, cell.rowspan, cell.colspan))
        boxes[cell.row, cell.column] = cell.box
        if cell.row + cell.rowspan == grid.rows and cell in inside and room.is_full(lines[cell][-1]):
            full.add((cell.row, cell.column))
    xs = sorted({cell.box[0] for cell in grid.cells} | {cell.box[2] for cell in grid.cells})
    return RuledTable(grid, tuple(cells), boxes, tuple(xs), frozenset(full))


def _pitch(cells: Iterable[list[list[Glyph]]]) -> float:
    """Return how far the lines of words lie apart in the cells of a table, or 0."""
    found = [
        second[0].base - first[0].base
        for lines in cells
        for first, second in zip(lines, lines[1:], strict=False)
        if HAN.match(first[-1].text) and HAN.match(second[0].text)
    ]
    return sorted(found)[len(found) // 2] if found else 0.0


def _width(cell: RuledCell) -> int:
    return round(cell.box[2] - cell.box[0])


def _free(cell: RuledCell, line: Sequence[Glyph]) -> float:
    left, _, right, _ = edges(line)
    return (cell.box[2] - cell.box[0]) - (right - left)


def _text_line(line: Sequence[Glyph]) -> TextLine:
    pieces: list[list[Glyph]] = [[line[0]]]
    for before, glyph in zip(line, line[1:], strict=False):
        if glyph.left - before.right > _WIDE_GAP * max(before.size, glyph.size):
            pieces.append([])
        pieces[-1].append(glyph)
    size = sorted(glyph.size for glyph in line)[len(line) // 2]
    parts = tuple((text_of(piece), piece[0].left, piece[-1].right) for piece in pieces) if len(pieces) > 1 else ()
    return TextLine(text_of(line).replace("\n", " "), edges(line), size, parts)
