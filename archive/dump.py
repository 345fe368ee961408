"""A logical dump: the content of an archive as lines, without what may differ between equal archives.

Times, runs and row numbers are left out; a reference to a report or a version is written as its key, that of a version
with the sha256 of its capture.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.schema import Table, tables
from captures.read_only import read_only

KEYS = {
    "reports.id": "SELECT id, report_key FROM reports",
    "report_versions.id": "SELECT v.id, r.report_key || ' ' || v.sha256 FROM report_versions v"
    " JOIN reports r ON r.id = v.report_id",
}
"""What stands for a row number that other tables refer to."""


def dump(db: Path) -> Iterator[str]:
    """Yield a line of JSON for each row: tables in declared order, rows sorted, volatile columns left out."""
    with closing(sqlite3.connect(read_only(db), uri=True)) as connection:
        keys = {target: dict(connection.execute(sql)) for target, sql in KEYS.items()}
        for table in tables().values():
            yield from _rows(connection, table, keys)


def _rows(connection: sqlite3.Connection, table: Table, keys: dict[str, dict[int, str]]) -> Iterator[str]:
    columns = [column for column in table.columns if not column.volatile]
    named = [keys.get(column.ref, {}) for column in columns]
    wanted = ", ".join(f"[{column.name}]" for column in columns)

    def line(row: tuple[Any, ...]) -> str:
        values = [names.get(value, value) if names else value for names, value in zip(named, row, strict=True)]
        return json.dumps([table.name, *values], ensure_ascii=False, default=bytes.hex)

    return iter(sorted(map(line, connection.execute(f"SELECT {wanted} FROM [{table.name}]"))))


def differences(left: Path, right: Path) -> list[str]:
    """Return the lines that only one of two archives has, each with `-` (left) or `+` (right) before it."""
    first, second = Counter(dump(left)), Counter(dump(right))
    return [f"- {line}" for line in sorted((first - second).elements())] + [
        f"+ {line}" for line in sorted((second - first).elements())
    ]
