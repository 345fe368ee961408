"""One cell across the years of its organ, and beside the same cell of the organs or regions next to it."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from statistics import median
from typing import Any

from archive.indicators import indicators
from parsers.codes import codes
from publish.archive_db import DATABASE, Row
from publish.cells import Cell, cell
from publish.charts.trends import Trend
from publish.page import Page
from publish.side_by_side import Year, change

MOST_BESIDE = 200
_BESIDE = """SELECT r.report_key, r.organ_name, r.region_name, r.failed_errors + r.failed_warnings AS failed,
    r.form_{table} AS form, f.[{code}] AS value
FROM reports r JOIN report_figures f ON f.report_id = r.id
WHERE {where} AND r.year = :year AND r.scope = :scope AND r.is_practice = :is_practice AND f.[{code}] IS NOT NULL
ORDER BY value DESC, r.id LIMIT {most}"""
_OF_REGION = "r.region_code = :region_code"
_OF_PARENT = """r.region_code IN (SELECT code FROM regions WHERE parent_code =
    (SELECT parent_code FROM regions WHERE code = :region_code))"""


@dataclass(frozen=True, slots=True)
class Then:
    """The cell in one year's report: how it reads, and the change on the year before ("" where none can be told)."""

    report: Row
    cell: Cell
    form: str
    change: str
    failed: bool
    n: int | None = None


def trend_of(code: str, unit: str) -> Trend:
    """Return the trend of a code of the forms, or of a rate, for drawing."""
    if code in codes():
        known = codes()[code]
        return Trend(code, known.table, known.zh, known.en, {"zh": unit or "数", "en": known.en}, code=code)
    rate = next(one for one in indicators() if one.code == code)
    tables = {codes()[word].table for word in re.findall(r"\w+", rate.denominator) if word in codes()}
    return Trend(code, "c" if tables == {"c"} else "b", rate.zh, rate.en, {"zh": rate.zh, "en": rate.en}, rate=code)


def history(code: str, years: list[Year], page: Page) -> list[Then]:
    """Return the cell of a code of the forms in each of these years, which are in order and of one scope."""
    table = codes()[code].table
    out = []
    for at, year in enumerate(years):
        shown = cell(code, year.figures[code], year.notes, page.t)
        shown.url = page.url("reports", year.report["report_key"], "cells", code)
        told = change(code, years[at - 1], year, table) if at and year.report["year"] is not None else ""
        out.append(Then(year.report, shown, year.report[f"form_{table}"] or "", told, code in year.failed))
    return out


@dataclass(frozen=True, slots=True)
class Beside:
    """The same cell of other reports of the year, greatest first, of which at most MOST_BESIDE are read (`is_cut`);
    `rank` is the place of this report among those with a number, equal numbers sharing one."""

    rows: list[Row]
    middle: float
    rank: int | None
    is_cut: bool
    of_regions: bool


async def beside(page: Page, code: str, report: Row) -> Beside | None:
    """Return the cell in the reports next to this one: of the same region, year and scope; a region's consolidated
    report is set beside those of its siblings. None where there is no other number."""
    table = codes()[code].table
    of_regions = report["scope"] == "region"
    where = _OF_PARENT if of_regions else _OF_REGION
    sql = _BESIDE.format(table=table, code=code, where=where, most=MOST_BESIDE + 1)

    def read(db: sqlite3.Connection) -> list[dict[str, Any]]:
        return [dict(row) for row in db.execute(sql, report)]

    found = await page.datasette.get_database(DATABASE).execute_fn(read)
    rows = [row for row in found[:MOST_BESIDE] if row["form"] == report[f"form_{table}"]]
    mine = next((row for row in rows if row["report_key"] == report["report_key"]), None)
    if len(rows) < 2:
        return None
    rank = 1 + sum(row["value"] > mine["value"] for row in rows) if mine else None
    return Beside(rows, median(row["value"] for row in rows), rank, len(found) > MOST_BESIDE, of_regions)
