"""Datasette's metadata and settings, generated from the declared schema and `queries.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

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


def _query(query: dict[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {"sql": query["sql"].strip(), "title": f"{query['zh']} / {query['en']}"}
    if "default" in query:
        out["params"] = list(query["default"])
    return out
