"""captures → archive.db: read what is new, then write the whole archive into a working copy and put it in place.

Reading is incremental (`readings.db` in the data folder keeps what each capture gave); writing is always whole, which
is why an incremental build cannot differ from a full one. A build that is killed leaves the old archive as it was and
loses at most the captures of one batch.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archive import catalogue_rows as rows
from archive.cross_checks import cross_check
from archive.ddl import create_all, create_indexes, insert_sql
from archive.derive import derive
from archive.engine import engine_version
from archive.expected import expected_rows
from archive.explanations import Explanation, explain, explanations
from archive.filing import Filed, file_reports
from archive.load import Loader
from archive.reader import Progress, read_all, tasks
from archive.readings import Readings
from archive.record import Head
from archive.schema import tables
from archive.search import create_index
from archive.sightings import Trail, fold
from archive.sources import Sources, load_sources
from archive.summary import BuildSummary
from captures.lock import WriterLock
from captures.records import Capture, Visit
from captures.store import CaptureStore
from parsers.bounded import Limits
from parsers.formats import is_there_now

APPLICATION_ID = 0x676B6761
"""`PRAGMA application_id` of an archive ("gkga"), by which `serve` knows one."""
SMALL = 2000
"""Up to so many reports pages are 1 KiB, so that a sample stays small; above, 4 KiB."""


def build(
    data: Path,
    db: Path,
    full: bool = False,
    workers: int = 0,
    sources: Sources | None = None,
    progress: Progress = lambda done, total: None,
) -> BuildSummary:
    """Bring the archive `db` up to date with the captures in the folder `data`.

    `full` reads every capture again; `workers` processes read, within the limits that the environment sets
    (`parsers/bounded.py`); with 0 this process reads, without limits. What could not be read for lack of a program is
    read when it is there. `sources` are regions and portals, by default those of the registry and of `data`
    (`portals.toml`, `regions.csv`). `progress(read, total)` is called for each batch read. Raises CaptureError when
    there are no captures or another build is running, DecisionError when a person's decisions cannot be read.
    """
    summary = BuildSummary()
    sources = sources or load_sources(data)
    explained = explanations(data)
    with (
        CaptureStore(data) as store,
        _lock(data),
        closing(Readings(data / "readings.db", engine_version())) as readings,
    ):
        with _timed(summary, "ledger"):
            trails = fold(store.visits_by_time())
        with _timed(summary, "read"):
            if full:
                readings.forget()
            _read(store, trails, readings, sources, workers, progress, summary)
        with _timed(summary, "file"):
            heads = list(readings.heads())
            reports, problems = file_reports(heads, trails, sources)
        work = db.with_name(f".{db.name}.building")
        _remove(work)
        with _timed(summary, "write"), closing(_open(work, len(reports))) as out:
            _write(out, store, readings, heads, trails, reports, problems, sources)
            summary.unused_decisions = _check(out, explained)
        with _timed(summary, "finish"):
            _finish(work)
            os.replace(work, db)
        _count(summary, store, heads, reports, problems, db)
    return summary


@contextmanager
def _lock(data: Path) -> Iterator[None]:
    lock = WriterLock(data / "build.lock")
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _timed(summary: BuildSummary, stage: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    summary.seconds[stage] = time.perf_counter() - began


def _read(
    store: CaptureStore,
    trails: dict[str, Trail],
    readings: Readings,
    sources: Sources,
    workers: int,
    progress: Progress,
    summary: BuildSummary,
) -> None:
    again = {head.sha256 for head in readings.unread() if is_there_now(head.reason)}
    done = {sha256: context for sha256, context in readings.done().items() if sha256 not in again}
    todo = tasks(store, trails, done, sources)
    for head in read_all(store.data, todo, readings, workers, Limits.of_environment(), progress):
        summary.read += 1
        summary.newly_unreadable += head.verdict == "unreadable"
        summary.internal_errors += head.reason.startswith("internal error")


def _open(path: Path, reports: int) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute(f"PRAGMA page_size={1024 if reports <= SMALL else 4096}")
    db.execute("PRAGMA journal_mode=WAL")
    # The working copy is thrown away if the machine stops: only the finished file must reach the disk.
    db.execute("PRAGMA synchronous=OFF")
    db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    return db


def _write(
    db: sqlite3.Connection,
    store: CaptureStore,
    readings: Readings,
    heads: list[Head],
    trails: dict[str, Trail],
    reports: list[Filed],
    problems: dict[str, str],
    sources: Sources,
) -> None:
    """Begin the one transaction that a build is, and write every table, then indexes and search."""
    db.execute("BEGIN IMMEDIATE")
    create_all(db)
    Loader(db).load(reports, readings)
    by_capture = {version.head.sha256: report.id for report in reports for version in report.versions}
    visited = dict(store.columns(Visit, "portal_id", "visited_at"))
    portal_ids, last_visit = visited.keys() - {""}, max(visited.values(), default="")
    described = {
        "codes": rows.code_rows(),
        "comparability": rows.comparability_rows(),
        "deadlines": rows.deadline_rows(),
        "tables": rows.table_rows(),
        "columns": rows.column_rows(),
        "checks": rows.check_rows(),
        "regions": rows.region_rows(reports, sources, portal_ids),
        "organs": rows.organ_rows(reports),
        "portals": rows.portal_rows(sources, portal_ids),
        "runs": map(rows.run_row, store.runs()),
        "visits": rows.visit_rows(store),
        "captures": rows.capture_rows(store),
        "readings": rows.reading_rows(heads, trails, problems, by_capture, engine_version()),
        "expected_reports": expected_rows(reports, last_visit),
        "about": [("parser_version", engine_version()), ("last_visit", last_visit)],
    }
    for table, values in described.items():
        db.executemany(insert_sql(table), values)
    for statement in create_indexes():
        db.execute(statement)
    for declared in tables().values():
        if declared.search:
            create_index(db, declared)


def _check(db: sqlite3.Connection, explained: list[Explanation]) -> list[str]:
    """Make the cross-checks and what is derived from all findings; return what to say of unused explanations."""
    cross_check(db)
    unused = explain(db, explained)
    derive(db)
    db.execute("COMMIT")
    db.execute("ANALYZE")
    db.execute("PRAGMA journal_mode=DELETE")
    return unused


def _finish(path: Path) -> None:
    """Bring the finished file to the disk before it takes the place of the old one."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        name.unlink(missing_ok=True)


def _count(
    summary: BuildSummary,
    store: CaptureStore,
    heads: list[Head],
    reports: list[Filed],
    problems: dict[str, str],
    db: Path,
) -> None:
    summary.captures = sum(1 for _ in store.columns(Capture, "id"))
    summary.reports = len(reports)
    summary.versions = sum(len(report.versions) for report in reports)
    summary.not_reports = sum(head.verdict == "not_a_report" for head in heads)
    summary.unreadable = sum(head.verdict == "unreadable" for head in heads)
    summary.no_organ = sum(problem == "no_organ" for problem in problems.values())
    summary.no_year = sum(problem == "no_year" for problem in problems.values())
    with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as archive:
        summary.organs, summary.regions = (
            archive.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("organs", "regions")
        )
        summary.failed = dict(
            archive.execute(
                "SELECT severity, count(*) FROM findings WHERE status = 'fail' AND is_current GROUP BY severity"
            )
        )
    summary.size = db.stat().st_size
