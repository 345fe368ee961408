"""The figures of an organ's page: trends of its reports, each scope by itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from publish.charts.coverage import of_one_kind
from publish.charts.figure import Figure
from publish.charts.trends import Reports, trend_figures
from publish.page import Page
from publish.pages.charts import with_downloads

HINT = "I"
"""The severity of findings that leave no number in doubt."""


async def organ_figures(page: Page) -> dict[str, Figure]:
    """Return the figures of the organ in the address, their names led by their scope."""
    key = page.vars["id"]
    reports = of_one_kind(await page.rows("organ_trend", code=key))
    rates = await page.rows("organ_trend_rates", code=key)
    failed = [row for row in await page.rows("organ_failed", id=key) if row["severity"] != HINT]
    links = {row["report_key"]: page.url("reports", row["report_key"]) for row in reports}
    source = page.t("chart.source_organ")
    drawn: list[Figure | None] = []
    for scope, members in groupby(reports, key=lambda row: row["scope"]):
        found = trend_figures(Reports(list(members), rates, failed, links, source), page.t)
        drawn += [replace(figure, name=f"{scope}-{figure.name}") for figure in found]
    return with_downloads(page, drawn, "organs", key)
