"""A page as it was laid on the glass: how far it leans, and the page set upright."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from parsers.document import Box
from parsers.ocr.pixels import Grey, Mask

_MOST_LEAN = 8.0
_STEPS = ((_MOST_LEAN, 0.5), (0.5, 0.1), (0.1, 0.02))
"""Degrees: how far to either side and how finely to look, round the best angle so far."""
_MOST_POINTS = 80_000
_LEAST_LEAN = 0.03


@dataclass(frozen=True, slots=True)
class Upright:
    """A page set upright, and how to get back: it was turned by `turns` quarter turns against the clock, then by a lean
    in degrees; `height` and `width` are those of the page as it came."""

    grey: Grey
    turns: int
    lean: float
    height: int
    width: int

    def original(self, box: Box) -> Box:
        """Return the box on the page as it came that holds a box of the upright page; pixels both."""
        left, top, right, bottom = box
        corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float64)
        if self.lean:
            rows, columns = self.grey.shape
            back = cv2.invertAffineTransform(_turning(rows, columns, self.lean))
            middle = np.array([[(left + right) / 2, (top + bottom) / 2]]) @ back[:, :2].T + back[:, 2]
            corners += middle - corners.mean(axis=0)
        x, y = corners[:, 0], corners[:, 1]
        for turn in range(self.turns - 1, -1, -1):
            x, y = (self.height if turn % 2 else self.width) - y, x
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def lean_of(ink: Mask) -> float:
    """Return by how many degrees the lines of a page fall to the right, at most 8; 0 for a page without lines.

    Where lines are level, the rows of pixels differ most from one to the next.
    """
    rows, columns = np.nonzero(ink)
    if len(rows) < 200:
        return 0.0
    every = max(len(rows) // _MOST_POINTS, 1)
    y, x = rows[::every].astype(np.float32), columns[::every].astype(np.float32)
    best = 0.0
    for reach, step in _STEPS:
        angles = best + np.arange(-reach, reach + step / 2, step)
        best = float(max(angles, key=lambda angle: (_evenness(x, y, float(angle)), -abs(angle))))
    return best if abs(best) > _LEAST_LEAN else 0.0


def _evenness(x: np.ndarray, y: np.ndarray, angle: float) -> float:
    level = y - x * np.tan(np.radians(angle))
    counts = np.bincount((level - level.min()).astype(np.int64)).astype(np.float64)
    return float(np.square(np.diff(counts)).sum())


def _turning(rows: int, columns: int, lean: float) -> np.ndarray:
    return np.asarray(cv2.getRotationMatrix2D((columns / 2, rows / 2), lean, 1.0))


def levelled(grey: Grey, lean: float) -> Grey:
    """Return a page turned by its lean, of the same size."""
    if not lean:
        return grey
    rows, columns = grey.shape
    paper = int(np.percentile(grey[::8, ::8], 90))
    turned = cv2.warpAffine(
        grey, _turning(rows, columns, lean), (columns, rows), flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT, borderValue=(paper,),
    )  # fmt: skip
    return np.asarray(turned, dtype=np.uint8)
