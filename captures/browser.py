"""Listings that only a browser can show: for the portals whose row says `browser = true`, and for nothing else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

from captures.records import CaptureError
from registry.portals import Portal

NAMES = ("chromium", "chromium-browser", "google-chrome")
"""Commands of a browser that the system has; without one Playwright's own is used, if it was installed."""
_HANDLERS = "captures.browser_handlers"


def need_browser(portals: Iterable[Portal]) -> None:
    """Raise CaptureError when a portal's row asks for a browser and the extra is not installed."""
    asking = [portal.id for portal in portals if portal.browser]
    if asking and find_spec("scrapy_playwright") is None:
        raise CaptureError(f"{asking[0]} is read by a browser: install it with pip install 'gongkai[browser]'.")


def browser_settings(shared: bool) -> dict[str, Any]:
    """Scrapy's settings for a crawl in which listings are fetched by a browser."""
    handler = f"{_HANDLERS}.{'TurnBrowserHandler' if shared else 'BrowserHandler'}"
    path = next(filter(None, map(shutil.which, NAMES)), None)
    # Chromium refuses to run as root inside its sandbox.
    options: dict[str, Any] = {"args": ["--no-sandbox"]} if os.geteuid() == 0 else {}
    return {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
        "PLAYWRIGHT_LAUNCH_OPTIONS": options | ({"executable_path": path} if path else {}),
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 1,
    }
