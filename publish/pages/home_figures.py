"""The figures of the home page: how complete the archive is by year, and the provinces on a map and as tiles."""

from __future__ import annotations

from dataclasses import dataclass

from publish.charts.coverage import coverage_figure, of_one_kind
from publish.charts.figure import Figure
from publish.charts.provinces import Indicator, map_indicators, province_figures
from publish.page import Page
from publish.pages.charts import with_downloads
from registry.regions import NATION


@dataclass(frozen=True, slots=True)
class Choice:
    """What the map shows, of what it can show: the newest year first."""

    indicator: Indicator
    year: int | None
    indicators: list[str]
    years: list[int]
    practice: int


async def chosen(page: Page) -> Choice:
    """Return what the query string asks the map for; what it can not show is replaced by the first that it can."""
    rows = of_one_kind(await page.rows("map_years"))
    years, indicators = [row["year"] for row in rows], map_indicators()
    indicator = indicators.get(page.arg("indicator"), next(iter(indicators.values())))
    year = next((year for year in years if str(year) == page.arg("year")), _newest(rows))
    return Choice(indicator, year, list(indicators), years, rows[0]["is_practice"] if rows else 0)


def _newest(rows: list[dict[str, int]]) -> int | None:
    """Return the last year of which the archive holds a report, of rows with the newest first."""
    return next((row["year"] for row in rows if row["had"]), rows[0]["year"] if rows else None)


async def home_figures(page: Page) -> dict[str, Figure]:
    """Return the figures of the home page."""
    choice = await chosen(page)
    cover = of_one_kind(await page.rows("region_coverage", code=NATION))
    links = {row["year"]: page.url("years", row["year"]) for row in cover}
    drawn: list[Figure | None] = [coverage_figure(cover, links, page.t)]
    if choice.year is None:
        return with_downloads(page, drawn, "charts")
    rows = await page.rows(choice.indicator.statement, year=choice.year, practice=choice.practice)
    held = await page.rows("map_regions")
    to = {row["code"]: page.url("regions", row["code"]) for row in held}
    to |= {row["report_key"]: page.url("reports", row["report_key"]) for row in rows if row["report_key"]}
    drawn += province_figures(choice.indicator, choice.year, rows, to, page.t)
    return with_downloads(page, drawn, "charts", indicator=choice.indicator.name, year=choice.year)
