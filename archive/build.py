"""captures → archive.db: follow the ledger, read what is new, file it, and write a new archive in place of the last.

Every stage is incremental and keeps what it did in `readings.db` of the data folder, so a build that is killed loses at
most one batch of readings. An archive that was made from the same state learns only what is new; any other is written
whole. Both give the same content. The last archive stays whole until the new one has passed the gates.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archive import gates
from archive.decided import idle_decisions
from archive.engine import archive_version, engine_version
from archive.explanations import Explanation, explanations
from archive.filed import file_waiting
from archive.reader import Progress, read_all, tasks
from archive.readings import Readings
from archive.replace import about, begin_from, open_copy, put_in_place, refused, set_aside, working_copy
from archive.rereading import record_rereadings
from archive.sightings import follow
from archive.sources import Sources, load_sources
from archive.stages import Stages
from archive.state import State
from archive.summary import BuildSummary
from archive.write import Writer
from captures.lock import WriterLock
from captures.store import CaptureStore
from parsers.bounded import Limits
from parsers.formats import is_there_now


def build(
    data: Path,
    db: Path,
    full: bool = False,
    workers: int = 0,
    sources: Sources | None = None,
    progress: Progress = lambda done, total: None,
    accept: bool = False,
    dask: str = "",
) -> BuildSummary:
    """Bring the archive `db` up to date with the captures in the folder `data`.

    `full` reads every capture again; `workers` processes read, within the limits that the environment sets
    (`parsers/bounded.py`), and make the rows of many reports; with 0 this process does both, without limits; `dask`
    is the address of a Dask scheduler whose workers read instead. What could not be read for lack of a program is
    read when it is there. `sources` are regions and portals, by default those of the registry and of `data`
    (`portals.toml`, `regions.csv`). `progress(read, total)` is called for each batch read. `accept` puts the
    archive in place although a gate refuses it. Raises CaptureError when there are no captures or another build is
    running, DecisionError when a person's decisions cannot be read, and GateError when the new archive is refused.
    """
    summary, stages = BuildSummary(), Stages()
    sources = sources or load_sources(data)
    explained = explanations(data)
    with CaptureStore(data) as store, _lock(data), closing(State(data / "readings.db")) as state:
        if full:
            state.forget()
        readings = Readings(state, engine_version())
        with stages.of("ledger"):
            follow(state, store)
            _know_again(state, sources)
        with stages.of("read"):
            _read(store, state, readings, sources, (workers, dask), progress, summary)
        with stages.of("file"):
            file_waiting(state, readings, sources)
        with stages.of("write"):
            work, is_whole, summary.idle = _write(db, (state, readings, store, sources, explained, stages, workers))
        with stages.of("prove"):
            _prove(work, db, is_whole, accept)
        put_in_place(work, db)
    _count(summary, db, sources)
    summary.seconds = stages.seconds
    return summary


@contextmanager
def _lock(data: Path) -> Iterator[None]:
    lock = WriterLock(data / "build.lock")
    try:
        yield
    finally:
        lock.release()


def _know_again(state: State, sources: Sources) -> None:
    """Have everything read and filed anew when the parser, the registry or a person's decisions have changed."""
    known = f"{engine_version()} {sources.digest}"
    if state.get("known") != known:
        state.everything_waits()
        state.set("known", known)


def _read(
    store: CaptureStore,
    state: State,
    readings: Readings,
    sources: Sources,
    readers: tuple[int, str],
    progress: Progress,
    summary: BuildSummary,
) -> None:
    readings.drop(head.sha256 for head in list(readings.unread()) if is_there_now(head.reason))
    todo = tasks(state, store, readings, sources)
    total = state.db.execute("SELECT count(*) FROM waiting").fetchone()[0]
    workers, dask = readers
    for head in read_all(store.data, todo, total, readings, workers, Limits.of_environment(), progress, dask):
        summary.read += 1
        summary.newly_unreadable += head.verdict == "unreadable"
        summary.internal_errors += head.reason.startswith("internal error")


def _write(
    db: Path, known: tuple[State, Readings, CaptureStore, Sources, list[Explanation], Stages, int]
) -> tuple[Path, bool, list[str]]:
    """Write the next archive beside the last one; return where it is, whether it was written whole, and what to say of
    a person's explanations."""
    state = known[0]

    def is_fit(told: dict[str, str]) -> bool:
        return (told.get("state"), told.get("archive_version")) == (state.get("id"), archive_version())

    work, is_whole = working_copy(db), not is_fit(about(db))
    if is_whole:
        reports = state.db.execute("SELECT count(DISTINCT report_key) FROM filed").fetchone()[0]
        with closing(open_copy(work, reports)) as out:
            writer = Writer(out, *known)
            writer.whole()
            if db.exists():
                record_rereadings(out, db)
    else:
        begin_from(db, work, is_fit)
        with closing(open_copy(work)) as out:
            writer = Writer(out, *known)
            writer.news()
            _refuse(gates.prove_news(out), work, db)
    return work, is_whole, writer.idle


def _prove(work: Path, db: Path, is_whole: bool, accept: bool) -> None:
    """Hold the new archive against the gates. Raises GateError and keeps it aside when it does not pass."""
    with closing(sqlite3.connect(work.absolute().as_uri() + "?mode=ro", uri=True)) as new:
        faults = gates.prove_whole(new) if is_whole else []
        if db.exists() and not accept:
            faults += gates.compare(new, db)
    _refuse(faults, work, db)


def _refuse(faults: list[str], work: Path, db: Path) -> None:
    if faults:
        set_aside(work, db)
        kept = f"{db} stays as it was; the new archive is kept as {refused(db).name}"
        raise gates.GateError(
            " ".join(faults) + f" {kept}: look at both, then gongkai build --accept puts a new one in its place."
        )


def _count(summary: BuildSummary, db: Path, sources: Sources) -> None:
    with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as archive:

        def count(what: str) -> int:
            return int(archive.execute(f"SELECT count(*) FROM {what}").fetchone()[0])

        summary.captures, summary.reports = count("captures"), count("reports")
        summary.versions, summary.organs = count("report_versions"), count("organs WHERE reports > 0")
        summary.regions, summary.unresolved = count("regions"), count("unresolved_organs")
        summary.idle += idle_decisions(archive, sources.decided)
        summary.not_reports = count("readings WHERE verdict = 'not_a_report'")
        summary.unreadable = count("readings WHERE verdict = 'unreadable'")
        summary.no_organ, summary.no_year = (
            count(f"readings WHERE verdict = 'report' AND problem = '{problem}'") for problem in ("no_organ", "no_year")
        )
        summary.failed = dict(
            archive.execute(
                "SELECT c.severity, sum(t.failed) FROM check_totals t JOIN checks c ON c.id = t.check_id"
                " GROUP BY 1 HAVING sum(t.failed) > 0"
            )
        )
    summary.size = db.stat().st_size
