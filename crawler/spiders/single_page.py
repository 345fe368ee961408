"""A column that is itself the report, overwritten every year, or that holds several years under headings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from crawler.addresses import key
from crawler.items import Link
from crawler.spiders.base import PortalSpider
from crawler.state import Asked


class SinglePageSpider(PortalSpider):
    """株洲, 疏勒 (`portals.md` §0.7): the address of the row gives the report, each year another."""

    name = "single-page"

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the page as the report that it is."""
        self.tally.reports.add(key(self.portal.url))
        for request in self.ask(Asked(Link(self.portal.url, self.portal.name), "report", self.article)):
            yield request
