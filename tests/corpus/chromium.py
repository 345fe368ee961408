"""Chromium's print to PDF, many pages in one session."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from demo.chromium import chromium, program

__all__ = ["print_all", "program"]


def print_all(pages: Iterable[tuple[str, Path]]) -> None:
    """Write each page (HTML, path of the PDF) as a browser prints it."""
    with chromium() as browser:
        sheet = browser.new_page()
        for html, path in pages:
            sheet.set_content(html)
            sheet.pdf(path=path, prefer_css_page_size=True, print_background=True)
