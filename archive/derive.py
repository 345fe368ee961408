"""Derived tables: rates, sums by region and year, names, counts. Each is one statement over the tables it sums.

An incremental build does the same statements over the groups that it touched (archive/touched.py).
"""

from __future__ import annotations

import sqlite3

from archive.indicators import indicators
from archive.limited import run
from archive.rate_totals import ONCE, fill_rate_totals
from archive.schema import sum_codes, tables
from archive.touched import GROUPS, TOUCHED

SUMS = {"region_year": "touched_region", "province_year": "touched_province", "year_totals": "touched_year"}
"""Summary table to the temporary table of its touched groups."""


def derive(db: sqlite3.Connection, whole: bool) -> None:
    """Fill every derived table and column: `whole`, or what was touched alone. The base tables must be loaded."""
    db.execute(_indicators(whole))
    for table in SUMS:
        for statement in _sums(table, whole):
            db.execute(statement)
    fill_rate_totals(db, whole)
    run(db, "derive", whole)
    run(db, "totals", whole)


def derive_checks(db: sqlite3.Connection, whole: bool) -> None:
    """Count how many reports fail each check: `whole`, or in the touched years alone. Findings must be complete."""
    # Reports whose year could not be told count under the year 0.
    gone = "" if whole else " WHERE year = 0 OR year IN (SELECT year FROM touched_year)"
    mine = "" if whole else " WHERE r.year IS NULL OR r.year IN (SELECT year FROM touched_year)"
    for table in ("check_totals", "form_totals"):
        db.execute(f"DELETE FROM {table}{gone}")
    db.execute(_CHECK_TOTALS.format(mine=mine))
    db.execute(_UNASSESSED.format(mine=mine or " WHERE 1"))
    db.execute(_FORM_TOTALS.format(mine=mine))
    for column in ("failed", "not_assessable"):
        total = f"(SELECT sum({column}) FROM check_totals t WHERE t.check_id = checks.id)"
        db.execute(f"UPDATE checks SET {column} = coalesce({total}, 0)")
    run(db, "assessed_totals", whole)


_GROUP = "coalesce(r.year, 0) AS year, coalesce(r.level, 'na') AS level, r.is_practice AS is_practice"
_CHECK_TOTALS = f"""
INSERT INTO check_totals
SELECT check_id, year, level, is_practice, sum(failed), sum(explained),
       sum(not_assessable AND NOT failed AND NOT explained),
       sum(failed AND NOT extraction AND source), sum(failed AND extraction)
FROM (SELECT f.check_id AS check_id, {_GROUP}, max(f.status = 'fail') AS failed,
             max(f.status = 'explained') AS explained, max(f.status = 'not_assessable') AS not_assessable,
             max(f.status = 'fail' AND f.attribution = 'source') AS source,
             max(f.status = 'fail' AND f.attribution = 'extraction') AS extraction
      FROM reports r CROSS JOIN findings f ON f.report_id = r.id AND f.is_current = 1{{mine}} GROUP BY r.id, f.check_id)
GROUP BY 1, 2, 3, 4
"""
"""A report that fails a check in several places counts once, as one that reading may have caused when one place may,
and not as one that could not be assessed."""
_FORM_TOTALS = f"""
INSERT INTO form_totals
SELECT {_GROUP}, coalesce(r.form_a, 'none'), coalesce(r.form_b, 'none'), coalesce(r.form_c, 'none'), count(*)
FROM reports r{{mine}} GROUP BY 1, 2, 3, 4, 5, 6
"""
_UNASSESSED = """
INSERT INTO check_totals
SELECT c.value, g.year, g.level, g.is_practice, 0, 0, sum(g.n), 0, 0
FROM (SELECT unassessed, coalesce(r.year, 0) AS year, coalesce(r.level, 'na') AS level, is_practice, count(*) AS n
      FROM reports r{mine} GROUP BY 1, 2, 3, 4) g, json_each(g.unassessed) e, json_each(e.value) c
GROUP BY 1, 2, 3, 4
ON CONFLICT DO UPDATE SET not_assessable = not_assessable + excluded.not_assessable
"""
"""What the archive lacks the means to assess has no finding of its own (archive/cross_checks.py)."""


def _indicators(whole: bool) -> str:
    rates = ", ".join(expression for indicator in indicators() for expression in indicator.sql())
    where = "" if whole else f" WHERE report_id IN ({TOUCHED})"
    return f"INSERT INTO indicators SELECT report_id, {rates} FROM report_figures{where}"


def _sums(table: str, whole: bool) -> tuple[str, str]:
    """Return the statements that empty the groups of a summary table and fill them again."""
    touched = SUMS[table]
    group = GROUPS[touched]
    keys = tables()[table].primary_key
    sums = ", ".join(f"sum(f.{code.code})" for code in sum_codes())
    grouped = ", ".join(f"r.{key}" for key in keys)
    # A level that is not known is a group of its own, and a key must not be null.
    shown = ", ".join("coalesce(r.level, 'na')" if key == "level" else f"r.{key}" for key in keys)
    known = " AND ".join(f"r.{column} IS NOT NULL" for column in group)
    only = "" if whole else f" WHERE ({', '.join(group)}) IN (SELECT {', '.join(group)} FROM {touched})"
    mine = "" if whole else f" AND ({', '.join(f'r.{column}' for column in group)}) IN (SELECT * FROM {touched})"
    return (
        f"DELETE FROM {table}{only}",
        f"INSERT INTO {table} SELECT {shown}, count(*), count(f.req_new__total), count(f.rev_total), {sums}"
        f" FROM reports r JOIN report_figures f ON f.report_id = r.id WHERE {known}{mine} AND {ONCE}"
        f" GROUP BY {grouped} ORDER BY {grouped}",
    )
