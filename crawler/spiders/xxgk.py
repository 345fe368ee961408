"""Hanweb's xxgk module: a page for each organ and year, which shows the report itself or a list of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode, urljoin

from crawler.addresses import key
from crawler.articles import title_of
from crawler.batches import Batch, Query, ReadPage, Series, dated_records, records_of
from crawler.items import Link, Planned, Role
from crawler.json_answers import day_of
from crawler.pages import Page
from crawler.rows import rows_of
from crawler.spiders.handed import HandedSpider
from crawler.state import Asked
from crawler.stated import read_stated
from crawler.xxgk_page import form_of, place_of, places_of
from registry.titles import read_title

_SEARCH = re.compile(r"[^\"'\s<>]*/module/xxgk/search\.jsp")
_NOTHING = re.compile(r"暂无|没有(?:相关|符合|找到)|无相关|共\s*0\s*条")


class XxgkSpider(HandedSpider):
    """Hanweb xxgk (`portals.md` §3.2): `xxgkAnnualReport.jsp?area=&fbtime=`, `search.jsp`.

    `fbtime` is the year of publication with one organ and the reporting year with another: no year is read from it.
    """

    name = "xxgk"

    def prepared(self, asked: Asked) -> Asked:
        """The address of the row may be that of one organ and year."""
        asked.may_be_report = bool(place_of(self.portal.url).year)
        return asked

    def listing(self, page: Page, asked: Asked, earlier: tuple[ReadPage, ...] = ()) -> Iterator[Any]:
        """Follow the rows of the page, ask for the rest of them, and for every organ and year that it leads to."""
        beside = [link for link in self._beside(page) if not self.state.has_met(link.url)]
        lists = self.lists(page)
        rows = [link for link in rows_of(page) if not place_of(link.url)]
        may_be_empty = bool(beside or lists) or _NOTHING.search(page.text) is not None
        yield from self.follow(page, rows, asked.place, may_be_empty)
        for series, first in lists:
            yield from self.hand_out(series, first)
        yield from self._go_on(beside)

    def lists(self, page: Page) -> list[tuple[Series, Batch | None]]:
        """The list that `search.jsp` pages through, if the page has one; its first page may stand in the page."""
        match = _SEARCH.search(page.text)
        if match is None:
            return []
        query = partial(_query, address=urljoin(page.url, match[0]), form=form_of(page))
        series = Series(page, f"the list of {page.url}", query, partial(_read, column=page))
        held, stated = dated_records(page), read_stated(page.text)
        return [(series, Batch(tuple(page.links), held, stated.total, stated.pages) if held else None)]

    def article(self, page: Page, asked: Asked) -> Iterator[Any]:
        """Ask for the attachments of a report, and go on from the page that shows it to other organs and years."""
        if asked.role == "report":
            yield from super().article(page, asked)
        elif self.dry_run and key(asked.link.url) in self.tally.reports:
            yield Planned(self.portal.id, asked.link, "report")
        if place_of(asked.link.url):
            yield from self._go_on(self._beside(page))

    def is_subcolumn(self, link: Link) -> bool:
        """Organs and years are asked for by their parameters."""
        return False

    def _go_on(self, beside: list[Link]) -> Iterator[Any]:
        for link in beside:
            if self.tally.limited:
                return
            if self._rests_here(key(link.url)):
                continue
            place = f"{link.title} ({link.url})"
            yield from self.ask(Asked(link, "listing", self.listing, place=place, may_be_report=True))

    def _rests_here(self, address: str) -> bool:
        """Tell whether the report that a page shows need not be asked for yet; no row of a list tells of a change."""
        page = self.state.held.get(address)
        if page is None or not (page.is_report and page.rests):
            return False
        self.tally.resting.add(address)
        self.tally.reports.add(address)
        return True

    def _beside(self, page: Page) -> list[Link]:
        """The organs and years that a page leads to. Their words hold no year: it would be taken for the report's."""
        return [Link(url, f"{name}政府信息公开年报", "", page.url) for url, name in places_of(page).items()]

    def _role_of_article(self, page: Page, asked: Asked) -> Role:
        """What a page that shows an article is: the report of an organ and year, or the way to several."""
        shown = read_title(title_of(page))
        years = {place_of(url).year for url in places_of(page) if place_of(url).area == place_of(page.url).area}
        if shown.kind not in ("report", "possible") or (not place_of(page.url).year and years - {""}):
            return "listing"
        asked.link = replace(asked.link, title=title_of(page), date=day_of(page.meta("PubDate")))
        if self._is_older(asked.link):
            self.tally.older += 1
            return "listing"
        address = key(asked.link.url)
        if address not in self.tally.reports and not self._may_take_one_more():
            return "listing"
        self.tally.reports.add(address)
        return "listing" if self.dry_run else "report"


def _query(number: int, before: Page, address: str, form: dict[str, str]) -> Query:
    return Query(address, urlencode({**form, "currpage": number}))


def _read(page: Page, column: Page) -> Batch:
    """The rows of an answer, and how many there are of them as it states."""
    rows, stated = Page(column.url, page.text.encode()), read_stated(page.text)
    return Batch(tuple(rows.links), records_of(rows), stated.total, stated.pages)
