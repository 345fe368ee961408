"""What a better parser reads otherwise: recorded, and no new version of any report.

An archive that is written whole is held against the one whose place it takes: for each capture that both hold, what its
reading gave then and gives now. Records of earlier times are carried over.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.state import chunks
from captures.read_only import read_only
from parsers.codes import codes

_BOTH = """
SELECT n.sha256, o.parser_version, n.parser_version FROM main.readings n JOIN before.readings o USING (sha256)
WHERE o.parser_version <> n.parser_version
"""
_SAID = """
SELECT n.sha256, o.{name}, n.{name} FROM temp.reread JOIN main.{table} n USING (sha256)
JOIN before.{table} o USING (sha256) WHERE o.{name} IS NOT n.{name}
"""
SAID = {
    "readings": ("verdict", "problem"),
    "report_versions": ("organ_name", "scope_told", "published_on", "form_a", "form_b", "form_c"),
}
"""What is compared beside the figures, by table."""
_FIGURES = """
SELECT v.sha256, {values} FROM temp.reread JOIN {schema}.report_versions v USING (sha256)
JOIN {schema}.report_figures f ON f.report_id = v.report_id WHERE v.is_current = 1 ORDER BY v.sha256
"""
Change = tuple[str, str, Any, Any]


def record_rereadings(db: sqlite3.Connection, before: Path) -> None:
    """Fill `rereadings` of the whole new archive `db` from the archive at `before`: what that one had recorded, and
    what is read otherwise since. Nothing when that one is of other captures or of an older schema."""
    db.execute("ATTACH ? AS before", (read_only(before),))
    try:
        same = "SELECT 1 FROM main.about n JOIN before.about o USING (key, value) WHERE key = 'ledger'"
        if db.execute(same).fetchone():
            db.execute("INSERT OR IGNORE INTO main.rereadings SELECT * FROM before.rereadings")
            _compare(db)
    except sqlite3.OperationalError as error:
        # An archive of before this table, or of other columns: there is nothing to be held against.
        if "no such" not in str(error):
            raise
    finally:
        db.execute("DETACH before")


def _compare(db: sqlite3.Connection) -> None:
    db.execute("CREATE TEMP TABLE reread (sha256 TEXT PRIMARY KEY, was TEXT, now TEXT) WITHOUT ROWID")
    db.execute(f"INSERT INTO temp.reread {_BOTH}")
    sql = "INSERT OR REPLACE INTO main.rereadings SELECT ?1, was, now, ?2, ?3, ?4 FROM temp.reread WHERE sha256 = ?1"
    for chunk in chunks(_changes(db), 5000):
        db.executemany(sql, chunk)
    db.execute("DROP TABLE temp.reread")


def _changes(db: sqlite3.Connection) -> Iterator[Change]:
    for table, names in SAID.items():
        for name in names:
            for sha256, was, now in db.execute(_SAID.format(table=table, name=name)):
                yield sha256, name, was, now
    values = ", ".join(f"f.{code}" for code in codes())
    old = db.execute(_FIGURES.format(schema="before", values=values))
    new = db.execute(_FIGURES.format(schema="main", values=values))
    yield from _cells(old, new)


def _cells(old: Iterator[tuple[Any, ...]], new: Iterator[tuple[Any, ...]]) -> Iterator[Change]:
    """Yield the figures that differ; both come in order of sha256, and one may lack what the other has."""
    one, two = next(old, None), next(new, None)
    while one is not None and two is not None:
        if one[0] == two[0]:
            if one != two:
                cells = zip(codes(), one[1:], two[1:], strict=True)
                yield from ((one[0], code, was, now) for code, was, now in cells if was != now)
            one, two = next(old, None), next(new, None)
        elif one[0] < two[0]:
            one = next(old, None)
        else:
            two = next(new, None)
