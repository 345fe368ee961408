"""LonSun listings: one column of annual reports for each organ, whose rows a label hands out as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from typing import Any
from urllib.parse import urljoin

from crawler.batches import Batch, Query, ReadPage, Series, dated_records, records_of
from crawler.items import Link
from crawler.pages import Page
from crawler.rows import rows_of
from crawler.spiders.handed import HandedSpider
from crawler.spiders.query_paged import QueryPagedSpider
from crawler.state import Asked
from crawler.stated import read_stated

_LABEL = re.compile(r"""[^"'\s<>]*/site/label/\d+\?[^"'\s<>]*labelName=publicInfoList[^"'\s<>]*""")
_ORGAN = re.compile(r"/public/column/(\d+)(?:[?#]|$)")
_NUMBER = re.compile(r"([?&]pageIndex=)\d*")
_SIZE = re.compile(r"[?&]pageSize=(\d+)")
_TYPE = re.compile(r"[?&]type=(\d+)")
_COLUMN = "/public/column/{organ}?type=3&action=list"
REPORTS = "3"
"""The type of the annual reports; 1 is rules, 2 the guide, 4 the catalogue, 5 applications."""


class LonsunSpider(HandedSpider, QueryPagedSpider):
    """龙讯 LonSun (`portals.md` §3.7): every organ that the page lists has a column of type 3."""

    name = "lonsun"

    def listing(self, page: Page, asked: Asked, earlier: tuple[ReadPage, ...] = ()) -> Iterator[Any]:
        """Read the column of an organ, then ask for those of the organs beside it."""
        organs = _organs(page)
        if _type(page.url) not in ("", REPORTS):
            yield from self.follow(page, rows_of(page), asked.place, may_be_empty=bool(organs))
        else:
            yield from super().listing(page, asked, earlier)
        for organ, words in organs.items():
            place = f"The column of {words or organ}"
            link = Link(urljoin(page.url, _COLUMN.format(organ=organ)), words, "", page.url)
            if self.tally.limited:
                return
            yield from self.ask(Asked(link, "listing", self.listing, place=place))

    def lists(self, page: Page) -> list[tuple[Series, Batch | None]]:
        """The list of the page's organ. Its first page is asked for too unless its rows stand in the page."""
        label = _label(page)
        if not label:
            return []
        size = _SIZE.search(label)
        total = read_stated(page.text).total
        query = partial(_query, label=label)
        read = partial(_read, column=page, total=total)
        series = Series(page, f"the list of {page.url}", query, read, int(size[1]) if size else 0)
        held = dated_records(page)
        return [(series, Batch(tuple(page.links), held, total) if held else None)]

    def is_subcolumn(self, link: Link) -> bool:
        """Columns are numbered side by side: those of organs are asked for by their number."""
        return False


def _type(url: str) -> str:
    """The type of list that an address names, "" if it names none."""
    match = _TYPE.search(url)
    return match[1] if match else ""


def _label(page: Page) -> str:
    """The address of the label that hands out the annual reports of the page, "" if it has none for them."""
    labels = (urljoin(page.url, unescape(match[0])) for match in _LABEL.finditer(page.text))
    return next((label for label in labels if _type(label) in ("", REPORTS)), "")


def _organs(page: Page) -> dict[str, str]:
    """The organs that a page links to, by their number, with their names; its own too if this is another list of it."""
    own = _ORGAN.search(page.url) if _type(page.url) in ("", REPORTS) else None
    found: dict[str, str] = {}
    for link in page.links:
        match = _ORGAN.search(link.url)
        if match and not (own and match[1] == own[1]):
            found.setdefault(match[1], link.title)
    return found


def _query(number: int, before: Page, label: str) -> Query:
    numbered = _NUMBER.sub(rf"\g<1>{number}", label)
    return Query(numbered if "pageIndex=" in label else f"{label}&pageIndex={number}")


def _read(page: Page, column: Page, total: int | None) -> Batch:
    """The rows of a fragment, and the total where the fragment or the column states it."""
    rows = Page(column.url, page.text.encode())
    stated = read_stated(page.text)
    return Batch(tuple(rows.links), records_of(rows), total if stated.total is None else stated.total, stated.pages)
