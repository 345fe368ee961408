"""Parsing HTML reports: `parsers.read.read` against pandas.read_html and against bare lxml, on the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas
from lxml import html

from bench.measure import Comparison, by_turns
from demo.site_list import practice_sites
from parsers.read import read

ROUNDS = 7
SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"
FASTER_THAN_PANDAS = 3.0
TIMES_LXML = 3.0


def corpora() -> Iterator[tuple[str, list[bytes]]]:
    """Yield a name and the pages: every report of the demo's portals, then the real samples where they are present."""
    pages = [
        site.portal.pages[site.portal.path(article)].body
        for site in practice_sites()
        for article in site.portal.articles
    ]
    yield "the demo's reports", [page for page in pages if read(page).verdict == "report"]
    samples = [path.read_bytes() for path in sorted(SAMPLES.glob("*/input.html"))]
    if samples:
        yield "real samples", [page for page in samples if read(page).verdict == "report"]


def bare_lxml(page: bytes) -> list[str]:
    """Return the text of every cell, with nothing understood."""
    tree = html.document_fromstring(page)
    return [cell.text_content() for cell in tree.iter("td", "th")]


def compare() -> Iterator[Comparison]:
    """Yield the comparisons."""
    for name, pages in corpora():

        def over(work: Callable[[bytes], Any], pages: list[bytes] = pages) -> Callable[[], None]:
            return lambda: [work(page) for page in pages] and None

        sides = {
            "ours": over(read),
            "pandas": over(lambda page: pandas.read_html(io.BytesIO(page))),
            "lxml": over(bare_lxml),
        }
        best = by_turns(sides, ROUNDS)
        rate = {side: len(pages) / seconds for side, seconds in best.items()}
        what = f"parse: {name} ({len(pages)} pages, {sum(map(len, pages)) // len(pages) // 1000} KB each)"
        words = f"≥ {FASTER_THAN_PANDAS:g} × its speed"
        yield Comparison(what, "pandas.read_html", "pages/s", rate["ours"], rate["pandas"], FASTER_THAN_PANDAS, words)
        words = f"≤ {TIMES_LXML:g} × its time (≥ {1 / TIMES_LXML:.2f})"
        yield Comparison(what, "bare lxml", "pages/s", rate["ours"], rate["lxml"], 1 / TIMES_LXML, words)
