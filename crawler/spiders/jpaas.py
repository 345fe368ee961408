"""Hanweb jpaas listings: the first rows in the page, the others from the publish server as HTML in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from urllib.parse import urlencode, urljoin

from crawler.batches import Batch, Query, Series, dated_records, records_of
from crawler.items import Link
from crawler.json_answers import read_json, value_at
from crawler.pages import Page
from crawler.sorting import names_year_column
from crawler.spiders.handed import HandedSpider

DEFAULTS = {"parseType": "bulidstatic", "pageType": "column"}
"""What the server wants beside the ids of the block (the misspelling is its own)."""
SIZE = 15
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_DATA = re.compile(r"""queryData\s*[=:]\s*(["']?)\s*\{([^{}]*)\}\s*\1""", re.IGNORECASE)
_PAIR = re.compile(r"""["']?\b(\w+)["']?\s*:\s*["']([^"']*)["']""")
_OPTION = re.compile(r"""\b(count|rows|unitUrl|pageNo)["']?\s*[=:]\s*["']?([^"'\s,>;}]+)""", re.IGNORECASE)
_REACH = 1500
"""Characters around `queryData` in which the other options of its block stand, where it is no tag's attribute."""


class JpaasSpider(HandedSpider):
    """Hanweb jpaas (`portals.md` §3.3). Some hosts ignore `pageNo`: a page that repeats another is an incident."""

    name = "jpaas"

    def lists(self, page: Page) -> list[tuple[Series, Batch | None]]:
        """Every block with a pager; its first page stands in the page unless that holds no row."""
        held = dated_records(page)
        found = []
        for data, options in _blocks(page.text):
            total = int(options["count"]) if options.get("count", "").isdigit() else None
            size = int(options["rows"]) if options.get("rows", "").isdigit() else SIZE
            address = urljoin(page.url, options.get("uniturl") or UNIT)
            query = partial(_query, address=address, data={**DEFAULTS, **data, "rows": str(size)})
            series = Series(page, f"the list of {page.url}", query, partial(_read, column=page, total=total), size)
            shown = Batch(tuple(page.links), held[:size], total)
            found.append((series, shown if held else None))
        return found

    def is_subcolumn(self, link: Link) -> bool:
        """Columns are numbered side by side or stand in directories."""
        return super().is_subcolumn(link) if "/col/col" not in link.url else names_year_column(link)


def _blocks(text: str) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """The query of each list block, and the options beside it, by their names in small letters."""
    for match in _DATA.finditer(text):
        begin, end = text.rfind("<", 0, match.start()), text.find(">", match.end())
        if begin < text.rfind(">", 0, match.start()):  # in a script
            begin, end = max(0, match.start() - _REACH), match.end() + _REACH
        beside = text[begin : match.start()] + text[match.end() : end]
        options = {name.lower(): unescape(value) for name, value in _OPTION.findall(beside)}
        yield dict(_PAIR.findall(unescape(match[2]).replace("\\", ""))), options


def _query(number: int, before: Page, address: str, data: dict[str, str]) -> Query:
    """The page is named twice: most hosts hear `paramJson` alone, others `pageNo`."""
    page = json.dumps({"pageNo": number, "pageSize": int(data["rows"])}, separators=(",", ":"))
    return Query(f"{address}?{urlencode({**data, 'paramJson': page, 'pageNo': number})}")


def _read(page: Page, column: Page, total: int | None) -> Batch:
    """The rows of an answer; their relative links start from the column."""
    answer = read_json(page.text)
    html = value_at(answer, "data.html")
    if not isinstance(html, str):
        said = value_at(answer, "message") or value_at(answer, "msg") or f"{len(page.body)} bytes"
        return Batch((), (), refusal=f"The script gives no rows ({said}).")
    rows = Page(column.url, html.encode())
    stated = {name.lower(): value for name, value in _OPTION.findall(html)}.get("count", "")
    return Batch(tuple(rows.links), records_of(rows), int(stated) if stated.isdigit() else total)
