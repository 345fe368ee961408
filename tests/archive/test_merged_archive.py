"""An archive merged from two machines is, once built, that of one machine that crawled both portals."""

from __future__ import annotations

from pathlib import Path

from archive.build import build
from archive.dump import dump
from bench.practice import articles
from captures.crawl_run import run_crawl
from captures.importer import run_import
from captures.own_portals import keep_rows
from demo.portals import JpagePortal, TrsPortal, portal_row, serve
from tests.archive.builder import World, report


def lines(data: Path) -> list[str]:
    """The content of the archive built from a folder, but for its runs, of which a merged one has more."""
    db = data / "archive.db"
    build(data, db)
    return [line for line in dump(db) if not line.startswith('["runs"')]


def test_two_machines_and_one_give_the_same_archive(tmp_path: Path) -> None:
    found = list(articles(2))
    sites = [TrsPortal("north", found[::2], practice=True), JpagePortal("south", found[1::2], practice=True)]
    with serve(sites) as addresses:
        rows = [portal_row(site, addresses[site.name], "410972") for site in sites]
        for names, portals in ((["one"], rows), (["north"], rows[:1]), (["south"], rows[1:])):
            keep_rows(tmp_path / names[0], portals)
            assert run_crawl(portals, tmp_path / names[0], verbosity=-1).exit_code == 0
    assert run_import([tmp_path / "south", tmp_path / "north"], tmp_path / "merged").exit_code == 0
    expected = lines(tmp_path / "one")
    assert sum(line.startswith('["reports"') for line in expected) == len(found)
    assert lines(tmp_path / "merged") == expected


def test_what_an_older_archive_saw_does_not_replace_what_was_seen_since(world: World) -> None:
    """Both machines visited one address; the one whose visit is older is merged last."""
    old = World(world.folder / "old")
    url = "http://127.0.0.1:9/puyang/1"
    old.publish(url, report("濮阳市教育局", 2022, 5))
    world.clock = 10
    world.publish(url, report("濮阳市教育局", 2022, 9))
    run_import([old.data], world.data)
    world.build()
    kept = [line for line in dump(world.db) if line.startswith('["sightings"')]
    assert sum('"there"' in line for line in kept) == sum('"replaced"' in line for line in kept) == 1
    (figures,) = [line for line in dump(world.db) if line.startswith('["report_figures"')]
    assert ", 9, " in figures
