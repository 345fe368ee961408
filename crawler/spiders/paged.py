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
from crawler.page_order import OUT_OF_ORDER, twice, way_of
from crawler.pager import Pages
from crawler.pager_links import stated_total
from crawler.pages import Page
from crawler.rows import rows_of
from crawler.spiders.base import MAX_PAGES
from crawler.spiders.listing import ListingSpider
from crawler.state import Asked
from crawler.verdicts import OK, Verdict

REPEATS = "It repeats an earlier page."


@dataclass
class Given:
    """The links that the pages of one listing gave, to be held against the total of records that it states.

    `turned` are the keys of its pages: a link to one of them is no record. `whole` are all links of the pages by their
    number, of which no page may repeat another's; `days` the days of their rows, `way` which way they go.
    """

    url: str
    total: int | None
    count: int
    turned: frozenset[str]
    whole: dict[int, frozenset[str]] = field(default_factory=dict)
    days: dict[int, list[str]] = field(default_factory=dict)
    way: int = 0
    shown: list[frozenset[str]] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page, pages: Pages) -> Given:
        """Nothing yet, of the listing that a page belongs to."""
        turned = frozenset(key(pages.address(number)) for number in range(min(pages.count, MAX_PAGES)))
        total = stated_total(page) if pages.total is None else pages.total
        return cls(page.url, total, pages.count, turned)

    def add(self, rows: list[Link]) -> None:
        """Take the links of one page."""
        self.shown.append(addresses_of([row for row in rows if not row.hidden]))

    def faults(self, reports: set[str]) -> Iterator[str]:
        """With the last page: a sentence about a total that was not reached, and one about reports on two pages.

        What stands on every page alike is the frame of the site. A single page has no other to be held against.
        """
        if len(self.shown) != self.count:
            return
        frame = frozenset.intersection(*self.shown) if self.count > 1 else frozenset()
        records = len(frozenset.union(*self.shown) - frame)
        if self.total is not None and records < self.total:
            yield f"{self.url} states {self.total} records, and {records} were given."
        elif self.total is None and (found := twice(self.shown, reports)):
            yield f"{len(found)} reports stand on two pages of {self.url}, so others may stand on none: {min(found)}."

    def check(self, number: int, rows: list[Link]) -> Verdict:
        """A page must not repeat another; days out of order are worth a remark."""
        here = self.whole.setdefault(number, addresses_of(rows))
        if any(here == there for other, there in self.whole.items() if other != number):
            del self.whole[number]
            return Verdict("failed", "It repeats the first page." if number and here == self.whole.get(0) else REPEATS)
        self.days[number] = [row.date for row in rows if row.date]
        way = way_of(self.days.get(number - 1, ()), self.days[number])
        if way is None or way * self.way < 0:
            return Verdict("ok", OUT_OF_ORDER)
        self.way = self.way or way
        return OK


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
            given.check(0, rows)
            yield from self._ask_pages(page, pages, given)

    def _take(self, page: Page, given: Given, rows: list[Link], asked: Asked) -> Iterator[Any]:
        """Follow the rows of a page and count them; its links to other pages of the list are the pager's to ask for."""
        plain = [row for row in rows if key(row.url) not in given.turned]
        given.add(plain)
        yield from self.follow(page, plain, asked.place)
        for fault in given.faults(self.tally.reports):
            self.tally.short(fault)

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
        check = partial(self._check_page, number=number, given=given)
        yield from self.ask(Asked(link, "listing", partial(self.next_page, given=given), check, place))

    def next_page(self, page: Page, asked: Asked, given: Given) -> Iterator[Any]:
        """Follow the links of a page after the first."""
        yield from self._take(page, given, self.rows(page), asked)

    def _check_page(self, page: Page, number: int, given: Given) -> Verdict:
        """A page after the first must say its own number, if it says one, and must not repeat another."""
        pages = self.pages(page)
        if pages and pages.current not in (None, number):
            return Verdict("failed", f"It calls itself page {(pages.current or 0) + 1}.")
        return given.check(number, self.rows(page))
