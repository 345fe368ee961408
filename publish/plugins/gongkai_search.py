"""Datasette plugin: Chinese search in Datasette's own `_search`; `zh_snippet` and `zh_holds` for queries."""

from __future__ import annotations

import sqlite3

from datasette import hookimpl
from datasette.app import Datasette
from datasette.filters import FilterArguments
from datasette.utils.asgi import Request

from archive.search import match_expression, searched
from publish.latest_hits import LATEST, WORDS
from publish.site import is_ours
from publish.snippet import zh_holds, zh_snippet

# What FTS5 never finds: a search for nothing but punctuation gives no rows rather than an error.
LONGEST_VALUE = 32 * 2**20
NOTHING = '"\u2205"'


@hookimpl
def filters_from_request(request: Request, database: str, table: str, datasette: Datasette) -> FilterArguments | None:
    """Narrow a table with a full-text index to its latest rows that hold the words."""
    words = request.args.get(WORDS)
    known = {one.name: one.primary_key[0] for one in searched()}
    if not words or not is_ours(datasette) or table not in known:
        return None
    index = f"[{table}_fts]"
    found = f"SELECT rowid FROM {index} WHERE {index} MATCH escape_fts(:words) ORDER BY rowid DESC LIMIT {LATEST}"
    said = f'search matches "{words}" (at most its latest {LATEST:,} rows)'
    shown = {"supports_search": True, "search": words}
    return FilterArguments([f"[{known[table]}] IN ({found})"], {"words": words}, [said], shown)


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Replace `escape_fts` after Datasette has defined it; add `zh_snippet` and `zh_holds`, both of text and query."""
    conn.create_function("escape_fts", 1, lambda query: match_expression(query) or NOTHING)
    conn.create_function("zh_snippet", 2, zh_snippet, deterministic=True)
    conn.create_function("zh_holds", 2, zh_holds, deterministic=True)
    # One value of a gigabyte, which SQLite would allow, is made in less than any limit of time.
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
