"""Listings whose pages differ by a number in their address, and whose pager may only show the pages near by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.items import Link
from crawler.pager import Pages
from crawler.pages import Page
from crawler.query_pages import read_query_pages
from crawler.sorting import names_year_column
from crawler.spiders.paged import Given, PagedSpider
from crawler.state import Asked


class QueryPagedSpider(PagedSpider):
    """A portal whose pages are numbered in the query. A pager that states no count is read on as it shows more."""

    name = ""

    def pages(self, page: Page) -> Pages | None:
        """The pages that the pager leads to."""
        return read_query_pages(page)

    def next_page(self, page: Page, asked: Asked, given: Given) -> Iterator[Any]:
        """Follow the links of a page, and ask for the pages that only it leads to."""
        pages, known = self.pages(page), given.count
        if pages and pages.count > known:
            grown = Given.of(page, pages)
            given.count, given.turned = pages.count, given.turned | grown.turned
            if pages.count > self.max_pages:
                self.tally.short(f"{given.url} leads to more than the {self.max_pages} pages that are read.")
        yield from super().next_page(page, asked, given)
        for number in range(known, min(given.count, self.max_pages)):
            if pages and not self.tally.limited:
                yield from self._ask_page(page, pages, number, given)

    def is_subcolumn(self, link: Link) -> bool:
        """Columns are numbered side by side, so only the words tell a year's column from the site's menu."""
        return names_year_column(link)
