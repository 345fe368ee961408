"""Readings: `readings.db` beside the ledger, what each capture gave under this parser. A cache: it may be lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.record import Head

FORMAT = 1
"""Raised with every change of the table: a file of another format is emptied, and everything is read again."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS reading (
  sha256 TEXT PRIMARY KEY, engine TEXT NOT NULL, context TEXT NOT NULL, head TEXT NOT NULL, body BLOB
) STRICT
"""


class Readings:
    """The readings of one archive, written by one process in short transactions."""

    def __init__(self, path: Path, engine: str) -> None:
        """Open or create; `engine` is the version under which readings count as done."""
        self._engine = engine
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        if self._db.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            self._db.execute("DROP TABLE IF EXISTS reading")
            self._db.execute(f"PRAGMA user_version={FORMAT}")
        self._db.execute(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def forget(self) -> None:
        """Drop every reading, for a full build."""
        self._db.execute("DELETE FROM reading")

    def done(self) -> dict[str, str]:
        """Return sha256 to context key for every capture that this version has read."""
        return dict(self._db.execute("SELECT sha256, context FROM reading WHERE engine = ?", (self._engine,)))

    def unread(self) -> Iterator[Head]:
        """Yield the head of every capture that this version could not read."""
        found = self._db.execute(
            "SELECT head FROM reading WHERE engine = ? AND body IS NULL AND head LIKE '%\"unreadable\"%'",
            (self._engine,),
        )
        return (head for row in found if (head := Head.from_json(row[0])).verdict == "unreadable")

    def store(self, rows: Iterable[tuple[str, Head, bytes | None]]) -> None:
        """Store readings (context key, head, body) in one transaction, in place of older ones of the same captures."""
        values = [(head.sha256, self._engine, context, head.to_json(), body) for context, head, body in rows]
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?, ?)", values)
        self._db.execute("COMMIT")

    def heads(self) -> Iterator[Head]:
        """Yield the head of every reading of this version, in order of sha256."""
        found = self._db.execute("SELECT head FROM reading WHERE engine = ? ORDER BY sha256", (self._engine,))
        return (Head.from_json(row[0]) for row in found)

    def bodies(self, digests: list[str]) -> dict[str, bytes]:
        """Return sha256 to stored body for those of `digests` that are reports."""
        marks = ",".join("?" * len(digests))
        return dict(self._db.execute(f"SELECT sha256, body FROM reading WHERE sha256 IN ({marks})", digests))
