"""Whom the crawler does not ask, and how often it asks the others."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from captures.crawl_run import run_crawl
from captures.own_portals import row_text
from captures.records import CaptureError
from captures.store import CaptureStore
from crawler.stop_list import Stop, load_stops
from demo.portals import TrsPortal, portal_row
from demo.portals.replicas import reports
from gongkai import main
from registry.portals import Portal
from tests.crawler.conftest import Ground

PORTAL = Portal("p", "p", "410972", "http://www.a.gov.cn/nb/", "trs")


@pytest.mark.parametrize(
    ("target", "url", "covered"),
    [
        ("www.a.gov.cn", "http://www.a.gov.cn/x", True),
        ("a.gov.cn", "https://www.a.gov.cn:8080/x", True),
        ("a.gov.cn", "http://aa.gov.cn/", False),
        ("www.a.gov.cn/nb/inner/", "https://www.a.gov.cn/nb/inner/1.html", True),
        ("www.a.gov.cn/nb/inner/", "https://www.a.gov.cn/nb/", False),
        ("p", "http://elsewhere.gov.cn/", True),
        ("q", "http://www.a.gov.cn/", False),
    ],
)
def test_a_stop_covers_a_host_an_address_or_a_portal(target: str, url: str, covered: bool) -> None:
    assert Stop(target, "2026-11-24", "asked to").covers(url, PORTAL) is covered


def stop(site: Ground, target: str) -> None:
    site.data.mkdir(parents=True, exist_ok=True)
    (site.data / "stop.txt").write_text(f"# by mail\n2026-11-20 {target} The office asked us to stop.\n", "utf-8")


@pytest.mark.parametrize("whole", [True, False], ids=["portal", "host"])
def test_a_stopped_portal_is_asked_for_nothing_and_said(ground, whole: bool) -> None:
    site = ground(TrsPortal("one", reports(["甲局"], [2022, 2023])))
    stop(site, "one" if whole else site.address)
    run = site.crawl()
    assert not site.site.log and run.summary.exit_code == 1
    assert "On the stop list since 2026-11-20: The office asked us to stop." in run.summary.table()
    (row,) = run.visits
    assert (row.outcome, row.role) == ("blocked", "listing") and "stop list" in row.reason


def test_a_stopped_address_alone_is_left_out(ground) -> None:
    portal = TrsPortal("one", reports(["甲局", "乙局"], [2023]))
    site = ground(portal)
    stop(site, site.address + portal.path(portal.articles[0]))
    run = site.crawl()
    assert sorted(visit.outcome for visit in run.role("report")) == ["blocked", "ok"]
    assert run.result.reasons == ["On the stop list since 2026-11-20: The office asked us to stop."]


def test_a_wrong_line_of_the_stop_list_stops_everything_with_a_sentence(ground) -> None:
    site = ground(TrsPortal("one", reports(["甲局"], [2023])))
    site.data.mkdir()
    for text in ("www.a.gov.cn", "yesterday www.a.gov.cn because", "2026-11-20 www.a.gov.cn"):
        (site.data / "stop.txt").write_text(text, "utf-8")
        with pytest.raises(CaptureError, match=r"stop\.txt, line 1: write the day"):
            site.crawl()
    assert not site.site.log


def test_the_stop_list_of_gongkai_is_read() -> None:
    assert all(stop.reason and datetime.fromisoformat(stop.since) for stop in load_stops())


def test_a_host_gets_so_many_requests_a_day_over_all_runs_and_goes_on_the_next_day(ground) -> None:
    site = ground(TrsPortal("big", reports([f"第{n}局" for n in range(30)], [2023]), per_page=50))
    most = {"HOST_REQUESTS_A_DAY": 20}
    first = site.crawl(settings=most)
    assert len(site.site.log) == 20 and first.summary.exit_code == 1
    assert len(first.result.reasons) == 1 and "a host gets 20 requests a day" in first.result.reasons[0]
    assert "Look at this" not in first.summary.table()
    assert site.crawl(settings=most).summary.exit_code == 1 and len(site.site.log) <= 21, "robots.txt has no row"
    with CaptureStore(site.data) as store:
        assert store.appointments()["big"].interval_days == 1
    yesterday = (datetime.now(UTC) - timedelta(1)).date().isoformat()
    with sqlite3.connect(site.data / "ledger.db") as db:
        db.execute("UPDATE visits SET visited_at = ? || substr(visited_at, 11)", (yesterday,))
    got = len(set(asked(site)))
    site.crawl(settings=most, nightly=True)
    assert got == 16 and len(set(asked(site))) == 30 and len(site.site.log) <= 41


def asked(site: Ground) -> list[str]:
    """The addresses of reports that the archive has."""
    with CaptureStore(site.data) as store:
        return [visit.url for visit in store.visits() if visit.role == "report" and visit.sha256]


def test_the_number_is_a_setting_of_the_data_folder_and_spares_this_machine(tmp_path: Path) -> None:
    from captures.schedule import load_rules

    assert load_rules().requests_a_day == 2000
    (tmp_path / "schedule.toml").write_text("[host]\nrequests_a_day = 50\n", "utf-8")
    assert load_rules(tmp_path).requests_a_day == 50
    with pytest.raises(CaptureError, match="No|no key"):
        (tmp_path / "schedule.toml").write_text("[host]\nmost = 50\n", "utf-8")
        run_crawl([], tmp_path, verbosity=-1)


def test_discovery_and_check_obey_the_stop_list_too(ground) -> None:
    site = ground(TrsPortal("one", reports(["甲局"], [2022, 2023])))
    stop(site, site.address)
    for words in (["discover", site.address + "/"], ["check", "--portals", str(rows_file(site))]):
        said = CliRunner().invoke(main, ["portals", *words, "--data", str(site.data)])
        assert said.exit_code == 1 and "On the stop list since 2026-11-20" in said.stdout, said.output
    assert not site.site.log and not (site.data / "ledger.db").exists()


def rows_file(site: Ground) -> Path:
    """The row of a portal, in a file."""
    path = site.data / "rows.toml"
    path.write_text(row_text(portal_row(site.site, site.address, "410972")), "utf-8")
    return path
