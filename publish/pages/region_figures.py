"""The figures of a region's page: trends of its consolidated reports, its coverage, and its siblings."""

from __future__ import annotations

from publish.charts.coverage import coverage_figure, of_one_kind
from publish.charts.figure import Figure
from publish.charts.siblings import siblings_figure
from publish.charts.trends import Reports, trend_figures
from publish.page import Page
from publish.pages.charts import with_downloads


async def region_figures(page: Page) -> dict[str, Figure]:
    """Return the figures of the region in the address; `year` of the query string chooses that of the comparison."""
    code = page.vars["code"]
    reports = of_one_kind(await page.rows("region_trend", code=code))
    links = {row["report_key"]: page.url("reports", row["report_key"]) for row in reports}
    rates, failed = (
        await page.rows("region_trend_rates", code=code),
        await page.rows("region_trend_failed", code=code),
    )
    of = Reports(reports, rates, failed, links, page.t("chart.source_consolidated"))
    cover = of_one_kind(await page.rows("region_coverage", code=code))
    years = {row["year"]: page.url("years", row["year"]) for row in cover}
    year = comparison_year(page, [row["year"] for row in reports])
    beside = of_one_kind(await page.rows("region_siblings", code=code, year=year)) if year else []
    theirs = {row["report_key"]: page.url("reports", row["report_key"]) for row in beside}
    drawn = [
        *trend_figures(of, page.t),
        coverage_figure(cover, years, page.t),
        siblings_figure(beside, code, year, theirs, page.t) if year else None,
    ]
    return with_downloads(page, drawn, "regions", code, **({"year": year} if year else {}))


def comparison_year(page: Page, years: list[int]) -> int | None:
    """Return the asked year when the region has a report of it, else the last, None when there is none."""
    asked = page.arg("year")
    return next((year for year in years if str(year) == asked), years[-1] if years else None)
