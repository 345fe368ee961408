"""One picture of a page to blocks: tables by their ruling lines, lines of text around them."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from parsers.document import Block, Box, Cell, Spot, Table
from parsers.ocr.cells import read_cells
from parsers.ocr.cut import crop, without_dust
from parsers.ocr.pixels import Area, Grey, ink_of, odd
from parsers.ocr.recogniser import recognise
from parsers.ocr.ruled_lines import Ruling, find_ruling
from parsers.ocr.straighten import Upright, lean_of, levelled
from parsers.ocr.text_lines import TextLine, detect, paragraphs
from parsers.ruling import RuledGrid, ruled_grids

_TOUCHING = 2.0
"""Points: ruling lines so near each other are one, or touch."""
_ERASED = 0.8
_MOST_CELLS = 4000
_LONG = 3.0
_PROBES = 5
_SURE = 0.8
MOST_SIDE = 5000
"""Pixels: larger pages are made smaller first; at 300 dpi, A3 fits."""
LEAST_SCALE = 1.7
"""Pixels a point: pages with fewer are made larger first."""


def read_page(grey: Grey, page: int, first_table: int, scale: float) -> list[Block]:
    """Return the blocks of one page from top to bottom; its tables are numbered from `first_table`.

    `scale` is pixels a point; boxes are in points from the upper left corner of the page as it came.
    """
    grey, factor = _resized(grey, scale)
    upright, found = set_upright(grey, scale * factor)
    scale *= factor
    ruling = find_ruling(upright.grey, scale)
    grids = [grid for grid in ruled_grids(ruling.across, ruling.down, _TOUCHING * scale) if _is_table(grid)]
    clean = _without_lines(upright.grey, ruling, scale)
    ink = without_dust(ink_of(clean, scale), scale)
    placed: list[tuple[int, Block]] = []
    for number, grid in enumerate(grids, start=first_table):
        cells = read_cells(clean, ink, grid, scale)
        placed.append((round(grid.box[1]), _table(number, page, grid, cells, upright, scale)))
    outside = [area for area in found if not any(_inside(area, grid.box) for grid in grids)]
    placed += paragraphs(_read_lines(clean, outside), page, upright.grey.shape[0])
    return [block for _, block in sorted(placed, key=lambda one: one[0])]


def _resized(grey: Grey, scale: float) -> tuple[Grey, float]:
    """Return a page of a size that reads well, and by what it was multiplied."""
    factor = min(MOST_SIDE / max(grey.shape), 1.0)
    if scale < LEAST_SCALE and max(grey.shape) * 2 <= MOST_SIDE:
        factor = 2.0
    if factor == 1.0:
        return grey, 1.0
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8), factor


def set_upright(grey: Grey, scale: float) -> tuple[Upright, list[Area]]:
    """Return a page set upright and where it has lines of text: quarter turns are told by the shape of the lines, a
    page upside down by how badly it reads."""
    rows, columns = grey.shape
    flat, lean = _level(grey, scale)
    found = detect(flat)
    turns = 0
    if _stands(found):
        turns, (flat, lean) = 1, _level(np.ascontiguousarray(np.rot90(grey)), scale)
        found = detect(flat)
    sure = _legible(flat, found)
    if sure < _SURE:
        other, leaning = _level(np.ascontiguousarray(np.rot90(grey, turns + 2)), scale)
        seen = detect(other)
        if _legible(other, seen) > sure + 0.1:
            flat, lean, found, turns = other, leaning, seen, turns + 2
    return Upright(flat, turns, lean, rows, columns), found


def _level(grey: Grey, scale: float) -> tuple[Grey, float]:
    lean = lean_of(ink_of(grey, scale))
    return levelled(grey, lean), lean


def _stands(found: Sequence[Area]) -> bool:
    """Tell whether most long lines of text run down the page."""
    tall = sum(area.height > _LONG * area.width for area in found)
    wide = sum(area.width > _LONG * area.height for area in found)
    return tall > 2 * wide


def _legible(grey: Grey, found: Sequence[Area]) -> float:
    """Return how surely the longest lines are read, from 0 to 1; 1 for a page without lines."""
    longest = sorted(found, key=lambda area: -area.width)[:_PROBES]
    reads = recognise([crop(grey, area, 1, 0) for area in longest])
    return float(np.median([_mean(read.steps) for read in reads])) if reads else 1.0


def _mean(steps: np.ndarray) -> float:
    read = steps.argmax(axis=1) > 0
    return float(steps.max(axis=1)[read].mean()) if read.any() else 0.0


def _is_table(grid: RuledGrid) -> bool:
    """A frame round a text, or one cut by lines across, is no table."""
    return 2 <= len(grid.cells) <= _MOST_CELLS and grid.columns >= 2


def _without_lines(grey: Grey, ruling: Ruling, scale: float) -> Grey:
    side = odd(_ERASED * scale)
    mask = cv2.dilate(ruling.mask, np.ones((side, side), np.uint8))
    return np.where(mask > 0, np.uint8(np.percentile(grey[::8, ::8], 90)), grey).astype(np.uint8)


def _inside(area: Area, box: Box) -> bool:
    x, y = (area.left + area.right) / 2, (area.top + area.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _read_lines(grey: Grey, areas: Sequence[Area]) -> list[TextLine]:
    areas = [area for area in areas if min(area.width, area.height) > 2]
    reads = recognise([crop(grey, area, 1, 0) for area in areas])
    return [TextLine(area, read.text, read.confidence) for area, read in zip(areas, reads, strict=True)]


def _table(number: int, page: int, grid: RuledGrid, cells: Sequence, upright: Upright, scale: float) -> Table:
    spots: dict[tuple[int, int], Spot] = {}
    for ruled, cell in zip(grid.cells, cells, strict=True):
        left, top, right, bottom = (round(side / scale, 1) for side in upright.original(ruled.box))
        spots[ruled.row, ruled.column] = Spot(page, (left, top, right, bottom), round(cell.confidence, 3))
    return Table(
        number,
        tuple(
            Cell(cell.text, ruled.row, ruled.column, ruled.rowspan, ruled.colspan)
            for ruled, cell in zip(grid.cells, cells, strict=True)
        ),
        grid.rows,
        grid.columns,
        spots=spots,
        alternates={
            (ruled.row, ruled.column): cell.readings
            for ruled, cell in zip(grid.cells, cells, strict=True)
            if cell.readings
        },
    )
