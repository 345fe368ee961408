"""DDL from the declared schema: strict tables, indexes made after loading, views last."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.schema import Column, Table, tables, views


def create_table(table: Table) -> str:
    """Return the CREATE TABLE statement; a single integer key becomes the rowid, so row order is key order."""
    lines = [_column(column, table) for column in table.columns]
    if not _rowid_key(table):
        lines.append(f"PRIMARY KEY ({_listed(table.primary_key)})")
    options = "STRICT, WITHOUT ROWID" if table.without_rowid else "STRICT"
    return f"CREATE TABLE [{table.name}] (\n" + ",\n".join(lines) + f"\n) {options}"


def _column(column: Column, table: Table) -> str:
    key = " PRIMARY KEY" if _rowid_key(table) and column.name == table.primary_key[0] else ""
    if column.figure:
        # Hundreds of figures: every character of their declaration is in every archive, however small.
        return f"{column.name} {column.type.upper().replace('INTEGER', 'INT')}"
    target, _, field = column.ref.partition(".")
    reference = f" REFERENCES [{target}]({field})" if target else ""
    return f"[{column.name}] {column.type.upper()}{key}{reference}"


def _rowid_key(table: Table) -> bool:
    if len(table.primary_key) > 1:
        return False
    return next(column for column in table.columns if column.name == table.primary_key[0]).type == "integer"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"[{name}]" for name in names)


def create_indexes() -> Iterator[str]:
    """Yield the CREATE INDEX statements, to be run after loading."""
    for table in tables().values():
        for kind, groups in (("UNIQUE INDEX", table.unique), ("INDEX", table.indexes)):
            for names in groups:
                yield f"CREATE {kind} [{table.name}_{'_'.join(names)}] ON [{table.name}] ({_listed(names)})"


def create_all(db: sqlite3.Connection) -> None:
    """Create every table and view in an empty database."""
    for table in tables().values():
        db.execute(create_table(table))
    for view in views().values():
        db.execute(f"CREATE VIEW [{view.name}] AS\n{view.sql}")


def insert_sql(name: str) -> str:
    """Return the INSERT statement with a placeholder for each column of a table."""
    columns = tables()[name].columns
    return f"INSERT INTO [{name}] VALUES ({', '.join('?' * len(columns))})"
