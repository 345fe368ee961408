"""Regions: from the provinces down to counties and zones, each with its consolidated reports and its organs."""

from __future__ import annotations

from datasette.utils.asgi import Response

from publish.archive_db import Row
from publish.page import Page
from publish.pages.organs import gaps
from publish.pages.region_figures import comparison_year, region_figures
from registry.regions import NATION


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
    # The total of the nation may be made of every report of the archive: it stands in v_region_total, not on a page.
    totals = [] if code == NATION else await page.rows("region_totals", code=code)
    years = [row["year"] for row in consolidated if row["year"]]
    return await page.render(
        "region.html",
        region=found,
        above=await page.rows("region_above", code=code),
        consolidated=consolidated,
        figures=await region_figures(page),
        years=years,
        gaps=gaps(sorted(set(years))),
        compared=comparison_year(page, years),
        rollup=await _rollup(page, consolidated),
        totals=totals,
        organ_cover={row["organ_id"]: row for row in await page.rows("organ_coverage", code=code)},
        covered={row["region_code"]: row for row in await page.rows("below_coverage", code=code)},
        organs=await page.rows("region_organs", code=code),
        below=await page.rows("region_below", code=code),
        sums=await page.rows("region_sums", code=code),
    )


async def _rollup(page: Page, consolidated: list[Row]) -> list[Row]:
    """Return what the consolidated reports say against the sum of their parts, for those that have parts."""
    # One by one: each is found by its key, while a join would first add up the parts of every region.
    out = []
    for row in consolidated:
        found = await page.row("report_rollup", key=row["report_key"])
        if found:
            parts = await page.needed(row["report_key"], "region_parts", key=row["report_key"])
            failed = row["failed_errors"] + row["failed_warnings"]
            out.append(
                {**found, **parts, "failed": failed, "handled_gap": _gap(parts["handled"], parts["parts_handled"])}
            )
    return out


def _gap(whole: int | None, parts: int | None) -> int | None:
    return None if whole is None or parts is None else whole - parts
