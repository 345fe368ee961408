"""Reading PDFs: `parsers.pdf.read_pdf` against plain pdfplumber on the same bytes, and the memory of a long one."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

import pdfplumber
import pypdfium2

from bench.measure import Comparison, by_turns
from parsers.pdf import read_pdf

ROUNDS = 5
ROOT = Path(__file__).resolve().parents[1]
FILES = ROOT / "tests" / "parsers" / "pdf" / "files"
TIMES_PDFPLUMBER = 0.6
LONG = 200
MOST_MEGABYTES = 300
_PEAK = """
import sys
from bench.peak import peak_megabytes
from parsers.pdf import read_pdf
read_pdf(sys.stdin.buffer.read())
print(peak_megabytes())
"""


def reports() -> list[bytes]:
    """Return the PDFs that the tests read: reports of three tables each, made by other programs."""
    return [path.read_bytes() for path in sorted(FILES.glob("*.pdf"))]


def long_report(files: Sequence[bytes], pages: int = LONG) -> bytes:
    """Return a PDF of so many pages: those of the files, one behind the other, over and over."""
    sources = [pypdfium2.PdfDocument(data) for data in files]
    out = pypdfium2.PdfDocument.new()
    every = [(source, at) for source in sources for at in range(len(source))]
    for source, at in islice(cycle(every), pages):
        out.import_pages(source, [at])
    buffer = io.BytesIO()
    out.save(buffer)
    return buffer.getvalue()


def plain_pdfplumber(data: bytes) -> None:
    """Read every table and all text, with nothing understood."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()
            page.extract_text()
            page.close()


def peak_megabytes(data: bytes) -> float:
    """Return the most memory that a process of its own holds while it reads a PDF."""
    run = [sys.executable, "-c", _PEAK]
    told = subprocess.run(run, input=data, cwd=ROOT, capture_output=True, check=True)
    return float(told.stdout)


def compare() -> Iterator[Comparison]:
    """Yield the comparisons."""
    # pdfminer warns of every font that states no box.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    files = reports()
    long = long_report(files)
    words = f"≤ {TIMES_PDFPLUMBER:g} × its time (≥ {1 / TIMES_PDFPLUMBER:.2f})"
    for name, work, rounds in ((f"{len(files)} reports", files, ROUNDS), (f"a PDF of {LONG} pages", [long], 1)):
        best = by_turns(
            {
                "ours": lambda work=work: [read_pdf(data) for data in work] and None,
                "pdfplumber": lambda work=work: [plain_pdfplumber(data) for data in work] and None,
            },
            rounds,
        )
        pages = sum(len(pypdfium2.PdfDocument(data)) for data in work)
        rate = {side: pages / seconds for side, seconds in best.items()}
        against = "pdfplumber extract_tables + extract_text"
        yield Comparison(
            f"pdf: {name}", against, "pages/s", rate["ours"], rate["pdfplumber"], 1 / TIMES_PDFPLUMBER, words
        )
    peak = peak_megabytes(long)
    what = f"pdf: memory of {LONG} pages (peak {peak:.0f} MB)"
    ours, limit = LONG / peak * 1000, LONG / MOST_MEGABYTES * 1000
    yield Comparison(what, f"{MOST_MEGABYTES} MB at most", "pages/GB", ours, limit, 1.0, f"≤ {MOST_MEGABYTES} MB")
