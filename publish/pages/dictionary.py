"""The data dictionary: what every figure, value, table and column means, from the declarations, with a filter."""

from __future__ import annotations

from itertools import groupby

from datasette.utils.asgi import Response

from publish.dictionary import found
from publish.page import Page


async def dictionary(page: Page) -> Response:
    """Show the whole dictionary, or the entries that hold the words of `q`."""
    query = page.arg("q")
    shown = found(query)
    counts = {row["name"]: row["row_count"] for row in await page.kept_rows("all_tables")}
    return await page.render(
        "dictionary.html",
        query=query,
        groups=[(kind, list(members)) for kind, members in groupby(shown, key=lambda part: _SECTIONS[part.kind])],
        terms=sum(len(part.terms) for part in shown),
        counts=counts,
        comparability=[] if query else await page.kept_rows("all_comparability"),
    )


_SECTIONS = {
    "figures": "codes",
    "rates": "codes",
    "statistics": "codes",
    "applicants": "codes",
    "values": "values",
    "table": "tables",
    "view": "tables",
}
