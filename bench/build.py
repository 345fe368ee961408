"""Building the archive from captures already read, against plain sqlite3.executemany of the same rows.

Both sides write the same tables into files with the same settings. Reading the captures is the parse benchmark.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive.build import build
from archive.ddl import create_all, create_indexes, insert_sql
from archive.derive import derive
from archive.engine import engine_version
from archive.filed import all_groups
from archive.load import Loader
from archive.nesting import Nesting
from archive.preparing import batches
from archive.readings import Readings
from archive.replace import SMALL, open_copy
from archive.report_rows import NUMBERED, RowMaker
from archive.schema import tables
from archive.search import bigrams
from archive.sources import Sources
from archive.state import State
from bench.measure import Comparison, by_turns
from bench.practice import REGION, portal
from captures.records import Exchange, Visit
from captures.store import CaptureStore, now
from registry.portals import Portal
from registry.regions import regions

ORGANS = 300
ROUNDS = 5
GOAL = 0.5
LOADED = (
    "reports", "report_versions", "report_figures", "version_figures", "sightings", "cell_notes", "sections",
    "statistics", "findings", "changes",
)  # fmt: skip
DERIVED = (
    "indicators", "region_year", "province_year", "year_totals", "organs", "organ_names", "rate_totals", "pair_totals",
    "concentration", "topic_totals", "survival",
)  # fmt: skip
Rows = dict[str, list[tuple[Any, ...]]]


def make_captures(data: Path) -> Sources:
    """Record the reports of a practice portal; return what a build knows of it."""
    site = portal("bench", ORGANS)
    with CaptureStore(data, write=True) as store:
        run = store.begin_run("crawl", ["bench"])
        for article in site.articles:
            url = "http://127.0.0.1:9" + site.path(article)
            body = site.pages[site.path(article)].body
            visit = Visit(0, run, "bench", url, url, now(), 200, "ok", "", "report", article.title, article.date)
            store.record(visit, Exchange(200, (("Content-Type", "text/html"),), body))
        store.end_run(run, complete=True, exit_code=0)
    row = Portal("bench", "练习区人民政府", REGION, "http://127.0.0.1:9/", "trs", practice=True)
    return Sources(regions(), (row,))


def rows_of(db: Path) -> Rows:
    """Return every row of every table of an archive, and of its search indexes what fills them."""
    with closing(sqlite3.connect(db)) as archive:
        out = {name: archive.execute(f"SELECT * FROM [{name}]").fetchall() for name in tables()}
        for table in (table for table in tables().values() if table.search):
            source = f"SELECT [{table.primary_key[0]}], [{table.search}] FROM [{table.name}]"
            out[f"{table.name}_fts"] = [(key, bigrams(text)) for key, text in archive.execute(source)]
            out[f"sql of {table.name}_fts"] = archive.execute(
                "SELECT sql FROM sqlite_master WHERE name = ?", (f"{table.name}_fts",)
            ).fetchall()
    return out


@dataclass(slots=True)
class Ground:
    """The folder of the captures and of the archives, what a build knows, and the rows of the finished archive."""

    folder: Path
    sources: Sources
    rows: Rows

    @property
    def finished(self) -> Path:
        return self.folder / "archive.db"

    def whole(self) -> None:
        """Build as `gongkai build` does when every capture has been read and there is no archive yet."""
        again = self.folder / "again.db"
        again.unlink(missing_ok=True)
        build(self.folder / "data", again, sources=self.sources)

    def plain_whole(self) -> float:
        """Insert the rows of all tables and of the search indexes, and make the indexes."""
        began = time.perf_counter()
        with closing(_open(self.folder / "plain.db")) as db:
            create_all(db)
            _insert(db, self.rows, tables())
            for statement in create_indexes():
                db.execute(statement)
            for table in (table for table in tables().values() if table.search):
                db.execute(self.rows[f"sql of {table.name}_fts"][0][0])
                sql = f"INSERT INTO [{table.name}_fts](rowid, [{table.search}]) VALUES (?, ?)"
                db.executemany(sql, self.rows[f"{table.name}_fts"])
            db.execute("COMMIT")
        return time.perf_counter() - began

    def loading(self) -> float:
        """Load the reports with all that hangs on them."""
        data = self.folder / "data"
        with closing(State(data / "readings.db")) as state, closing(_open(self.folder / "load.db")) as db:
            create_all(db)
            here = RowMaker(state, Readings(state, engine_version()), self.sources, Nesting())
            wanted = ((group, number) for number, group in enumerate(all_groups(state), start=1))
            return _timed(db, lambda: Loader(db, dict.fromkeys(NUMBERED, 1)).load(batches(wanted, here)))

    def plain_loading(self) -> float:
        """Insert the rows of the same tables."""
        with closing(_open(self.folder / "load.db")) as db:
            create_all(db)
            return _timed(db, lambda: _insert(db, self.rows, LOADED))

    def deriving(self) -> float:
        """Fill the derived tables of a loaded archive."""
        with closing(self._without_derived()) as db:
            return _timed(db, lambda: derive(db, whole=True))

    def plain_deriving(self) -> float:
        """Insert the rows of the derived tables."""
        with closing(self._without_derived()) as db:
            return _timed(db, lambda: _insert(db, self.rows, DERIVED))

    def _without_derived(self) -> sqlite3.Connection:
        path = self.folder / "derive.db"
        path.write_bytes(self.finished.read_bytes())
        db = sqlite3.connect(path, isolation_level=None)
        db.execute("PRAGMA synchronous=OFF")
        db.execute("BEGIN IMMEDIATE")
        for name in DERIVED:
            db.execute(f"DELETE FROM [{name}]")
        return db


def _open(path: Path) -> sqlite3.Connection:
    """Open a new file with the settings of a build, in a transaction."""
    path.unlink(missing_ok=True)
    db = open_copy(path, reports=SMALL + 1)
    db.execute("BEGIN IMMEDIATE")
    return db


def _insert(db: sqlite3.Connection, rows: Rows, names: Iterable[str]) -> None:
    for name in names:
        db.executemany(insert_sql(name), rows[name])


def _timed(db: sqlite3.Connection, work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    db.execute("COMMIT")
    return time.perf_counter() - began


def compare() -> Iterator[Comparison]:
    """Yield the comparisons."""
    with TemporaryDirectory() as folder:
        sources = make_captures(Path(folder, "data"))
        summary = build(Path(folder, "data"), Path(folder, "archive.db"), workers=2, sources=sources)
        ground = Ground(Path(folder), sources, rows_of(Path(folder, "archive.db")))
        parts = (
            ("loading reports", ground.loading, ground.plain_loading, LOADED, None),
            ("derived tables", ground.deriving, ground.plain_deriving, DERIVED, None),
            ("whole, captures already read", ground.whole, ground.plain_whole, tuple(tables()), GOAL),
        )
        for what, ours, plain, names, goal in parts:
            best = by_turns({"ours": ours, "plain": plain}, ROUNDS)
            count = sum(len(ground.rows[name]) for name in names)
            words = f"≥ {goal:g} × its speed" if goal else ""
            title = f"build: {what} ({summary.reports} reports, {count} rows)"
            rates = (count / best["ours"], count / best["plain"])
            yield Comparison(title, "sqlite3.executemany of the same rows", "rows/s", *rates, goal, words)
