"""What the columns of a result mean, as far as they are columns of the archive."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain

from archive.schema import tables, views


@cache
def _declared() -> dict[str, set[tuple[str, str]]]:
    """Return column name to what it means (zh, en) in the tables and views that have it."""
    out: dict[str, set[tuple[str, str]]] = {}
    listed = [*(one.columns for one in tables().values()), *(one.columns for one in views().values())]
    for column in chain.from_iterable(listed):
        out.setdefault(column.name, set()).add((column.zh, column.en))
    return out


def meanings(columns: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return (column, zh, en) for each column of a result that means one thing in the whole archive.

    A result says no more of its columns than their names: one that tables use for several things is left out.
    """
    known = ((name, _declared().get(name, set())) for name in columns)
    return [(name, *next(iter(found))) for name, found in known if len(found) == 1]
