"""One cell of a report, or one of its rates: what it means, where it stands, its history, where it comes from."""

from __future__ import annotations

from datasette.utils.asgi import Response

from archive.indicators import indicators
from parsers.codes import codes
from publish.archive_db import Row
from publish.cell_history import beside, history, trend_of
from publish.chain_lines import finding_lines, other_lines, report_lines, source_lines, value_lines
from publish.chains import chain_of
from publish.charts.coverage import of_one_kind
from publish.charts.figure import Figure
from publish.charts.trends import Reports, trend_figure
from publish.page import MissingError, Page
from publish.pages.charts import with_downloads
from publish.pages.organs import organ_years
from publish.side_by_side import Year

SHOWN_BESIDE = 30


async def one_cell(page: Page) -> Response:
    """Show one cell: a code of the forms, a rate, or a figure of a form before 2019 that has a code."""
    code, found = page.vars["code"], await _report(page)
    label, unit, basis = await _declared(page, code)
    chain = await chain_of(page, code, found)
    years = await _years(page, found) if found["organ_id"] else []
    figures = await cell_figures(page)
    return await page.render(
        "cell.html",
        report=found,
        above=await page.rows("region_above", code=found["region_code"]),
        code=code,
        label=label,
        unit=unit,
        basis=basis,
        is_form_code=code in codes(),
        chain=chain,
        lines=[*value_lines(chain, page.t), *report_lines(chain, page.t)] if chain else [],
        sources=[*source_lines(chain, page.t), *other_lines(chain, page.t)] if chain else [],
        findings=list(finding_lines(chain, page.t)) if chain else [],
        failing=[row for row in chain.findings if row["status"] == "fail"] if chain else [],
        history=history(code, years, page) if code in codes() else [],
        figure=figures.get(code),
        beside=await beside(page, code, found) if chain and code in codes() and found["region_code"] else None,
        shown_beside=SHOWN_BESIDE,
        limit=await page.row("cell_peers", code=code, **{name: found[name] for name in _PEERS}),
    )


_PEERS = ("year", "organ_type", "level", "scope", "is_practice")


async def cell_figures(page: Page) -> dict[str, Figure]:
    """Return the figure of the cell by year, of the reports of its organ and scope, under the name of its code."""
    code, found = page.vars["code"], await _report(page)
    if code not in codes() and all(one.code != code for one in indicators()):
        return {}
    years = await _years(page, found) if found["organ_id"] else []
    rows = of_one_kind([{**year.figures, **year.report} for year in years if year.report["year"] is not None])
    links = {row["report_key"]: page.url("reports", row["report_key"], "cells", code) for row in rows}
    failed = [{"report_key": year.report["report_key"], "cells": " ".join(year.failed)} for year in years]
    rates = await page.rows("cell_rates", organ=found["organ_id"], rate=code) if code not in codes() else []
    of = Reports(rows, rates, failed, links, page.t("chart.source_organ"))
    unit = codes()[code].unit if code in codes() else ""
    drawn = trend_figure(trend_of(code, unit), of, page.t)
    return with_downloads(page, [drawn], "reports", found["report_key"], "cells", code)


async def _report(page: Page) -> Row:
    return await page.needed(page.vars["key"], "report", key=page.vars["key"])


async def _years(page: Page, report: Row) -> list[Year]:
    """Return the reports of the same organ and scope, in order of years."""
    return [year for year in await organ_years(page, report["organ_id"]) if year.report["scope"] == report["scope"]]


async def _declared(page: Page, code: str) -> tuple[str, str, str]:
    """Return label, unit and legal basis of a code. Raises MissingError when nothing bears it."""
    if code in codes():
        known = codes()[code]
        return page.t.pick({"zh": known.zh, "en": known.en}), known.unit, known.basis
    for one in indicators():
        if one.code == code:
            return page.t.pick({"zh": one.zh, "en": one.en}), "", ""
    row = await page.row("statistic_label", code=code)
    if row is None:
        raise MissingError(code)
    return row["label"], row["unit"] or "", ""
