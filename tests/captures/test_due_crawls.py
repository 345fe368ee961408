"""`gongkai crawl --due`: what is due is crawled, gets its next date, and is let alone until then."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from captures.store import CaptureStore
from demo.portals import TrsPortal, serve
from demo.portals.replicas import reports
from gongkai import main

ROW = '[[portal]]\nid = "{id}"\nname = "练习"\nregion = "410972"\nurl = "{url}"\nfamily = "trs"\n'


class Town:
    """Two served portals and one where nothing listens, in a portals file."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.sites = {name: TrsPortal(name, reports(["甲局", "乙局"], [2022, 2023])) for name in ("one", "two")}
        addresses = stack.enter_context(serve(list(self.sites.values())))
        urls = {name: addresses[name] + site.listing for name, site in self.sites.items()}
        rows = [ROW.format(id=name, url=url) for name, url in {**urls, "dead": "http://127.0.0.1:9/nb/"}.items()]
        (folder / "portals.toml").write_text("\n".join(rows), "utf-8")

    def crawl(self, *words: str) -> Result:
        for site in self.sites.values():
            site.log.clear()
        options = ["--data", str(self.folder / "data"), "--portals", str(self.folder / "portals.toml")]
        return CliRunner().invoke(main, ["crawl", *words, *options])

    def asked(self) -> list[str]:
        return [name for name, site in self.sites.items() if site.paths_asked()]

    def pass_days(self, days: int, *names: str) -> None:
        """Make all that is in the ledger older."""
        with sqlite3.connect(self.folder / "data" / "ledger.db") as db:
            for column in ("next_due", "last_run", "last_change"):
                where = "portal_id IN ({})".format(", ".join(f"'{name}'" for name in names)) if names else "1"
                db.execute(f"UPDATE schedule SET {column} = date({column}, '-{days} days') WHERE {where}")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with ExitStack() as stack:
        yield Town(tmp_path, stack)


def test_new_portals_are_due_and_then_none_is(town: Town) -> None:
    first = town.crawl("--due")
    assert first.exit_code == 1 and town.asked() == ["one", "two"] and "dead" in first.stdout
    again = town.crawl("--due")
    assert (again.exit_code, town.asked()) == (0, []) and len(again.stdout.splitlines()) == 1
    assert again.stdout.startswith("No portal is due: the next is dead on ")
    with CaptureStore(town.folder / "data") as store:
        found = store.appointments()
    assert found["dead"].failures == 1 and found["dead"].interval_days == 1 and "not complete" in found["dead"].reason
    assert found["one"].failures == 0 and found["one"].interval_days >= 1


def test_what_has_come_due_is_crawled_and_costs_one_request_when_nothing_changed(town: Town) -> None:
    town.crawl("--due", "one", "two")
    town.pass_days(100, "two")
    found = town.crawl("--due", "one", "two")
    assert (found.exit_code, town.asked()) == (0, ["two"]), found.output
    assert town.sites["two"].paths_asked() == [town.sites["two"].listing]
    with CaptureStore(town.folder / "data") as store:
        assert (
            store.appointments()["two"].interval_days > 7
            or "deadline" in store.appointments()["two"].reason
            or ("months in which reports appear" in store.appointments()["two"].reason)
        )


def test_names_and_limits_go_with_it(town: Town) -> None:
    limited = town.crawl("--due", "one", "--limit", "1")
    assert limited.exit_code == 0 and town.asked() == ["one"] and "limited" in limited.stdout
    with CaptureStore(town.folder / "data") as store:
        assert store.appointments()["one"].interval_days == 1
    unknown = town.crawl("--due", "nobody")
    assert unknown.exit_code == 2 and "nobody" in unknown.stderr


def test_a_dry_run_plans_what_is_due_and_sets_no_date(town: Town) -> None:
    assert "would be fetched" in town.crawl("--due", "one", "--dry-run").stdout
    assert town.asked() == ["one"] and not (town.folder / "data" / "ledger.db").exists()


def test_a_night_takes_no_more_than_its_number_unless_all_are_asked_for(town: Town) -> None:
    (town.folder / "data").mkdir()
    (town.folder / "data" / "schedule.toml").write_text("[night]\nnew = 1\n", "utf-8")
    town.crawl("--due")
    with CaptureStore(town.folder / "data") as store:
        assert len(store.appointments()) == 1
    town.crawl("--due", "--all")
    with CaptureStore(town.folder / "data") as store:
        assert len(store.appointments()) == 3


def test_wrong_rules_are_a_sentence(town: Town) -> None:
    (town.folder / "data").mkdir()
    (town.folder / "data" / "schedule.toml").write_text("[night]\nmost = 1\n", "utf-8")
    for words in (["--due"], ["one"]):
        found = town.crawl(*words)
        assert found.exit_code == 1 and "no key most" in found.stderr and len(found.stderr.splitlines()) == 1


def test_a_ledger_from_before_there_was_a_schedule_has_every_portal_due(town: Town) -> None:
    town.crawl("one")
    with sqlite3.connect(town.folder / "data" / "ledger.db") as db:
        db.execute("DROP TABLE schedule")
    assert town.crawl("--due", "one").exit_code == 0 and town.asked() == ["one"]
