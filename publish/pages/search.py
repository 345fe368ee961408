"""Search: two-character words in the text of current versions, and organs by name; the address is the whole state."""

from __future__ import annotations

import json
import re

from datasette.utils.asgi import Response

from publish.archive_db import Row
from publish.page import Page, shortened
from publish.searching import FILTERS, Found, sections_found
from publish.snippet import passage, words_of
from publish.strings import strings

ORGANS = 20
LONGEST_QUERY = 100
_CHOICES = {"level": "level", "scope": "scope", "type": "organ_type", "kind": "report_kind"}
"""Filter to the group of words that names its values."""


async def search(page: Page) -> Response:
    """Show what is found for `q`, within the filters; `before` or `report` is where a further page begins, `seen` how
    many hits came before it."""
    query = page.arg("q")[:LONGEST_QUERY]
    filters = {name: page.arg(name) for name in FILTERS}
    before, report, seen = (_number(page, name) for name in ("before", "report", "seen"))
    is_first = not (before or report)
    found = await sections_found(page, query, filters, before, report) if words_of(query) else Found()
    organs = await _organs(page, query, filters) if words_of(query) and is_first else []
    seen += len(found.rows)
    choices, years = _choices(page), await page.rows("search_years")
    regions = await page.rows("search_regions", region=filters["region"])
    known = {name: {code for code, _ in pairs} for name, pairs in choices}
    known |= {"year": {str(row["year"]) for row in years}, "region": {row["code"] for row in regions}}
    return await page.render(
        "search.html",
        query=query,
        filters=filters,
        is_filtered=any(filters.values()),
        hits=[(row, passage(row["text"], query)) for row in found.rows],
        found=found,
        first=seen - len(found.rows) + 1,
        seen=seen,
        next=_address(page, query, filters, **found.after, seen=seen) if found.after else "",
        start="" if is_first else _address(page, query, filters),
        bare=_address(page, query, {}),
        organs=organs[:ORGANS],
        more_organs=len(organs) > ORGANS,
        choices=choices,
        years=years,
        regions=regions,
        unknown=[shortened(text) for name, text in filters.items() if text and text not in known[name]],
    )


def _number(page: Page, name: str) -> int:
    return int(page.arg(name)) if re.fullmatch(r"\d{1,15}", page.arg(name), re.ASCII) else 0


def _address(page: Page, query: str, filters: dict[str, str], **more: int) -> str:
    return page.url("search", q=query, **{name: text for name, text in filters.items() if text}, **more)


def _choices(page: Page) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each filter by a declared code with its values and their labels."""
    return [
        (
            name,
            [
                (key.removeprefix(f"{group}."), pair[page.t.lang])
                for key, pair in strings().items()
                if key.startswith(f"{group}.")
            ],
        )
        for name, group in _CHOICES.items()
    ]


async def _organs(page: Page, query: str, filters: dict[str, str]) -> list[Row]:
    """Return organs whose name holds every word, shortest names first."""
    first, *rest = re.findall(r"[^\W_]+", query)
    chosen = {name: filters[name] for name in ("region", "level", "type")}
    return await page.rows("search_organs", word=first, words=json.dumps(rest), shown=ORGANS + 1, **chosen)
