"""The bytes of an image file to its pages; whatever is too large or broken is told in one sentence."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from warnings import catch_warnings, simplefilter

import cv2
import numpy as np
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from parsers.ocr.pixels import Grey

MOST_PIXELS = 80_000_000
"""A page of more is no scan: A3 at 600 dpi has 70 million."""
MOST_PAGES = 60
_MOST_IN_ALL = 600_000_000
_LEAST_SIDE = 40
_A4_WIDTH = 595.0
_DPI = (100.0, 1200.0)
_RED, _SEAL = 25, 0.08
"""How much redder than green and blue a seal is, in levels, and how large at least, as a share of the page."""
_SIDES = (300.0, 1300.0)
"""Points: the shorter side of a sheet of paper; where the stated dpi says otherwise, it is not believed."""


Picture = Image.Image | np.ndarray


class PageImage(NamedTuple):
    """One page: its number from 1, its pixels, and pixels a point."""

    page: int
    picture: Picture
    scale: float


def pages_of(data: bytes) -> Iterator[PageImage]:
    """Yield the pages of an image file. Raises ValueError with one sentence for what is broken or too large."""
    # Other libraries let the rest of a truncated picture be made up, for the whole process; a page may not be.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield from _pages(data)
    except (OSError, SyntaxError, EOFError, IndexError, KeyError, TypeError, struct.error, zlib.error) as error:
        raise ValueError("the image is damaged or cut short") from error
    except (Image.DecompressionBombError, MemoryError) as error:
        raise ValueError(f"the image has more than {MOST_PIXELS // 10**6} million pixels") from error


def _pages(data: bytes) -> Iterator[PageImage]:
    with _opened(data) as image:
        with _quiet():
            count = getattr(image, "n_frames", 1)
        if count > MOST_PAGES:
            raise ValueError(f"the image has {count} pages, more than {MOST_PAGES}")
        pixels = 0
        for number in range(count):
            with _quiet():
                image.seek(number)
                pixels += image.width * image.height
                if image.width * image.height > MOST_PIXELS or pixels > _MOST_IN_ALL:
                    raise ValueError(f"the image has more than {MOST_PIXELS // 10**6} million pixels on a page")
                grey = grey_of(image) if min(image.size) >= _LEAST_SIDE else None
            if grey is not None:
                yield PageImage(number + 1, grey, _scale(image))


def _opened(data: bytes) -> Image.Image:
    """Open a file so far that its size is known; no pixel is decoded yet."""
    try:
        with _quiet():
            return Image.open(io.BytesIO(data))
    except UnidentifiedImageError as error:
        raise ValueError("the image is damaged or cut short") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence what Pillow says of damaged files: it is told in the one sentence."""
    with catch_warnings():
        simplefilter("ignore")
        yield


def grey_of(picture: Picture) -> Grey:
    """Return a picture as grey pixels, turned as its EXIF says; what is transparent shows white paper, and the red of a
    seal is taken for paper. An array is rows by columns, grey or by red, green, blue."""
    if isinstance(picture, np.ndarray):
        return _grey(picture)
    picture.load()
    turned = ImageOps.exif_transpose(picture)
    if turned.mode in ("RGBA", "LA", "PA", "P") or "transparency" in turned.info:
        layered = turned.convert("RGBA")
        turned = Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered)
    if turned.mode.startswith("I;16") or turned.mode in ("I", "F"):
        deep = np.asarray(turned, dtype=np.float64)
        return np.clip(deep / max(deep.max(), 255.0) * 255, 0, 255).astype(np.uint8)
    return _grey(np.asarray(turned.convert("L" if turned.mode in ("1", "L") else "RGB"), dtype=np.uint8))


def _grey(pixels: np.ndarray) -> Grey:
    if pixels.ndim == 2:
        return np.asarray(pixels, dtype=np.uint8)
    red, green, blue = (np.asarray(pixels[:, :, at], dtype=np.int16) for at in range(3))
    grey = (0.299 * red + 0.587 * green + 0.114 * blue).astype(np.uint8)
    reddish = ((red > green + _RED) & (red > blue + _RED)).astype(np.uint8)
    if reddish.any():
        least = _SEAL * min(grey.shape)
        joined = cv2.morphologyEx(reddish, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
        _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
        for x, y, wide, tall, _ in stats[1:]:
            if min(wide, tall) >= least:
                window = slice(y, y + tall), slice(x, x + wide)
                grey[window] = np.maximum(grey[window], red[window].astype(np.uint8))
    return grey


def _scale(image: Image.Image) -> float:
    """Return pixels a point: from the stated dpi where it makes a sheet of paper, else as if the page were A4."""
    short = min(image.size)
    stated = image.info.get("dpi")
    dpi = float(stated[0]) if isinstance(stated, tuple) and stated else 0.0
    if _DPI[0] <= dpi <= _DPI[1] and _SIDES[0] <= short / dpi * 72 <= _SIDES[1]:
        return dpi / 72
    return short / _A4_WIDTH
