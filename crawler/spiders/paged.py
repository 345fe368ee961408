"""Listings that are read page by page: a family says which pages there are, this base asks for them and checks them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from crawler.addresses import key
from crawler.batches import ReadPage, addresses_of
from crawler.items import Link
from crawler.pager import Pages
from crawler.pager_links import stated_total
from crawler.pages import Page
from crawler.rows import rows_of
from crawler.spiders.base import MAX_PAGES
from crawler.spiders.listing import ListingSpider
from crawler.state import Asked
from crawler.verdicts import OK, Verdict


@dataclass
class Given:
    """The links that the pages of one listing gave, to be held against the total of records that it states.

    `turned` are the keys of its pages: a link to one of them is no record. `first` are the links of the first page,
    which no other may repeat.
    """

    url: str
    total: int | None
    count: int
    turned: frozenset[str]
    first: frozenset[str] = frozenset()
    shown: list[frozenset[str]] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page, pages: Pages) -> Given:
        """Nothing yet, of the listing that a page belongs to."""
        turned = frozenset(key(pages.address(number)) for number in range(min(pages.count, MAX_PAGES)))
        total = stated_total(page) if pages.total is None else pages.total
        return cls(page.url, total, pages.count, turned)

    def add(self, rows: list[Link]) -> str:
        """Take the links of one page; with the last, return the sentence about a total that was not reached, or "".

        What stands on every page alike is the frame of the site. A single page has no other to be held against.
        """
        self.shown.append(addresses_of([row for row in rows if not row.hidden]))
        if self.total is None or len(self.shown) < self.count:
            return ""
        frame = frozenset.intersection(*self.shown) if self.count > 1 else frozenset()
        records = len(frozenset.union(*self.shown) - frame)
        return f"{self.url} states {self.total} records, and {records} were given." if records < self.total else ""


class PagedSpider(ListingSpider):
    """A portal whose listings state how many pages they have (the pager contract of `portals.md` §8.3).

    One that states none in the manner of its family is read as one of no known family.
    """

    name = ""

    @abstractmethod
    def pages(self, page: Page) -> Pages | None:
        """The pages of the listing that a page belongs to, as that page states them; None for a listing of one page."""

    def rows(self, page: Page) -> list[Link]:
        """The links of a page of a listing. Families whose pages hide them in scripts override this."""
        return rows_of(page)

    def listing(self, page: Page, asked: Asked, earlier: tuple[ReadPage, ...] = ()) -> Iterator[Any]:
        """Follow the links of the page; the first page of a column then asks for every other that its pager states.

        A numbered link to one of these is not followed: only the pager's request knows which page it must be.
        """
        pages = self.pages(page)
        if pages is None:
            yield from super().listing(page, asked, earlier)
            return
        given = Given.of(page, pages)
        rows = self.rows(page)
        yield from self._take(page, given, rows, asked)
        if pages.current != 0:
            yield from self._ask_first(page, pages)
        else:
            given.first = addresses_of(rows)
            yield from self._ask_pages(page, pages, given)

    def _take(self, page: Page, given: Given, rows: list[Link], asked: Asked) -> Iterator[Any]:
        """Follow the rows of a page and count them; its links to other pages of the list are the pager's to ask for."""
        plain = [row for row in rows if key(row.url) not in given.turned]
        shortfall = given.add(plain)
        if shortfall:
            self.tally.short(shortfall)
        yield from self.follow(page, plain, asked.place)

    def _ask_pages(self, page: Page, pages: Pages, given: Given) -> Iterator[Any]:
        if pages.count > self.max_pages:
            self.tally.short(f"{page.url} states {pages.count} pages, more than the {self.max_pages} that are read.")
        for number in range(1, min(pages.count, self.max_pages)):
            if self.tally.limited:
                return
            yield from self._ask_page(page, pages, number, given)

    def _ask_first(self, page: Page, pages: Pages) -> Iterator[Any]:
        """The page is one in the middle: the first page of its column asks for all of them."""
        if pages.current is None or key(page.url) == key(pages.address(pages.current)):
            place = f"The first page of the column of {page.url}"
            link = Link(pages.address(0), place, "", page.url)
            yield from self.ask(Asked(link, "listing", self.listing, place=place))
        else:
            self.tally.short(f"{page.url} calls itself page {pages.current + 1}, where a first page was expected.")

    def _ask_page(self, page: Page, pages: Pages, number: int, given: Given) -> Iterator[Any]:
        place = f"Page {number + 1} of {pages.count} of {page.url}"
        link = Link(pages.address(number), place, "", page.url)
        check = partial(self._check_page, number=number, first=given.first)
        yield from self.ask(Asked(link, "listing", partial(self.next_page, given=given), check, place))

    def next_page(self, page: Page, asked: Asked, given: Given) -> Iterator[Any]:
        """Follow the links of a page after the first."""
        yield from self._take(page, given, self.rows(page), asked)

    def _check_page(self, page: Page, number: int, first: frozenset[str]) -> Verdict:
        """A page after the first must say its own number, if it says one, and must not repeat the first."""
        pages = self.pages(page)
        if pages and pages.current not in (None, number):
            return Verdict("failed", f"It calls itself page {(pages.current or 0) + 1}.")
        if addresses_of(self.rows(page)) == first:
            return Verdict("failed", "It repeats the first page.")
        return OK
