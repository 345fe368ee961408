"""A new archive that has lost something, or in which checks fail all at once, does not take the place of the last."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from archive import gates
from archive.build import build
from archive.dump import dump
from archive.gates import GateError
from archive.replace import last_good, refused
from tests.archive.builder import World, report
from tests.archive.test_build import fill, rows


def lose_half(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every reading of a later year end as no report, as a broken parser would."""
    import archive.filed as filed

    real = filed.version
    monkeypatch.setattr(filed, "version", lambda head, trail, sources: real(head, trail, sources))
    monkeypatch.setattr(
        "archive.filed._file",
        lambda state, one, sources, file=filed._file: one.head.year != 2023 and file(state, one, sources),
    )


def test_fewer_reports_are_refused_and_the_last_archive_stays(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(world)
    world.build()
    before = list(dump(world.db))
    with monkeypatch.context() as patch:
        lose_half(world, patch)
        with pytest.raises(GateError, match="has 6 reports, the last one had 8.*--accept"):
            world.build(full=True)
    assert list(dump(world.db)) == before
    assert rows(refused(world.db), "SELECT count(*) FROM reports") == [(6,)]
    world.build(full=True)
    assert list(dump(world.db)) == before


def test_a_person_may_accept_what_a_gate_refuses(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(world)
    world.build()
    lose_half(world, monkeypatch)
    from archive.sources import Sources
    from registry.regions import regions

    build(world.data, world.db, full=True, sources=Sources(regions(), world.portals), accept=True)
    assert rows(world.db, "SELECT count(*) FROM reports") == [(6,)]
    assert rows(last_good(world.db), "SELECT count(*) FROM reports") == [(8,)]


def test_checks_that_fail_all_at_once_are_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(gates._limits()["failing"], "least_reports", 3)
    for year in range(2019, 2025):
        world.publish(f"http://127.0.0.1:9/puyang/{year}", report("濮阳市教育局", year))
    world.build()
    for year in range(2019, 2025):
        world.publish(f"http://127.0.0.1:9/puyang/{year}", report("濮阳市教育局", year, req_new__total=year))
    with pytest.raises(GateError, match="B07 fails in 100.0% of the reports; in the last archive it was 0.0%"):
        world.build()


def test_the_archive_of_other_captures_is_nothing_to_be_held_against(world: World, tmp_path) -> None:
    fill(world)
    world.build()
    other = World(tmp_path / "other")
    other.clock = 60
    other.publish("http://127.0.0.1:9/puyang/1", report("濮阳市教育局", 2022))
    other.build(db=world.db)
    assert rows(world.db, "SELECT count(*) FROM reports") == [(1,)]


def test_references_to_nothing_are_refused(world: World) -> None:
    fill(world)
    world.build()
    with closing(sqlite3.connect(world.db)) as db:
        db.execute("DELETE FROM captures WHERE sha256 = (SELECT current_sha256 FROM reports LIMIT 1)")
        db.commit()
        assert gates.prove_whole(db) == [
            "1 rows of readings refer to rows of captures that are not there.",
            "1 rows of report_versions refer to rows of captures that are not there.",
            "1 rows of visits refer to rows of captures that are not there.",
        ]
        db.execute("CREATE TEMP TABLE touched AS SELECT id AS report_id FROM reports")
        assert gates.prove_news(db) == [
            "1 rows of report_versions refer to rows of captures that are not there.",
            "1 rows of readings refer to rows of captures that are not there.",
        ]


def test_the_last_good_archive_is_kept_beside_the_new_one(world: World) -> None:
    fill(world)
    world.build()
    before = list(dump(world.db))
    world.publish("http://127.0.0.1:9/puyang/new", report("濮阳市财政局", 2023))
    world.build()
    assert list(dump(last_good(world.db))) == before
    assert not [path for path in world.folder.iterdir() if path.name.startswith(".")]
