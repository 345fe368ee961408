"""Chinese full-text search: bigrams made here, kept in a contentless FTS5 table that plain SQLite can read.

`复议` is one token, `行政复议` is the three tokens 行政 政复 复议, all of which must be in the section. Words of Latin
letters and digits are tokens of their own, in lower case.
"""

from __future__ import annotations

import re
import sqlite3
from array import array

from archive.schema import Table, tables

_HAN = "㐀-鿿豈-﫿\U00020000-\U0003ffff"
_WORD = re.compile(f"[{_HAN}]+|[0-9a-z]+")
_NOT_LATIN = re.compile("[^0-9a-z\0]+")
_NOT_HAN = re.compile(f"[^{_HAN}\0]+")
_CREATE = "CREATE VIRTUAL TABLE [{table}_fts] USING fts5([{column}], tokenize='unicode61', content='', detail=none)"
_SPACE = " ".encode("utf-32-le")
BATCH = 2000


def bigrams(text: str) -> str:
    """Return the tokens of `text` separated by blanks, in the order of the text, words of Latin letters last.

    The first and the last character of a run of Chinese are tokens of their own too, so that a single character can
    be searched for.
    """
    return all_bigrams([text])[0]


def all_bigrams(texts: list[str]) -> list[str]:
    """Return the tokens of each text, as `bigrams` does, in one pass over all of them."""
    joined = "\0".join([text.replace("\0", " ") for text in texts]).lower()
    han = _NOT_HAN.sub(" ", joined)
    pairs = _pairs(f" {han} ".replace("\0", "  "))
    words = _NOT_LATIN.sub(" ", joined).split("\0")
    out, start = [], 0
    for text, foreign in zip(han.split("\0"), words, strict=True):
        # The pair that joins one text to the next is left out.
        out.append(pairs[3 * start : 3 * (start + len(text) + 1)] + foreign.strip())
        start += len(text) + 2
    return out


def _pairs(text: str) -> str:
    """Return `ab bc cd ` for `abcd`. Whole corpora pass here: strided copies keep the loop out of Python."""
    points = array("I", text.encode("utf-32-le"))
    out = array("I", _SPACE) * (3 * (len(points) - 1))
    out[0::3], out[1::3] = points[:-1], points[1:]
    return out.tobytes().decode("utf-32-le")


def match_expression(query: str) -> str:
    """Return the FTS5 expression that finds sections with every word of `query`; "" when it holds no word."""
    terms = [term for word in _WORD.findall(query.lower()) for term in _terms(word)]
    return " ".join(dict.fromkeys(terms))


def _terms(word: str) -> list[str]:
    if word.isascii():
        return [f'"{word}"']
    if len(word) == 1:
        return [f'"{word}"*']
    return [f'"{first}{second}"' for first, second in zip(word, word[1:], strict=False)]


def searched() -> list[Table]:
    """Return the tables that have a full-text index."""
    return [table for table in tables().values() if table.search]


def create_index(db: sqlite3.Connection, table: Table) -> None:
    """Make the full-text index of a table's `search` column, and fill it; the rowid is the table's key."""
    db.execute(_CREATE.format(table=table.name, column=table.search))
    index(db, table, "1")


def index(db: sqlite3.Connection, table: Table, where: str) -> None:
    """Put the rows of a table that fulfil a condition into its full-text index."""
    _each(db, table, where, f"INSERT INTO [{table.name}_fts](rowid, [{table.search}]) VALUES (?, ?)")


def unindex(db: sqlite3.Connection, table: Table, where: str) -> None:
    """Take rows that are still in the table out of its full-text index, which must be told what it was told before.

    Their numbers must not be given to other rows in the same transaction: FTS5 would lose those.
    """
    name = f"{table.name}_fts"
    _each(db, table, where, f"INSERT INTO [{name}]([{name}], rowid, [{table.search}]) VALUES ('delete', ?, ?)")


def _each(db: sqlite3.Connection, table: Table, where: str, statement: str) -> None:
    source = db.execute(f"SELECT [{table.primary_key[0]}], [{table.search}] FROM [{table.name}] WHERE {where}")
    while rows := source.fetchmany(BATCH):
        db.executemany(statement, zip([key for key, _ in rows], all_bigrams([text for _, text in rows]), strict=True))
