"""Listings of no known family: links, titles and the pager that readers see, and a word about what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urljoin

from crawler.addresses import key
from crawler.batches import addresses_of
from crawler.items import Link
from crawler.pager_links import PagerLinks, read_pager_links
from crawler.pages import Page
from crawler.rows import rows_of
from crawler.spiders.base import PortalSpider
from crawler.state import Asked
from crawler.tables import table
from crawler.verdicts import OK, Verdict


class ListingSpider(PortalSpider):
    """The careful generic family (`portals.md` §8): it reads links and titles alone, and follows a visible pager."""

    name = "listing"

    def listing(self, page: Page, asked: Asked, earlier: tuple[frozenset[str], ...] = ()) -> Iterator[Any]:
        """Follow the links of a page and then its link to the next page, until none is left."""
        pager = _pager(page)
        rows = rows_of(page)
        turned = set() if pager is None else {key(url) for url in (pager.next_page or "", *pager.numbered.values())}
        framed = yield from self.ask_frames(page)
        plain = [row for row in rows if key(row.url) not in turned]
        yield from self.follow(page, plain, asked.place, may_be_empty=framed)
        if pager is not None:
            yield from self._turn(page, pager, (*earlier, addresses_of(rows)))

    def _turn(self, page: Page, pager: PagerLinks, earlier: tuple[frozenset[str], ...]) -> Iterator[Any]:
        """Ask for the next page; pages that only a script leads to make the run incomplete."""
        number = len(earlier) + 1
        to = pager.next_page or pager.numbered.get(number)
        if to and len(earlier) >= self.max_pages:
            self.tally.short(f"{page.url} leads to more than the {self.max_pages} pages that are read.")
        elif to and not self.tally.limited:
            place = f"Page {number} of {pager.count or '?'} of the list at {page.url}"
            then = partial(self.listing, earlier=earlier)
            check = partial(_check, earlier=earlier)
            yield from self.ask(Asked(Link(to, place, "", page.url), "listing", then, check, place))
        elif not to and not pager.ends_here and (pager.next_page == "" or (pager.count or 0) > len(earlier)):
            said = f"page {len(earlier)} of {pager.count}" if pager.count else "a page"
            self.tally.short(f"{page.url} is {said}, and the rest is reached by a script that no family explains.")


def _pager(page: Page) -> PagerLinks | None:
    """The visible pager, or one that a known script writes."""
    for row in table("pagers")["script"]:
        match = re.search(row["pattern"], page.text)
        if match:
            count = int(match["count"])
            files = {number: urljoin(page.url, row["file"].format(n=number)) for number in range(2, count + 1)}
            return PagerLinks(None, files, count)
    return read_pager_links(page)


def _check(page: Page, earlier: tuple[frozenset[str], ...]) -> Verdict:
    """A page must not repeat one that was read before it."""
    return Verdict("failed", "It repeats an earlier page.") if addresses_of(rows_of(page)) in earlier else OK
