"""An archive whose rows other processes made is the same as one whose rows this process made, whatever becomes of them."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from archive import preparing
from archive.build import build
from archive.dump import differences
from archive.report_rows import Wanted
from archive.sources import Sources
from registry.regions import regions
from tests.archive.builder import World, report
from tests.archive.test_build import fill, rows

PUYANG = "http://127.0.0.1:9/puyang"


def die(wanted: list[Wanted]) -> bytes:
    """Stand in for a worker that the system kills."""
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


@pytest.fixture
def filled(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Reports in two versions, with copies, findings and changes, and few enough to a batch that there are several."""
    monkeypatch.setattr(preparing, "MANY", 1)
    monkeypatch.setattr(preparing, "TOGETHER", 2)
    fill(world)
    world.publish(f"{PUYANG}/fgw2022", report("濮阳市发展和改革委员会", 2022, 11, res_granted__total=3))
    world.publish(f"{PUYANG}/copy", report("濮阳市发展和改革委员会", 2023, 15))
    world.build()
    return world


def built_by(world: World, workers: int) -> Path:
    db = world.folder / f"by-{workers}.db"
    build(world.data, db, workers=workers, sources=Sources(regions(), world.portals))
    return db


def test_rows_of_other_processes_make_the_same_archive(filled: World) -> None:
    assert rows(filled.db, "SELECT count(*) > 0 FROM changes") == [(1,)]
    made = built_by(filled, 2)
    assert differences(filled.db, made) == []
    numbered = "SELECT id, report_id, version_id FROM findings ORDER BY id"
    assert rows(made, numbered) == rows(filled.db, numbered)


def test_a_process_that_is_killed_loses_nothing(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "_make", die)
    assert differences(filled.db, built_by(filled, 1)) == []
