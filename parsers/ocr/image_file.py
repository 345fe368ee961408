"""The bytes of an image file to its pages; whatever is too large or broken is told in one sentence."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from parsers.ocr.pixels import Grey

MOST_PIXELS = 80_000_000
"""A page of more is no scan: A3 at 600 dpi has 70 million."""
MOST_PAGES = 60
_MOST_IN_ALL = 600_000_000
_LEAST_SIDE = 40
_A4_WIDTH = 595.0
_DPI = (100.0, 1200.0)
_SIDES = (300.0, 1300.0)
"""Points: the shorter side of a sheet of paper; where the stated dpi says otherwise, it is not believed."""


class PageImage(NamedTuple):
    """One page: its number from 1, grey pixels, and pixels a point."""

    page: int
    grey: Grey
    scale: float


def pages_of(data: bytes) -> Iterator[PageImage]:
    """Yield the pages of an image file. Raises ValueError with one sentence for what is broken or too large."""
    try:
        yield from _pages(data)
    except (OSError, SyntaxError, EOFError, IndexError, KeyError, TypeError, struct.error, zlib.error) as error:
        raise ValueError("the image is damaged or cut short") from error
    except (Image.DecompressionBombError, MemoryError) as error:
        raise ValueError(f"the image has more than {MOST_PIXELS // 10**6} million pixels") from error


def _pages(data: bytes) -> Iterator[PageImage]:
    try:
        image = Image.open(io.BytesIO(data))
    except UnidentifiedImageError as error:
        raise ValueError("the image is damaged or cut short") from error
    with image:
        count = getattr(image, "n_frames", 1)
        if count > MOST_PAGES:
            raise ValueError(f"the image has {count} pages, more than {MOST_PAGES}")
        pixels = 0
        for number in range(count):
            image.seek(number)
            pixels += image.width * image.height
            if image.width * image.height > MOST_PIXELS or pixels > _MOST_IN_ALL:
                raise ValueError(f"the image has more than {MOST_PIXELS // 10**6} million pixels on a page")
            if min(image.size) >= _LEAST_SIDE:
                yield PageImage(number + 1, grey_of(image), _scale(image))


def grey_of(image: Image.Image) -> Grey:
    """Return an image as grey pixels, turned as its EXIF says; what is transparent shows white paper."""
    image.load()
    turned = ImageOps.exif_transpose(image)
    if turned.mode in ("RGBA", "LA", "PA", "P") or "transparency" in turned.info:
        layered = turned.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        turned = Image.alpha_composite(paper, layered)
    if turned.mode.startswith("I;16") or turned.mode in ("I", "F"):
        deep = np.asarray(turned, dtype=np.float64)
        return np.clip(deep / max(deep.max(), 255.0) * 255, 0, 255).astype(np.uint8)
    return np.asarray(turned.convert("L"), dtype=np.uint8)


def _scale(image: Image.Image) -> float:
    """Return pixels a point: from the stated dpi where it makes a sheet of paper, else as if the page were A4."""
    short = min(image.size)
    stated = image.info.get("dpi")
    dpi = float(stated[0]) if isinstance(stated, tuple) and stated else 0.0
    if _DPI[0] <= dpi <= _DPI[1] and _SIDES[0] <= short / dpi * 72 <= _SIDES[1]:
        return dpi / 72
    return short / _A4_WIDTH
