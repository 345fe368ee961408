"""The ledger of another archive: what it holds, and its rows taken into ours by SQL, each once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from captures.read_only import read_only

# A run belongs to one process on one machine: its time to the microsecond, what it was to do and its visits tell it
# from every other, however often the folder was copied or merged. A visit is looked up by its address, not by its run,
# which has many; SQLite would not know.
_RUNS = """
CREATE TEMP TABLE taken_runs (theirs INTEGER PRIMARY KEY, ours INTEGER NOT NULL)
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
# Rows that follow one another in one order in every copy of a run: as many as are here already are passed over.
_IN_ORDER = """
INSERT INTO main.{table} (run_id, {columns})
SELECT ours, {columns} FROM (
    SELECT t.*, r.ours, ifnull(h.number, 0) AS held, row_number() OVER (PARTITION BY t.run_id ORDER BY t.id) AS number
    FROM other.{table} AS t JOIN taken_runs AS r ON r.theirs = t.run_id
    LEFT JOIN (SELECT run_id, count(*) AS number FROM main.{table} GROUP BY run_id) AS h ON h.run_id = r.ours
) WHERE number > held ORDER BY id
"""
_TABLES_IN_ORDER = ("pointers", "found_columns", "run_portals")
_SCHEDULE = """
INSERT OR REPLACE INTO main.schedule ({columns}) SELECT {columns} FROM other.schedule AS t
WHERE NOT EXISTS (SELECT 1 FROM main.schedule AS m WHERE m.portal_id = t.portal_id AND m.last_run >= t.last_run)
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
        db.execute("ATTACH DATABASE ? AS other", (read_only(path),))
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
            for table in filter(self._has, _TABLES_IN_ORDER):
                self._db.execute(_IN_ORDER.format(table=table, columns=self._columns(table)))
        if self._has("schedule"):
            self._db.execute(_SCHEDULE.format(columns=self._columns("schedule")))
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
        self._db.execute("INSERT INTO taken_runs VALUES (?, ?)", (theirs, ours))

    def _has(self, table: str) -> bool:
        """Tell whether theirs has a table: it may have been written before there was one."""
        return bool(self._db.execute("SELECT 1 FROM other.sqlite_master WHERE name = ?", (table,)).fetchone())

    def _columns(self, table: str) -> str:
        """The columns of a table of theirs that are the same in every archive."""
        names = [row[1] for row in self._db.execute(f"PRAGMA other.table_info({table})")]
        return ", ".join(name for name in names if name not in ("id", "run_id"))
