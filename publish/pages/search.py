"""Search: two-character words in the text of current versions, and organs by name."""

from __future__ import annotations

from datasette.utils.asgi import Response

from archive.search import match_expression
from publish.page import Page

SHOWN = 50


async def search(page: Page) -> Response:
    """Show what is found for `q`, within `region` (a code) and `year` where these are given."""
    query, region, year = page.arg("q"), page.arg("region"), page.arg("year")
    expression = match_expression(query)
    found = []
    if expression:
        found = await page.rows("search_sections", query=query, expression=expression, region=region, year=year)
    return await page.render(
        "search.html",
        query=query,
        region=region,
        year=year,
        found=found[:SHOWN],
        more=len(found) > SHOWN,
        organs=await page.rows("search_organs", query=query) if query else [],
        years=await page.rows("search_years"),
        regions=await page.rows("search_regions"),
    )
