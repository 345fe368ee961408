"""What a report is held against: temporary tables of its neighbours in time and in the tree of regions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from importlib import resources

from registry.regions import regions

_TABLES = """
CREATE TEMP TABLE IF NOT EXISTS wanted (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE IF NOT EXISTS assessed (id INTEGER PRIMARY KEY, last_id INT, before_id INT, next_id INT,
  comparable INT, reorganised INT, consolidated INT, office_id INT, parent_id INT);
CREATE TEMP TABLE IF NOT EXISTS kids (parent INT, child INT, PRIMARY KEY (parent, child)) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS divisions (code TEXT PRIMARY KEY, parent_code TEXT, valid_from INT, valid_to INT);
CREATE INDEX IF NOT EXISTS temp.divisions_parent ON divisions (parent_code);
DELETE FROM temp.divisions;
"""


def prepare(db: sqlite3.Connection) -> None:
    """Make the temporary tables; the divisions are those of the registry and the archive's own beside them."""
    for statement in _TABLES.split(";"):
        db.execute(statement)
    known = (
        (region.code, region.parent, region.valid_from, region.valid_to)
        for region in regions()
        if region.kind == "division"
    )
    db.executemany("INSERT INTO temp.divisions VALUES (?, ?, ?, ?)", known)
    db.execute(
        "INSERT OR IGNORE INTO temp.divisions SELECT code, parent_code, valid_from, valid_to FROM regions"
        " WHERE kind = 'division'"
    )


def lay_out(db: sqlite3.Connection, reports: Iterable[int]) -> None:
    """Fill temp.assessed and temp.kids for `reports` (`declared/assessed.sql`); `prepare` comes before."""
    want(db, reports)
    for statement in resources.files("archive").joinpath("declared/assessed.sql").read_text("utf-8").split(";"):
        if statement.strip():
            db.execute(statement)
    # Else SQLite, taking the table for a large one, reads all reports for each comparison to make a Bloom filter.
    db.execute("ANALYZE temp.assessed")


def want(db: sqlite3.Connection, reports: Iterable[int]) -> None:
    """Fill temp.wanted with the rows `reports`, in place of what it held."""
    db.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (id INTEGER PRIMARY KEY)")
    db.execute("DELETE FROM temp.wanted")
    db.executemany("INSERT OR IGNORE INTO temp.wanted VALUES (?)", ((report,) for report in reports))
