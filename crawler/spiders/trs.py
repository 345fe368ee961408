"""Static listings in the manner of TRS WCM: the first page says how many there are and what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.addresses import key
from crawler.islands import read_islands
from crawler.items import Link
from crawler.pager import Pager, read_foreign_pager, read_pager
from crawler.pages import Page
from crawler.rows import rows_of
from crawler.spiders.base import PortalSpider
from crawler.state import Asked
from crawler.verdicts import OK, Verdict


class TrsSpider(PortalSpider):
    """TRS WCM (`portals.md` §3.1): `createPageHTML(count, current, name, extension)`, zero-based."""

    name = "trs"

    def listing(self, page: Page, asked: Asked) -> Iterator[Any]:
        """Follow the links of the page; the first page of a column then asks for every other that its pager states.

        A numbered link to one of these is not followed: only the pager's request knows which page it must be.
        """
        if read_islands(page.text, page.url):
            self.tally.short(f"{page.url} lists its reports in the manner of Hanweb: its family is jpage.")
        pager = read_pager(page.text)
        if pager is None:
            if read_foreign_pager(page.text):
                self.tally.short(f"{page.url} turns pages in the manner of another family (UCAP).")
            yield from super().listing(page, asked)
            return
        rows = rows_of(page)
        turned = {key(urljoin(page.url, pager.file(number))) for number in range(pager.count)}
        yield from self.follow(page, [row for row in rows if key(row.url) not in turned], asked.place)
        if pager.current:
            yield from self._ask_first(page, pager)
        else:
            yield from self._ask_pages(page, pager, _addresses(rows))

    def _ask_pages(self, page: Page, pager: Pager, first: frozenset[str]) -> Iterator[Any]:
        if pager.count > self.max_pages:
            self.tally.short(f"{page.url} states {pager.count} pages, more than the {self.max_pages} that are read.")
        for number in range(1, min(pager.count, self.max_pages)):
            if self.tally.limited:
                return
            yield from self._ask_page(page, pager, number, first)

    def _ask_first(self, page: Page, pager: Pager) -> Iterator[Any]:
        """The page is one in the middle: the first page of its column asks for all of them."""
        if urlsplit(page.url).path.endswith("/" + pager.file(pager.current)):
            place = f"The first page of the column of {page.url}"
            yield from self.ask(
                Asked(Link(urljoin(page.url, pager.file(0)), place, "", page.url), "listing", self.listing, place=place)
            )
        else:
            self.tally.short(f"{page.url} calls itself page {pager.current + 1}, where a first page was expected.")

    def _ask_page(self, page: Page, pager: Pager, number: int, first: frozenset[str]) -> Iterator[Any]:
        place = f"Page {number + 1} of {pager.count} of {page.url}"
        link = Link(urljoin(page.url, pager.file(number)), place, "", page.url)
        check = partial(_check_page, number=number, first=first)
        yield from self.ask(Asked(link, "listing", self.next_page, check, place))

    def next_page(self, page: Page, asked: Asked) -> Iterator[Any]:
        """Follow the links of a page after the first."""
        yield from self.follow(page, rows_of(page), asked.place)


def _check_page(page: Page, number: int, first: frozenset[str]) -> Verdict:
    """A page after the first must say its own number, if it says one, and must not repeat the first."""
    pager = read_pager(page.text)
    if pager and pager.current != number:
        return Verdict("failed", f"It calls itself page {pager.current + 1}.")
    if _addresses(rows_of(page)) == first:
        return Verdict("failed", "It repeats the first page.")
    return OK


def _addresses(rows: list[Link]) -> frozenset[str]:
    return frozenset(key(link.url) for link in rows)
