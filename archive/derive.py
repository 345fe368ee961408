"""Derived tables: rates, sums by region and year, counts. Each is one statement over the tables it sums."""

from __future__ import annotations

import sqlite3
from importlib import resources

from archive.indicators import indicators
from archive.schema import sum_codes, tables

_ONCE = """NOT (r.scope = 'region' AND (r.level = 'na' OR EXISTS (
  SELECT 1 FROM reports w WHERE w.id = r.in_region_report_id AND w.region_code = r.region_code)))"""
"""Of a region's consolidated reports one counts: not that of its office beside its government's, nor that of a zone
that is no region."""


def derive(db: sqlite3.Connection) -> None:
    """Fill every derived table and column. The base tables must be loaded."""
    db.execute(_indicators())
    for table, region in (("region_year", "region_code"), ("province_year", "province_code")):
        db.execute(_sums(table, f"WHERE r.{region} IS NOT NULL AND r.year IS NOT NULL"))
    db.execute(_sums("year_totals", "WHERE r.year IS NOT NULL"))
    for statement in resources.files("archive").joinpath("declared/derive.sql").read_text("utf-8").split(";"):
        if statement.strip():
            db.execute(statement)


def _indicators() -> str:
    rates = ", ".join(expression for indicator in indicators() for expression in indicator.sql())
    return f"INSERT INTO indicators SELECT report_id, {rates} FROM report_figures"


def _sums(table: str, where: str) -> str:
    keys = tables()[table].primary_key
    sums = ", ".join(f"sum(f.{code.code})" for code in sum_codes())
    grouped = ", ".join(f"r.{key}" for key in keys)
    # A level that is not known is a group of its own, and a key must not be null.
    shown = ", ".join("coalesce(r.level, 'na')" if key == "level" else f"r.{key}" for key in keys)
    return (
        f"INSERT INTO {table} SELECT {shown}, count(*), count(f.req_new__total), count(f.rev_total), {sums}"
        f" FROM reports r JOIN report_figures f ON f.report_id = r.id {where} AND {_ONCE}"
        f" GROUP BY {grouped} ORDER BY {grouped}"
    )
