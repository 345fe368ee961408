"""Fills `rate_totals`: the numerators and denominators of rates, summed by year, province, level, organ type and scope.

All reports are read once, into one wide row a group, which is then laid out by rate.
"""

from __future__ import annotations

import sqlite3

from archive.shares import shares

ONCE = """NOT (r.scope = 'region' AND (r.level = 'na' OR EXISTS (
  SELECT 1 FROM reports w WHERE w.id = r.in_region_report_id AND w.region_code = r.region_code)))"""
"""Of a region's consolidated reports one counts: not that of its office beside its government's, nor that of a zone
that is no region."""
_GROUP = {
    "scope": "r.scope",
    "year": "r.year",
    "province_code": "coalesce(r.province_code, '')",
    "level": "coalesce(r.level, 'na')",
    "organ_type": "coalesce(r.organ_type, 'unknown')",
    "is_practice": "r.is_practice",
}


def fill_rate_totals(db: sqlite3.Connection, whole: bool) -> None:
    """Fill the table: `whole`, or the touched years alone. Reports, figures and their own findings must be loaded."""
    touched = "" if whole else "AND r.year IN (SELECT year FROM touched_year)"
    if not whole:
        db.execute("DELETE FROM rate_totals WHERE year IN (SELECT year FROM touched_year)")
    db.execute(f"CREATE TEMP TABLE rated AS {_wide(touched)}")
    cases = (
        "".join(f" WHEN {at} THEN {side}{at}" for at in range(len(shares()))) for side in ("numerator", "n", "reports")
    )
    shown = ", ".join(f"CASE c.column1{case} END AS {name}" for case, name in zip(cases, ("k", "n", "r"), strict=True))
    named = ", ".join(f"({at}, '{share.code}')" for at, share in enumerate(shares()))
    keys = ", ".join(_GROUP)
    db.execute(
        f"INSERT INTO rate_totals SELECT * FROM (SELECT c.column2, {keys}, {shown} FROM (VALUES {named}) c"
        f" CROSS JOIN temp.rated) WHERE r > 0 ORDER BY 1, {keys}"
    )
    db.execute("DROP TABLE temp.rated")


def _wide(touched: str) -> str:
    """Return the statement that gives one row a group: its keys, and numerator, n and reports of each share."""
    counted, summed = [], []
    for at, share in enumerate(shares()):
        known = f"({share.denominator}) > 0 AND {share.known}"
        counted.append(f"CASE WHEN {known} THEN {share.numerator} END AS k{at}, {share.denominator} AS d{at}")
        summed.append(
            f"sum(k{at}) AS numerator{at}, sum(CASE WHEN k{at} IS NOT NULL THEN d{at} END) AS n{at},"
            f" count(k{at}) AS reports{at}"
        )
    keys = ", ".join(f"{expression} AS {key}" for key, expression in _GROUP.items())
    return (
        f"SELECT {', '.join(_GROUP)}, {', '.join(summed)} FROM (SELECT {keys}, {', '.join(counted)}"
        f" FROM reports r CROSS JOIN report_figures f ON f.report_id = r.id WHERE r.year IS NOT NULL {touched}"
        f" AND {ONCE}) GROUP BY {', '.join(_GROUP)}"
    )
