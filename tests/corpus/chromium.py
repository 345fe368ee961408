"""Chromium's print to PDF, many pages in one session."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

PROGRAMS = ("google-chrome", "chromium", "chromium-browser")
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def program() -> str | None:
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


def print_all(pages: Iterable[tuple[str, Path]]) -> None:
    """Write each page (HTML, path of the PDF) as a browser prints it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program(), args=SWITCHES)
        sheet = browser.new_page()
        for html, path in pages:
            sheet.set_content(html)
            sheet.pdf(path=path, prefer_css_page_size=True, print_background=True)
        browser.close()
