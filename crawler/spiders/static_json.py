"""Lists kept as static JSON files, as the financial regulator has them; each report is the answer of a script."""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import urljoin

from crawler.batches import Batch, Query, Series
from crawler.held import unfolded
from crawler.items import Link
from crawler.json_answers import day_of, read_json, value_at, words
from crawler.pages import Page
from crawler.spiders.handed import HandedSpider
from crawler.state import Asked
from crawler.verdicts import OK, Verdict

SIZE = 18
_ITEM = re.compile(r"\bitemId[\"']?\s*[=:]\s*[\"']?(\d+)")
_LIST = "/cn/static/data/DocInfo/SelectDocByItemIdAndChild/data_itemId={item},pageIndex={number},pageSize={size}.json"
_DETAIL = "/cbircweb/DocInfo/SelectByDocId?docId={document}"


class StaticJsonSpider(HandedSpider):
    """Static JSON (`portals.md` §3.9). The item of the list stands in the address of its shell, or in the shell."""

    name = "static-json"

    def prepared(self, asked: Asked) -> Asked:
        """The shell holds a few scripts and nothing else, so it is not judged as a page."""
        asked.data = True
        return asked

    def first_check(self, page: Page) -> Verdict:
        """The shell, or its address, must name an item."""
        return OK if self._item(page) else Verdict("failed", "Neither the page nor its address names an itemId.")

    def lists(self, page: Page) -> list[tuple[Series, Batch | None]]:
        """The list of the item."""
        item = self._item(page)
        query = partial(_query, base=page.url, item=item)
        series = Series(page, f"the list of item {item} of {page.url}", query, partial(_read, column=page), SIZE)
        return [(series, None)] if item else []

    def report_check(self, page: Page) -> Verdict:
        """The answer must hold a document: an empty one comes under status 200 too."""
        held = unfolded(page.text) is not None
        return OK if held else Verdict("failed", f"The answer holds no document ({len(page.body)} bytes).")

    def _item(self, page: Page) -> str:
        return next((match[1] for text in (self.portal.url, page.url, page.text) if (match := _ITEM.search(text))), "")


def _query(number: int, before: Page, base: str, item: str) -> Query:
    return Query(urljoin(base, _LIST.format(item=item, number=number, size=SIZE)))


def _read(page: Page, column: Page) -> Batch:
    """The documents of an answer; their addresses are those of the script that hands them out."""
    answer = read_json(page.text)
    rows = value_at(answer, "data.rows")
    if not isinstance(rows, list):
        return Batch((), (), refusal=f"The answer holds no rows ({len(page.body)} bytes).")
    links = [
        Link(
            urljoin(column.url, _DETAIL.format(document=row["docId"])),
            words(row.get("docTitle") or row.get("docSubtitle")),
            day_of(row.get("publishDate")),
            column.url,
        )
        for row in rows
        if isinstance(row, dict) and row.get("docId")
    ]
    total = value_at(answer, "data.total")
    return Batch(tuple(links), tuple(link.url for link in links), total if isinstance(total, int) else None)
