"""The state of a build: `readings.db` beside the ledger, which remembers how far the ledger was followed."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TypeVar

FORMAT = 4
"""Raised with every change of `state.sql`: a file of another format is emptied, and everything is read again."""
CHUNK = 500
Item = TypeVar("Item")


class State:
    """An open `readings.db`, written by the one build that holds the lock. `db` is its connection."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = sqlite3.connect(path, isolation_level=None, timeout=30)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")
        if self.db.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            self._drop()
        self._create()

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def forget(self) -> None:
        """Empty every table, for a full build."""
        self._drop()
        self._create()

    def get(self, key: str) -> str:
        """Return what is kept under `key`, "" for nothing."""
        row = self.db.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
        return row[0] if row else ""

    def set(self, key: str, value: str) -> None:
        """Keep `value` under `key`."""
        self.db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, value))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside, or nothing of it."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self.db.in_transaction:  # a full disk ends the transaction by itself
                self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def everything_waits(self) -> None:
        """Have every body filed anew, and every archive written anew."""
        with self.transaction():
            self.db.execute("INSERT OR IGNORE INTO waiting SELECT DISTINCT sha256 FROM sighting")
            self.set("id", uuid.uuid4().hex)

    def waiting(self) -> Iterator[list[str]]:
        """Yield the bodies of which something is new, in chunks; what is filed meanwhile is passed over."""
        last = ""
        sql = "SELECT sha256 FROM waiting WHERE sha256 > ? ORDER BY sha256 LIMIT ?"
        while chunk := [row[0] for row in self.db.execute(sql, (last, CHUNK))]:
            yield chunk
            last = chunk[-1]

    def news_number(self) -> int:
        """Return the number of the last piece of news, 0 when there is none."""
        row = self.db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'news'").fetchone()
        return int(row[0]) if row else 0

    def _create(self) -> None:
        self.db.executescript(Path(__file__).with_name("state.sql").read_text("utf-8"))
        if not self.get("id"):
            self.set("id", uuid.uuid4().hex)

    def _drop(self) -> None:
        names = [
            row[0]
            for row in self.db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        for name in names:
            self.db.execute(f"DROP TABLE [{name}]")
        self.db.execute(f"PRAGMA user_version={FORMAT}")


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """Yield `items` in lists of at most `size`."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def marks(values: list[Item]) -> str:
    """Return as many placeholders as there are values, for `IN (...)`."""
    return ",".join("?" * len(values))
