"""Years: what each holds, by scope and level, and how complete it is."""

from __future__ import annotations

from datasette.utils.asgi import Response

from publish.page import MissingError, Page


async def years(page: Page) -> Response:
    """List the reporting years."""
    return await page.render("years.html", years=await page.kept_rows("years"))


async def year(page: Page) -> Response:
    """Show one reporting year."""
    number = int(page.vars["year"])
    scopes = await page.rows("year_scopes", year=number)
    coverage = await page.needed(page.vars["year"], "year_coverage", year=number)
    if not scopes and not coverage["expected"]:
        raise MissingError(page.vars["year"])
    return await page.render(
        "year.html",
        year=number,
        scopes=scopes,
        regions=await page.rows("year_regions", year=number),
        coverage=coverage,
    )
