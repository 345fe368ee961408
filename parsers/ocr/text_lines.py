"""Lines of text outside tables: where the detector of PP-OCR sees them, in reading order, joined to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from parsers.document import Block, Heading, Paragraph
from parsers.ocr.pixels import Area, Grey
from parsers.ocr.recogniser import session

_SIDE = 832
"""Pixels that the detector gets of the shorter side of a page."""
_TALLEST = 2048
_SURE_PIXEL, _SURE_LINE = 0.3, 0.5
_UNCLIP = 1.6
_MOST_LINES = 3000
_PAGE_NUMBER = re.compile(r"[-—–－一_]?\s*\d{1,3}\s*[-—–－一_]?|第\s*\d{1,3}\s*页.*")
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|\d{1,2}[、.．)）]")
_BODY = 0.3
"""How much higher than most lines of the first page a title is set."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line as read: its area on the upright page in pixels, how high its characters are, text and confidence."""

    area: Area
    text: str
    confidence: float


def detect(grey: Grey) -> list[Area]:
    """Return where lines of text stand on a page, top to bottom; a long page is looked at piece by piece."""
    rows, columns = grey.shape
    ratio = min(_SIDE / min(rows, columns), 1.0) if min(rows, columns) else 1.0
    tall = int(_TALLEST / ratio)
    out: list[Area] = []
    for top in range(0, rows, tall):
        piece = grey[top : top + tall]
        out += [Area(left, y + top, right, stop + top) for left, y, right, stop in _detected(piece, ratio)]
    return sorted(out[:_MOST_LINES], key=lambda area: (area.top, area.left))


def _detected(grey: Grey, ratio: float) -> list[Area]:
    rows, columns = grey.shape
    height, width = (max(round(side * ratio / 32) * 32, 32) for side in (rows, columns))
    small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32) / 127.5 - 1
    model = session("det")
    sure = model.run(None, {model.get_inputs()[0].name: np.repeat(small[None, None], 3, axis=1)})[0][0, 0]
    mask = cv2.dilate((sure > _SURE_PIXEL).astype(np.uint8), np.ones((2, 2), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    sums = np.bincount(labels.ravel(), weights=sure.ravel(), minlength=count)
    out = []
    for label in range(1, count):
        x, y, w, h, size = (int(value) for value in stats[label])
        if min(w, h) < 3 or sums[label] / size < _SURE_LINE:
            continue
        grow = w * h * _UNCLIP / (2 * (w + h)) * 0.8
        box = ((x - grow) / width, (y - grow) / height, (x + w + grow) / width, (y + h + grow) / height)
        left, top = max(round(box[0] * columns), 0), max(round(box[1] * rows), 0)
        out.append(Area(left, top, min(round(box[2] * columns), columns), min(round(box[3] * rows), rows)))
    return out


def in_rows(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Return lines side by side together, from left to right, the rows from top to bottom."""
    out: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda one: (one.area.top + one.area.bottom, one.area.left)):
        middle = (line.area.top + line.area.bottom) / 2
        row = out[-1] if out else []
        if row and row[0].area.top < middle < row[0].area.bottom:
            row.append(line)
        else:
            out.append([line])
    for row in out:
        row.sort(key=lambda one: one.area.left)
    return out


def _whole(row: Sequence[TextLine]) -> TextLine:
    areas = [line.area for line in row]
    area = Area(
        min(a.left for a in areas), min(a.top for a in areas), max(a.right for a in areas), max(a.bottom for a in areas)
    )
    return TextLine(area, " ".join(line.text for line in row), min(line.confidence for line in row))


def paragraphs(lines: Sequence[TextLine], page: int, height: int) -> list[tuple[int, Block]]:
    """Return (top in pixels, heading or paragraph) of the lines of a page of `height` pixels, without page numbers."""
    whole = [_whole(row) for row in in_rows(lines)]
    whole = [line for line in whole if line.text.strip() and not _is_page_number(line, height)]
    if not whole:
        return []
    usual = float(np.median([line.area.height for line in whole]))
    left = float(np.percentile([line.area.left for line in whole], 20))
    right = float(max(line.area.right for line in whole))
    out: list[tuple[int, Block]] = []
    before: TextLine | None = None
    for line in whole:
        large = page == 1 and line.area.height > (1 + _BODY) * usual and line.area.top < height / 2
        if large:
            out.append((line.area.top, Heading(line.text, 1)))
        elif before and out and _continues(before, line, left, right, usual):
            top, block = out[-1]
            assert not isinstance(block, Heading)
            out[-1] = (top, Paragraph(f"{getattr(block, 'text', '')}{line.text}"))
        else:
            out.append((line.area.top, Paragraph(line.text)))
        before = None if large else line
    return out


def _is_page_number(line: TextLine, height: int) -> bool:
    at_edge = line.area.bottom > 0.88 * height or line.area.top < 0.08 * height
    return at_edge and bool(_PAGE_NUMBER.fullmatch(line.text.strip()))


def _continues(before: TextLine, line: TextLine, left: float, right: float, usual: float) -> bool:
    """Tell whether a line goes on with the sentence of the one before: that one is full and this one not indented."""
    full = before.area.right > right - 2.2 * usual
    begins = line.area.left > left + 1.1 * usual and line.area.left > before.area.left - 0.5 * usual
    far = line.area.top - before.area.bottom > 1.6 * usual
    return full and not begins and not far and not _NUMBERED.match(line.text)
