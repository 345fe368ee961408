"""UCAP listings: `createPageHTML` with the name of the block first and the total of records, or a search in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urlencode, urljoin

from crawler.batches import Batch, Query, ReadPage, Series
from crawler.items import Link
from crawler.json_answers import day_of, read_json, value_at, words
from crawler.pager import Pages, read_ucap_pager
from crawler.pages import Page
from crawler.spiders.handed import HandedSpider
from crawler.spiders.paged import PagedSpider
from crawler.state import Asked

SIZE = 15
_SEARCH = re.compile(r"/common/search/([0-9a-f]{32})")


class UcapSpider(PagedSpider, HandedSpider):
    """开普云 UCAP (`portals.md` §3.5): page k ≥ 2 is `{name}_{k}.{extension}` beside the first, unless a script asks
    `/common/search/{channel}` for the rows.
    """

    name = "ucap"

    def listing(self, page: Page, asked: Asked, earlier: tuple[ReadPage, ...] = ()) -> Iterator[Any]:
        """Read the pages that the page states, else the lists that its script would ask for."""
        if self.pages(page):
            yield from PagedSpider.listing(self, page, asked)
        else:
            yield from HandedSpider.listing(self, page, asked, earlier)

    def pages(self, page: Page) -> Pages | None:
        """The pages that `createPageHTML('page_div', count, current, name, extension, total)` states."""
        return read_ucap_pager(page.text, page.base)

    def lists(self, page: Page) -> list[tuple[Series, Batch | None]]:
        """The channel that a script of the page searches."""
        channel = _SEARCH.search(page.text)
        if channel is None:
            return []
        query = partial(_query, address=urljoin(page.url, channel[0]))
        return [(Series(page, f"the list of {page.url}", query, partial(_read, column=page), SIZE), None)]


def _query(number: int, before: Page, address: str) -> Query:
    asked = {"page": number, "_pageSize": SIZE, "_isAgg": "true", "_isJson": "true", "_template": "index"}
    return Query(f"{address}?{urlencode(asked)}")


def _read(page: Page, column: Page) -> Batch:
    """The rows of an answer."""
    answer = read_json(page.text)
    rows = value_at(answer, "data.results")
    if not isinstance(rows, list):
        return Batch((), (), refusal=f"The search gives no rows ({len(page.body)} bytes).")
    found = [row for row in rows if isinstance(row, dict) and row.get("url")]
    links = tuple(
        Link(
            urljoin(column.url, str(row["url"])),
            words(row.get("title")),
            day_of(row.get("publishedTimeStr")),
            column.url,
        )
        for row in found
    )
    total = value_at(answer, "data.total")
    return Batch(links, tuple(link.url for link in links), total if isinstance(total, int) else None)
