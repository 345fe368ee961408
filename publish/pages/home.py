"""The home page: what this is, how much is in it, how complete it is."""

from __future__ import annotations

from datasette.utils.asgi import Response

from publish.metadata import queries
from publish.page import Page
from publish.pages.home_figures import chosen, home_figures
from publish.questions import question


async def home(page: Page) -> Response:
    """Show totals, coverage by year, the provinces on a map and ready-made questions."""
    (totals,), provinces = await page.kept_rows("totals"), await page.kept_rows("provinces")
    return await page.render(
        "home.html",
        totals=totals,
        figures=await home_figures(page),
        choice=await chosen(page),
        run=await page.row("last_run"),
        verdicts=(await page.kept_rows("verdicts"))[0],
        provinces=provinces,
        unknown=await page.rows("unknown_reports"),
        questions=[await question(page.datasette, query) for query in queries()],
    )
