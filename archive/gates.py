"""The gates that a new archive must pass before it takes the place of the one that is there (`gates.toml`)."""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from archive.schema import tables
from archive.touched import TOUCHED
from captures.read_only import read_only

LAST, BEFORE = "main", "before"


class GateError(Exception):
    """A new archive was refused; the message says why, in one sentence for each reason."""


@cache
def _limits() -> dict[str, Any]:
    with Path(__file__).with_name("gates.toml").open("rb") as file:
        return tomllib.load(file)


def prove_whole(db: sqlite3.Connection) -> list[str]:
    """Return what is wrong with the file itself: pages, and references to rows that are not there."""
    faults = [row[0] for row in db.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
    broken = db.execute('SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2').fetchall()
    return [
        *(f"The new archive is damaged: {fault}." for fault in faults),
        *(f"{count} rows of {table} refer to rows of {parent} that are not there." for table, parent, count in broken),
    ]


def prove_news(db: sqlite3.Connection) -> list[str]:
    """Return the references of the touched reports to rows that are not there; the rest was proved before."""
    return [sentence for table in tables().values() for sentence in _broken(db, table.name)]


def _broken(db: sqlite3.Connection, name: str) -> Iterator[str]:
    table = tables()[name]
    keys = {"reports": "id", **{one.name: "report_id" for one in tables().values() if "report_id" in one.names()}}
    if name not in keys:
        return
    for column in table.columns:
        if not column.ref:
            continue
        parent, field = column.ref.split(".")
        sql = (
            f"SELECT count(*) FROM [{name}] WHERE [{keys[name]}] IN ({TOUCHED})"
            f" AND [{column.name}] IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 FROM [{parent}] p WHERE p.[{field}] = [{name}].[{column.name}])"
        )
        count = db.execute(sql).fetchone()[0]
        if count:
            yield f"{count} rows of {name} refer to rows of {parent} that are not there."


def compare(db: sqlite3.Connection, before: Path) -> list[str]:
    """Return what speaks against putting the archive `db` in the place of the one at `before`: fewer reports, versions
    or organs, or a check that fails much more often than it did."""
    db.execute("ATTACH ? AS before", (read_only(before),))
    try:
        ledgers = [
            db.execute(f"SELECT value FROM {name}.about WHERE key = 'ledger'").fetchone() for name in (LAST, BEFORE)
        ]
        # The archive of other captures (the sample that comes with the code) is nothing to be held against.
        return [*_fallen(db), *_failing(db)] if ledgers[0] == ledgers[1] else []
    except sqlite3.DatabaseError:
        # An archive of an older version of the schema has no such tables or columns: there is nothing to compare.
        return []
    finally:
        db.execute("DETACH before")


def _fallen(db: sqlite3.Connection) -> Iterator[str]:
    for table, share in _limits()["counts"].items():
        was, now = (db.execute(f"SELECT count(*) FROM {name}.{table}").fetchone()[0] for name in (BEFORE, LAST))
        if now < was * (1 - share):
            yield f"The new archive has {now} {table.replace('_', ' ')}, the last one had {was}."


def _failing(db: sqlite3.Connection) -> Iterator[str]:
    limits = _limits()["failing"]
    reports = {name: db.execute(f"SELECT count(*) FROM {name}.reports").fetchone()[0] for name in (LAST, BEFORE)}
    if min(reports.values()) < limits["least_reports"]:
        return
    sql = "SELECT id, now.failed, was.failed FROM main.checks now JOIN before.checks was USING (id)"
    for check, now, was in db.execute(sql).fetchall():
        share, before = (now or 0) / reports[LAST], (was or 0) / reports[BEFORE]
        if share - before > limits["points"] / 100:
            yield f"The check {check} fails in {share:.1%} of the reports; in the last archive it was {before:.1%}."
