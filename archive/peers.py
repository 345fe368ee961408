"""What reports are measured by: percentiles over the reports of one year, organ type, level and scope (V06, Y10, A05).

They are kept in `peers`, so that a later run sees which of them have moved and which reports that may turn.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from archive.ddl import insert_sql
from parsers.codes import codes

Group = tuple[str, str, str, int]
Measures = dict[tuple[Group, str], tuple[int, float]]
ENOUGH, ENOUGH_FOR_SHARE = 100, 20
TIMES = 100
"""V06: a value is at most so many times the percentile, which counts as 1 at least."""
REQUESTS, FEES, COUNT = "requests", "fees", "reports"
STEP = 5
"""The share of peers with requests is kept in steps of 5 %, rounded down: else every new report would move it."""
_FLOWS = ("req_new", "req_carried_in", "res_total", "req_carried_out")


@cache
def measured() -> tuple[str, ...]:
    """Return the codes of V06: the flows of Table B, all of Table A but changes of lists, the totals of Table C."""
    return tuple(
        code.code
        for code in codes().values()
        if (code.table == "b" and code.row in _FLOWS and code.column == "total")
        or (code.table == "a" and not code.signed)
        or (code.table == "c" and code.column == "total")
    )


def limit(value: float) -> float:
    """Return the greatest value that V06 lets pass beside a percentile."""
    return TIMES * max(value, 1.0)


def stored(db: sqlite3.Connection, year: int) -> Measures:
    """Return what `peers` holds for a year: group and measure to number of reports and value."""
    found = db.execute(
        "SELECT organ_type, level, scope, is_practice, measure, n, value FROM peers WHERE year = ?", (year,)
    )
    return {
        ((kind, level, scope, practice), measure): (n, value)
        for kind, level, scope, practice, measure, n, value in found
    }


def refresh(db: sqlite3.Connection, reports: Iterable[int] | None) -> set[int]:
    """Bring `peers` up to date for the years of `reports` (None: all) and those that have other reports than before.

    Returns the rows of all reports whose outcome may be another by that.
    """
    have = dict(db.execute("SELECT year, count(*) FROM reports WHERE year IS NOT NULL GROUP BY year"))
    had = dict(db.execute("SELECT year, n FROM peers WHERE measure = ?", (COUNT,)))
    years = {year for year in have.keys() | had.keys() if reports is None or have.get(year) != had.get(year)}
    if reports is not None:
        marks = (db.execute("SELECT year FROM reports WHERE id = ?", (report,)).fetchone() for report in reports)
        years |= {row[0] for row in marks if row and row[0] is not None}
    return {report for year in sorted(years) for report in _refresh_year(db, year, have.get(year, 0))}


def _refresh_year(db: sqlite3.Connection, year: int, count: int) -> Iterator[int]:
    ids, groups, table = _load(db, year)
    old, new = stored(db, year), dict(_measures(groups, table))
    if count:
        new[("", "", "", 0), COUNT] = count, 0.0
    db.execute("DELETE FROM peers WHERE year = ?", (year,))
    db.executemany(
        insert_sql("peers"),
        ((year, *group, measure, n, value) for (group, measure), (n, value) in sorted(new.items())),
    )
    for group, measure in old.keys() | new.keys():
        if measure != COUNT and group in groups:
            rows = groups[group]
            turned = _turned(measure, old.get((group, measure)), new.get((group, measure)), table[rows])
            yield from ids[rows[turned]].tolist()


def _load(
    db: sqlite3.Connection, year: int
) -> tuple[NDArray[np.int64], dict[Group, NDArray[np.int64]], NDArray[np.float64]]:
    """Return ids, the rows of each group, and the measured values (row, code), absent ones not a number."""
    listed = ", ".join(f"f.{code}" for code in measured())
    found = db.execute(
        "SELECT r.id, coalesce(r.organ_type, ''), coalesce(r.level, ''), r.scope, r.is_practice, "
        f"{listed} FROM reports r JOIN report_figures f ON f.report_id = r.id WHERE r.year = ?",
        (year,),
    ).fetchall()
    rows: dict[Group, list[int]] = defaultdict(list)
    for at, row in enumerate(found):
        rows[row[1:5]].append(at)
    ids = np.array([row[0] for row in found], np.int64)
    table = np.array([row[5:] for row in found], np.float64).reshape(len(found), len(measured()))
    return ids, {group: np.array(at, np.int64) for group, at in rows.items()}, table


def _measures(
    groups: dict[Group, NDArray[np.int64]], table: NDArray[np.float64]
) -> Iterator[tuple[tuple[Group, str], tuple[int, float]]]:
    requests, fees = measured().index("req_new__total"), measured().index("fee_amount_wan")
    for group, rows in groups.items():
        values = table[rows]
        if len(rows) >= ENOUGH:
            for at, code in enumerate(measured()):
                column = values[:, at][~np.isnan(values[:, at])]
                if len(column) >= ENOUGH:
                    yield (group, code), (len(column), _outer(column))
            paid = values[:, fees][values[:, fees] > 0]
            if len(paid) >= ENOUGH:
                yield (group, FEES), (len(paid), float(np.partition(paid, int(0.9 * len(paid)))[int(0.9 * len(paid))]))
        known = values[:, requests][~np.isnan(values[:, requests])]
        if len(known) >= ENOUGH_FOR_SHARE:
            share = 100 * int((known > 0).sum()) // len(known)
            yield (group, REQUESTS), (len(known), float(share // STEP * STEP))


def _outer(column: NDArray[np.float64]) -> float:
    """Return the 99.9 percentile of the others for those that lie above it: a report is not its own peer."""
    above = int(0.001 * (len(column) - 1)) + 2
    return float(np.partition(column, -above)[-above])


def _turned(
    measure: str, old: tuple[int, float] | None, new: tuple[int, float] | None, values: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Return which reports of a group a change of one measure may turn."""
    if measure == REQUESTS:
        zero: NDArray[np.bool_] = ~(values[:, measured().index("req_new__total")] > 0)
        return zero & (old is None or new is None or old[1] != new[1])
    column = values[:, measured().index("fee_amount_wan" if measure == FEES else measure)]
    if old is None or new is None:
        return np.ones(len(values), bool)
    if old[1] == new[1]:
        return np.zeros(len(values), bool)
    least = min(old[1], new[1])
    # A05 begins at 1000 times the percentile of fees.
    return column >= (1000 * least if measure == FEES else limit(least))
