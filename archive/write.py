"""Writes an archive: the whole of it, or what is news to one. Both ways pass the same statements.

Everything is written in one transaction of a working copy; nobody reads it before it is finished.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from archive import catalogue_rows as rows
from archive import preparing, touched
from archive.cover import fill_cover
from archive.cross_checks import affected, cross_check
from archive.ddl import create_all, create_indexes, insert_sql
from archive.derive import derive, derive_checks
from archive.engine import archive_version, engine_version
from archive.expected import fill_expected
from archive.explanations import Explanation, explain
from archive.filed import Group, Identity, all_groups, digests_of_news, groups, identities, keys_of_news
from archive.load import Loader
from archive.nesting import Nesting, nest_again
from archive.numbers import Numbers, next_ids
from archive.readings import Readings
from archive.report_rows import NUMBERED, RowMaker
from archive.schema import tables
from archive.search import create_index, index, searched
from archive.sightings import trails
from archive.sources import Sources
from archive.stages import Stages
from archive.state import State, chunks, marks
from archive.succession import fill_region_changes, fill_succession
from archive.unresolved import fill_unresolved
from archive.whom_to_expect import expected_of, organs_to_expect
from captures.records import Capture
from captures.store import CaptureStore

PORTALS = "SELECT DISTINCT region_code FROM portals WHERE region_code IS NOT NULL"


class Writer:
    """Writes into the working copy `db` what state, readings and ledger hold."""

    def __init__(
        self,
        db: sqlite3.Connection,
        state: State,
        readings: Readings,
        store: CaptureStore,
        sources: Sources,
        explained: list[Explanation],
        stages: Stages,
        workers: int,
    ) -> None:
        """`workers` processes make the rows of many reports; with 0 this one does."""
        self._db, self._state, self._readings, self._store, self._sources = db, state, readings, store, sources
        self._explained, self._stages, self._workers = explained, stages, workers
        self.idle: list[str] = []
        """A sentence for each explanation of a person that fits no finding any more."""
        self._before: dict[str, str] = {}
        """What the archive said of itself before: nothing, when it is written whole."""

    def whole(self) -> None:
        """Write everything into an empty database."""
        stage = self._stages.of
        self._db.execute("BEGIN IMMEDIATE")
        create_all(self._db)
        self._describe()
        with stage("load"):
            numbers, nesting = Numbers(self._db, []), Nesting()
            for one in identities(self._state):
                nesting.add(one, numbers.number(one.key, one.year, self._province(one.region_code)))
            departments = self._load(all_groups(self._state), numbers, nesting)
        with stage("trace"):
            self._ledger()
        with stage("index"):
            for statement in create_indexes():
                self._db.execute(statement)
        with stage("trace"):
            self._read(row[0] for row in self._state.db.execute("SELECT sha256 FROM reading ORDER BY sha256"))
            self._places()
            self._about()
        with stage("derive"):
            derive(self._db, whole=True)
            self._name_departments(departments)
            self._expect(None)
        with stage("check"):
            cross_check(self._db)
            self.idle, _ = explain(self._db, self._explained)
            derive_checks(self._db, whole=True)
        with stage("search"):
            for table in searched():
                create_index(self._db, table)
        self._count_rows()
        self._db.execute("COMMIT")
        with stage("index"):
            self._db.execute("ANALYZE")

    def news(self) -> None:
        """Write into a copy of an earlier archive what is new since it was made."""
        stage = self._stages.of
        self._db.execute("BEGIN IMMEDIATE")
        self._before = dict(self._db.execute("SELECT key, value FROM about"))
        since = int(self._before["news"])
        keys = keys_of_news(self._state, since)
        touched.begin(self._db)
        touched.touch(self._db, keys)
        with stage("check"):
            near = affected(self._db, touched.reports(self._db))
        with stage("load"):
            departments = self._replace(keys)
        with stage("trace"):
            self._ledger()
            self._read(digests_of_news(self._state, since))
            self._places()
            self._about()
        with stage("derive"):
            departments = touched.departments(self._db) | departments
            derive(self._db, whole=False)
            self._name_departments(departments)
            near |= self._expect(organs_to_expect(self._db, self._before, self._sources))
        with stage("check"):
            self._check_again(near)
        self._count_rows()
        self._db.execute("COMMIT")

    def _replace(self, keys: list[str]) -> dict[str, str]:
        """Take the reports of these keys out and put them in anew; return the departments of their organs."""
        before, ids = touched.consolidated(self._db), next_ids(self._db, NUMBERED)
        numbers, nesting = Numbers(self._db, keys), Nesting.of_archive(self._db)
        self._number(keys, numbers, nesting, before)
        touched.take_out(self._db)
        departments = self._load(groups(self._state, keys), numbers, nesting, ids)
        touched.touch(self._db, keys)
        for table in searched():
            index(self._db, table, f"report_id IN ({touched.TOUCHED})")
        moved = before.items() ^ touched.consolidated(self._db).items()
        regions = sorted({(one.region_code, one.year) for one, _ in moved if one.year})
        nest_again(self._db, nesting, self._sources, regions)
        return departments

    def _check_again(self, near: set[int]) -> None:
        """Assess the touched reports and those near them, and count what fails in the years of all of these."""
        here = touched.reports(self._db)
        assessed = cross_check(self._db, near | affected(self._db, here) | here)
        self.idle, explained = explain(self._db, self._explained)
        touched.touch_years(self._db, {*assessed, *explained})
        derive_checks(self._db, whole=False)

    def _number(self, keys: list[str], numbers: Numbers, nesting: Nesting, before: dict[Identity, int]) -> None:
        """Give numbers to the reports that are new, and put the consolidated ones among them into the nesting."""
        for one in before:
            nesting.remove(one)
        for chunk in chunks(keys):
            for one in identities(self._state, chunk):
                nesting.add(one, numbers.number(one.key, one.year, self._province(one.region_code)))

    def _province(self, region_code: str) -> str:
        return next((one.code for one in self._sources.lineage(region_code) if one.level == "province"), "")

    def _load(
        self, found: Iterable[Group], numbers: Numbers, nesting: Nesting, ids: dict[str, int] | None = None
    ) -> dict[str, str]:
        """Load the reports; return the standard departments of their organs."""
        wanted = ((group, numbers.given[group[0]]) for group in found)
        here = RowMaker(self._state, self._readings, self._sources, nesting)
        loader = Loader(self._db, ids or dict.fromkeys(NUMBERED, 1))
        if self._workers and len(numbers.given) >= preparing.MANY:
            known = (self._state.path, engine_version(), self._sources, nesting)
            loader.load(preparing.batches_of_workers(wanted, here, self._workers, known))
        else:
            loader.load(preparing.batches(wanted, here))
        return loader.departments

    def _name_departments(self, departments: dict[str, str]) -> None:
        values = [(department, organ) for organ, department in departments.items()]
        self._db.executemany("UPDATE organs SET department = ? WHERE id = ?", values)

    def _expect(self, organs: set[str] | None) -> set[int]:
        """Write what is expected of `organs` (None: of all), what became of them, what a person should decide, and the
        covers and the coverage of regions that rest on it. Return the consolidated reports of the regions and years in
        which anything else is expected than before: what they contain may be found whole, or no longer."""
        before = expected_of(self._db, organs)
        fill_expected(self._db, organs, self._sources.regions)
        fill_succession(self._db, organs)
        fill_region_changes(self._db)
        fill_unresolved(self._db, self._sources.regions)
        if organs is None:
            fill_cover(self._db)
            return {row[0] for row in self._db.execute("SELECT id FROM reports WHERE scope = 'region'")}
        others = before ^ expected_of(self._db, organs)
        fill_cover(self._db, touched.years(self._db) | {row[1] for row in others})
        sql = "SELECT id FROM reports WHERE region_code = ? AND year = ? AND scope = 'region'"
        places = sorted({(row[2], row[1]) for row in others})
        return {row[0] for place in places for row in self._db.execute(sql, place)}

    def _describe(self) -> None:
        """Write the tables that describe: the same in every archive of one version."""
        described = {
            "codes": rows.code_rows(),
            "comparability": rows.comparability_rows(),
            "deadlines": rows.deadline_rows(),
            "tables": rows.table_rows(),
            "columns": rows.column_rows(),
            "checks": rows.check_rows(),
            "measures": rows.measure_rows(),
        }
        for table, values in described.items():
            self._db.executemany(insert_sql(table), values)

    def _ledger(self) -> None:
        """Write the runs, and the visits and captures that are not there yet."""
        after, until = int(self._known("position")), int(self._state.get("position") or 0)
        self._db.execute("DELETE FROM runs")
        self._db.executemany(insert_sql("runs"), map(rows.run_row, self._store.runs()))
        self._db.executemany(insert_sql("visits"), rows.visit_rows(self._store, after, until))
        self._db.executemany(insert_sql("captures"), rows.capture_rows(self._store, int(self._known("captures"))))

    def _read(self, digests: Iterable[str]) -> None:
        """Write what reading gave, for these captures."""
        engine = engine_version()
        for chunk in chunks(digests):
            self._db.execute(f"DELETE FROM readings WHERE sha256 IN ({marks(chunk)})", chunk)
            heads, known = self._readings.heads(chunk), trails(self._state, chunk)
            sql = f"SELECT sha256, nullif(problem, '') FROM filed WHERE sha256 IN ({marks(chunk)})"
            problems = dict(self._state.db.execute(sql, chunk))
            sql = f"SELECT sha256, report_id FROM report_versions WHERE sha256 IN ({marks(chunk)})"
            belongs = dict(self._db.execute(sql, chunk))
            values = [
                rows.reading_row(heads[sha256], known[sha256], problems.get(sha256), belongs.get(sha256), engine)
                for sha256 in chunk
                if sha256 in heads and sha256 in known
            ]
            self._db.executemany(insert_sql("readings"), values)

    def _places(self) -> None:
        """Write the portals that were visited, and the regions that have a report or a portal, with all above."""
        after = int(self._known("position"))
        sql = "SELECT DISTINCT portal_id FROM visits WHERE id > ? AND portal_id IS NOT NULL ORDER BY 1"
        visited = [row[0] for row in self._db.execute(sql, (after,))]
        known = {row[0] for row in self._db.execute("SELECT id FROM portals")}
        new = [rows.portal_row(name, self._sources) for name in visited if name not in known]
        self._db.executemany(insert_sql("portals"), new)
        if after:
            values = [(name,) for name in visited]
            self._db.executemany("INSERT OR IGNORE INTO touched_portal VALUES (?)", values)
            self._db.executemany("INSERT INTO new_portal VALUES (?)", [row[:1] for row in new])
        sql = "SELECT DISTINCT region_code FROM reports WHERE region_code IS NOT NULL"
        covered = {below.code for (code,) in self._db.execute(PORTALS) for below in self._sources.below(code)}
        wanted = covered | {row[0] for row in self._db.execute(sql)}
        self._db.execute("DELETE FROM regions")
        self._db.executemany(insert_sql("regions"), rows.region_rows(wanted, self._sources))

    def _last_visit(self) -> str:
        sql = "SELECT max(visited_at) FROM visits WHERE id > ?"
        newest = self._db.execute(sql, (int(self._known("position")),)).fetchone()[0] or ""
        return max(newest, self._before.get("last_visit", ""))

    def _known(self, key: str) -> str:
        return self._before.get(key, "0")

    def _count_rows(self) -> None:
        """Note how many rows each table has: to count them takes longer than a reader of the site waits."""
        for name in tables():
            self._db.execute(f"UPDATE tables SET row_count = (SELECT count(*) FROM [{name}]) WHERE name = ?", (name,))

    def _about(self) -> None:
        captures = max(
            (row[0] for row in self._store.columns(Capture, "id", after=int(self._known("captures")))), default=0
        )
        about = {
            "parser_version": engine_version(),
            "archive_version": archive_version(),
            "last_visit": self._last_visit(),
            "ledger": self._state.get("ledger"),
            "state": self._state.get("id"),
            "news": str(self._state.news_number()),
            "captures": str(max(captures, int(self._known("captures")))),
            "position": self._state.get("position") or "0",
        }
        self._db.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", about.items())
