"""Chinese full-text search: bigrams made here, kept in a contentless FTS5 table that plain SQLite can read.

`复议` is one token, `行政复议` is the three tokens 行政 政复 复议, all of which must be in the section. Words of Latin
letters and digits are tokens of their own, in lower case.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from archive.schema import Table

_RUN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]+|[0-9a-z]+")
_CREATE = "CREATE VIRTUAL TABLE [{table}_fts] USING fts5([{column}], tokenize='unicode61', content='', detail=none)"
BATCH = 2000


def bigrams(text: str) -> str:
    """Return the tokens of `text` separated by spaces; a run of one character gives that character."""
    return " ".join(_tokens(text))


def _tokens(text: str) -> Iterator[str]:
    for run in _RUN.findall(text.lower()):
        if run.isascii() or len(run) == 1:
            yield run
        else:
            yield from map("".join, zip(run, run[1:], strict=False))


def match_expression(query: str) -> str:
    """Return the FTS5 expression that finds sections with every word of `query`; "" when it holds no word.

    A single Chinese character finds every word that begins with it: as a prefix of bigrams, so that a character at
    the very end of a run of characters is missed.
    """
    terms = []
    for run in _RUN.findall(query.lower()):
        if not run.isascii() and len(run) == 1:
            terms.append(f'"{run}"*')
        else:
            terms += [f'"{token}"' for token in bigrams(run).split()]
    return " ".join(dict.fromkeys(terms))


def create_index(db: sqlite3.Connection, table: Table) -> None:
    """Make and fill the full-text index of a table's `search` column; the rowid is the table's key."""
    db.execute(_CREATE.format(table=table.name, column=table.search))
    source = db.execute(f"SELECT [{table.primary_key[0]}], heading || char(10) || [{table.search}] FROM [{table.name}]")
    insert = f"INSERT INTO [{table.name}_fts](rowid, [{table.search}]) VALUES (?, ?)"
    while rows := source.fetchmany(BATCH):
        db.executemany(insert, [(key, bigrams(text)) for key, text in rows])
