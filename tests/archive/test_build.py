"""From captures to archive.db: what is read, what is kept, and that every way of building gives the same."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive import reader
from archive.dump import differences, dump
from captures.lock import WriterLock
from captures.records import CaptureError
from tests.archive.builder import World, report, statistics_report


def rows(db: Path, sql: str, *values: object) -> list[tuple]:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql, values).fetchall()


def fill(world: World) -> None:
    for year in (2021, 2022, 2023):
        world.publish(f"http://127.0.0.1:9/puyang/fgw{year}", report("濮阳市发展和改革委员会", year, year - 2012))
        world.publish(f"http://127.0.0.1:9/puyang/city{year}", report("濮阳市人民政府", year, 400, "region"))
    world.publish("http://127.0.0.1:9/hangzhou/1", report("杭州市教育局", 2022), "zhejiang-hangzhou")
    world.publish("http://127.0.0.1:9/puyang/jd", None)
    world.publish("http://127.0.0.1:9/puyang/", None, role="listing")
    world.publish("http://127.0.0.1:9/puyang/old", statistics_report("濮阳市教育局", 2016))


def test_every_report_is_one_row_in_order_of_year_and_province(world: World) -> None:
    fill(world)
    summary = world.build()
    assert (summary.reports, summary.versions, summary.not_reports, summary.exit_code) == (8, 8, 1, 0)
    found = rows(world.db, "SELECT id, year, province_code, scope FROM reports ORDER BY id")
    assert [(year, province) for _, year, province, _ in found] == sorted((y, p) for _, y, p, _ in found)
    assert rows(world.db, "SELECT count(*) FROM report_figures") == [(8,)]
    assert rows(world.db, "PRAGMA foreign_key_check") == []
    assert "8 in 8 versions" in summary.table()


def test_an_incremental_build_reads_new_captures_alone_and_equals_a_full_one(world: World) -> None:
    fill(world)
    assert world.build().read == 9
    world.publish("http://127.0.0.1:9/puyang/fgw2023", report("濮阳市发展和改革委员会", 2023, 12))
    world.gone("http://127.0.0.1:9/puyang/fgw2021")
    assert world.build().read == 1
    whole = world.folder / "whole.db"
    assert world.build(full=True, db=whole).read == 10
    assert differences(world.db, whole) == []
    assert len(list(dump(world.db))) > 500


def test_a_second_build_without_news_reads_nothing(world: World) -> None:
    fill(world)
    world.build()
    before = list(dump(world.db))
    assert world.build().read == 0
    assert list(dump(world.db)) == before


def test_what_is_known_of_a_capture_is_part_of_its_reading(world: World) -> None:
    fill(world)
    world.build()
    world.portals = tuple(replace(portal, name=f"{portal.name}门户网站") for portal in world.portals)
    assert world.build().read == 9


def test_readings_of_another_format_are_read_again(world: World) -> None:
    fill(world)
    world.build()
    with closing(sqlite3.connect(world.data / "readings.db")) as readings:
        readings.execute("PRAGMA user_version=99")
    assert world.build().read == 9


def test_null_is_not_zero(world: World) -> None:
    world.publish("http://127.0.0.1:9/puyang/1", report("濮阳市教育局", 2022, req_carried_out__natural=None))
    world.build()
    found = rows(world.db, "SELECT req_carried_out__natural, req_carried_out__org_business FROM report_figures")
    assert found == [(None, 0)]
    assert rows(world.db, "SELECT code, status FROM cell_notes") == [("req_carried_out__natural", "blank")]


def test_an_organ_or_year_that_cannot_be_told_is_listed_and_not_guessed(world: World) -> None:
    world.publish("http://elsewhere.example/1", report("教育局", 2022), portal="")
    world.publish("http://127.0.0.1:9/puyang/2", report("濮阳市教育局", None))
    world.build()
    found = rows(world.db, "SELECT organ_id IS NULL, year, report_key FROM reports ORDER BY report_key")
    assert [(unknown, year) for unknown, year, _ in found] == [(0, None), (1, 2022)]
    assert all(key.isascii() for _, _, key in found)
    assert rows(world.db, "SELECT problem FROM readings ORDER BY 1") == [("no_organ",), ("no_year",)]


def test_a_report_without_an_organ_name_belongs_to_its_portal(world: World) -> None:
    world.publish("http://127.0.0.1:9/puyang/1", report(None, 2022))
    world.build()
    assert rows(
        world.db, "SELECT o.name, v.organ_method, v.organ_confidence FROM organs o, report_versions v WHERE o.reports"
    ) == [("濮阳市人民政府", "portal", 0.8)]


def test_practice_portals_mark_all_they_publish(world: World) -> None:
    fill(world)
    world.build()
    assert rows(world.db, "SELECT DISTINCT is_practice FROM reports WHERE province_code = '410000'") == [(1,)]
    assert rows(world.db, "SELECT DISTINCT is_practice FROM reports WHERE province_code = '330000'") == [(0,)]
    assert rows(world.db, "SELECT id, is_practice FROM portals ORDER BY id") == [
        ("henan-puyang", 1),
        ("zhejiang-hangzhou", 0),
    ]


def test_unreadable_captures_are_visible_and_the_exit_code_tells(world: World) -> None:
    fill(world)
    world.visit("http://127.0.0.1:9/puyang/bad", b"\x80\x04\x4b\x01.")
    summary = world.build()
    assert (summary.internal_errors, summary.exit_code) == (1, 1)
    (found,) = rows(world.db, "SELECT reason FROM readings WHERE verdict = 'unreadable'")
    assert found[0].startswith("internal error: AttributeError")
    assert world.build().exit_code == 0


def test_no_reports_at_all_is_an_error(world: World) -> None:
    world.publish("http://127.0.0.1:9/puyang/jd", None)
    assert world.build().exit_code == 1


def test_without_captures_there_is_one_sentence(world: World) -> None:
    with pytest.raises(CaptureError, match="gongkai crawl"):
        world.build()


def die(*_: object, **__: object) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def killed(world: World, monkeypatch: pytest.MonkeyPatch, where: str = "") -> None:
    """Build in a process of its own that is killed (SIGKILL), at `where` or by what is patched already."""
    with monkeypatch.context() as patch:
        if where:
            patch.setattr(where, die)
        process = multiprocessing.get_context("fork").Process(target=world.build)
        process.start()
        process.join()
    assert process.exitcode == -signal.SIGKILL


def test_a_killed_build_leaves_the_old_archive_and_the_next_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(world)
    world.build()
    before = list(dump(world.db))
    world.publish("http://127.0.0.1:9/puyang/new", report("濮阳市财政局", 2023))
    killed(world, monkeypatch, "archive.write.derive")
    assert list(dump(world.db)) == before
    assert world.build().read == 0
    assert rows(world.db, "SELECT count(*) FROM reports") == [(9,)]


def test_what_was_read_before_a_kill_is_not_read_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(world)
    monkeypatch.setattr("archive.reader.BATCH", 4)
    real, asked = reader.read_bytes, []

    def read_until_killed(*task: Any) -> reader.Result:
        asked.append(task)
        return real(*task) if len(asked) < 6 else die()

    with monkeypatch.context() as patch:
        patch.setattr("archive.reader.read_bytes", read_until_killed)
        killed(world, monkeypatch)
    assert not world.db.exists()
    assert world.build().read == 9 - 4


def test_two_builds_at_once_are_one_too_many(world: World) -> None:
    fill(world)
    lock = WriterLock(world.data / "build.lock")
    with pytest.raises(CaptureError, match="another gongkai"):
        world.build()
    lock.release()


def test_what_is_published_has_no_wal_and_is_marked(world: World) -> None:
    fill(world)
    world.build()
    assert rows(world.db, "PRAGMA journal_mode") == [("delete",)]
    assert rows(world.db, "PRAGMA application_id") == [(0x676B6761,)]
    assert [path.name for path in world.folder.iterdir() if "building" in path.name] == []
