"""Portals whose family a row does not name: told from the page, after finding the column from a home page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from crawler import families
from crawler.addresses import allowed, home_of, key
from crawler.articles import shows_report, title_of
from crawler.column_signs import NO_COLUMN, Reach, Way, holds_list, ways_from
from crawler.fingerprints import recognise
from crawler.items import Link, Role
from crawler.pages import Page
from crawler.spiders.base import PortalSpider
from crawler.state import Asked, Found
from crawler.verdicts import OK, Verdict

PLAIN = "listing"
"""The family that reads a listing in which no other is recognised: by links and titles alone."""
ITSELF = "single-page"
"""The family of a column that is the report."""
MAX_STEPS = 3
"""Links followed at most on the way from a home page to the column."""


class AutoSpider(PortalSpider):
    """Find the column if the row gives a home page, recognise the family, and hand over to its spider."""

    name = "auto"

    def __init__(self, *args: Any, column_found: str = "", **kwargs: Any) -> None:
        """`column_found` is the column that a former crawl found: it is asked for first."""
        super().__init__(*args, **kwargs)
        self.column_found = column_found

    def prepared(self, asked: Asked) -> Asked:
        """The column found before, and the address of the row only if that is a listing no more."""
        if not self.column_found:
            return asked
        way = Way("found", Link(self.column_found, "The column found before", "", self.portal.url))
        then = partial(self._search, reach=way.reach, trail=(way,))
        before = Asked(way.link, "listing", then, check_listing, f"{way.link.title} ({way.link.url})")
        before.otherwise = partial(self.ask, asked)
        return before

    def first_check(self, page: Page) -> Verdict:
        """The page must lead to the column, or be a listing."""
        return self._check(page, self._first_reach(), ())

    def first_listing(self, page: Page, asked: Asked) -> Iterator[Any]:
        """Hand over if this is the column; else look for it."""
        yield from self._search(page, asked, self._first_reach(), ())

    def _first_reach(self) -> Reach:
        return "home" if key(self.portal.url) == key(home_of(self.portal.url)) else "row"

    def _check(self, page: Page, reach: Reach, trail: tuple[Way, ...]) -> Verdict:
        return OK if self._ways(page, reach, trail) or shows_report(page) else check_listing(page)

    def _shows_article(self, page: Page, asked: Asked) -> bool:
        """A column that is the report itself is found like any other."""
        return super()._shows_article(page, asked) or shows_report(page)

    def _role_of_article(self, page: Page, asked: Asked) -> Role:
        """Note the column that is the report."""
        role = super()._role_of_article(page, asked)
        if role == "report":
            asked.link = replace(asked.link, title=title_of(page))
            told = (title_of(page),)
            code, site = page.meta("SiteIDCode"), page.meta("SiteName")
            self.tally.family = ITSELF
            self.tally.found = Found(page.url, ITSELF, told, (), code, site)
        return role

    def _search(self, page: Page, asked: Asked, reach: Reach, trail: tuple[Way, ...]) -> Iterator[Any]:
        ways = self._ways(page, reach, trail)
        nothing = f"{page.url} {NO_COLUMN}; " if ways and ways[0].reach == "known" else ""
        yield from self._try(ways, trail, nothing) if ways else self._hand_over(page, asked, trail)

    def _ways(self, page: Page, reach: Reach, trail: tuple[Way, ...]) -> list[Way]:
        """The links that may lead to the column and were not tried yet, best first; none after too many steps."""
        if len(trail) >= MAX_STEPS:
            return []
        ways = ways_from(page, reach)
        return [way for way in ways if allowed(way.link.url, self.portal) and not self.state.has_met(way.link.url)]

    def _try(self, ways: list[Way], trail: tuple[Way, ...], tried: str = "") -> Iterator[Any]:
        """Ask for the best of some links, and for the next one if it leads nowhere."""
        way, rest = ways[0], [other for other in ways[1:] if not self.state.has_met(other.link.url)]
        then = partial(self._search, reach=way.reach, trail=(*trail, way))
        check = partial(self._check, reach=way.reach, trail=(*trail, way))
        place = f"{tried}{way.link.title} ({way.link.url})"
        asked = Asked(way.link, "listing", then, check, place)
        asked.otherwise = partial(self._try, rest, trail, f"{place}, then ") if rest else None
        yield from self.ask(asked)

    def _hand_over(self, page: Page, asked: Asked, trail: tuple[Way, ...]) -> Iterator[Any]:
        """Let the spider of the family that the page shows go on from here, with all that is known so far."""
        verdict = check_listing(page)
        if verdict != OK:
            self.tally.short(f"{page.url} is not a listing that can be read: {verdict.reason}")
            return
        found = recognise(page)
        family, evidence = (found.family, found.evidence) if found else (PLAIN, ())
        code, site = page.meta("SiteIDCode"), page.meta("SiteName")
        links, known = tuple(way.link for way in trail), any(way.reach == "found" for way in trail)
        self.tally.found = Found(page.url, family, evidence, links, code, site, known)
        options = {"since": self.since, "limit": self.limit, "dry_run": self.dry_run, "state": self.state}
        portal = replace(self.portal, url=page.url, family=family)
        spider = families.spider_of(family).from_crawler(self.crawler, portal=portal, **options)
        yield from spider.first_listing(page, asked)


def check_listing(page: Page) -> Verdict:
    """A page must hold a list; what it shows instead is named."""
    if not holds_list(page):
        return Verdict("failed", f"It {NO_COLUMN}.")
    return OK
