"""Listings that are read page by page: a family says which pages there are, this base asks for them and checks them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from functools import partial
from typing import Any

from crawler.addresses import key
from crawler.items import Link
from crawler.pager import Pages
from crawler.pages import Page
from crawler.rows import rows_of
from crawler.spiders.base import PortalSpider
from crawler.state import Asked
from crawler.verdicts import OK, Verdict


class PagedSpider(PortalSpider):
    """A portal whose listings state how many pages they have (the pager contract of `portals.md` §8.3)."""

    @abstractmethod
    def pages(self, page: Page) -> Pages | None:
        """The pages of the listing that a page belongs to, as that page states them; None for a listing of one page."""

    def rows(self, page: Page) -> list[Link]:
        """The links of a page of a listing. Families whose pages hide them in scripts override this."""
        return rows_of(page)

    def listing(self, page: Page, asked: Asked) -> Iterator[Any]:
        """Follow the links of the page; the first page of a column then asks for every other that its pager states.

        A numbered link to one of these is not followed: only the pager's request knows which page it must be.
        """
        pages = self.pages(page)
        if pages is None:
            yield from super().listing(page, asked)
            return
        rows = self.rows(page)
        turned = {key(pages.address(number)) for number in range(pages.count)}
        yield from self.follow(page, [row for row in rows if key(row.url) not in turned], asked.place)
        if pages.current:
            yield from self._ask_first(page, pages)
        else:
            yield from self._ask_pages(page, pages, addresses_of(rows))

    def _ask_pages(self, page: Page, pages: Pages, first: frozenset[str]) -> Iterator[Any]:
        if pages.count > self.max_pages:
            self.tally.short(f"{page.url} states {pages.count} pages, more than the {self.max_pages} that are read.")
        for number in range(1, min(pages.count, self.max_pages)):
            if self.tally.limited:
                return
            yield from self._ask_page(page, pages, number, first)

    def _ask_first(self, page: Page, pages: Pages) -> Iterator[Any]:
        """The page is one in the middle: the first page of its column asks for all of them."""
        if key(page.url) == key(pages.address(pages.current)):
            place = f"The first page of the column of {page.url}"
            link = Link(pages.address(0), place, "", page.url)
            yield from self.ask(Asked(link, "listing", self.listing, place=place))
        else:
            self.tally.short(f"{page.url} calls itself page {pages.current + 1}, where a first page was expected.")

    def _ask_page(self, page: Page, pages: Pages, number: int, first: frozenset[str]) -> Iterator[Any]:
        place = f"Page {number + 1} of {pages.count} of {page.url}"
        link = Link(pages.address(number), place, "", page.url)
        check = partial(self._check_page, number=number, first=first)
        yield from self.ask(Asked(link, "listing", self.next_page, check, place))

    def next_page(self, page: Page, asked: Asked) -> Iterator[Any]:
        """Follow the links of a page after the first."""
        yield from self.follow(page, self.rows(page), asked.place)

    def _check_page(self, page: Page, number: int, first: frozenset[str]) -> Verdict:
        """A page after the first must say its own number, if it says one, and must not repeat the first."""
        pages = self.pages(page)
        if pages and pages.current != number:
            return Verdict("failed", f"It calls itself page {pages.current + 1}.")
        if addresses_of(self.rows(page)) == first:
            return Verdict("failed", "It repeats the first page.")
        return OK


def addresses_of(rows: list[Link]) -> frozenset[str]:
    """The addresses of the rows of a page, to tell whether another page shows the same."""
    return frozenset(key(link.url) for link in rows)
