"""What an incremental build touches: the reports that are taken out and put in anew, and the groups they count in.

Kept in temporary tables of the connection, so that one statement can say "of what was touched".
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from archive.filed import Identity
from archive.schema import tables
from archive.search import searched, unindex
from archive.state import chunks, marks

TOUCHED = "SELECT report_id FROM touched"
"""The statement that gives the numbers of the touched reports."""
GROUPS = {
    "touched_region": ("region_code", "year"),
    "touched_province": ("province_code", "year"),
    "touched_year": ("year",),
    "touched_organ": ("organ_id",),
}

COUNTING = ("readings", "expected_reports", "region_cover")
"""Tables that name reports without hanging on them: a row stays when its report is taken out, and is written anew."""


def begin(db: sqlite3.Connection) -> None:
    """Make the empty temporary tables."""
    db.execute("CREATE TEMP TABLE touched (report_id INTEGER PRIMARY KEY)")
    for name, columns in GROUPS.items():
        key = ", ".join(columns)
        db.execute(f"CREATE TEMP TABLE {name} ({key}, PRIMARY KEY ({key})) WITHOUT ROWID")
    for name in ("touched_portal", "new_portal"):
        db.execute(f"CREATE TEMP TABLE {name} (portal_id TEXT PRIMARY KEY) WITHOUT ROWID")


def touch(db: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Take the reports of these keys that the archive holds, and the groups they count in, as touched."""
    for chunk in chunks(keys):
        sql = f"INSERT OR IGNORE INTO touched SELECT id FROM reports WHERE report_key IN ({marks(chunk)})"
        db.execute(sql, chunk)
    for name, columns in GROUPS.items():
        key = ", ".join(columns)
        known = " AND ".join(f"{column} IS NOT NULL" for column in columns)
        db.execute(
            f"INSERT OR IGNORE INTO {name} SELECT DISTINCT {key} FROM reports WHERE id IN ({TOUCHED}) AND {known}"
        )
    db.execute(
        "INSERT OR IGNORE INTO touched_portal SELECT DISTINCT portal_id FROM sightings WHERE portal_id IS NOT NULL"
        f" AND version_id IN (SELECT id FROM report_versions WHERE report_id IN ({TOUCHED}))"
    )


def reports(db: sqlite3.Connection) -> set[int]:
    """Return the numbers of the touched reports that are in the archive."""
    return {row[0] for row in db.execute(f"SELECT id FROM reports WHERE id IN ({TOUCHED})")}


def touch_years(db: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Take the years of these reports as touched too: their findings have changed, though nothing else of them has."""
    for chunk in chunks(numbers):
        sql = f"SELECT DISTINCT year FROM reports WHERE year IS NOT NULL AND id IN ({marks(chunk)})"
        db.execute(f"INSERT OR IGNORE INTO touched_year {sql}", chunk)


def years(db: sqlite3.Connection) -> set[int]:
    """Return the years that were touched."""
    return {row[0] for row in db.execute("SELECT year FROM touched_year")}


def departments(db: sqlite3.Connection) -> dict[str, str]:
    """Return the standard departments of the touched organs, as the archive has them."""
    sql = "SELECT id, department FROM organs WHERE department IS NOT NULL"
    return dict(db.execute(f"{sql} AND id IN (SELECT organ_id FROM touched_organ)"))


def consolidated(db: sqlite3.Connection) -> dict[Identity, int]:
    """Return the touched reports of scope region that the archive holds, with their numbers."""
    sql = (
        "SELECT id, report_key, year, region_code, scope, organ_id, organ_type FROM reports WHERE scope = 'region'"
        f" AND region_code IS NOT NULL AND year IS NOT NULL AND id IN ({TOUCHED})"
    )
    return {Identity(*identity): number for number, *identity in db.execute(sql)}


def take_out(db: sqlite3.Connection) -> None:
    """Delete the touched reports and all that hangs on them, but for what other tables only count."""
    for table in searched():
        unindex(db, table, f"report_id IN ({TOUCHED})")
    versions = f"SELECT id FROM report_versions WHERE report_id IN ({TOUCHED})"
    for table in tables().values():
        if table.name in COUNTING or table.name in ("reports", "report_versions"):
            continue
        if "report_id" in table.names():
            db.execute(f"DELETE FROM [{table.name}] WHERE report_id IN ({TOUCHED})")
        elif "version_id" in table.names():
            db.execute(f"DELETE FROM [{table.name}] WHERE version_id IN ({versions})")
    db.execute(f"DELETE FROM report_versions WHERE report_id IN ({TOUCHED})")
    db.execute(f"DELETE FROM reports WHERE id IN ({TOUCHED})")
