"""Portals whose family a row does not name: told from the page, after finding the column from a home page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from crawler.addresses import key, looks_like_listing
from crawler.fingerprints import recognise
from crawler.items import Link
from crawler.pages import Page
from crawler.rows import rows_of
from crawler.sorting import sort_link
from crawler.spiders.base import PortalSpider
from crawler.spiders.jpage import JpageSpider
from crawler.spiders.trs import TrsSpider
from crawler.state import Asked
from crawler.tables import table
from crawler.verdicts import OK, Verdict
from registry.titles import read_title

FAMILIES: dict[str, type[PortalSpider]] = {"trs": TrsSpider, "jpage": JpageSpider}
MAX_STEPS = 2
"""Sections entered at most on the way from a home page to the column."""


class AutoSpider(PortalSpider):
    """Find the column if the row gives a home page, recognise the family, and hand over to its spider."""

    name = "auto"

    def first_check(self, page: Page) -> Verdict:
        """The page must lead to the column, or be one of a family that has a spider."""
        leads_on = not _is_column(page) and bool(_named(page, "columns") or _named(page, "sections"))
        return OK if leads_on else check_family(page)

    def first_listing(self, page: Page, asked: Asked) -> Iterator[Any]:
        """Hand over if this is the column; else look for it."""
        yield from self._search(page, asked, MAX_STEPS)

    def _search(self, page: Page, asked: Asked, steps: int) -> Iterator[Any]:
        columns, sections = _named(page, "columns"), _named(page, "sections")
        if _is_column(page) or not (columns or (sections and steps)):
            yield from self._hand_over(page, asked)
        elif columns:
            yield from self.ask(Asked(columns[0], "listing", self._hand_over, check_family))
        else:
            yield from self.ask(Asked(sections[0], "listing", partial(self._search, steps=steps - 1)))

    def _hand_over(self, page: Page, asked: Asked) -> Iterator[Any]:
        """Let the spider of the family that the page shows go on from here, with all that is known so far."""
        verdict = check_family(page)
        found = recognise(page)
        if verdict != OK or found is None:
            self.tally.short(f"{page.url} is not a listing that can be read: {verdict.reason}")
            return
        options = {"since": self.since, "limit": self.limit, "dry_run": self.dry_run, "state": self.state}
        spider = FAMILIES[found.family].from_crawler(self.crawler, portal=self.portal, **options)
        yield from spider.first_listing(page, asked)


def check_family(page: Page) -> Verdict:
    """A page must show a family that has a spider; what it shows instead is named."""
    found = recognise(page)
    if found is None:
        return Verdict("failed", "It shows the signs of no family of portals that we know.")
    if found.family not in FAMILIES:
        return Verdict("failed", f"It looks like {found.name} ({found.evidence[0]}), for which there is no spider yet.")
    return OK


def _is_column(page: Page) -> bool:
    """Tell whether a page is the column looked for: it says so, its menu leads back to it, or it lists reports."""
    if read_title(page.meta("ColumnName")).kind == "report":
        return True
    if any(key(link.url) == key(page.url) for link in _named(page, "columns")):
        return True
    return any(sort_link(link, False, False, None).role == "report" for link in rows_of(page))


def _named(page: Page, names: str) -> list[Link]:
    """The links whose words are exactly a name of this list, best name first."""
    by_words = {link.title.replace(" ", ""): link for link in reversed(page.links) if looks_like_listing(link.url)}
    return [by_words[name] for name in table("listings")[names] if name in by_words]
