"""Archives whose cells are as unpleasant as their declared types allow, made by hypothesis."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from archive.ddl import create_all, insert_sql
from archive.schema import Column, tables

Rows = dict[str, list[tuple[Any, ...]]]
TABLES = (
    "report_versions",
    "version_figures",
    "changes",
    "cell_notes",
    "captures",
    "statistics",
    "runs",
    "region_year",
)
NASTY = (
    "", " ", "0", "12", "1e5", "NULL", "=1+1", "=cmd|' /C calc'!A0", "+86", "-", "--", "-5", "@SUM(A1)", "＝1+1", "'", "'=1", "''=1",
    "\t=1", '"', '""', '","', "a\nb", "a\r\nb", "\r", "\n", "\x00", "a\x00b", "\x1f", "_x0041_", "😀" * 3, "𠮷野家", "\ufeff",
    "http://www.example.org/", "<b>&amp;</b>", "2023-02-31", "000123", "é", "长" * 33_000,
)  # fmt: skip
WHOLE = st.one_of(
    st.sampled_from([0, 1, -1, 2**53, 2**53 + 1, 10**15, -(10**15) + 1, 2**63 - 1, -(2**63)]),
    st.integers(-(2**63), 2**63 - 1),
)
REAL = st.floats(allow_nan=False, allow_infinity=False)
TEXT = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
DATE = st.dates().map(str)
TIME = st.datetimes().map(lambda time: time.isoformat(timespec="microseconds") + "Z")
CELLS = {
    "integer": WHOLE, "real": REAL, "text": TEXT, "any": st.one_of(WHOLE, REAL, TEXT), "text/date": DATE,
    "text/time": TIME, "integer/flag": st.sampled_from([0, 1]), "text/prose": TEXT,
}  # fmt: skip


def cell(column: Column, is_key: bool) -> st.SearchStrategy[Any]:
    """Values of a column: also null, except in a key."""
    values = CELLS[f"{column.type}/{column.kind}" if column.kind else column.type]
    return values if is_key else st.one_of(st.none(), values)


@st.composite
def hostile_rows(draw: st.DrawFn) -> Rows:
    """Rows of some tables, two at most each: the keys differ, nothing else is held."""
    out = {}
    for name in TABLES:
        table = tables()[name]
        row = st.tuples(*(cell(column, column.name in table.primary_key) for column in table.columns))
        at = [table.names().index(key) for key in table.primary_key]
        out[name] = draw(st.lists(row, max_size=2, unique_by=lambda row, at=at: tuple(row[key] for key in at)))
    return out


def write_archive(db: Path, rows: Rows) -> None:
    """Make an archive of these rows alone."""
    db.unlink(missing_ok=True)
    with closing(sqlite3.connect(db)) as connection:
        create_all(connection)
        for name, values in rows.items():
            connection.executemany(insert_sql(name), values)
        connection.commit()


def stored(db: Path, name: str) -> list[tuple[Any, ...]]:
    """Every row of a table or view as the archive holds it, a table's in the order of its key."""
    order = f" ORDER BY {', '.join(tables()[name].primary_key)}" if name in tables() else ""
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(f"SELECT * FROM [{name}]{order}").fetchall()


def by_text(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows in one order, whatever their types."""
    return sorted(rows, key=repr)
