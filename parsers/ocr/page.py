"""One picture of a page to blocks: tables by their ruling lines, lines of text around them."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from parsers.document import Block, Box, Cell, Spot, Table
from parsers.ocr.cells import CellText, read_cells
from parsers.ocr.cut import crop, signs_of
from parsers.ocr.faint_lines import faint_lines
from parsers.ocr.pixels import Area, Grey, ink_of, odd
from parsers.ocr.recogniser import recognise
from parsers.ocr.ruled_lines import Ruling, find_ruling
from parsers.ocr.straighten import Upright, lean_of, levelled
from parsers.ocr.text_lines import TextLine, detect, paragraphs
from parsers.ruling import Line, RuledGrid, ruled_grids

_TOUCHING = 2.0
"""Points: ruling lines so near each other are one, or touch."""
_ERASED = 0.8
_MOST_CELLS = 4000
_LOOKS = 2
_LONG = 1.5
_PROBES = 5
_SURE = 0.8
_MOST_PIXELS, _MOST_SIDE = 25_000_000, 30_000
"""Larger pages are made smaller first; A3 at 300 dpi fits, and a picture of a long web page."""
_LINE_HEIGHT = 14.5
"""Points: how high the detector sees a line of a table or of small running text."""
_BELIEVED = (0.5, 1.9)
_LEAST_SCALE, _MOST_SCALE, _MADE_SCALE = 1.7, 6.0, 3.0
"""Pixels a point: text smaller or larger reads badly and is scaled."""


def read_page(grey: Grey, page: int, first_table: int, scale: float) -> list[Block]:
    """Return the blocks of one page from top to bottom; its tables are numbered from `first_table`.

    `scale` is pixels a point; boxes are in points from the upper left corner of the page as it came.
    """
    shrunk = min(_room(grey), 1.0)
    upright, found = set_upright(_resized(grey, shrunk), scale * shrunk)
    reading = reading_scale(found, scale * shrunk)
    factor = 1.0 if _LEAST_SCALE <= reading <= _MOST_SCALE else _MADE_SCALE / reading
    factor = min(factor, _room(upright.grey))
    flat = _resized(upright.grey, factor)
    found = [Area(*(round(side * factor) for side in area)) for area in found]
    grids, clean = _ruled(flat, reading * factor)
    ink = signs_of(clean, reading * factor)
    placed: list[tuple[int, Block]] = []
    for number, grid in enumerate(grids, start=first_table):
        cells = read_cells(clean, ink, grid, reading * factor)
        boxes = [
            _rounded(upright.original(_times(ruled.box, 1 / factor)), 1 / (scale * shrunk)) for ruled in grid.cells
        ]
        placed.append((round(grid.box[1]), _table(number, page, grid, cells, boxes)))
    outside = [area for area in found if not any(_inside(area, grid.box) for grid in grids)]
    placed += paragraphs(_read_lines(clean, outside), page, flat.shape[0])
    return [block for _, block in sorted(placed, key=lambda one: one[0])]


def _room(grey: Grey) -> float:
    """Return by what a page may be multiplied at most."""
    return float(min((_MOST_PIXELS / grey.size) ** 0.5, _MOST_SIDE / max(grey.shape)))


def _times(box: Box, factor: float) -> Box:
    left, top, right, bottom = box
    return left * factor, top * factor, right * factor, bottom * factor


def _rounded(box: Box, factor: float) -> Box:
    left, top, right, bottom = _times(box, factor)
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)


def reading_scale(found: Sequence[Area], scale: float) -> float:
    """Return pixels a point as the size of the text has it: a scan may be set on a page of any size."""
    heights = [min(area.width, area.height) for area in found]
    if len(heights) < 4:
        return scale
    seen = float(np.median(heights)) / _LINE_HEIGHT
    return scale if _BELIEVED[0] <= seen / scale <= _BELIEVED[1] else seen


def _resized(grey: Grey, factor: float) -> Grey:
    if factor == 1.0:
        return grey
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)


def _ruled(grey: Grey, scale: float) -> tuple[list[RuledGrid], Grey]:
    """Return the tables that lines rule on a page, and the page without these lines."""
    ruling = find_ruling(grey, scale)
    across, down = list(ruling.across), list(ruling.down)
    clean = _without_lines(grey, ruling, scale)
    for _ in range(_LOOKS):
        grids = [grid for grid in ruled_grids(across, down, _TOUCHING * scale) if _is_table(grid)]
        level, upright = faint_lines(grey, grids, scale)
        if not level and not upright:
            break
        across, down = across + level, down + upright
        clean = _without_strips(clean, level, upright, scale)
    grids = [grid for grid in ruled_grids(across, down, _TOUCHING * scale) if _is_table(grid)]
    return grids, clean


def _without_strips(grey: Grey, across: Sequence[Line], down: Sequence[Line], scale: float) -> Grey:
    out, half = grey.copy(), round(_ERASED * scale)
    paper = int(np.percentile(grey[::8, ::8], 90))
    for at, start, stop in across:
        out[round(at) - half : round(at) + half + 1, round(start) : round(stop)] = paper
    for at, start, stop in down:
        out[round(start) : round(stop), round(at) - half : round(at) + half + 1] = paper
    return out


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
    """Tell whether most lines of text run down the page: each counts for its length."""
    tall = sum(area.height for area in found if area.height > _LONG * area.width)
    wide = sum(area.width for area in found if area.width > _LONG * area.height)
    return tall > 1.5 * wide


def _legible(grey: Grey, found: Sequence[Area]) -> float:
    """Return how surely the longest lines are read, from 0 to 1; 1 for a page without lines."""
    longest = sorted(found, key=lambda area: -area.width)[:_PROBES]
    reads = recognise([crop(grey, area, 1, margin=0) for area in longest])
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
    reads = recognise([crop(grey, area, 1, margin=0) for area in areas])
    return [TextLine(area, read.text, read.confidence) for area, read in zip(areas, reads, strict=True)]


def _table(number: int, page: int, grid: RuledGrid, cells: Sequence[CellText], boxes: Sequence[Box]) -> Table:
    both = list(zip(grid.cells, cells, boxes, strict=True))
    at = {(ruled.row, ruled.column): (cell, box) for ruled, cell, box in both}
    return Table(
        number,
        tuple(Cell(cell.text, ruled.row, ruled.column, ruled.rowspan, ruled.colspan) for ruled, cell, _ in both),
        grid.rows,
        grid.columns,
        spots={place: Spot(page, box, round(cell.confidence, 3)) for place, (cell, box) in at.items()},
        alternates={place: cell.readings for place, (cell, _) in at.items() if cell.readings},
    )
