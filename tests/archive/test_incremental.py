"""Whatever happens between builds, an archive that learns only what is new holds what one written whole holds."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from archive import reader, write
from archive.dump import differences, dump
from archive.search import match_expression
from parsers.report import Section
from tests.archive.builder import World, find, read_pickle, report
from tests.archive.test_build import fill, killed, rows

ORGANS = ("濮阳市人民政府", "濮阳市教育局", "濮阳县人民政府", "濮阳县教育局", None)
URL = "http://127.0.0.1:9/puyang/{}"

published = st.tuples(
    st.just("publish"),
    st.integers(1, 6),
    st.sampled_from(ORGANS),
    st.sampled_from([2021, 2022, 2023, None]),
    st.sampled_from(["own", "region"]),
    st.integers(0, 3),
)
steps = st.lists(
    st.one_of(published, st.tuples(st.sampled_from(["gone", "blocked"]), st.integers(1, 6)), st.just(("build",))),
    min_size=3,
    max_size=14,
)


def take(world: World, step: tuple) -> None:
    if step[0] == "publish":
        _, page, organ, year, scope, new = step
        words = Section(1, "一、总体情况", f"本机关第{new}次公开，收到申请{new}件。")
        # Two pages are of another portal, which brings regions of its own.
        portal = "zhejiang-hangzhou" if page > 4 else "henan-puyang"
        world.publish(URL.format(page), report(organ, year, new, scope, sections=(words,)), portal)
    elif step[0] == "gone":
        world.gone(URL.format(step[1]))
    elif step[0] == "blocked":
        world.miss(URL.format(step[1]), "blocked", 412)
    else:
        world.build()


@pytest.fixture(scope="module", autouse=True)
def _pickled_readings() -> object:
    patch = pytest.MonkeyPatch()
    patch.setattr(reader, "read", read_pickle)
    patch.setattr(reader, "check_report", find)
    yield
    patch.undo()


LATE_PART = [
    ("build",),
    ("publish", 2, "濮阳县人民政府", 2022, "region", 2),
    ("publish", 6, "濮阳县人民政府", 2022, "own", 2),
    ("publish", 4, "濮阳县人民政府", 2022, "own", 2),
    ("gone", 4),
    ("build",),
    ("publish", 3, "濮阳县教育局", None, "own", 0),
    ("build",),
]
"""What is expected of a region is known before its consolidated report is held against its parts."""
NO_YEAR = [
    ("publish", 4, "濮阳市教育局", 2023, "region", 2),
    ("build",),
    ("publish", 6, "濮阳县人民政府", None, "own", 0),
    ("build",),
]
"""An organ is expected to report although the one report that tells of it names no year."""


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # Every example is a history of builds: making a failing one smaller would take longer than reading it.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@example(history=LATE_PART)
@example(history=NO_YEAR)
@given(steps)
def test_every_history_ends_in_the_archive_that_a_whole_build_writes(history: list[tuple]) -> None:
    with TemporaryDirectory() as folder:
        world = World(Path(folder))
        world.publish(URL.format("first"), report("濮阳市财政局", 2022))
        for step in history:
            take(world, step)
        world.build()
        whole = world.folder / "whole.db"
        world.build(db=whole)
        assert differences(world.db, whole) == []
        for word in ("公开", "第2次", "申请"):
            assert found(world.db, word) == found(whole, word)
        assert rows(world.db, "PRAGMA foreign_key_check") == []


def found(db: Path, words: str) -> set[tuple]:
    sql = (
        "SELECT v.sha256, s.part FROM sections s JOIN report_versions v ON v.id = s.version_id"
        " WHERE s.id IN (SELECT rowid FROM sections_fts WHERE sections_fts MATCH ?)"
    )
    return set(rows(db, sql, match_expression(words)))


def written(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Build, and return in which way the archive was written."""
    ways: list[str] = []
    with monkeypatch.context() as patch:
        for way in ("whole", "news"):
            real = getattr(write.Writer, way)
            patch.setattr(write.Writer, way, lambda self, way=way, real=real: (ways.append(way), real(self))[1])
        world.build()
    return ways


def test_only_what_is_new_is_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(world)
    assert written(world, monkeypatch) == ["whole"]
    numbers = dict(rows(world.db, "SELECT report_key, id FROM reports"))
    world.publish(URL.format("new"), report("濮阳市财政局", 2022))
    assert written(world, monkeypatch) == ["news"]
    for name, noted in rows(world.db, "SELECT name, row_count FROM tables WHERE kind = 'table'"):
        assert rows(world.db, f"SELECT count(*) FROM [{name}]") == [(noted,)], name
    after = dict(rows(world.db, "SELECT report_key, id FROM reports"))
    assert {key: number for key, number in after.items() if key in numbers} == numbers
    assert [number // 10**7 for number in sorted(after.values())] == sorted(
        number // 10**7 for number in after.values()
    )


def test_an_archive_of_an_earlier_build_is_caught_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(world)
    world.build()
    older = world.db.read_bytes()
    for name in ("a", "b"):
        world.publish(URL.format(name), report("濮阳市财政局", 2022 if name == "a" else 2023))
        world.build()
    world.db.write_bytes(older)
    assert written(world, monkeypatch) == ["news"]
    world.build(db=world.folder / "whole.db")
    assert differences(world.db, world.folder / "whole.db") == []


@pytest.mark.parametrize("lost", ["readings.db", "archive.db", "sources", "ledger"])
def test_what_no_longer_fits_is_written_whole(world: World, monkeypatch: pytest.MonkeyPatch, lost: str) -> None:
    fill(world)
    world.build()
    if lost == "sources":
        world.portals = tuple(replace(portal, practice=not portal.practice) for portal in world.portals)
    elif lost == "ledger":
        with closing(sqlite3.connect(world.data / "ledger.db")) as ledger:
            ledger.execute("UPDATE visits SET visited_at = '2025' || substr(visited_at, 5)")
            ledger.commit()
    else:
        (world.data if lost == "readings.db" else world.folder).joinpath(lost).unlink()
    world.publish(URL.format("new"), report("濮阳市财政局", 2022))
    assert written(world, monkeypatch) == ["whole"]
    assert rows(world.db, "SELECT count(*) FROM reports") == [(9,)]


@pytest.mark.parametrize(
    "where",
    [
        "archive.sightings.fold",
        "archive.filed._file",
        "archive.touched.take_out",
        "archive.write.derive",
        "archive.gates.prove_news",
        "archive.replace.os.link",
        "archive.replace.os.replace",
    ],
)
def test_a_build_killed_anywhere_loses_nothing(world: World, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    fill(world)
    world.build()
    world.publish(URL.format("city2023"), report("濮阳市人民政府", 2023, 401, "region"))
    world.gone(URL.format("fgw2022"))
    killed(world, monkeypatch, where)
    assert rows(world.db, "SELECT count(*) FROM reports") == [(8,)]
    world.build()
    world.build(db=world.folder / "whole.db")
    assert differences(world.db, world.folder / "whole.db") == []
    assert rows(world.db, "SELECT count(*) FROM report_versions") == [(9,)]


def starve(world: World, bytes_a_file: int) -> None:
    """Build in this process, in which no file may grow beyond so many bytes, as on a disk that is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_a_file, bytes_a_file))
    try:
        world.build()
    except (sqlite3.Error, OSError):
        os._exit(1)
    os._exit(0)


@pytest.mark.parametrize("bytes_a_file", [4096, 200_000])
def test_a_full_disk_leaves_the_last_archive_whole_and_the_next_build_goes_on(world: World, bytes_a_file: int) -> None:
    fill(world)
    world.build()
    before = list(dump(world.db))
    world.publish(URL.format("new"), report("濮阳市财政局", 2022))
    process = multiprocessing.get_context("fork").Process(target=starve, args=(world, bytes_a_file))
    process.start()
    process.join()
    assert process.exitcode == 1
    assert list(dump(world.db)) == before
    world.build()
    assert rows(world.db, "SELECT count(*) FROM reports") == [(9,)]
    assert not [path for path in world.folder.iterdir() if "building" in path.name]
