"""A small archive, built once: two provinces, a blank cell, a failing report, a correction, an older form."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from archive import reader
from archive.export.command import export_command
from publish.site import make_site
from tests.archive.builder import World, read_pickle, report, statistics_report

PUYANG = "http://127.0.0.1:9/puyang"
Get = Callable[..., Any]


def fill(world: World) -> None:
    for year in range(2020, 2024):
        world.publish(f"{PUYANG}/city{year}", report("濮阳市人民政府", year, 400 + year % 7, "region"))
        world.publish(f"{PUYANG}/edu{year}", report("濮阳市教育局", year, 40, carried_out=4))
        world.publish(
            f"http://127.0.0.1:9/zj{year}", report("浙江省人民政府", year, 9000, "region"), "zhejiang-hangzhou"
        )
    world.publish(f"{PUYANG}/fgw", report("濮阳市发展和改革委员会", 2022, 9, res_granted__total=3))
    world.publish(f"{PUYANG}/blank", report("濮阳市财政局", 2022, 9, req_carried_out__natural=None))
    world.publish(f"{PUYANG}/edu2023", report("濮阳市教育局", 2023, 41, carried_out=4, title="更正后的年度报告"))
    world.publish(f"{PUYANG}/old", statistics_report("濮阳市教育局", 2016))
    world.publish(f"{PUYANG}/attack", report("濮阳市审计局", 2022, title="<script>alert(1)</script>年度报告"))


def explain(world: World) -> None:
    """Explain that one report of 2021 carries in what the year before did not carry out."""
    with closing(sqlite3.connect(world.db)) as db:
        sql = "SELECT report_key FROM reports WHERE organ_name = '濮阳市教育局' AND year = 2021"
        key = db.execute(sql).fetchone()[0]
    (world.data / "decisions").mkdir()
    row = f"check,report_key,zh,by,date\nY07,{key},申请撤回后并案,王五,2026-03-01\n"
    (world.data / "decisions" / "findings.csv").write_text(row, "utf-8")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "read", read_pickle)
        world = World(tmp_path_factory.mktemp("site"))
        fill(world)
        world.build()
        explain(world)
        world.build()
    # Only the build reads by the stand-in: what other tests build meanwhile is read in earnest.
    yield world


@pytest.fixture(scope="session")
def site(built: World) -> Datasette:
    return make_site(built.db, built.data)


@pytest.fixture(scope="session")
def get(site: Datasette) -> Get:
    """Return a function that asks the site for an address and returns the response."""

    def ask(address: str, **options: Any) -> Any:
        return asyncio.run(site.client.get(address, **options))

    return ask


@pytest.fixture(scope="session")
def one(built: World) -> Callable[..., Any]:
    """Return a function that gives the first column of the first row of a query on the archive."""

    def ask(sql: str, *values: object) -> Any:
        with closing(sqlite3.connect(built.db)) as db:
            return db.execute(sql, values).fetchone()[0]

    return ask


@pytest.fixture(scope="session")
def key(one: Callable[..., Any]) -> Callable[[str, int], str]:
    """Return a function that gives the key of an organ's report on a year."""
    return lambda organ, year: one("SELECT report_key FROM reports WHERE organ_name = ? AND year = ?", organ, year)


@pytest.fixture(scope="session")
def home_folder() -> Path:
    return Path(__file__).parent.parent.parent / "publish"


SERVE = "import sys; from pathlib import Path; from publish.serve import serve; serve(Path(sys.argv[1]), 0, data=Path(sys.argv[2]), releases=Path(sys.argv[3]))"


@pytest.fixture(scope="session")
def released(built: World) -> Path:
    """The folder of releases, with one release of the archive, named 2026-01."""
    folder = built.folder / "releases"
    folder.mkdir()
    assert export_command("datapackage", folder / "2026-01", (), None, "", built.db, -1) == 0
    return folder


@pytest.fixture(scope="session")
def served(built: World, released: Path) -> Iterator[str]:
    """The address of the site, served by a process of its own, without a slash at the end."""
    command = [sys.executable, "-c", SERVE, str(built.db), str(built.data), str(released)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip().rstrip("/")
        server.terminate()
