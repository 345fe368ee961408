"""Listings of no known family: links, titles and the pager that readers see, and a word about what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urljoin

from crawler.addresses import key
from crawler.batches import ReadPage, addresses_of, rows_beside
from crawler.items import Link
from crawler.page_order import twice
from crawler.pager import read_pager, read_ucap_pager
from crawler.pager_links import PagerLinks, read_pager_links, stated_total
from crawler.pages import Page
from crawler.rows import rows_of
from crawler.spiders.base import MAX_PAGES, PortalSpider
from crawler.state import Asked
from crawler.tables import table
from crawler.verdicts import OK, Verdict


class ListingSpider(PortalSpider):
    """The careful generic family (`portals.md` §8): it reads links and titles alone, and follows a visible pager."""

    name = "listing"

    def listing(self, page: Page, asked: Asked, earlier: tuple[ReadPage, ...] = ()) -> Iterator[Any]:
        """Follow the links of a page and then its link to the next page, until none is left."""
        pager = _pager(page)
        plain = _plain(page, pager)
        framed = yield from self.ask_frames(page)
        yield from self.follow(page, plain, asked.place, may_be_empty=framed)
        shown = [row for row in plain if not row.hidden]
        read = (*earlier, ReadPage(addresses_of(rows_of(page)), addresses_of(shown)))
        following = self._next_page(page, pager, len(read))
        if following:
            yield from self._turn(page, following, pager, read)
        else:
            self._hold_against_total(page, pager, read)

    def _next_page(self, page: Page, pager: PagerLinks | None, number: int) -> str:
        """The address of the page after page `number`, "" without one; pages that only a script leads to are missed."""
        if pager is None:
            return ""
        to = pager.next_page or pager.numbered.get(number + 1)
        if to:
            return to
        if not pager.ends_here and (pager.next_page == "" or (pager.count or 0) > number):
            said = f"page {number} of {pager.count}" if pager.count else "a page"
            self.tally.short(f"{page.url} is {said}, and the rest is reached by a script that no family explains.")
        return ""

    def _turn(self, page: Page, to: str, pager: PagerLinks | None, read: tuple[ReadPage, ...]) -> Iterator[Any]:
        """Ask for the next page."""
        if len(read) >= self.max_pages:
            self.tally.short(f"{page.url} leads to more than the {self.max_pages} pages that are read.")
        elif not self.tally.limited:
            place = f"Page {len(read) + 1} of {pager.count or '?' if pager else '?'} of the list at {page.url}"
            then, check = partial(self.listing, earlier=read), partial(_check, earlier=read)
            yield from self.ask(Asked(Link(to, place, "", page.url), "listing", then, check, place))

    def _hold_against_total(self, page: Page, pager: PagerLinks | None, read: tuple[ReadPage, ...]) -> None:
        """Note a list that ends before it gave the records that it states; what all its pages show is their frame."""
        total = pager.total if pager and pager.total is not None else stated_total(page)
        pages = [one.rows for one in read]
        repeated = twice(pages, self.tally.reports)
        if total is None and repeated:
            self.tally.short(f"{len(repeated)} reports stand on two pages of the list at {page.url}: {min(repeated)}.")
        if total is None or self.tally.limited:
            return
        records = frozenset.union(*pages) - frozenset.intersection(*pages) if len(read) > 1 else rows_beside(page)
        if records and len(records) < total:
            self.tally.short(f"{page.url} states {total} records, and {len(records)} were given.")


def _plain(page: Page, pager: PagerLinks | None) -> list[Link]:
    """The rows of a page without the links of its pager."""
    turned = set() if pager is None else {key(url) for url in (pager.next_page or "", *pager.numbered.values())}
    return [row for row in rows_of(page) if key(row.url) not in turned]


def _pager(page: Page) -> PagerLinks | None:
    """The visible pager, or one that a known script writes."""
    for row in table("pagers")["script"]:
        match = re.search(row["pattern"], page.text)
        if match:
            count = int(match["count"])
            files = {number: urljoin(page.base, row["file"].format(n=number)) for number in range(2, count + 1)}
            return PagerLinks(None, files, count)
    written = read_pager(page.text)
    pages = written.pages(page.base) if written else read_ucap_pager(page.text, page.base)
    if pages is None or pages.count < 2:
        return read_pager_links(page)
    files = {number + 1: pages.address(number) for number in range(min(pages.count, MAX_PAGES))}
    return PagerLinks(None, files, pages.count, pages.current, pages.total)


def _check(page: Page, earlier: tuple[ReadPage, ...]) -> Verdict:
    """A page must not repeat one that was read before it."""
    here = addresses_of(rows_of(page))
    return Verdict("failed", "It repeats an earlier page.") if here in [one.shown for one in earlier] else OK
