"""Download handlers that fetch what asks for it by a browser, and all else as ever; they need the extra `browser`."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from captures.turns import TurnHandler
from crawler.addresses import allowed
from crawler.legacy_tls import PatientHandler

_NOT_LOADED = ("image", "media", "font", "stylesheet")


class BrowserHandler(ScrapyPlaywrightDownloadHandler, PatientHandler):
    """scrapy-playwright's handler; a page in it loads nothing from foreign or stopped hosts, and no decoration."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        portal, stops = crawler.spider.portal, crawler.settings["STOPS"]  # type: ignore[union-attr]

        def unwanted(request: Any) -> bool:
            if request.resource_type in _NOT_LOADED or not allowed(request.url, portal):
                return True
            return any(stop.covers(request.url, portal) for stop in stops)

        self.abort_request = unwanted


class TurnBrowserHandler(TurnHandler, BrowserHandler):
    """The same in a shared run, in which every page waits for its turn."""
