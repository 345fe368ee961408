"""The search of texts within bounds: what is found, and how far was looked.

The index knows which sections hold a word, not of which year or region they are. So the newest that hold it are looked
at first, a bounded number of them; where too few pass the filters, the reports of the region or year are read instead,
again a bounded number of them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from archive.search import match_expression
from publish.archive_db import Row
from publish.page import Page

SHOWN = 50
MOST_SECTIONS = 20_000
"""Sections with the words that one answer looks at, newest first."""
MOST_REPORTS = 1_500
"""Reports whose texts one answer reads, newest first."""
_NEWEST = 2**62
FILTERS = ("region", "year", "level", "scope", "type", "kind")


@dataclass(slots=True)
class Found:
    """`rows` are the hits, newest first. `sections` or `reports` tells how many of these were looked at when that was
    cut short, 0 when it was not. `after` are the parameters of the next page, empty when there is none."""

    rows: list[Row] = field(default_factory=list)
    sections: int = 0
    reports: int = 0
    after: dict[str, int] = field(default_factory=dict)


async def sections_found(page: Page, query: str, filters: dict[str, str], before: int, report: int) -> Found:
    """Return a page of the sections that hold every word of `query` and pass the filters ("" for any): those with a
    lower number than `before`, or of reports with a lower number than `report` (0 for neither: from the newest)."""
    expression = match_expression(query)
    if not expression:
        return Found()
    if report:
        return await _in_reports(page, query, filters, report)
    asked = {"expression": expression, "before": before or _NEWEST, "most": MOST_SECTIONS}
    rows = await page.rows("search_matches", query=query, shown=SHOWN + 1, **asked, **filters)
    if len(rows) > SHOWN:
        return Found(rows[:SHOWN], after={"before": rows[SHOWN - 1]["id"]})
    reach = await page.row("search_reach", **asked)
    assert reach is not None
    if reach["looked"] < MOST_SECTIONS:
        return Found(rows)
    if not before and (filters["region"] or filters["year"]):
        return await _in_reports(page, query, filters, _NEWEST)
    return Found(rows, sections=MOST_SECTIONS, after={"before": reach["last"]})


async def _in_reports(page: Page, query: str, filters: dict[str, str], report: int) -> Found:
    """Return the hits of one page in the newest reports of the region and year, whole reports only."""
    chosen = {name: filters[name] for name in ("region", "year") if filters[name]}
    named = f"search_reports_of_{'_and_'.join(chosen)}"
    ids = [row["id"] for row in await page.rows(named, before=report, most=MOST_REPORTS, **chosen)] if chosen else []
    others = {name: filters[name] for name in FILTERS if name not in ("region", "year")}
    rows = await page.rows("search_in_reports", reports=json.dumps(ids), query=query, shown=SHOWN + 1, **others)
    if len(rows) > SHOWN:
        last = rows[SHOWN]["report_id"]
        whole = [row for row in rows if row["report_id"] != last]
        return Found(whole, after={"report": last + 1})
    if len(ids) < MOST_REPORTS:
        return Found(rows)
    return Found(rows, reports=MOST_REPORTS, after={"report": ids[-1]})
