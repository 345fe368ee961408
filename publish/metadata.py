"""Datasette's metadata and settings, generated from the declared schema and `queries.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from archive.indicators import bounded
from archive.schema import Table, tables, views
from publish.archive_db import DATABASE
from publish.strings import strings

QUERIES = Path(__file__).with_name("queries.toml")
SETTINGS = {
    "suggest_facets": False,
    "facet_time_limit_ms": 1000,
    "sql_time_limit_ms": 5000,
    "max_returned_rows": 5000,
    "default_page_size": 50,
}
_KIND = "(SELECT is_practice FROM report_totals GROUP BY 1 ORDER BY sum(reports) DESC, 1 LIMIT 1)"
_YEAR = "coalesce(nullif(cast(:year AS integer), 0), (SELECT max(year) FROM year_totals))"
WRITTEN_OUT = {
    "{kind}": f"is_practice = {_KIND}",
    "{year}": _YEAR,
    "{of_year}": f"f.report_id BETWEEN {_YEAR} * 1000000000 AND {_YEAR} * 1000000000 + 999999999",
}
"""What the abbreviations of `queries.toml` stand for."""
SORT = {"reports": {"sort": "id"}}


@cache
def queries() -> tuple[dict[str, Any], ...]:
    """Return the canned queries in order: name, zh, en, sql, default (parameter to value)."""
    with QUERIES.open("rb") as file:
        return tuple(tomllib.load(file)["query"])


def metadata() -> dict[str, Any]:
    """Return the metadata of the site."""
    title = strings()["site.title"]
    described = {table.name: _table(table) for table in tables().values()}
    described |= {view.name: {"description": f"{view.zh} / {view.en}"} for view in views().values()}
    described |= {f"{table.name}_fts": {"hidden": True} for table in tables().values() if table.search}
    return {
        "title": f"{title['zh']} / {title['en']}",
        "databases": {
            DATABASE: {
                "description": _both("site.tagline"),
                "tables": described,
                "queries": {query["name"]: _query(query) for query in queries()},
            }
        },
    }


def _both(key: str) -> str:
    return " / ".join(strings()[key].values())


def _table(table: Table) -> dict[str, Any]:
    out: dict[str, Any] = {
        "description": f"{table.zh} / {table.en}",
        "columns": {column.name: f"{column.zh} / {column.en}" for column in table.columns},
        **SORT.get(table.name, {}),
    }
    if table.hidden:
        out["hidden"] = True
    if table.label:
        out["label_column"] = table.label
    if table.search:
        out |= {"fts_table": f"{table.name}_fts", "fts_pk": table.primary_key[0]}
    return out


def statement(query: dict[str, Any]) -> str:
    """Return the statement of a canned query, its abbreviations written out."""
    sql = str(query["sql"]).strip()
    for short, written in WRITTEN_OUT.items():
        sql = sql.replace(short, written)
    if "bounds" not in query:
        return sql
    return f"{bounded(sql, query['bounds'])}\nORDER BY {query['order']}"


def _query(query: dict[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {"sql": statement(query), "title": f"{query['zh']} / {query['en']}"}
    if "note_zh" in query:
        out["description"] = f"{query['note_zh']} / {query['note_en']}"
    if "default" in query:
        out["params"] = list(query["default"])
    return out
