"""Datasette plugin: Chinese search in Datasette's own `_search`; `zh_snippet` and `zh_holds` for queries."""

from __future__ import annotations

import sqlite3

from datasette import hookimpl

from archive.search import match_expression
from publish.snippet import zh_holds, zh_snippet

# What FTS5 never finds: a search for nothing but punctuation gives no rows rather than an error.
LONGEST_VALUE = 32 * 2**20
NOTHING = '"\u2205"'


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Replace `escape_fts` after Datasette has defined it; add `zh_snippet` and `zh_holds`, both of text and query."""
    conn.create_function("escape_fts", 1, lambda query: match_expression(query) or NOTHING)
    conn.create_function("zh_snippet", 2, zh_snippet, deterministic=True)
    conn.create_function("zh_holds", 2, zh_holds, deterministic=True)
    # One value of a gigabyte, which SQLite would allow, is made in less than any limit of time.
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
