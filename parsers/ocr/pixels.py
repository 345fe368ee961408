"""Grey pages and where there is ink on them."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
"""A page: rows by columns, 0 black to 255 white."""
Mask = npt.NDArray[np.uint8]
"""Rows by columns, 255 where something is and 0 elsewhere."""

_BLOCK = 25
"""Points: the neighbourhood whose brightness a pixel is held against, several lines of text high."""
_LEAST_CONTRAST = 40.0


class Area(NamedTuple):
    """A rectangle of pixels: left and top inside, right and bottom outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Columns of pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Rows of pixels."""
        return self.bottom - self.top


def odd(pixels: float, least: int = 3) -> int:
    """Return the odd number next to a length, as kernels want it."""
    return max(int(round(pixels)) | 1, least)


def contrast(grey: Grey) -> float:
    """Return how far ink and paper are apart, in grey levels; a page without ink has the least that counts."""
    small = grey[::4, ::4]
    paper = float(np.percentile(small, 90))
    return max(paper - float(np.percentile(small, 1)), _LEAST_CONTRAST)


def ink_of(grey: Grey, scale: float, share: float = 0.2, smooth: bool = True) -> Mask:
    """Return where a page is darker than its surroundings by `share` of its contrast; `scale` is pixels a point."""
    source = cv2.GaussianBlur(grey, (3, 3), 0) if smooth else grey
    around = cv2.boxFilter(source, -1, (odd(_BLOCK * scale), odd(_BLOCK * scale)), borderType=cv2.BORDER_REPLICATE)
    darker = cv2.subtract(around, source)
    mask = cv2.threshold(darker, share * contrast(grey), 255, cv2.THRESH_BINARY)[1]
    return np.asarray(mask, dtype=np.uint8)
