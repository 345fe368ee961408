"""What is exported: the declared tables and views, as relations of columns with a key; and reports with all figures."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.export.errors import WrongCallError
from archive.schema import Column, tables, views
from parsers.codes import codes

FORMATS = Path(__file__).parent / "declared" / "formats.toml"
WIDE = "report_wide"
PARTITIONS = ("year", "province_code")


@dataclass(frozen=True, slots=True)
class Relation:
    """One table or view as it is exported. `select` gives its rows in the order of `key`, or of `order` if named.

    `rows` is a statement that gives how many rows there are; for a long view, how many there can be at most, because to
    count them takes as long as to read them.
    """

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    select: str
    rows: str
    is_view: bool = False

    @property
    def names(self) -> list[str]:
        """The names of the columns in order."""
        return [column.name for column in self.columns]


def listed(names: Iterable[str]) -> str:
    """Return names as SQL, in brackets and with commas."""
    return ", ".join(f"[{name}]" for name in names)


@cache
def all_relations() -> dict[str, Relation]:
    """Return every declared table and view by name, tables first, each in the order of declaration.

    Tables of bytes are left out: they are working data of the checks, made again from the text.
    """
    out = {}
    for table in tables().values():
        if any(column.type == "blob" for column in table.columns):
            continue
        select = f"SELECT {listed(table.names())} FROM [{table.name}] ORDER BY {listed(table.primary_key)}"
        about = (table.name, table.zh, table.en, table.columns, table.primary_key)
        out[table.name] = Relation(*about, select, f"SELECT count(*) FROM [{table.name}]")
    for view in views().values():
        select = f"SELECT {listed(column.name for column in view.columns)} FROM [{view.name}]"
        rows = f"SELECT count(*) FROM [{view.name}]"
        if view.long:
            # Unrolled code by code: already in one order, and too long to be sorted.
            cells = sum(code.table == view.long for code in codes().values())
            rows = f"SELECT {cells} * count(*) FROM report_figures"
        else:
            select += f" ORDER BY {listed(view.primary_key)}"
        about = (view.name, view.zh, view.en, view.columns, view.primary_key)
        out[view.name] = Relation(*about, select, rows, is_view=True)
    return out


@cache
def wide() -> Relation:
    """Return reports and all their figures as one relation, in the order of its partitions (year, province)."""
    reports, figures = tables()["reports"], tables()["report_figures"]
    columns = (*reports.columns, *(column for column in figures.columns if column.figure))
    source = f"SELECT {listed(column.name for column in columns)} FROM reports r LEFT JOIN report_figures f"
    return Relation(
        WIDE,
        f"{reports.zh}，连同全部数字",
        f"{reports.en}, with all figures",
        columns,
        ("id",),
        f"{source} ON f.report_id = r.id ORDER BY {listed((*PARTITIONS, 'id'))}",
        "SELECT count(*) FROM reports",
    )


def relations(form: str, chosen: Iterable[str] = ()) -> list[Relation]:
    """Return the relations that the format `form` holds by default, or those `chosen` by name, in declared order.

    Raises WrongCallError for a name that is not declared.
    """
    known, chosen = all_relations(), set(chosen)
    unknown = sorted(chosen - known.keys())
    if unknown:
        raise WrongCallError(f"There is no table or view {unknown[0]}: choose from {', '.join(known)}.")
    with FORMATS.open("rb") as file:
        left_out = set(tomllib.load(file)[form]["leave_out"])
    if "views" in left_out:
        left_out |= views().keys()
    wanted = chosen or known.keys() - left_out
    return [relation for name, relation in known.items() if name in wanted]
