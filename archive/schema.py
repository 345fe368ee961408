"""The schema, declared once in `declared/*.toml`: the source of DDL, dictionary, site metadata and docs/schema.md."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from archive.bridging import IDENTITY, bridged, bridging_sql
from archive.indicators import Indicator, indicators, view_sql
from parsers.codes import Code, codes

DECLARED = Path(__file__).with_name("declared")
FILES = ("reports", "text", "provenance", "registry", "checks", "derived", "dictionary")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: SQLite type in lower case, both descriptions, the table.column it refers to.

    `kind` says what a text or number means beyond its type: date (ISO), time (ISO, UTC), flag (0 or 1) or prose
    (sentences of a report). `figure` marks the columns that are not written out in the declaration but made from codes
    or indicators.
    """

    name: str
    type: str
    zh: str
    en: str
    ref: str = ""
    volatile: bool = False
    figure: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `search` names the column with a full-text index; `hidden` ones are left out of the site's list."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    facets: tuple[str, ...] = ()
    label: str = ""
    search: str = ""
    hidden: bool = False
    without_rowid: bool = False

    def names(self) -> list[str]:
        """Return the column names in order."""
        return [column.name for column in self.columns]


@dataclass(frozen=True, slots=True)
class View:
    """One view, with the statement that defines it. `primary_key` names the columns that tell its rows apart.

    `long` is the table of the form (a, b or c) that a long view unrolls, "" for other views.
    """

    name: str
    zh: str
    en: str
    sql: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    long: str = ""


def sum_codes() -> list[Code]:
    """Return the codes that summary tables sum: Tables A and C, and the total column of Table B."""
    return [code for code in codes().values() if code.table != "b" or code.column == "total"]


@cache
def tables() -> dict[str, Table]:
    """Return every table by name, in the order of declaration."""
    out: dict[str, Table] = {}
    for file in FILES:
        for row in _toml(file)["table"]:
            out[row["name"]] = _table(row)
    return out


@cache
def views() -> dict[str, View]:
    """Return every view by name."""
    return {row["name"]: _view(row) for row in _toml("views")["view"]}


def _toml(name: str) -> dict[str, Any]:
    with (DECLARED / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _column(name: str, spec: dict[str, Any]) -> Column:
    marks = {"ref": spec.get("ref", ""), "volatile": spec.get("volatile", False), "kind": spec.get("k", "")}
    return Column(name, spec["t"], spec["zh"], spec["en"], **marks)


def _table(row: dict[str, Any]) -> Table:
    own = [_column(name, spec) for name, spec in row["columns"].items()]
    return Table(
        row["name"],
        row["zh"],
        row["en"],
        (*own, *(replace(column, figure=True) for column in _FIGURES[row.get("figures", "none")]())),
        tuple(row["primary_key"]),
        tuple(map(tuple, row.get("unique", ()))),
        tuple(map(tuple, row.get("indexes", ()))),
        tuple(row.get("facets", ())),
        row.get("label", ""),
        row.get("search", ""),
        row.get("hidden", False),
        row.get("without_rowid", False),
    )


def _figure(code: Code, prefix_zh: str = "", prefix_en: str = "") -> Column:
    unit = f"（{code.unit}）" if code.unit else ""
    return Column(code.code, "real" if code.real else "integer", f"{prefix_zh}{code.zh}{unit}", f"{prefix_en}{code.en}")


def _all_figures() -> Iterator[Column]:
    return (_figure(code) for code in codes().values())


def _sums() -> Iterator[Column]:
    yield Column("reports", "integer", "报告数", "Number of reports")
    yield Column("reports_b", "integer", "其中印有新收申请总计者", "Of these, reports that print new requests")
    yield Column("reports_c", "integer", "其中印有行政复议总计者", "Of these, reports that print reconsiderations")
    yield from (_figure(code, "合计：", "Sum of ") for code in sum_codes())


def _rates() -> Iterator[Column]:
    for indicator in indicators():
        yield Column(indicator.code, "real", indicator.zh, indicator.en)
        yield Column(f"{indicator.code}_n", "integer", f"{_name(indicator)}的分母", f"Denominator of {indicator.code}")


def _name(indicator: Indicator) -> str:
    return indicator.zh.split("：")[0]


_FIGURES: dict[str, Callable[[], Iterable[Column]]] = {
    "none": tuple,
    "all": _all_figures,
    "sums": _sums,
    "indicators": _rates,
}


def _view(row: dict[str, Any]) -> View:
    columns, key = _view_columns(row)
    return View(row["name"], row["zh"], row["en"], _view_sql(row), tuple(columns), key, row.get("long", ""))


def _view_columns(row: dict[str, Any]) -> tuple[list[Column], tuple[str, ...]]:
    """Return the columns of a view and its key: those of the tables it reads, where it does not declare its own."""
    if "sql" in row:
        return [_taken(name, spec) for name, spec in row["columns"].items()], tuple(row["primary_key"])
    if "rates" in row:
        return _rate_columns(by_region=row["rates"] == "region")
    if row.get("bridging"):
        known = [_taken(name, f"reports.{name}") for name in IDENTITY]
        report = _taken("report_id", "report_figures.report_id")
        return [report, *known, *(_figure(codes()[code]) for code in bridged())], ("report_id",)
    if "long" in row:
        real = any(code.real for code in codes().values() if code.table == row["long"])
        told = zip(row["names"], ("codes.form_row", "codes.form_column"), strict=True)
        value = Column("value", "real" if real else "integer", "数值", "Value")
        return [
            _taken("report_id", "report_figures.report_id"),
            *(_taken(name, source) for name, source in told),
            _taken("code", "version_figures.code"),
            value,
        ], ("report_id", "code")
    return [*tables()["reports"].columns, *tables()["report_figures"].columns], ("id",)


def _rate_columns(by_region: bool) -> tuple[list[Column], tuple[str, ...]]:
    keys = ("region_code", "year", "scope", "is_practice") if by_region else ("report_id",)
    reports = [Column("reports", "integer", "报告数", "Number of reports")] if by_region else []
    columns = [
        *(_taken(key, f"{'region_year' if by_region else 'indicators'}.{key}") for key in keys),
        Column("indicator", "text", "比率", "Rate"),
        Column("value", "real", "值", "Value"),
        Column("n", "integer", "分母", "Denominator"),
        *reports,
        Column("low", "real", "95% 区间下限", "Lower bound at 95 %"),
        Column("high", "real", "95% 区间上限", "Upper bound at 95 %"),
    ]
    return columns, (*keys, "indicator")


def _taken(name: str, spec: str | dict[str, Any]) -> Column:
    """Return a column of a view: `spec` is the table.column it passes on, or declares it."""
    if not isinstance(spec, str):
        return _column(name, spec)
    table, column = spec.split(".")
    return replace(next(own for own in tables()[table].columns if own.name == column), name=name)


def _view_sql(row: dict[str, Any]) -> str:
    if "sql" in row:
        return str(row["sql"]).strip()
    if row.get("bridging"):
        return bridging_sql()
    if "rates" in row:
        return view_sql(by_region=row["rates"] == "region")
    if "long" in row:
        return _long_sql(row["long"], row["names"])
    where = f"r.scope = '{row['scope']}'" + (f" AND r.level = '{row['level']}'" if "level" in row else "")
    return f"SELECT r.*, f.*\nFROM reports r JOIN report_figures f ON f.report_id = r.id WHERE {where}"


def _long_sql(table: str, names: list[str]) -> str:
    """Unroll one table of the form: a row for each report and cell that holds a number.

    The codes come first, so that a query for one code, row or column reads only those figures.
    """
    arms = "".join(
        f" WHEN {ordinal} THEN {code.code}" for ordinal, code in enumerate(codes().values()) if code.table == table
    )
    first, second = names
    return (
        f'SELECT * FROM (SELECT f.report_id AS report_id, c.form_row AS "{first}", c.form_column AS {second}, '
        f"c.code AS code, CASE c.ordinal{arms} END AS value\nFROM codes c CROSS JOIN report_figures f "
        f"WHERE c.form_table = '{table}') WHERE value IS NOT NULL"
    )
