"""Merging: another machine's folder comes in exactly, each visit and each body once, however often it is imported."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from captures.commands import import_command
from captures.importer import run_import
from captures.ledger import Ledger
from captures.own_portals import keep_rows, own_regions, own_rows
from captures.records import Appointment, Exchange, FoundColumn, Pointer, PortalRun, Visit
from captures.store import CaptureStore, now
from registry.portals import Portal
from tests.captures.dying import fork, killed_at, steps, without_room
from tests.captures.whole import assert_whole

PORTAL = Portal("practice-p", "练习", "410972", "http://127.0.0.1:9/p/", "trs", practice=True)


def crawl(data: Path, pages: dict[str, bytes | None], portal: str = "p", ends: bool = True) -> None:
    """Record a run in which each address gives a body, or nothing."""
    with CaptureStore(data, write=True) as store:
        record(store, pages, portal, ends)


def record(store: CaptureStore, pages: dict[str, bytes | None], portal: str = "p", ends: bool = True) -> None:
    run = store.begin_run("crawl", [portal])
    for url, body in pages.items():
        outcome, status = ("ok", 200) if body else ("gone", 404)
        visit = Visit(0, run, portal, url, url, now(), status, outcome, "", "report", f"报告 {url}", etag='"e"')
        store.record(visit, Exchange(status, (("Content-Type", "text/html"),), body or b"no"))
        store.point(Pointer(0, run, portal, f"{url}?other", "elsewhere", url, "Another host."))
    store.note_column(FoundColumn(0, run, portal, now(), f"http://{portal}/column/", "trs"))
    if ends:
        counts = (1, len(pages), 1, 0, 0, 0, 0, 0, 0, len(pages))
        ended = now()
        account = PortalRun(0, run, portal, ended, "trs", *counts, True, "", "", 1.0)
        store.close_portal(account, Appointment(portal, "2026-12-01", 7, f"run of {ended}", ended, ended))
        store.end_run(run, complete=True, exit_code=0)


def page(words: str) -> bytes:
    return f"<html><body>{words}</body></html>".encode()


def rows(data: Path) -> dict[str, list[Any]]:
    """Everything in the ledger but for numbers of rows, places of bodies and the runs of imports; sorted."""
    with CaptureStore(data) as store:
        runs = {run.id: run for run in store.runs()}
        return {
            "runs": sorted(str(replace(run, id=0)) for run in runs.values() if run.command != "import"),
            "visits": sorted(str(replace(v, id=0, run_id=0)) + runs[v.run_id].started_at for v in store.visits()),
            "pointers": sorted(str(replace(p, id=0, run_id=0)) + runs[p.run_id].started_at for p in store.pointers()),
            "columns": sorted(
                str(replace(c, id=0, run_id=0)) + runs[c.run_id].started_at for c in store._ledger.rows(FoundColumn, 0)
            ),
            "accounts": sorted(
                str(replace(one, id=0, run_id=0)) + runs[one.run_id].started_at for one in store.portal_runs()
            ),
            "captures": sorted((c.sha256, c.media_type, c.size, store.body(c.sha256)) for c in store.captures()),
        }


def together(*several: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {name: sorted({row for one in several for row in one[name]}) for name in several[0]}


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """Two archives with runs of their own and one body in both."""
    one, two = tmp_path / "one", tmp_path / "two"
    crawl(one, {"http://a.gov.cn/1": page("甲一"), "http://a.gov.cn/2": page("same"), "http://a.gov.cn/3": None})
    crawl(two, {"http://b.gov.cn/1": page("乙一"), "http://b.gov.cn/2": page("same")}, "q")
    crawl(two, {"http://b.gov.cn/1": page("乙一 changed"), "http://b.gov.cn/2": None}, "q")
    yield one, two


def test_another_archive_comes_in_exactly_and_its_warc_files_byte_for_byte(machines: tuple[Path, Path]) -> None:
    one, two = machines
    expected = together(rows(one), rows(two))
    summary = run_import([two], one)
    assert (summary.taken, summary.known, summary.exit_code) == (4, 0, 0)
    assert rows(one) == expected
    assert len(expected["captures"]) == 4  # the body that both have is kept once
    ours = {path.read_bytes() for path in (one / "warc").iterdir()}
    assert {path.read_bytes() for path in (two / "warc").iterdir()} < ours
    assert_whole(one)


def test_a_portal_is_due_as_the_newer_of_two_archives_says(machines: tuple[Path, Path]) -> None:
    one, two = machines
    crawl(two, {"http://a.gov.cn/1": page("甲一")})
    with CaptureStore(two) as store:
        newer = store.appointments()
    run_import([two], one)
    with CaptureStore(one) as store:
        assert store.appointments() == newer
    crawl(one, {"http://a.gov.cn/1": page("甲一")})
    with CaptureStore(one) as store:
        newest = store.appointments()
    run_import([two], one)
    with CaptureStore(one) as store:
        assert store.appointments() == newest


def test_importing_it_again_adds_nothing(machines: tuple[Path, Path]) -> None:
    one, two = machines
    run_import([two], one)
    before, files = rows(one), sorted((one / "warc").iterdir())
    summary = run_import([two], one)
    assert (summary.taken, summary.known, summary.exit_code) == (0, 4, 0)
    assert rows(one) == before and sorted((one / "warc").iterdir()) == files


def test_an_archive_that_has_grown_gives_what_is_new_alone(machines: tuple[Path, Path]) -> None:
    one, two = machines
    expected = [rows(one)]
    with CaptureStore(two, write=True) as growing:
        record(growing, {"http://b.gov.cn/3": page("乙三"), "http://b.gov.cn/4": page("乙四")}, "q", ends=False)
        growing.commit()
        first = run_import([two], one)
        assert first.exit_code == 0 and "is being written: import it once more" in first.table()
        run = list(growing.runs())[-1].id
        growing.record(
            Visit(0, run, "q", "http://b.gov.cn/5", "http://b.gov.cn/5", now(), 200, "ok", "", "report"),
            Exchange(200, (), b"five"),
        )
        growing.end_run(run, complete=True, exit_code=0)
    crawl(two, {"http://b.gov.cn/6": page("乙六")}, "q")
    size = sum(path.stat().st_size for path in (one / "warc").iterdir())
    second = run_import([two], one)
    assert (first.taken, second.taken, second.known, second.exit_code) == (6, 2, 6, 0)
    assert rows(one) == together(*expected, rows(two))
    grown = sum(path.stat().st_size for path in (one / "warc").iterdir())
    assert grown - size < sum(path.stat().st_size for path in (two / "warc").iterdir()) / 2  # the tail, not all again
    with closing(Ledger(one / "ledger.db", write=False)) as ledger:
        sizes = ledger.warc_sizes()
    assert sizes == {path.name: path.stat().st_size for path in (one / "warc").iterdir()}
    for data in (one, two):
        with CaptureStore(data) as store:
            assert all(store.body(capture.sha256) for capture in store.captures())


def test_copies_that_went_on_apart_and_archives_merged_before_come_in_once(machines, tmp_path: Path) -> None:
    one, two = machines
    clone, middle = tmp_path / "clone", tmp_path / "middle"
    shutil.copytree(one, clone)
    crawl(one, {"http://a.gov.cn/4": page("甲四")})
    crawl(clone, {"http://c.gov.cn/1": page("丙一")}, "r")
    run_import([two], middle)
    expected = together(rows(one), rows(two), rows(clone))
    summary = run_import([middle, clone, two], one)
    assert (summary.taken, summary.exit_code) == (5, 0)
    assert rows(one) == expected
    assert run_import([one], middle).exit_code == run_import([middle, clone], one).exit_code == 0
    assert rows(one) == rows(middle) == expected
    assert_whole(one)


def test_folders_below_the_one_that_is_named_are_merged(machines: tuple[Path, Path], tmp_path: Path) -> None:
    one, two = machines
    summary = run_import([one.parent], tmp_path.parent / f"{tmp_path.name}-all")
    assert (summary.taken, summary.passed_over, summary.exit_code) == (7, 0, 0)
    assert rows(tmp_path.parent / f"{tmp_path.name}-all") == together(rows(one), rows(two))


@pytest.mark.parametrize("at", [100, 700, -30], ids=["first record", "a body", "the end"])
def test_a_damaged_warc_file_is_named_and_stops_nothing_else(machines: tuple[Path, Path], at: int) -> None:
    one, two = machines
    path = two / "warc" / "gongkai-000001.warc.gz"
    whole = path.read_bytes()
    spoilt = bytearray(whole)
    spoilt[at] ^= 0xFF
    path.write_bytes(spoilt)
    summary = run_import([two], one)
    assert (summary.taken, summary.exit_code) == (3, 1)  # all but the visit whose body cannot be read
    (problem,) = summary.problems
    assert f"{path} is damaged at offset" in problem and f"restore it and import {two} again" in problem
    with CaptureStore(one) as store:
        assert len(list(store.captures())) == 3
    assert_whole(one)
    path.write_bytes(whole)
    assert run_import([two], one).exit_code == 0
    assert rows(one)["visits"] == together(rows(one), rows(two))["visits"] and len(rows(one)["captures"]) == 4
    assert_whole(one)


def test_a_warc_file_that_is_short_or_missing_is_named(machines: tuple[Path, Path]) -> None:
    one, two = machines
    first, second = sorted((two / "warc").iterdir())
    first.write_bytes(first.read_bytes()[:-10])
    second.unlink()
    summary = run_import([two], one)
    assert summary.exit_code == 1
    assert "10 bytes short" in summary.problems[0] and "cannot be read (No such file" in summary.problems[1]
    assert_whole(one)


def test_a_folder_that_is_no_archive_or_this_one_is_refused_with_a_sentence(machines: tuple[Path, Path]) -> None:
    one, two = machines
    before = rows(one)
    (two / "ledger.db").write_bytes(b"no ledger at all" * 100)
    broken, itself = run_import([two], one), run_import([one], one)
    assert broken.exit_code == itself.exit_code == 1
    assert "ledger.db cannot be read (file is not a database)" in broken.problems[0]
    assert "is this archive itself" in itself.problems[0]
    assert rows(one) == before


def test_own_portals_and_regions_come_along_and_another_portal_of_that_id_is_named(machines: tuple[Path, Path]) -> None:
    one, two = machines
    (two / "regions.csv").write_text("code,name,level,parent\n419999,练习市,prefecture,410000\n", "utf-8")
    keep_rows(two, [PORTAL, replace(PORTAL, id="practice-q", region="419999")])
    keep_rows(one, [replace(PORTAL, name="另一个")])
    summary = run_import([two], one)
    assert summary.problems == [
        f"The portal practice-p of {two} is another one here: make its rows in both portals.toml equal."
    ]
    known = own_regions(one)
    assert [(row.id, row.name) for row in own_rows(one, known)] == [("practice-p", "另一个"), ("practice-q", "练习")]
    assert known.get("419999") is not None


def test_a_merge_killed_before_any_of_its_steps_is_made_good_by_the_next(machines, tmp_path: Path) -> None:
    one, two = machines
    expected = together(rows(one), rows(two))

    def into(data: Path) -> None:
        assert run_import([two], data).exit_code == 0

    shutil.copytree(one, tmp_path / "counted")
    names = steps(lambda: into(tmp_path / "counted"), tmp_path / "steps")
    for step in range(names.index("execute"), len(names), 4):
        data = tmp_path / f"killed-{step}"
        shutil.copytree(one, data)
        assert killed_at(step, lambda data=data: into(data)) == -9
        assert fork(lambda data=data: into(data)) == 0
        assert rows(data) == expected, (step, names[step])
        assert_whole(data)


def test_an_archive_that_gets_no_room_says_so_and_goes_on_with_room(machines, tmp_path: Path, capfd) -> None:
    one, two = machines
    crawl(two, {"http://b.gov.cn/large": random.Random(1).randbytes(200_000)}, "q")
    expected = together(rows(one), rows(two))
    assert without_room(100_000, lambda: sys.exit(import_command([str(two)], one, 0))) == 1
    (said,) = capfd.readouterr().err.splitlines()
    assert "cannot be written" in said and "make room there" in said
    assert import_command([str(two)], one, -1) == 0
    assert rows(one) == expected
    assert_whole(one)
