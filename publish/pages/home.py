"""The home page: what this is, how much is in it, how complete it is."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Response

from publish.metadata import queries
from publish.page import Page
from publish.pages.home_figures import chosen, home_figures


async def home(page: Page) -> Response:
    """Show totals, coverage by year, the provinces on a map and ready-made questions."""
    (totals,), provinces = await page.kept_rows("totals"), await page.kept_rows("provinces")
    filled = {"region": provinces[0]["code"] if provinces else "", "year": totals["last_year"] or ""}
    return await page.render(
        "home.html",
        totals=totals,
        figures=await home_figures(page),
        choice=await chosen(page),
        run=await page.row("last_run"),
        verdicts=(await page.kept_rows("verdicts"))[0],
        provinces=provinces,
        unknown=await page.rows("unknown_reports"),
        questions=[(query, page.table_url(query["name"], **_parameters(query, filled))) for query in queries()],
    )


def _parameters(query: dict[str, Any], filled: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters with which a question has an answer: its defaults, or a region and year that are here."""
    return {name: value or filled.get(name, "") for name, value in query.get("default", {}).items()}
