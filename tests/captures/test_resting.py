"""A nightly run: one request a listing page, and every report again in its time."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from captures.crawl_run import run_crawl
from captures.records import FoundColumn, Visit
from captures.resting import held, known_column
from captures.store import CaptureStore
from captures.summary import CrawlSummary
from crawler.items import Link
from demo.portals import portal_row, serve
from demo.portals.replicas import jcms_jpage, trs_ministry

URL = "http://a.gov.cn/1.html"
SEEN = Visit(
    1,
    1,
    "p",
    URL,
    URL,
    "2026-02-01T00:00:00.000000Z",
    200,
    "ok",
    "",
    "report",
    "甲局2025年政府信息公开年报",
    sha256="x",
)


def rests(visit: Visit, today: date, *others: Visit) -> bool:
    return held([visit, *others], today)[f"a.gov.cn/{visit.url.rpartition('/')[2]}"].rests


def days_of_rest(visit: Visit) -> int:
    seen = date.fromisoformat(visit.visited_at[:10])
    return next(day for day in range(200) if not rests(visit, seen + timedelta(days=day)))


@pytest.mark.parametrize(("title", "most"), [("甲局2025年政府信息公开年报", 7), ("甲局2019年政府信息公开年报", 90)])
def test_a_report_rests_no_longer_than_its_period(title: str, most: int) -> None:
    lengths = {days_of_rest(replace(SEEN, link_title=title, url=f"http://a.gov.cn/{n}.html")) for n in range(400)}
    assert min(lengths) >= 1 and max(lengths) == most and len(lengths) > most * 0.9


@pytest.mark.parametrize("outcome", ["failed", "blocked"])
def test_what_could_not_be_had_does_not_rest(outcome: str) -> None:
    assert not rests(replace(SEEN, outcome=outcome), date(2026, 2, 1))  # type: ignore[arg-type]


def test_a_report_does_not_rest_while_a_file_of_it_is_missing() -> None:
    file = replace(SEEN, url="http://a.gov.cn/1.pdf", role="attachment", found_on=URL, outcome="failed")
    assert not rests(SEEN, date(2026, 2, 1), file)
    assert rests(SEEN, date(2026, 2, 1), replace(file, outcome="unchanged"))


def test_other_words_in_the_listing_wake_a_report() -> None:
    page = held([SEEN], date(2026, 2, 1))["a.gov.cn/1.html"]
    assert page.rests_as(Link(URL, SEEN.link_title))
    assert not page.rests_as(Link(URL, SEEN.link_title + "（更正）"))
    assert not page.rests_as(Link(URL, SEEN.link_title, "2026-03-01"))


@pytest.mark.parametrize("portal", [trs_ministry, jcms_jpage])
def test_an_unchanged_portal_costs_one_request_a_listing_page(tmp_path: Path, portal) -> None:
    site = portal()
    with serve([site]) as addresses:
        row = portal_row(site, addresses[site.name], "410972")

        def crawl(nightly: bool) -> CrawlSummary:
            site.log.clear()
            return run_crawl([row], tmp_path, nightly=nightly, verbosity=-1)

        first = crawl(False)
        listings = {visit.url for visit in visits(tmp_path) if visit.role == "listing"}
        second = crawl(True)
        assert len(site.paths_asked()) == len(listings)
        assert second.exit_code == 0 and second.results[0].tally.reports == first.results[0].tally.reports
        assert second.results[0].tally.resting >= first.results[0].tally.reports

        age(tmp_path, 100)
        third = crawl(True)
        assert third.exit_code == 0 and third.results[0].unchanged == len(first.results[0].tally.reports)


def test_a_new_report_is_fetched_and_a_vanished_one_is_missed_at_once(tmp_path: Path) -> None:
    site = trs_ministry()
    old, kept = site.articles[-2], site.articles[:-2]
    site.publish([*kept, old])
    with serve([site]) as addresses:
        row = portal_row(site, addresses[site.name], "410972")
        run_crawl([row], tmp_path, verbosity=-1)
        new = replace(kept[1], title="练习部第9司2025年政府信息公开工作年度报告", date="2026-01-20")
        site.publish([new, *kept])
        before = len(visits(tmp_path))
        summary = run_crawl([row], tmp_path, nightly=True, verbosity=-1)
        asked = [visit for visit in visits(tmp_path)[before:] if visit.role == "report"]
        site.log.clear()
        run_crawl([row], tmp_path, nightly=True, verbosity=-1)
        listings = len(site.paths_asked())
    assert summary.exit_code == 0 and listings == 3
    assert [(visit.link_title, visit.outcome) for visit in asked] == [(new.title, "ok"), (old.title, "gone")]


def test_a_nightly_run_begins_at_the_column_that_was_found_and_looks_for_it_when_it_is_gone(tmp_path: Path) -> None:
    site = trs_ministry()
    column, site.listing = site.listing, "/"
    with serve([site]) as addresses:
        row = portal_row(site, addresses[site.name], "000000", family="auto")
        run_crawl([row], tmp_path, verbosity=-1)
        with CaptureStore(tmp_path) as store:
            found = store.found_column(row.id)
        assert (
            found and found.column_url.endswith(column) and found.family == "trs" and "createPageHTML" in found.evidence
        )
        site.log.clear()
        assert run_crawl([row], tmp_path, nightly=True, verbosity=-1).exit_code == 0
        assert "/" not in site.paths_asked() and len(site.paths_asked()) == 3

        site.listing = "/new/zfxxgknb/"
        site.frame = replace(site.frame, path=site.listing)
        site.publish(site.articles)
        moved = run_crawl([row], tmp_path, nightly=True, verbosity=-1)
        assert moved.exit_code == 0 and moved.results[0].tally.found.column.endswith("/new/zfxxgknb/")


def test_the_column_is_looked_for_again_after_a_month() -> None:
    found = FoundColumn(1, 1, "p", "2026-02-01T00:00:00.000000Z", URL, "trs")
    assert [known_column(found, date(2026, month, 2)) for month in (2, 4)] == [URL, ""]
    assert known_column(None, date(2026, 2, 2)) == ""


def visits(data: Path) -> list[Visit]:
    with CaptureStore(data) as store:
        return list(store.visits())


def age(data: Path, days: int) -> None:
    """Put every visit so many days back."""
    with sqlite3.connect(data / "ledger.db") as ledger:
        ledger.execute(
            "UPDATE visits SET visited_at = replace(datetime(visited_at, ?), ' ', 'T') || 'Z'", (f"-{days} days",)
        )
