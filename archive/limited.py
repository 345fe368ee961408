"""Statements kept in SQL files, limited to what an incremental build touched.

In a file `{touched_year:year}` says that `year` must have been touched, `{touched_year:a.year,a.year + 1}` that one of
the two must; it is nothing when the whole archive is written. `{denied}` is the sum of that group of figures
(archive/indicators.py), `{once}` leaves out consolidated reports that would count twice (archive/rate_totals.py).
Statements end with a semicolon.
"""

from __future__ import annotations

import re
import sqlite3
from functools import cache
from importlib import resources

from archive.indicators import groups
from archive.rate_totals import ONCE

_LIMIT = re.compile(r"\{touched_(\w+):([^}]+)\}")
_COLUMNS = {"year": "year", "organ": "organ_id", "portal": "portal_id"}
"""What was touched to the one column of its temporary table (archive/touched.py)."""


def run(db: sqlite3.Connection, file: str, whole: bool) -> None:
    """Run the statements of `declared/FILE.sql` in their order: over everything, or over what was touched alone."""
    for statement in _statements(file):
        db.execute(_limited(statement, whole))


@cache
def _statements(file: str) -> list[str]:
    text = resources.files("archive").joinpath(f"declared/{file}.sql").read_text("utf-8")
    words = groups() | {"once": ONCE}
    text = re.sub(r"\{(\w+)\}", lambda match: words[match[1]], text)
    return [statement for statement in re.sub(r"--.*", "", text).split(";") if statement.strip()]


def _limited(statement: str, whole: bool) -> str:
    if whole:
        return _LIMIT.sub("", statement)

    def limit(match: re.Match[str]) -> str:
        what, values = match[1], match[2].split(",")
        known = f"(SELECT {_COLUMNS[what]} FROM touched_{what})"
        return f"AND ({' OR '.join(f'{value.strip()} IN {known}' for value in values)})"

    return _LIMIT.sub(limit, statement)
