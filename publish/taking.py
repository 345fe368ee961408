"""The lines that take a result of a table or a query into Python, R, DuckDB or a file (`taking.toml`)."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from datasette.utils.asgi import Request

from archive.schema import tables, views
from publish.latest_hits import WORDS
from publish.origin import origin

WAYS = Path(__file__).with_name("taking.toml")
AT_ONCE = 5000
"""So many rows one answer has at most (`max_returned_rows`); a table with more is sent as a stream, a query is cut."""
_KEPT = ("_search", "_sort", "_where", "_through", "_col", "_nocol")
"""Of Datasette's own parameters, those that say which rows and columns a result has."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Result:
    """What is shown: its columns, the rows that the page has, how many there are in all (None: not counted), and the
    table or view they come from ("": a query)."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    count: int | None
    table: str = ""


@cache
def ways() -> tuple[dict[str, Any], ...]:
    """Return the ways to take a result, in order: name, label, types, check, code."""
    with WAYS.open("rb") as file:
        return tuple(tomllib.load(file)["way"])


def taken(request: Request, result: Result) -> list[tuple[str, str, str]]:
    """Return (name, label, lines to paste) for each way to take the result that `request` shows."""
    types = column_types(result)
    csv, as_json = addresses(request, result)
    out = []
    for way in ways():
        words = {
            "csv": csv,
            "json": as_json,
            "types": _written(way["name"], [(name, way["types"].get(kind, "")) for name, kind in types]),
            "check": way["check"].format(count=result.count) if result.count is not None else "",
        }
        out.append((way["name"], way["label"], filled(way["code"], words)))
    return out


def filled(code: str, words: dict[str, str]) -> str:
    """Return lines with each @name@ replaced by its word; what a word itself holds is never replaced."""
    return re.sub(r"@(\w+)@", lambda name: words[name.group(1)], code.strip())


def addresses(request: Request, result: Result) -> tuple[str, str]:
    """Return the addresses of all rows as CSV and of (at most 5,000) rows as JSON, every character in them escaped."""
    asked = parse_qsl(request.query_string, keep_blank_values=True)
    given = [("_search" if name == WORDS else name, text) for name, text in asked]
    kept = [(name, text) for name, text in given if not name.startswith("_") or name.startswith(_KEPT)]
    place = origin(request) + quote(unquote(request.path), safe="/~")
    of_csv, of_json = list(kept), [*kept, ("_shape", "array")]
    if result.table:
        whole = result.count is not None and result.count <= AT_ONCE
        of_csv.append(("_size", "max") if whole else ("_stream", "on"))
        of_json.append(("_size", "max"))
    return _address(f"{place}.csv", of_csv), _address(f"{place}.json", of_json)


def _address(place: str, parameters: list[tuple[str, str]]) -> str:
    # Spaces as %20: a plus sign is a space to some readers alone.
    return place + ("?" + urlencode(parameters, quote_via=quote, safe="") if parameters else "")


def column_types(result: Result) -> list[tuple[str, str]]:
    """Return (column, integer | real | text) for each column.

    Of a table as it is declared; of a query, all of whose rows are at hand, as the values are. A code such as 410000 is
    text in both. What may hold either is text.
    """
    declared = {}
    if result.table:
        relation = tables().get(result.table) or views().get(result.table)
        declared = {column.name: column.type for column in relation.columns} if relation else {}
    return [
        (name, _named_type(declared[name]) if name in declared else _seen_type([row[at] for row in result.rows]))
        for at, name in enumerate(result.columns)
    ]


def _named_type(declared: str) -> str:
    return declared if declared in ("integer", "real") else "text"


def _seen_type(values: Sequence[Any]) -> str:
    kinds = {type(value) for value in values} - {type(None)}
    if kinds == {int}:
        return "integer"
    return "real" if kinds and kinds <= {int, float} else "text"


def _written(way: str, types: list[tuple[str, str]]) -> str:
    """Return the columns with their types as a dictionary, a named vector, or an argument of read_csv.

    The names come from whoever wrote the query: each is written so that it can be nothing but a name.
    """
    if way == "python":
        return "{" + ", ".join(f"{_quoted(name)}: {_quoted(kind)}" for name, kind in types) + "}"
    if way == "r":
        return "c(" + ", ".join(f"{_quoted(name)} = {_quoted(kind)}" for name, kind in types) + ")"
    names = [name for name, _ in types]
    if way != "duckdb" or len({name.lower() for name in names}) < len(names) or any(map(_CONTROL.search, names)):
        # DuckDB then finds the types itself.
        return ""
    escaped = ((name.replace("'", "''"), kind) for name, kind in types)
    return ", columns = {" + ", ".join(f"'{name}': '{kind}'" for name, kind in escaped) + "}"


def _quoted(text: str) -> str:
    """Return a text as Python and R both write it."""
    # What JSON leaves as it is and a line of code does not.
    return re.sub(
        r"[\x7f\x85\u2028\u2029]", lambda one: f"\\u{ord(one.group()):04x}", json.dumps(text, ensure_ascii=False)
    )
