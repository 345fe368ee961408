"""A cell cut into its lines of text, by the rows of pixels without ink between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from parsers.ocr.pixels import Area, Grey, Mask, ink_of

_STRONG = 1.7
"""How much darker than the least of its ink the darkest spot of a sign is; a watermark is pale throughout."""
_SMALLEST = 1.3
"""Points: a spot smaller both ways is dust; the least sign that counts, a full stop or a hyphen, is larger."""
_LEAST_LINE = 5.0
"""Points: runs of ink less high say nothing about the size of the characters."""
_MARGIN = 0.18
_APART = 0.9
"""Heights of a line: ink farther apart is not one word, nor one number."""
_SPECK = 0.22
"""Heights of a line: a spot smaller both ways is no sign by itself."""
_HYPHEN = 0.14
_FLAT, _BORDER = 1.6, 2.2
"""Points: ink so flat, so near to the border of a cell, is what a ruling line left there."""


def signs_of(grey: Grey, scale: float, share: float = 0.2) -> Mask:
    """Return the ink of a page without dust and watermarks; `scale` is pixels a point."""
    ink = ink_of(grey, scale, share)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least = max(_SMALLEST * scale, 3)
    kept = (stats[:, cv2.CC_STAT_WIDTH] >= least) | (stats[:, cv2.CC_STAT_HEIGHT] >= least)
    dark = np.zeros(count, dtype=bool)
    dark[np.unique(labels[ink_of(grey, scale, share * _STRONG) > 0])] = True
    kept &= dark
    kept[0] = False
    return np.where(kept[labels], 255, 0).astype(np.uint8)


def swept(ink: Mask, area: Area, high: float, scale: float) -> Mask:
    """Return the ink of a cell without specks and what ruling lines left at its borders: level strokes at top and
    bottom, upright ones too long or too short for a 1 at the sides."""
    window = ink[area.top : area.bottom, area.left : area.right]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(window, connectivity=8)
    if count == 1:
        return window
    x, y, wide, tall = (stats[:, at] for at in range(4))
    rows, columns = window.shape
    speck = (wide < _SPECK * high) & (tall < _SPECK * high)
    if not speck[1:].all():
        # Beside other signs, what is small and flat may be a minus.
        speck &= (wide < 1.8 * tall) | (wide < _HYPHEN * high)
    flat, edge = _FLAT * scale, _BORDER * scale
    level = (tall <= flat) & ((y + tall <= edge) | (y >= rows - edge)) & (wide > tall)
    upright = (
        (wide <= flat) & ((x + wide <= edge) | (x >= columns - edge)) & ((tall > 1.5 * high) | (tall < 0.4 * high))
    )
    kept = ~(speck | level | upright)
    kept[0] = False
    return np.where(kept[labels], 255, 0).astype(np.uint8)


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


def lines_of(window: Mask, area: Area, high: float) -> list[list[Area]]:
    """Return the lines of text in an area from top to bottom, each in pieces that stand apart, from left to right;
    `window` is the ink of the area, `high` the usual height of a line in pixels."""
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


def crop(grey: Grey, line: Area, high: float, within: Area | None = None, margin: float = _MARGIN) -> Grey:
    """Cut a line out with a margin of paper, as high as a line at least: a dash is to stay small. What lies outside the
    cell `within` is not shown."""
    tall = max(line.height, high)
    middle = (line.top + line.bottom) / 2
    edge = max(round(margin * tall), 1)
    top, bottom = round(middle - tall / 2) - edge, round(middle + tall / 2) + edge
    left, right = line.left - edge, line.right + edge
    rows, columns = grey.shape
    bounds = within or Area(0, 0, columns, rows)
    inside = grey[max(top, bounds.top) : min(bottom, bounds.bottom), max(left, bounds.left) : min(right, bounds.right)]
    around = [bounds.top - top, bottom - bounds.bottom, bounds.left - left, right - bounds.right]
    paper = float(np.percentile(inside, 85))
    above, below, before, behind = (max(side, 0) for side in around)
    framed = cv2.copyMakeBorder(inside, above, below, before, behind, cv2.BORDER_CONSTANT, value=(paper,))
    return np.asarray(framed, dtype=np.uint8)
