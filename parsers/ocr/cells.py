"""The cells of one ruled table on a page: their lines cut out, read and put together again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parsers.numbers import UNREADABLE
from parsers.ocr.cut import crop, lines_of, swept, text_height
from parsers.ocr.figures import Readings, digits_apart, looks_like_a_figure, readings, weighed
from parsers.ocr.pixels import Area, Grey, Mask
from parsers.ocr.recogniser import Read, recognise
from parsers.ruling import RuledGrid

_INSET = 0.6
"""Points: what a ruling line covers of a cell on every side."""
_SECOND_MARGIN = 0.35
_BEFORE, _BORDER, _SPOTTED = 0.9, 2.2, 0.9
"""How far before a figure a spot counts, in heights of a line; how near to the border not, in points; how much surer
the figure is without."""


@dataclass(frozen=True, slots=True)
class CellText:
    """What one cell prints: text ("" without ink), how sure, and for a figure what else it may print."""

    text: str
    confidence: float
    readings: Readings = ()


_SPECKLED = CellText("", 0.9)
"""A cell without any sign, but not without ink."""


def read_cells(grey: Grey, ink: Mask, grid: RuledGrid, scale: float) -> list[CellText]:
    """Return the text of every cell of a grid, in its order. `grey` and `ink` are the page without ruling lines."""
    inset = round(_INSET * scale)
    areas = [
        Area(round(left) + inset, round(top) + inset, round(right) - inset, round(bottom) - inset)
        for left, top, right, bottom in (cell.box for cell in grid.cells)
    ]
    high = text_height(ink, areas, scale)
    lines = [
        lines_of(swept(ink, area, high, scale), area, high) if min(area.width, area.height) > 0 else []
        for area in areas
    ]
    home = {piece: area for area, cell in zip(areas, lines, strict=True) for line in cell for piece in line}
    reads = dict(zip(home, recognise([crop(grey, piece, high, area) for piece, area in home.items()]), strict=True))
    figures = [cell[0][0] for cell in lines if _may_be_a_figure(cell, reads)]
    again = recognise([crop(grey, piece, high, home[piece], _SECOND_MARGIN) for piece in figures])
    second = dict(zip(figures, again, strict=True))
    marked = {piece for piece in second if _spot_before(ink, piece, home[piece], high, scale)}
    out = [_cell(ink, cell, reads, second, marked) for cell in lines]
    return [
        _SPECKLED if not cell.text and ink[area.top : area.bottom, area.left : area.right].any() else cell
        for area, cell in zip(areas, out, strict=True)
    ]


def _may_be_a_figure(cell: Sequence[Sequence[Area]], reads: dict[Area, Read]) -> bool:
    """Tell whether a cell is one piece that reads like a figure or like nothing."""
    if len(cell) != 1 or len(cell[0]) != 1:
        return False
    text = reads[cell[0][0]].text.strip()
    return not text or looks_like_a_figure(text)


def _spot_before(ink: Mask, piece: Area, area: Area, high: float, scale: float) -> bool:
    """Tell whether a spot stands before a figure where its minus would: too small for a sign, but who knows."""
    rows = round(piece.top + 0.25 * piece.height), round(piece.bottom - 0.25 * piece.height)
    left = max(round(piece.left - _BEFORE * high), area.left + round(_BORDER * scale))
    return bool(ink[rows[0] : rows[1], left : piece.left].any())


def _cell(
    ink: Mask,
    cell: Sequence[Sequence[Area]],
    reads: dict[Area, Read],
    second: dict[Area, Read],
    marked: set[Area],
) -> CellText:
    if not cell:
        return CellText("", 1.0)
    first = cell[0][0]
    if first in second:
        found = weighed(readings([reads[first], second[first]]), digits_apart(ink, first))
        if first in marked:
            found = tuple((text, round(p * _SPOTTED, 4)) for text, p in found)
        return CellText(found[0][0], found[0][1], found) if found else CellText(UNREADABLE, 0.0)
    lines = [" ".join(reads[piece].text.strip() or UNREADABLE for piece in line) for line in cell]
    sure = float(np.min([reads[piece].confidence for line in cell for piece in line]))
    return CellText("\n".join(lines), sure)
