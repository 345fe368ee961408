"""Coverage: the reports that should exist, and whether they do.

An organ that has reported once is expected to report every year from its first year on, up to the last year whose
deadline had passed when a portal was last visited. Time is taken from the ledger, never from the clock.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any

from archive.ddl import insert_sql
from archive.deadlines import days_late, deadline
from archive.sources import Sources
from archive.state import chunks, marks

_BEST = {"found": 0, "late": 1, "removed": 2}
Row = tuple[Any, ...]


def fill_expected(db: sqlite3.Connection, sources: Sources, today: str, organs: Collection[str] | None = None) -> None:
    """Write the rows of `expected_reports` anew, for all organs or for some; `today` (ISO) is the day of the newest
    visit."""
    wanted = (
        "SELECT organ_id, id, year, scope, organ_type, region_code, published_on, status, is_practice, report_key"
        " FROM reports"
    )
    if organs is None:
        db.execute("DELETE FROM expected_reports")
        _fill(db, sources, today, db.execute(f"{wanted} WHERE organ_id IS NOT NULL ORDER BY organ_id, report_key"))
        return
    for chunk in chunks(sorted(organs)):
        db.execute(f"DELETE FROM expected_reports WHERE organ_id IN ({marks(chunk)})", chunk)
        _fill(
            db,
            sources,
            today,
            db.execute(f"{wanted} WHERE organ_id IN ({marks(chunk)}) ORDER BY organ_id, report_key", chunk),
        )


def _fill(db: sqlite3.Connection, sources: Sources, today: str, found: sqlite3.Cursor) -> None:
    rows = (
        row
        for organ_id, group in groupby(found, key=lambda row: row[0])
        for row in _organ(organ_id, [r for r in group if r[2]], sources, today)
    )
    for chunk in chunks(rows, 5000):
        db.executemany(insert_sql("expected_reports"), chunk)


def _organ(organ_id: str, reports: list[Row], sources: Sources, today: str) -> Iterator[Row]:
    if not reports:
        return
    _, _, _, scope, organ_type, region_code, _, _, practice, _ = reports[0]
    jurisdictions = {region.code for region in sources.lineage(region_code)} | {"000000"}
    years = [report[2] for report in reports]
    this_year = int(today[:4]) if today else max(years)
    for year in range(min(years), max([*years, this_year - 1]) + 1):
        last_day = deadline(year, scope, organ_type, jurisdictions)
        found = sorted(
            (_BEST[_status(report, last_day)], report[9], report[1]) for report in reports if report[2] == year
        )
        if not found and (last_day or f"{year + 1}-12-31") >= today:
            continue
        status, report_id = (list(_BEST)[found[0][0]], found[0][2]) if found else ("not_found", None)
        yield organ_id, year, region_code, last_day, status, report_id, practice


def _status(report: Row, last_day: str | None) -> str:
    if report[7] != "found":
        return "removed"
    late = days_late(report[6], last_day)
    return "late" if late is not None and late > 0 else "found"
