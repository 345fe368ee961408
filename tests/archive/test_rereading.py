"""A better parser makes no new version of a report; what it reads otherwise is recorded, and stays recorded."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from archive import reader
from parsers.report import Context, Reading
from tests.archive.builder import World, report
from tests.archive.test_build import fill, rows


def parser(monkeypatch: pytest.MonkeyPatch, version: str, new: int | None) -> None:
    """Have a parser of another version, which reads `new` requests in the reports of 2022 (None: no report at all)."""

    def read(data: bytes, context: Context) -> Reading:
        reading: Reading = pickle.loads(data)
        if reading.report is None or reading.report.year != 2022:
            return reading
        if new is None:
            return Reading("not_a_report", reading.media_type, reading.title, "it is none")
        return replace(reading, report=report(reading.report.organ, 2022, new, reading.report.scope.value))

    monkeypatch.setattr(reader, "read", read)
    for module in ("archive.build", "archive.write", "archive.engine"):
        monkeypatch.setattr(f"{module}.engine_version", lambda: version)


def test_what_is_read_otherwise_is_recorded_and_no_version_is_made(world: World, monkeypatch) -> None:
    fill(world)
    parser(monkeypatch, "1", 10)
    world.build()
    parser(monkeypatch, "2", 12)
    world.build()
    assert rows(world.db, "SELECT DISTINCT versions FROM reports") == [(1,)]
    found = rows(world.db, "SELECT DISTINCT item, old_value, new_value FROM rereadings WHERE item LIKE 'req_new%'")
    assert sorted(found) == [("req_new__natural", 10, 12), ("req_new__total", 10, 12)]
    assert rows(world.db, "SELECT DISTINCT parser_before, parser_after FROM rereadings") == [("1", "2")]
    before = rows(world.db, "SELECT * FROM rereadings")
    world.publish("http://127.0.0.1:9/puyang/new", report("濮阳市财政局", 2023))
    world.build()
    parser(monkeypatch, "3", 12)
    world.build()
    assert rows(world.db, "SELECT * FROM rereadings") == before


def test_a_report_that_is_none_any_more_is_recorded(world: World, monkeypatch) -> None:
    fill(world)
    parser(monkeypatch, "1", 10)
    world.build()
    parser(monkeypatch, "2", None)
    from archive.build import build
    from archive.sources import Sources
    from registry.regions import regions

    build(world.data, world.db, sources=Sources(regions(), world.portals), accept=True)
    found = rows(world.db, "SELECT DISTINCT item, old_value, new_value FROM rereadings")
    assert found == [("verdict", "report", "not_a_report")]


def test_another_archive_at_the_same_place_is_nothing_to_be_held_against(world: World, tmp_path, monkeypatch) -> None:
    fill(world)
    parser(monkeypatch, "1", 10)
    world.build()
    other = World(tmp_path / "other")
    other.clock = 60
    other.publish("http://127.0.0.1:9/puyang/fgw2022", report("濮阳市发展和改革委员会", 2022, 10))
    parser(monkeypatch, "2", 12)
    other.build(db=world.db)
    assert rows(world.db, "SELECT count(*) FROM rereadings") == [(0,)]
