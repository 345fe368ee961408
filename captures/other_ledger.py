"""The ledger of another archive: what it holds, and its rows taken into ours by SQL, each once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# A run belongs to one process on one machine: its time to the microsecond, what it was to do and its visits tell it
# from every other, however often the folder was copied or merged. `pointers` is how many are here already: the
# pointers of a run follow one another in one order in every copy. A visit is looked up by its address, not by its run,
# which has many; SQLite would not know.
_RUNS = """
CREATE TEMP TABLE taken_runs (theirs INTEGER PRIMARY KEY, ours INTEGER NOT NULL, pointers INTEGER NOT NULL)
"""
_SAME_RUN = """
SELECT mine.id FROM main.runs AS mine JOIN other.runs AS theirs USING (started_at, command, portals)
WHERE theirs.id = ? AND (
    NOT EXISTS (SELECT 1 FROM main.visits WHERE run_id = mine.id)
    OR NOT EXISTS (SELECT 1 FROM other.visits WHERE run_id = theirs.id)
    OR EXISTS (SELECT 1 FROM main.visits AS v JOIN other.visits AS w INDEXED BY visits_by_url USING (url, visited_at)
        WHERE v.run_id = mine.id AND w.run_id = theirs.id)
) AND mine.id NOT IN (SELECT ours FROM taken_runs)
"""
_NEW_RUN = """
INSERT INTO main.runs (started_at, ended_at, command, portals, counts, complete, exit_code, note)
SELECT started_at, ended_at, command, portals, counts, complete, exit_code,
    CASE WHEN ended_at IS NULL AND note = '' THEN ? ELSE note END
FROM other.runs WHERE id = ?
"""
_END_OF_RUN = """
UPDATE main.runs SET (ended_at, counts, complete, exit_code, note) =
    (SELECT ended_at, counts, complete, exit_code, note FROM other.runs WHERE id = ?1)
WHERE id = ?2 AND ended_at IS NULL AND (SELECT ended_at FROM other.runs WHERE id = ?1) IS NOT NULL
"""
_COLUMNS = """portal_id, url, final_url, visited_at, status, outcome, reason, role, link_title, link_date, found_on,
    sha256, method, form, etag, last_modified"""
_KNOWN = """EXISTS (SELECT 1 FROM main.visits AS mine INDEXED BY visits_by_url WHERE mine.url = v.url
    AND mine.form = v.form AND mine.run_id = r.ours AND mine.visited_at = v.visited_at
    AND mine.final_url = v.final_url)"""
_VISITS = f"""
INSERT INTO main.visits (run_id, {_COLUMNS})
SELECT r.ours, {_COLUMNS} FROM other.visits AS v NOT INDEXED JOIN taken_runs AS r ON r.theirs = v.run_id
WHERE NOT {_KNOWN} AND (v.sha256 IS NULL OR v.sha256 IN (SELECT sha256 FROM main.captures)) ORDER BY v.id
"""
_POINTERS = """
INSERT INTO main.pointers (run_id, portal_id, url, title, found_on, reason)
SELECT ours, portal_id, url, title, found_on, reason FROM (
    SELECT p.*, r.ours, r.pointers, row_number() OVER (PARTITION BY run_id ORDER BY id) AS number
    FROM other.pointers AS p JOIN taken_runs AS r ON r.theirs = p.run_id
) WHERE number > pointers ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a WARC file of theirs, `start` to `end` in bytes, and the file of ours that holds it."""

    theirs: str
    start: int
    end: int
    ours: str


class OtherLedger:
    """`ledger.db` of another archive, attached for reading to the connection that writes ours."""

    def __init__(self, db: sqlite3.Connection, path: Path, under_way: str) -> None:
        self._db, self._under_way = db, under_way
        db.execute("ATTACH DATABASE ? AS other", (f"{path.absolute().as_uri()}?mode=ro",))
        try:
            (found,) = db.execute("PRAGMA other.quick_check(1)").fetchone()
            if found != "ok":
                raise sqlite3.DatabaseError(found)
            self.warc_sizes()
        except sqlite3.Error:
            self.close()
            raise

    def close(self) -> None:
        """Let go of it."""
        self._db.execute("DETACH DATABASE other")

    def warc_sizes(self) -> dict[str, int]:
        """WARC file name → bytes covered by committed rows, in order of name."""
        return dict(self._db.execute("SELECT name, size FROM other.warc_files ORDER BY name"))

    def bodies(self, name: str, start: int, end: int) -> dict[int, str]:
        """Offset → sha256 of the captures in a stretch of a WARC file."""
        where = "warc_file = ? AND warc_offset >= ? AND warc_offset < ?"
        sql = f"SELECT warc_offset, sha256 FROM other.captures WHERE {where}"
        return dict(self._db.execute(sql, (name, start, end)))

    def without_body(self) -> int:
        """How many visits have a body that is not here."""
        sql = "SELECT count(*) FROM other.visits WHERE sha256 NOT IN (SELECT sha256 FROM main.captures)"
        return int(self._db.execute(sql).fetchone()[0])

    def take(self, segments: list[Segment]) -> tuple[int, int]:
        """Take every row that is not here yet; to be called in a transaction. Returns visits taken, and visits held.

        Captures are those in `segments`; a visit whose body is in none of them is left for another time.
        """
        for segment in segments:
            self._db.execute(
                "INSERT OR IGNORE INTO main.captures (sha256, media_type, size, warc_file, warc_offset)"
                " SELECT sha256, media_type, size, ?, warc_offset - ? FROM other.captures"
                " WHERE warc_file = ? AND warc_offset >= ? AND warc_offset < ? ORDER BY id",
                (segment.ours, segment.start, segment.theirs, segment.start, segment.end),
            )
        with self._runs():
            taken = self._db.execute(_VISITS).rowcount
            self._db.execute(_POINTERS)
        (held,) = self._db.execute("SELECT count(*) FROM other.visits").fetchone()
        return taken, held

    @contextmanager
    def _runs(self) -> Iterator[None]:
        """The temporary table that says which run of theirs is which of ours; runs not here yet are added."""
        self._db.execute(_RUNS)
        try:
            for (theirs,) in self._db.execute("SELECT id FROM other.runs ORDER BY id").fetchall():
                self._take_run(theirs)
            yield
        finally:
            self._db.execute("DROP TABLE taken_runs")

    def _take_run(self, theirs: int) -> None:
        found = self._db.execute(_SAME_RUN, (theirs,)).fetchone()
        if found is None:
            ours = self._db.execute(_NEW_RUN, (self._under_way, theirs)).lastrowid
        else:
            (ours,) = found
            self._db.execute(_END_OF_RUN, (theirs, ours))
        pointers = self._db.execute("SELECT count(*) FROM main.pointers WHERE run_id = ?", (ours,)).fetchone()[0]
        self._db.execute("INSERT INTO taken_runs VALUES (?, ?, ?)", (theirs, ours, pointers))
