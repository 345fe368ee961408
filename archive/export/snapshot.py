"""The archive as an export reads it: read-only, in one transaction, in batches, so that memory does not grow."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from archive.export.contacts import without_contacts
from archive.export.errors import ExportError
from archive.export.relations import Relation
from captures.read_only import read_only

Row = tuple[Any, ...]
CELLS = 200_000
"""Cells a batch: some 20 MB as Python objects."""


class Snapshot:
    """One state of the archive `db`, whatever a build does meanwhile. Raises ExportError when it cannot be read."""

    def __init__(self, db: Path) -> None:
        self.db = db
        if not db.exists():
            raise ExportError(f"There is no archive {db}: run gongkai build first, or name another with --db.")
        self._connection = sqlite3.connect(read_only(db), uri=True, isolation_level=None)
        try:
            self._connection.execute("BEGIN")
            self.about: dict[str, str] = dict(self._connection.execute("SELECT key, value FROM about"))
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise ExportError(f"{db} is no archive ({error}): run gongkai build first, or name another.") from error

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._connection.close()

    @property
    def last_visit(self) -> str:
        """The time of the archive's last visit (UTC, ISO 8601); "" when nothing was visited."""
        return self.about.get("last_visit", "")

    def count(self, relation: Relation) -> int:
        """Return how many rows a relation has, or can have at most (`Relation.rows`)."""
        return int(self._all(relation.rows)[0][0])

    def batches(self, relation: Relation) -> Iterator[list[Row]]:
        """Yield the rows of a relation in batches; sentences of reports come without contacts."""
        prose = [number for number, column in enumerate(relation.columns) if column.kind == "prose"]
        size = max(1, CELLS // len(relation.columns))
        try:
            cursor = self._connection.execute(relation.select)
            while rows := cursor.fetchmany(size):
                yield [_cleaned(row, prose) for row in rows] if prose else rows
        except sqlite3.DatabaseError as error:
            raise self._unlike(error) from error

    def rows(self, relation: Relation) -> Iterator[Row]:
        """Yield the rows of a relation one by one."""
        for batch in self.batches(relation):
            yield from batch

    def table(self, sql: str) -> list[Row]:
        """Return the rows of a statement that gives few."""
        return self._all(sql)

    def _all(self, sql: str) -> list[Row]:
        try:
            return self._connection.execute(sql).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._unlike(error) from error

    def _unlike(self, error: sqlite3.DatabaseError) -> ExportError:
        if "full" in str(error):
            return ExportError(
                f"There is no room to sort in ({error}): make some, or set SQLITE_TMPDIR to another folder."
            )
        return ExportError(f"{self.db} cannot be read as this version declares it ({error}): run gongkai build first.")


def _cleaned(row: Row, prose: list[int]) -> Row:
    cells = list(row)
    for number in prose:
        if cells[number]:
            cells[number] = without_contacts(cells[number])
    return tuple(cells)
