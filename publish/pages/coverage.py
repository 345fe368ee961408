"""The coverage board: who must report, who has, who is late, who is missing, and what stood in the way."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from datasette.utils.asgi import Response

from archive.expected import STATUSES
from publish.archive_db import Row
from publish.download import as_csv, as_json
from publish.page import MissingError, Page
from registry.regions import NATION

SHOWN = 100
MOST_ROWS = 1_000_000
PUBLISHED = ("found", "late", "gone")
ABSENT = ("missing", "blocked", "unreadable", "not_visited")
COUNTED = (*PUBLISHED, *ABSENT)
"""The statuses that `region_coverage` sums."""
WORST = ("missing", "blocked", "unreadable", "not_visited", "gone", "late")
"""What a cell of the board says first: what is due and not there, then what is not known, then what came late."""
GROUPS = {"absent": ABSENT, "all": STATUSES} | {status: (status,) for status in STATUSES}
"""What may be asked for as `status`, with the statuses that it stands for."""
ORGAN_COLUMNS = (
    "organ_id", "organ_name", "organ_type", "level", "region_code", "region_path", "year", "status", "deadline",
    "days_late", "published_on", "report_key", "source_url", "is_practice",
)  # fmt: skip
REGION_COLUMNS = ("region_code", "name", "year", "is_practice", "expected", *COUNTED)


async def coverage(page: Page) -> Response:
    """Show the board of a region: its lower regions by year, and for one year the organs."""
    code, year = _asked(page)
    found = await page.needed(code, "region", code=code)
    here = await page.rows("coverage_here", code=code)
    years = sorted({row["year"] for row in here}, reverse=True)
    query = page.arg("q")
    if query and year is None and years:
        year = years[0]
    context: dict[str, Any] = {"organs": None}
    if year is not None:
        context = await _organs(page, code, year, query)
    return await page.render(
        "coverage.html",
        region=found,
        above=await page.rows("region_above", code=code),
        boards=_boards(here, await page.rows("coverage_below", code=code)),
        choices=await page.rows("coverage_choices", code=code),
        years=years,
        year=year,
        query=query,
        national=code == NATION,
        chosen=_status(page),
        **context,
    )


async def coverage_csv(page: Page) -> Response:
    """Give what the board shows as CSV: counts by region and year, or with a year its organs."""
    name, head, rows = await _shown(page)
    return as_csv(f"{name}.csv", head, rows)


async def coverage_json(page: Page) -> Response:
    """Give what the board shows as JSON, rows as objects."""
    _, head, rows = await _shown(page)
    return as_json([{column: row[column] for column in head} for row in rows])


async def _shown(page: Page) -> tuple[str, tuple[str, ...], list[Row]]:
    code, year = _asked(page)
    await page.needed(code, "region", code=code)
    if year is None:
        here = await page.rows("coverage_here", code=code)
        return f"coverage-{code}", REGION_COLUMNS, here + await page.rows("coverage_below", code=code)
    rows = await _rows(page, code, year, page.arg("q"), ("", ""), MOST_ROWS)
    return f"coverage-{code}-{year}", ORGAN_COLUMNS, rows


def _asked(page: Page) -> tuple[str, int | None]:
    """Return the region and the year that the address names; the whole country when it names no region."""
    year = page.arg("year")
    if year and not (year.isdecimal() and len(year) == 4):
        raise MissingError(year)
    return page.arg("region") or page.vars.get("code") or NATION, int(year) if year else None


def _status(page: Page) -> str:
    """Return the group of statuses that is asked for: what is absent, or with a search everything."""
    status = page.arg("status") or ("all" if page.arg("q") else "absent")
    if status not in GROUPS:
        raise MissingError(status)
    return status


def _boards(here: list[Row], below: list[Row]) -> list[dict[str, Any]]:
    """Return one board for real and one for practice data: years, the region's own line, a line for each below."""
    out = []
    for practice in (0, 1):
        mine, lower = ([row for row in rows if row["is_practice"] == practice] for rows in (here, below))
        if not mine and not lower:
            continue
        years = sorted({row["year"] for row in (*mine, *lower)}, reverse=True)
        lines = [_line(key, list(rows)) for key, rows in groupby(lower, key=lambda row: (row["code"], row["name"]))]
        own = _line((mine[0]["code"], mine[0]["name"]), mine) if mine else None
        out.append({"is_practice": practice, "years": years, "own": own, "lines": lines})
    return out


def _line(key: tuple[str, str], rows: list[Row]) -> dict[str, Any]:
    return {"code": key[0], "name": key[1], "cells": {row["year"]: cell(row) for row in rows}}


def cell(row: Row) -> dict[str, Any]:
    """Return a row of `region_coverage` with `there`, the reports published, and the worst status there is."""
    worst = next((status for status in WORST if row[status]), "found")
    return {**row, "there": sum(row[status] for status in PUBLISHED), "worst": worst, "worst_n": row[worst]}


async def _organs(page: Page, code: str, year: int, query: str) -> dict[str, Any]:
    """Return what the page needs of one year: organs, the way to the next of them, counts, portals."""
    region, _, organ = page.arg("after").partition(" ")
    rows = await _rows(page, code, year, query, (region, organ), SHOWN + 1)
    shown = rows[:SHOWN]
    counts = {row["status"]: row["organs"] for row in await page.rows("coverage_statuses", code=code, year=year)}
    codes = json.dumps(sorted({row["region_code"] for row in shown if row["status"] in ABSENT}))
    portals: dict[str, list[Row]] = {}
    for portal in await page.rows("coverage_portals", codes=codes):
        portals.setdefault(portal["region_code"], []).append(portal)
    more = f"{shown[-1]['region_code']} {shown[-1]['organ_id']}" if len(rows) > SHOWN else ""
    groups = [
        (name, sum(counts.get(status, 0) for status in statuses))
        for name, statuses in GROUPS.items()
        if name in ("absent", "all") or counts.get(name)
    ]
    return {"organs": shown, "more": more, "groups": groups, "portals": portals, "after": page.arg("after")}


async def _rows(page: Page, code: str, year: int, query: str, after: tuple[str, str], limit: int) -> list[Row]:
    return await page.rows(
        "coverage_organs",
        code=code,
        year=year,
        statuses=json.dumps(GROUPS[_status(page)]),
        query=query,
        after_region=after[0],
        after_organ=after[1],
        limit=limit,
    )
