"""Regions: from the provinces down to counties and zones, each with its consolidated reports and its organs."""

from __future__ import annotations

from datasette.utils.asgi import Response

from publish.chart import bars
from publish.page import Page


async def regions(page: Page) -> Response:
    """List the provinces that have reports."""
    return await page.render(
        "regions.html", provinces=await page.rows("provinces"), unknown=await page.rows("unknown_reports")
    )


async def region(page: Page) -> Response:
    """Show one region."""
    code = page.vars["code"]
    found = await page.needed(code, "region", code=code)
    consolidated = await page.rows("region_consolidated", code=code)
    by_year = {row["year"]: row["requests_new"] for row in consolidated if row["year"]}
    years = range(min(by_year), max(by_year) + 1) if by_year else range(0)
    return await page.render(
        "region.html",
        region=found,
        above=await page.rows("region_above", code=code),
        consolidated=consolidated,
        chart=bars((year, by_year.get(year)) for year in years),
        organs=await page.rows("region_organs", code=code),
        below=await page.rows("region_below", code=code),
        sums=await page.rows("region_sums", code=code),
    )
