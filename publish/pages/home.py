"""The home page: what this is, how much is in it, how complete it is."""

from __future__ import annotations

from datasette.utils.asgi import Response

from publish.metadata import queries
from publish.page import Page


async def home(page: Page) -> Response:
    """Show totals, coverage by year, provinces and ready-made questions."""
    return await page.render(
        "home.html",
        totals=await page.row("totals"),
        coverage=await page.rows("coverage_by_year"),
        run=await page.row("last_run"),
        provinces=await page.rows("provinces"),
        unknown=await page.rows("unknown_reports"),
        queries=queries(),
    )
