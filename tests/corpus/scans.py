"""A printed report through a scanner: turned a little, unevenly lit, noisy, compressed; no text layer."""

from __future__ import annotations

import io
import random
from pathlib import Path

import numpy
import pypdfium2
from PIL import Image, ImageFilter

POINTS_AN_INCH = 72


def pictures(pdf: Path, dpi: int) -> list[Image.Image]:
    """Return the pages of a PDF as grey pictures."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / POINTS_AN_INCH, grayscale=True).to_pil() for page in document]
    finally:
        document.close()


def scanned(page: Image.Image, rng: random.Random) -> Image.Image:
    """Return a page as a scanner gives it."""
    page = page.convert("L").rotate(rng.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, fillcolor=255)
    page = page.filter(ImageFilter.GaussianBlur(rng.choice((0, 0.4, 0.7))))
    numbers = numpy.random.default_rng(rng.randrange(2**32))
    grey = numpy.asarray(page, dtype=numpy.float32)
    high, wide = grey.shape
    light = (
        numpy.linspace(1, rng.uniform(0.85, 1), wide)[None, :] * numpy.linspace(rng.uniform(0.9, 1), 1, high)[:, None]
    )
    grey = grey * light + numbers.normal(0, rng.choice((2, 5, 9)), grey.shape)
    return Image.fromarray(grey.clip(0, 255).astype(numpy.uint8))


def scan(pdf: Path, out: Path, dpi: int, rng: random.Random, bitonal: bool = False) -> None:
    """Write the pages of `pdf` as a PDF of pictures; `bitonal`: black and white, as fax scanners do."""
    if bitonal:
        pages = [page.point(lambda grey: 255 * (grey > 150)).convert("1") for page in pictures(pdf, dpi)]
    else:
        quality = rng.randrange(50, 86)
        pages = [_compressed(scanned(page, rng), quality) for page in pictures(pdf, dpi)]
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)


def _compressed(page: Image.Image, quality: int) -> Image.Image:
    data = io.BytesIO()
    page.save(data, "JPEG", quality=quality)
    return Image.open(data)


def picture(pdf: Path, out: Path, dpi: int, rng: random.Random, bitonal: bool = False) -> None:
    """Write the pages one below the other as a single picture, as portals show reports that were set as pictures."""
    pages = pictures(pdf, dpi)
    whole = Image.new("L", (max(page.width for page in pages), sum(page.height for page in pages)), 255)
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    if bitonal:
        whole = whole.point(lambda grey: 255 * (grey > 150)).convert("1")
    elif rng.random() < 0.5:
        whole = whole.quantize(16)
    whole.save(out, optimize=True)
