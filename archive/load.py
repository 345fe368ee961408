"""Writes the rows of reports in bulk, in the order of the archive."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable

from archive.ddl import insert_sql
from archive.report_rows import NUMBERED, Batch, Row
from archive.schema import Column, tables

VERSION = "report_versions.id"


class Loader:
    """Writes batches with one `executemany` a table, and numbers their rows on."""

    def __init__(self, db: sqlite3.Connection, next_ids: dict[str, int]) -> None:
        """`next_ids` maps each of NUMBERED to its next free row number."""
        self._db, self._next = db, dict(next_ids)
        self.departments: dict[str, str] = {}
        """Organ to its standard department, of the organs that were met and have one."""

    def load(self, batches: Iterable[Batch]) -> None:
        """Write all `batches`."""
        for batch in batches:
            for table, rows in batch.rows.items():
                self._db.executemany(self._insert(table), _with_bytes(table, rows))
            for table, count in batch.counts.items():
                self._next[table] += count
            self.departments |= batch.departments

    def _insert(self, table: str) -> str:
        """Return the statement that writes rows of a batch with the row numbers that are free."""
        values = (self._value(table, column) for column in tables()[table].columns)
        return re.sub(r"VALUES .*", f"VALUES ({', '.join(values)})", insert_sql(table))

    def _value(self, table: str, column: Column) -> str:
        if column.ref == VERSION:
            return f"? + {self._next['report_versions']}"
        if column.name == "id" and table in NUMBERED:
            return f"? + {self._next[table]}"
        return "?"


def _with_bytes(table: str, rows: list[Row]) -> list[Row]:
    """Return the rows with bytes where the table takes bytes: in a batch they are written in hexadecimal digits."""
    blobs = [column.type == "blob" for column in tables()[table].columns]
    if not any(blobs):
        return rows
    return [tuple(bytes.fromhex(one) if b else one for one, b in zip(row, blobs, strict=True)) for row in rows]
