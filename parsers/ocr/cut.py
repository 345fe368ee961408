"""A cell cut into its lines of text, by the rows of pixels without ink between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from parsers.ocr.pixels import Area, Grey, Mask

_SMALLEST = 1.6
"""Points: a spot smaller both ways is dust; the least sign that counts, a full stop or a hyphen, is larger."""
_LEAST_LINE = 5.0
"""Points: runs of ink less high say nothing about the size of the characters."""
_MARGIN = 0.18
_APART = 0.9
"""Heights of a line: ink farther apart is not one word, nor one number."""


def without_dust(ink: Mask, scale: float) -> Mask:
    """Return the ink of a page without spots that are too small for any sign; `scale` is pixels a point."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least = max(_SMALLEST * scale * 0.8, 3)
    small = (stats[:, cv2.CC_STAT_WIDTH] < least) & (stats[:, cv2.CC_STAT_HEIGHT] < least)
    small[0] = True
    return np.where(small[labels], 0, 255).astype(np.uint8)


def runs(inked: npt.ArrayLike) -> list[tuple[int, int]]:
    """Return (first, behind last) of every run of true values."""
    edges = np.flatnonzero(np.diff(np.r_[0, np.asarray(inked, dtype=np.int8), 0]))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]


def text_height(ink: Mask, areas: Iterable[Area], scale: float) -> float:
    """Return how high the lines in cells mostly are, in pixels."""
    heights = [
        stop - start
        for area in areas
        for start, stop in runs(ink[area.top : area.bottom, area.left : area.right].any(axis=1))
        if stop - start >= _LEAST_LINE * scale
    ]
    return float(np.percentile(heights, 60)) if heights else 10 * scale


def lines_of(ink: Mask, area: Area, high: float) -> list[list[Area]]:
    """Return the lines of text in an area from top to bottom, each in pieces that stand apart, from left to right;
    `high` is the usual height of a line in pixels."""
    window = ink[area.top : area.bottom, area.left : area.right]
    out = []
    for start, stop in _parted(window, _merged(runs(window.any(axis=1)), high), high):
        pieces: list[Area] = []
        for left, right in runs(window[start:stop].any(axis=0)):
            piece = Area(area.left + left, area.top + start, area.left + right, area.top + stop)
            if pieces and piece.left - pieces[-1].right < _APART * high:
                piece = piece._replace(left=pieces.pop().left)
            pieces.append(piece)
        if pieces:
            out.append(pieces)
    return out


def _merged(found: Sequence[tuple[int, int]], high: float) -> list[tuple[int, int]]:
    """Join the strokes of one line: 二 has paper between its own."""
    out: list[tuple[int, int]] = []
    for start, stop in found:
        if out and stop - out[-1][0] <= 1.15 * high:
            out[-1] = (out[-1][0], stop)
        else:
            out.append((start, stop))
    return out


def _parted(window: Mask, found: Sequence[tuple[int, int]], high: float) -> list[tuple[int, int]]:
    """Cut runs that are too high for one line where least ink is."""
    out = []
    for start, stop in found:
        count = round((stop - start) / (1.25 * high))
        if stop - start < 1.7 * high or count < 2:
            out.append((start, stop))
            continue
        weight = (window[start:stop] > 0).sum(axis=1)
        edges = [0]
        for number in range(1, count):
            middle, reach = (stop - start) * number // count, max(int(0.3 * high), 1)
            first = max(middle - reach, edges[-1] + 1)
            edges.append(first + int(weight[first : middle + reach].argmin()))
        edges.append(stop - start)
        out += [(start + one, start + two) for one, two in zip(edges, edges[1:], strict=False)]
    return out


def crop(grey: Grey, line: Area, high: float, margin: float = _MARGIN) -> Grey:
    """Cut a line out with a margin, as high as a line at least: a dash is to stay small."""
    tall = max(line.height, high)
    middle = (line.top + line.bottom) / 2
    edge = max(round(margin * tall), 1)
    top, bottom = round(middle - tall / 2) - edge, round(middle + tall / 2) + edge
    left, right = line.left - edge, line.right + edge
    rows, columns = grey.shape
    inside = grey[max(top, 0) : min(bottom, rows), max(left, 0) : min(right, columns)]
    around = (max(-top, 0), max(bottom - rows, 0), max(-left, 0), max(right - columns, 0))
    return np.asarray(cv2.copyMakeBorder(inside, *around, cv2.BORDER_REPLICATE), dtype=np.uint8)
