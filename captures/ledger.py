"""The ledger: rows of SQLite in, records out. It knows nothing of WARC files but their names and sizes."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import fields
from importlib.resources import files
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from captures.other_ledger import OtherLedger
from captures.read_only import read_only
from captures.records import Appointment, Capture, FoundColumn, Pointer, PortalRun, Run, Visit

Row = TypeVar("Row", Capture, Visit, Pointer, FoundColumn, PortalRun)
BUSY_SECONDS = 30
TOGETHER_SECONDS = 0.5
"""Rows that come faster than this are committed together: a commit for each would cost more than the rows. Pages of a
host come more slowly than this by default, so that each has its commit."""
GONE_DAYS = 14
"""A page found gone twice, more than so many days apart, is gone for good."""
KILLED = "This run did not end: it was killed, the machine stopped, or its disk was full."
UNDER_WAY = "This run had not ended when it was taken in from another archive."


class Ledger:
    """`ledger.db`, opened for reading or, by the one writer, for appending."""

    def __init__(self, path: Path, *, write: bool) -> None:
        if write and not path.exists():
            _create(path)
        self._db = sqlite3.connect(
            path.absolute().as_uri() + ("" if write else "?mode=ro"),
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        self._committed_at = float("-inf")
        if write:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.executescript(_schema())

    def attached(self, path: Path) -> OtherLedger:
        """Another ledger, read through this one's connection. Raises sqlite3.Error when it cannot be read."""
        return OtherLedger(self._db, path, UNDER_WAY)

    def close(self) -> None:
        """Close the database; rows not committed are lost."""
        self._db.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All the rows written inside, or none of them; they wait for `commit`."""
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("SAVEPOINT rows")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:  # a full disk ends the transaction by itself
                self._db.execute("ROLLBACK TO rows")
                self._db.execute("RELEASE rows")
            raise
        self._db.execute("RELEASE rows")

    @property
    def waiting(self) -> bool:
        """Whether rows wait for `commit`."""
        return self._db.in_transaction

    @property
    def due(self) -> bool:
        """Whether the last commit is so long ago that rows must not wait."""
        return time.monotonic() - self._committed_at >= TOGETHER_SECONDS

    def commit(self) -> None:
        """Commit the rows that wait."""
        if self._db.in_transaction:
            self._db.execute("COMMIT")
        self._committed_at = time.monotonic()

    def insert(self, row: Capture | Visit | Pointer | FoundColumn | PortalRun) -> int:
        """Add a row to the table of its kind; its `id` is given here and returned."""
        sql, values = _INSERTIONS[type(row)]
        return int(self._db.execute(sql, values(row)).lastrowid or 0)

    def rows(self, kind: type[Row], after: int) -> Iterator[Row]:
        """Every row of a kind with an id above `after`, in id order."""
        yield from self._select(kind, "WHERE id > ? ORDER BY id", (after,))

    def visits_by_address(self) -> Iterator[Visit]:
        """Every visit, address by address, in the order of time: what was merged later may have been seen before."""
        yield from self._select(Visit, "ORDER BY url, form, visited_at, id", ())

    def visits_of(self, url: str, form: str) -> Iterator[Visit]:
        """Every visit of one address in the order of its time."""
        yield from self._select(Visit, "WHERE url = ? AND form = ? ORDER BY visited_at, id", (url, form))

    def visit(self, number: int) -> Visit | None:
        """The visit with this id."""
        return next(self._select(Visit, "WHERE id = ?", (number,)), None)

    def last_visit(self) -> Visit | None:
        """The visit with the greatest id."""
        return next(self._select(Visit, "ORDER BY id DESC LIMIT 1", ()), None)

    def columns(
        self, kind: type[Capture | Visit | Pointer], names: Sequence[str], after: int
    ) -> Iterator[tuple[Any, ...]]:
        """The named fields of every row of a kind with an id above `after`, in id order."""
        sql = f"SELECT {', '.join(names)} FROM {_TABLES[kind]} WHERE id > ? ORDER BY id"
        return iter(self._db.execute(sql, (after,)))

    def capture(self, sha256: str) -> Capture | None:
        """The capture of a body."""
        return next(self._select(Capture, "WHERE sha256 = ?", (sha256,)), None)

    def last_with_body(self, url: str, form: str) -> Visit | None:
        """The newest visit of an address that ended with a body."""
        where = "WHERE url = ? AND form = ? AND sha256 IS NOT NULL ORDER BY visited_at DESC, id DESC LIMIT 1"
        return next(self._select(Visit, where, (url, form)), None)

    def held(self, portal_id: str) -> Iterator[Visit]:
        """The newest visit of each report, companion and attachment of a portal, but for those gone for good."""
        where = """AS last WHERE id IN (
                SELECT id FROM (SELECT id, max(visited_at), count(sha256) AS found FROM visits
                    WHERE portal_id = ? AND role IN ('report', 'companion', 'attachment') GROUP BY url) WHERE found > 0
            ) AND NOT (outcome = 'gone' AND julianday(visited_at) - ? >
                (SELECT julianday(min(visited_at)) FROM visits AS gone
                WHERE gone.url = last.url AND gone.outcome = 'gone' AND gone.visited_at > (
                    SELECT max(visited_at) FROM visits AS found WHERE found.url = last.url AND found.sha256 IS NOT NULL
                ))) ORDER BY id"""
        yield from self._select(Visit, where, (portal_id, GONE_DAYS))

    def found_column(self, portal_id: str) -> FoundColumn | None:
        """The column that was last found for a portal."""
        return next(
            self._select(FoundColumn, "WHERE portal_id = ? ORDER BY found_at DESC, id DESC LIMIT 1", (portal_id,)), None
        )

    def first_with_body(self, sha256: str) -> Visit | None:
        """The visit that first brought a body in."""
        return next(self._select(Visit, "WHERE sha256 = ? ORDER BY id LIMIT 1", (sha256,)), None)

    def visited(self, url: str, visited_at: str) -> bool:
        """Whether this very visit is on record."""
        found = self._db.execute("SELECT 1 FROM visits WHERE url = ? AND visited_at = ?", (url, visited_at))
        return found.fetchone() is not None

    def begin_run(self, started_at: str, command: str, portals: list[str], note: str) -> int:
        """Open a run; runs that never ended are marked so first."""
        with self.together():
            self._db.execute(
                "UPDATE runs SET note = trim(note || ' ' || ?)"
                " WHERE ended_at IS NULL AND note NOT LIKE ? AND note NOT LIKE ?",
                (KILLED, f"%{KILLED}%", f"%{UNDER_WAY}%"),
            )
            sql = "INSERT INTO runs (started_at, command, portals, note) VALUES (?, ?, ?, ?)"
            row = (started_at, command, json.dumps(portals, ensure_ascii=False), note)
            return int(self._db.execute(sql, row).lastrowid or 0)

    def end_run(self, run_id: int, ended_at: str, complete: bool, exit_code: int, note: str) -> None:
        """Close a run with its counts of visits by outcome."""
        with self.together():
            counts = json.dumps(self.counts(run_id))
            sql = (
                "UPDATE runs SET ended_at=?, counts=?, complete=?, exit_code=?, note=trim(note || ' ' || ?) WHERE id=?"
            )
            self._db.execute(sql, (ended_at, counts, complete, exit_code, note, run_id))

    def counts(self, run_id: int) -> dict[str, int]:
        """The visits of a run by outcome."""
        sql = "SELECT outcome, count(*) FROM visits WHERE run_id = ? GROUP BY outcome ORDER BY outcome"
        return dict(self._db.execute(sql, (run_id,)))

    def runs(self) -> Iterator[Run]:
        """Every run, oldest first."""
        for row in self._db.execute(f"SELECT {_columns(Run)} FROM runs ORDER BY id"):
            values = dict(zip(_names(Run), row, strict=True))
            values["portals"] = tuple(json.loads(values["portals"]))
            values["counts"] = json.loads(values["counts"])
            values["complete"] = bool(values["complete"])
            yield Run(**values)

    def asked_since(self, host: str, since: str) -> int:
        """How many requests a host got since a time: those that have rows, but for those that were not sent."""
        where = "url >= ? AND url < ? AND visited_at >= ? AND reason NOT LIKE 'Not asked:%'"
        ranges = [(f"{scheme}://{host}/", f"{scheme}://{host}0", since) for scheme in ("http", "https")]
        sql = f"SELECT count(*) FROM visits WHERE {where}"
        return sum(self._db.execute(sql, values).fetchone()[0] for values in ranges)

    def last_complete(self, portal_id: str) -> PortalRun | None:
        """The newest run that read a portal to its end."""
        where = "WHERE portal_id = ? AND complete ORDER BY ended_at DESC, id DESC LIMIT 1"
        return next(self._select(PortalRun, where, (portal_id,)), None)

    def appointments(self) -> dict[str, Appointment]:
        """Portal id → when it is crawled next; empty in a ledger that was written before there was a schedule."""
        if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'schedule'").fetchone():
            return {}
        return {row[0]: Appointment(*row) for row in self._db.execute(_SELECTIONS[Appointment])}

    def last_portal_runs(self) -> Iterator[PortalRun]:
        """What the newest run of each portal in the schedule saw of it, by portal id."""
        if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'schedule'").fetchone():
            return
        newest = "SELECT max(id) FROM run_portals r WHERE r.portal_id = schedule.portal_id"
        yield from self._select(PortalRun, f"WHERE id IN (SELECT ({newest}) FROM schedule) ORDER BY portal_id", ())

    def appointment(self, portal_id: str) -> Appointment | None:
        """When a portal is crawled next."""
        row = self._db.execute(f"{_SELECTIONS[Appointment]} WHERE portal_id = ?", (portal_id,)).fetchone()
        return Appointment(*row) if row else None

    def appoint(self, appointment: Appointment) -> None:
        """Set when a portal is crawled next; to be called inside `together`."""
        sql, values = _INSERTIONS[Appointment]
        self._db.execute(sql.replace("INSERT", "INSERT OR REPLACE", 1), values(appointment))

    def warc_sizes(self) -> dict[str, int]:
        """WARC file name → bytes covered by committed rows."""
        return dict(self._db.execute("SELECT name, size FROM warc_files"))

    def set_warc_size(self, name: str, size: int) -> None:
        """Note how far a WARC file is covered by rows."""
        self._db.execute("INSERT OR REPLACE INTO warc_files (name, size) VALUES (?, ?)", (name, size))

    def _select(self, kind: type[Row], where: str, values: tuple[Any, ...]) -> Iterator[Row]:
        for row in self._db.execute(f"{_SELECTIONS[kind]} {where}", values):
            yield kind(*row)


def complete_days(data: Path) -> dict[str, str]:
    """Portal id → the day (ISO) of the last run under `data` that read it to its end; empty without a ledger."""
    sql = "SELECT portal_id, substr(max(ended_at), 1, 10) FROM run_portals WHERE complete GROUP BY portal_id"
    return _pairs(data, "run_portals", sql)


def due_days(data: Path) -> dict[str, str]:
    """Portal id → the day (ISO) on which `crawl --due` takes it next; empty without a ledger."""
    return _pairs(data, "schedule", "SELECT portal_id, next_due FROM schedule")


def _pairs(data: Path, table: str, sql: str) -> dict[str, str]:
    """What a statement of two columns gives, if there is a ledger with this table."""
    path = data / "ledger.db"
    if not path.exists():
        return {}
    with closing(sqlite3.connect(read_only(path), uri=True)) as db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
            return {}
        return dict(db.execute(sql))


def _create(path: Path) -> None:
    """Make an empty ledger beside its place and put it there whole: a reader must never find it without its tables."""
    new = path.with_name(f"{path.name}.new")
    for torn in (new, new.with_name(f"{new.name}-journal")):
        torn.unlink(missing_ok=True)
    db = sqlite3.connect(new)
    db.executescript(_schema())
    db.close()
    new.replace(path)


def _schema() -> str:
    return files("captures").joinpath("schema.sql").read_text("utf-8")


_TABLES: dict[type, str] = {
    Capture: "captures",
    Visit: "visits",
    Pointer: "pointers",
    FoundColumn: "found_columns",
    PortalRun: "run_portals",
    Appointment: "schedule",
}


def _names(kind: type) -> list[str]:
    return [field.name for field in fields(kind)]


def _columns(kind: type) -> str:
    return ", ".join(_names(kind))


def _insertion(kind: type, table: str) -> tuple[str, attrgetter[tuple[Any, ...]]]:
    names = [name for name in _names(kind) if name != "id"]
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    return sql, attrgetter(*names)


_SELECTIONS = {kind: f"SELECT {_columns(kind)} FROM {table}" for kind, table in _TABLES.items()}
_INSERTIONS = {kind: _insertion(kind, table) for kind, table in _TABLES.items()}
