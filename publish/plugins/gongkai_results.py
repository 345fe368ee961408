"""Datasette plugin: its pages of tables, questions and SQL say how to take the result, what a question asks, and what
the tables hold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response
from datasette.views.table import TableView

from archive.schema import views
from archive.search import searched
from publish.archive_db import DATABASE, Row, kept_rows
from publish.column_meanings import meanings
from publish.latest_hits import WORDS
from publish.metadata import queries
from publish.questions import Question, filled_in, groups, question
from publish.site import is_ours
from publish.taking import Result, column_types, taken

UNFILTERED = ("_size", "_next", "_sort", "_sort_desc", "_col", "_nocol", "_labels", "_shape")
"""Parameters of Datasette that leave out no row."""


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Any]]:
    """Return the addresses of questions, views and searched tables, which are asked for with other parameters."""
    if not is_ours(datasette):
        return []
    return [
        (rf"/(?P<database>{DATABASE})/(?P<table>{'|'.join(names)})(?:\.(?P<format>\w+))?$", answer)
        for names, answer in (
            ([query["name"] for query in queries()], _asked),
            (list(views()), _viewed),
            ([table.name for table in searched()], _searched),
        )
    ]


async def _searched(datasette: Datasette, request: Request) -> Response:
    """Answer with a table that has a full-text index, searched by our own filter (gongkai_search.py)."""
    given = parse_qsl(request.query_string, keep_blank_values=True)
    words = dict(given).get("_search") or dict(given).get(WORDS, "")
    if words and "_searchmode" not in dict(given):
        others = [pair for pair in given if pair[0] not in ("_search", WORDS)]
        request = _asking(request, urlencode([*others, (WORDS, words)]))
    answer: Response = await TableView(datasette).dispatch_request(request)
    return answer


async def _viewed(datasette: Datasette, request: Request) -> Response:
    """Answer with a view; without a filter its rows are not counted, which would take as long as reading them all."""
    if all(name in UNFILTERED for name in request.args):
        request = _asking(request, _and(request, {"_nocount": "1"}))
    answer: Response = await TableView(datasette).dispatch_request(request)
    return answer


def _asking(request: Request, query: str) -> Request:
    """Return the request with another query string."""
    return Request({**request.scope, "query_string": query.encode("latin-1")}, request.receive)


def _and(request: Request, more: dict[str, str]) -> str:
    """Return the query string with these parameters too."""
    return "&".join(filter(None, [request.query_string, urlencode(more)]))


async def _asked(datasette: Datasette, request: Request) -> Response:
    defaults = await filled_in(datasette, _query(request.url_vars["table"]))
    lacking = {name: value for name, value in defaults.items() if value and name not in request.args}
    answer: Response = await TableView(datasette).dispatch_request(_asking(request, _and(request, lacking)))
    return answer


def _query(name: str) -> dict[str, Any]:
    return next(query for query in queries() if query["name"] == name)


@hookimpl
def extra_template_vars(datasette: Datasette, request: Request | None, view_name: str | None, columns: Any) -> Any:
    """Give Datasette's templates `take(…)`, `numeric(…)`, `schema()`, `asked(…)`, `meanings` and the questions."""
    if not is_ours(datasette) or request is None or view_name is None:
        return {}

    def take(rows: Sequence[Sequence[Any]], count: int | None, table: str = "") -> list[tuple[str, str, str]]:
        return taken(request, Result(columns or (), rows, count, table))

    def numeric(rows: Sequence[Sequence[Any]]) -> list[bool]:
        return [kind != "text" for _, kind in column_types(Result(columns or (), rows, None))]

    async def schema() -> list[dict[str, Any]]:
        return await _schema(datasette)

    async def asked(name: str, given: dict[str, str]) -> Question:
        return await question(datasette, _query(name), given)

    meant = meanings(columns or ())
    listed = {"question_groups": groups(), "question_count": len(queries())}
    return {"take": take, "numeric": numeric, "schema": schema, "asked": asked, "meanings": meant, **listed}


async def _schema(datasette: Datasette) -> list[dict[str, Any]]:
    """Return every table and view with its columns as the archive describes them; `codes` counts columns named so."""
    described: dict[str, list[Row]] = {
        name: list(rows)
        for name, rows in groupby(await kept_rows(datasette, "own_columns"), key=lambda row: row["table_name"])
    }
    codes = {row["table_name"]: row["n"] for row in await kept_rows(datasette, "code_columns")}
    return [
        {**row, "columns": described.get(row["name"], []), "codes": codes.get(row["name"], 0)}
        for row in await kept_rows(datasette, "schema_tables")
    ]
