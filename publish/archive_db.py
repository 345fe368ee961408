"""Reads the archive for the pages: named statements from `sql/*.sql`, rows as dictionaries."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from datasette.app import Datasette

FOLDER = Path(__file__).with_name("sql")
DATABASE = "archive"
"""The name under which the archive is served, whatever its file is called."""

Row = dict[str, Any]


@cache
def statements() -> dict[str, str]:
    """Return name to statement; in a file, `-- name: x` stands before each."""
    out: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.sql")):
        parts = re.split(r"^-- name: (\w+)\n", path.read_text("utf-8"), flags=re.MULTILINE)
        for name, sql in zip(parts[1::2], parts[2::2], strict=True):
            if name in out:
                raise ValueError(f"{path.name}: the statement {name} is declared twice")
            out[name] = sql.strip().rstrip(";")
    return out


async def rows(datasette: Datasette, name: str, **parameters: Any) -> list[Row]:
    """Run the statement `name` and return its rows."""
    result = await datasette.get_database(DATABASE).execute(statements()[name], parameters)
    return [dict(row) for row in result.rows]


_kept: WeakKeyDictionary[Datasette, dict[str, list[Row]]] = WeakKeyDictionary()


async def kept_rows(datasette: Datasette, name: str) -> list[Row]:
    """Run the statement `name`, which has no parameters, once for each archive: it never changes while it is served.

    For what counts the whole archive. Who takes the rows must not change them."""
    kept = _kept.setdefault(datasette, {})
    if name not in kept:
        kept[name] = await rows(datasette, name)
    return kept[name]


async def row(datasette: Datasette, name: str, **parameters: Any) -> Row | None:
    """Run the statement `name` and return its first row, or None."""
    found = await rows(datasette, name, **parameters)
    return found[0] if found else None
