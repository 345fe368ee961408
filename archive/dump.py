"""A logical dump: the content of an archive as lines, without what may differ between equal archives (times, runs)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from archive.schema import Table, tables


def dump(db: Path) -> Iterator[str]:
    """Yield a line of JSON for each row: tables in declared order, rows sorted, volatile columns left out."""
    with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection:
        for table in tables().values():
            yield from _rows(connection, table)


def _rows(connection: sqlite3.Connection, table: Table) -> Iterator[str]:
    wanted = ", ".join(f"[{name}]" for name in table.stable())
    lines = (
        json.dumps([table.name, *row], ensure_ascii=False, default=bytes.hex)
        for row in connection.execute(f"SELECT {wanted} FROM [{table.name}]")
    )
    return iter(sorted(lines))


def differences(left: Path, right: Path) -> list[str]:
    """Return the lines that only one of two archives has, each with `-` (left) or `+` (right) before it."""
    first, second = set(dump(left)), set(dump(right))
    return [f"- {line}" for line in sorted(first - second)] + [f"+ {line}" for line in sorted(second - first)]
