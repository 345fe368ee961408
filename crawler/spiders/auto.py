"""Portals whose family a row does not name: told from the page, after finding the column from a home page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any, Literal

from crawler import families
from crawler.addresses import allowed, home_of, key, looks_like_file
from crawler.fingerprints import asks_for_list, recognise
from crawler.islands import read_islands
from crawler.items import Link
from crawler.pager import read_pager, read_ucap_pager
from crawler.pages import Page
from crawler.rows import rows_of
from crawler.sorting import names_year_column, sort_link
from crawler.spiders.base import PortalSpider
from crawler.state import Asked
from crawler.tables import table
from crawler.verdicts import OK, Verdict
from registry.titles import read_title

Reach = Literal["home", "row", "section", "column"]
"""How a page was come by: from the portal's row, as a home page or not, or by a link of one of these names."""
PLAIN = "listing"
"""The family that reads a listing in which no other is recognised: by links and titles alone."""
MAX_STEPS = 3
"""Links followed at most on the way from a home page to the column."""


class AutoSpider(PortalSpider):
    """Find the column if the row gives a home page, recognise the family, and hand over to its spider."""

    name = "auto"

    def first_check(self, page: Page) -> Verdict:
        """The page must lead to the column, or be one of a family that has a spider."""
        return self._check(page, self._first_reach(), MAX_STEPS)

    def first_listing(self, page: Page, asked: Asked) -> Iterator[Any]:
        """Hand over if this is the column; else look for it."""
        yield from self._search(page, asked, self._first_reach(), MAX_STEPS)

    def _first_reach(self) -> Reach:
        return "home" if key(self.portal.url) == key(home_of(self.portal.url)) else "row"

    def _check(self, page: Page, reach: Reach, steps: int) -> Verdict:
        return OK if self._ways(page, reach, steps) else check_listing(page)

    def _search(self, page: Page, asked: Asked, reach: Reach, steps: int) -> Iterator[Any]:
        ways = self._ways(page, reach, steps)
        yield from self._try(ways, steps) if ways else self._hand_over(page, asked)

    def _ways(self, page: Page, reach: Reach, steps: int) -> list[tuple[Reach, Link]]:
        """The links that may lead to the column, best first; none if this is the column, or after too many steps."""
        if not steps or _says_column(page) or (reach == "column" and _holds_list(page)):
            return []
        if reach != "home" and _lists_reports(page):
            return []
        found: list[tuple[Reach, Link]] = [("column", link) for link in _named(page, "columns")]
        found += [("section", link) for link in _named(page, "sections")]
        return [way for way in found if allowed(way[1].url, self.portal) and not self.state.has_met(way[1].url)]

    def _try(self, ways: list[tuple[Reach, Link]], steps: int, tried: str = "") -> Iterator[Any]:
        """Ask for the best of some links, and for the next one if it leads nowhere."""
        (reach, link), rest = ways[0], [way for way in ways[1:] if not self.state.has_met(way[1].url)]
        then = partial(self._search, reach=reach, steps=steps - 1)
        check = partial(self._check, reach=reach, steps=steps - 1)
        place = f"{tried}{link.title} ({link.url})"
        asked = Asked(link, "listing", then, check, place)
        asked.otherwise = partial(self._try, rest, steps, f"{place}, then ") if rest else None
        yield from self.ask(asked)

    def _hand_over(self, page: Page, asked: Asked) -> Iterator[Any]:
        """Let the spider of the family that the page shows go on from here, with all that is known so far."""
        verdict = check_listing(page)
        if verdict != OK:
            self.tally.short(f"{page.url} is not a listing that can be read: {verdict.reason}")
            return
        found = recognise(page)
        family = found.family if found else PLAIN
        options = {"since": self.since, "limit": self.limit, "dry_run": self.dry_run, "state": self.state}
        spider = families.spider_of(family).from_crawler(self.crawler, portal=self.portal, **options)
        yield from spider.first_listing(page, asked)


def check_listing(page: Page) -> Verdict:
    """A page must hold a list; what it shows instead is named."""
    found = recognise(page)
    if found is not None and found.family not in families.families_crawled():
        return Verdict("failed", f"It looks like {found.name} ({found.evidence[0]}), for which there is no spider yet.")
    if not _holds_list(page):
        return Verdict("failed", "It neither lists annual reports nor links to a column of annual reports.")
    return OK


def _says_column(page: Page) -> bool:
    """Tell whether a page says that it is the column: by its meta, or by a menu that leads back to it."""
    if read_title(page.meta("ColumnName")).kind == "report":
        return True
    return any(key(link.url) == key(page.url) for link in _named(page, "columns"))


def _lists_reports(page: Page) -> bool:
    return any(sort_link(link, False, False, None).role == "report" for link in rows_of(page))


def _holds_list(page: Page) -> bool:
    """Tell whether a page lists reports, or anything that is read in pages."""
    if _lists_reports(page) or read_pager(page.text) is not None or bool(read_islands(page.text, page.url)):
        return True
    if read_ucap_pager(page.text, page.url) is not None or any(map(names_year_column, rows_of(page))):
        return True
    return asks_for_list(page)


def _named(page: Page, names: str) -> list[Link]:
    """The links whose words are exactly a name of this list, best name first, then those that are like one."""
    rules = table("listings")
    by_words = {re.sub(r"[^\w\u4e00-\u9fff]", "", link.title): link for link in reversed(page.links)}
    found = [by_words[name] for name in rules[names] if name in by_words]
    if names == "columns":
        found += [link for words, link in by_words.items() if re.fullmatch(rules["column_like"], words)]
    return [link for link in dict.fromkeys(found) if not looks_like_file(link.url)]
