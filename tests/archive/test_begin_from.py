"""From which file a build goes on: the archive before the present one, unless anyone else has it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

import pytest

from archive import replace
from archive.dump import differences
from archive.replace import last_good
from tests.archive.builder import World, report
from tests.archive.test_build import fill, rows

COUNT = "SELECT count(*) FROM reports"
BUREAUX = ("教育局", "公安局", "司法局", "财政局")


@pytest.fixture
def twice(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Built twice, so that there is an archive before the present one, on a file system that shares no blocks."""
    monkeypatch.setattr(replace, "_clone", lambda db, work: False)
    fill(world)
    world.build()
    publish(world, 0)
    world.build()
    return world


def publish(world: World, number: int) -> None:
    world.publish(f"http://127.0.0.1:9/puyang/new{number}", report(f"濮阳县{BUREAUX[number]}", 2022))


def prove(world: World) -> None:
    whole = world.folder / "whole.db"
    world.build(db=whole)
    assert differences(world.db, whole) == []


def test_the_archive_before_is_brought_up_to_date_in_its_place(twice: World) -> None:
    before = last_good(twice.db).stat().st_ino
    publish(twice, 1)
    twice.build()
    assert twice.db.stat().st_ino == before
    assert [rows(db, COUNT) for db in (last_good(twice.db), twice.db)] == [[(9,)], [(10,)]]
    prove(twice)


@pytest.mark.parametrize("how", ["open", "mapped", "linked"])
def test_an_archive_that_anyone_else_has_is_left_as_it_is(twice: World, how: str) -> None:
    last, other = last_good(twice.db), twice.folder / "other.db"
    with closing(sqlite3.connect(f"file:{last}?immutable=1", uri=True)) as reader:
        if how == "mapped":
            reader.execute("PRAGMA mmap_size=100000000")
        reader.execute(COUNT)
        if how == "linked":
            reader.close()
            os.link(last, other)
            reader = sqlite3.connect(other)
        bytes_before = last.read_bytes()
        before = last.stat().st_ino
        publish(twice, 1)
        twice.build()
        assert twice.db.stat().st_ino != before
        assert reader.execute(COUNT).fetchone() == (8,)
        if how == "linked":
            assert other.read_bytes() == bytes_before
    prove(twice)


def test_a_killed_build_that_went_on_from_it_leaves_the_present_archive(
    twice: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    publish(twice, 1)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("archive.write.derive", die)
        twice.build()
    assert rows(twice.db, COUNT) == [(9,)]
    assert not last_good(twice.db).exists()
    twice.build()
    assert rows(twice.db, COUNT) == [(10,)]
    prove(twice)


def test_an_archive_of_another_state_is_not_gone_on_from(twice: World) -> None:
    with closing(sqlite3.connect(last_good(twice.db))) as db:
        db.execute("UPDATE about SET value = 'another' WHERE key = 'state'")
        db.commit()
    publish(twice, 1)
    twice.build()
    assert rows(last_good(twice.db), COUNT) == [(9,)]
    prove(twice)
