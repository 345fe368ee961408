"""Reports on paper: a Sheet printed in some hand to PDF, rasterised, and scanned badly."""

from __future__ import annotations

import io
import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from tests.parsers.variety.page import plain_page
from tests.parsers.variety.sheet import Sheet

HANDS = (
    "AR PL UMing CN",
    "Noto Serif CJK SC",
    "Noto Sans CJK SC",
    "WenQuanYi Zen Hei",
    "DejaVu Serif, AR PL UMing CN",
    "DejaVu Sans, Noto Serif CJK SC",
    "DejaVu Sans Mono, WenQuanYi Zen Hei",
)


@dataclass(frozen=True, slots=True)
class Scanner:
    """How badly a page is scanned: dots an inch, most rotation (degrees), noise (grey levels), JPEG qualities."""

    dpi: int = 200
    tilt: float = 1.5
    noise: float = 6.0
    quality: tuple[int, int] = (50, 80)


def styled(sheet: Sheet, rng: random.Random) -> str:
    """Return the page of a sheet in HTML, with ruled tables, as an office would set it."""
    size = rng.choice((9, 10, 10.5, 12))
    rule = rng.choice(("0.5pt solid #000", "0.75pt solid #000", "1pt solid #000", "1px solid #444", "0.5pt solid #000"))
    style = (
        f"@page{{size:A4;margin:{rng.choice((15, 20, 25))}mm}}"
        f"body{{font-family:{rng.choice(HANDS)};font-size:{rng.choice((12, 14, 16))}pt;line-height:1.6}}"
        f"h1{{font-size:20pt;text-align:center}}p{{text-indent:2em;margin:0.3em 0}}"
        f"table{{border-collapse:collapse;width:100%;font-size:{size}pt;line-height:1.3}}"
        f"tr{{break-inside:avoid}}td,th{{border:{rule};padding:{rng.choice((1, 2, 4))}pt;text-align:center;vertical-align:middle}}"
    )
    return plain_page(sheet).replace("<head>", f"<head><meta charset=utf-8><style>{style}</style>", 1)


def printed_by_chromium(html: str, folder: Path) -> bytes:
    """Print a page of HTML to PDF."""
    page, out = folder / "page.html", folder / "page.pdf"
    page.write_text(html, "utf-8")
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={out}", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return out.read_bytes()


def printed_by_weasyprint(html: str, folder: Path) -> bytes:
    """Print a page of HTML to PDF with another layout engine."""
    from weasyprint import HTML

    return bytes(HTML(string=html, base_url=str(folder)).write_pdf())


def printed_by_office(html: str, folder: Path) -> bytes:
    """Print a page of HTML to PDF as a word processor sets it."""
    page = folder / "page.html"
    page.write_text(html, "utf-8")
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to",
         "pdf:writer_web_pdf_Export", "--outdir", str(folder), str(page)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return (folder / "page.pdf").read_bytes()


def rasterised(pdf: bytes, dpi: int) -> Iterator[Image.Image]:
    """Yield the pages of a PDF as grey images."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        yield page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")


def scanned(image: Image.Image, rng: random.Random, scanner: Scanner) -> bytes:
    """Return the JPEG that a poor scanner makes of a page."""
    image = image.rotate(rng.uniform(-scanner.tilt, scanner.tilt), Image.Resampling.BICUBIC, fillcolor=255)
    if rng.random() < 0.5:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.7) * scanner.dpi / 200))
    grey = np.asarray(image, dtype=np.float32)
    grain = np.random.default_rng(rng.randrange(2**32)).normal(0, rng.uniform(0, scanner.noise), grey.shape)
    paper, ink = rng.uniform(225, 255), rng.uniform(0, 70)
    grey = ink + grey / 255 * (paper - ink) + grain
    out = io.BytesIO()
    spotted = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    spotted.save(out, "JPEG", quality=rng.randint(*scanner.quality), dpi=(scanner.dpi, scanner.dpi))
    return out.getvalue()
