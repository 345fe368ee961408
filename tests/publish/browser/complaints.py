"""What a browser and axe-core have to complain of on a page."""

from __future__ import annotations

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Dialog, Page

AXE = Axe().axe_script
LOOK = "options => axe.run({resultTypes: ['violations'], ...options}).then(found => found.violations)"
SHAPE_ALONE = {"rules": {"color-contrast": {"enabled": False}}}
"""Colours do not change with the width, and reading them takes as long as all else."""
NARROW = 360


def watched(page: Page, address: str) -> list[str]:
    """Return a list that fills with what is wrong on a page while it loads: what the browser says, scripts that fail or
    speak, answers of 4xx and 5xx, requests to another host."""
    said: list[str] = []

    def spoken(dialog: Dialog) -> None:
        said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", lambda message: said.append(f"console: {message.text}") if message.type != "log" else None)
    page.on("pageerror", lambda error: said.append(f"script: {error}"))
    page.on("dialog", spoken)
    page.on("response", lambda answer: said.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((address, "data:")) else said.append(f"another host: {request.url}")
        ),
    )
    return said


def accessible(page: Page) -> Iterator[str]:
    """Yield what axe-core finds."""
    page.evaluate(AXE)
    yield from _found(page, {})


def accessible_narrow(page: Page) -> Iterator[str]:
    """Yield what axe-core, which is on the page by now, finds on a telephone, and whether the page is too wide for it."""
    page.set_viewport_size({"width": NARROW, "height": 740})
    yield from _found(page, SHAPE_ALONE)
    yield from too_wide(page)


def _found(page: Page, options: dict[str, object]) -> Iterator[str]:
    for found in page.evaluate(LOOK, options):
        for node in found["nodes"][:5]:
            said = f"{found['id']} ({found['impact']}): {node['html'][:200]} {node['failureSummary'][:300]}"
            yield f"{page.viewport_size} {said}"


def too_wide(page: Page) -> Iterator[str]:
    """Yield a sentence when the page must be pushed sideways."""
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROW:
        yield f"{width} pixels wide on a screen of {NARROW}"
