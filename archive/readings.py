"""What each capture gave under this parser: the table `reading` of the state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.record import Head
from archive.state import State, chunks, marks


class Readings:
    """The readings of a state under one version of the parser."""

    def __init__(self, state: State, engine: str) -> None:
        """`engine` is the version under which readings count as done."""
        self._state, self._db, self._engine = state, state.db, engine

    def keys(self, digests: list[str]) -> dict[str, str]:
        """Return sha256 to context key for those of `digests` that this version has read."""
        sql = f"SELECT sha256, context FROM reading WHERE engine = ? AND sha256 IN ({marks(digests)})"
        return dict(self._db.execute(sql, (self._engine, *digests)))

    def unread(self) -> Iterator[Head]:
        """Yield the head of every capture that this version could not read."""
        found = self._db.execute(
            "SELECT head FROM reading WHERE engine = ? AND body IS NULL AND head LIKE '%\"unreadable\"%'",
            (self._engine,),
        )
        return (head for row in found if (head := Head.from_json(row[0])).verdict == "unreadable")

    def drop(self, digests: Iterable[str]) -> None:
        """Forget what some captures gave, and have them wait to be read again."""
        with self._state.transaction():
            for chunk in chunks(digests):
                self._db.execute(f"DELETE FROM reading WHERE sha256 IN ({marks(chunk)})", chunk)
                self._db.executemany("INSERT OR IGNORE INTO waiting VALUES (?)", [(sha256,) for sha256 in chunk])

    def store(self, rows: Iterable[tuple[str, Head, bytes | None]]) -> None:
        """Store readings (context key, head, body) in one transaction, in place of older ones of the same captures."""
        values = [(head.sha256, self._engine, context, head.to_json(), body) for context, head, body in rows]
        with self._state.transaction():
            self._db.executemany("INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?, ?)", values)

    def heads(self, digests: list[str]) -> dict[str, Head]:
        """Return sha256 to head for those of `digests` that this version has read."""
        sql = f"SELECT sha256, head FROM reading WHERE engine = ? AND sha256 IN ({marks(digests)})"
        return {sha256: Head.from_json(text) for sha256, text in self._db.execute(sql, (self._engine, *digests))}

    def bodies(self, digests: list[str]) -> dict[str, bytes]:
        """Return sha256 to stored body for those of `digests` that are reports."""
        sql = f"SELECT sha256, body FROM reading WHERE sha256 IN ({marks(digests)})"
        return dict(self._db.execute(sql, digests))
