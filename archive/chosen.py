"""Some organs of the archive, for what is filled anew for them alone: a temporary table that statements join."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection


def chosen(db: sqlite3.Connection, organs: Collection[str] | None) -> None:
    """Put the ids into the temporary table `chosen_organs`; None leaves it alone."""
    if organs is not None:
        db.execute("CREATE TEMP TABLE IF NOT EXISTS chosen_organs (id TEXT PRIMARY KEY)")
        db.execute("DELETE FROM chosen_organs")
        db.executemany("INSERT OR IGNORE INTO chosen_organs VALUES (?)", ((organ,) for organ in organs))


def narrowed(column: str, organs: Collection[str] | None) -> str:
    """Return the condition that `column` is one of the chosen organs; always true for None."""
    return "1" if organs is None else f"{column} IN (SELECT id FROM chosen_organs)"
