"""Monitors: a crawl that is unlike what was to be expected says so below its line, in the ledger and by its exit code."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from captures.crawl_run import run_crawl
from captures.monitors import alarms
from captures.records import PortalRun
from captures.store import CaptureStore
from captures.summary import CrawlSummary
from demo.portals import JpagePortal, TrsPortal, portal_row, serve
from demo.portals.replicas import reports
from demo.portals.server import Call, Reply

BEFORE = PortalRun(
    1, 1, "p", "2026-01-05T00:00:00Z", "trs", 7, 100, 100, 0, 0, 0, 0, 0, 0, 120, True, "", "", 9.0
)  # fmt: skip


def test_a_run_like_the_one_before_raises_no_alarm() -> None:
    assert alarms(replace(BEFORE, reports=98, new=0, unchanged=98), BEFORE) == []
    assert alarms(replace(BEFORE, reports=130), BEFORE) == []
    assert alarms(BEFORE, None) == []


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ({"reports": 97}, "links 97 reports and linked 100 at the last complete run (2026-01-05)"),
        ({"reports": 0}, "links 0 reports and linked 100"),
        ({"reports": 221}, "links 221 reports, far more than the 100"),
        ({"reports": 20, "listings": 1}, "had 7 pages"),
        ({"family": "listing"}, "read as listing, and as trs"),
        ({"blocked": 25}, "25 of 120 requests were blocked"),
        ({"failed": 121, "requests": 122}, "121 of 122 requests failed"),
    ],
    ids=["fewer", "none", "more", "pager", "family", "blocked", "failed"],
)
def test_what_is_odd_is_a_sentence(now: dict[str, object], words: str) -> None:
    found = alarms(replace(BEFORE, **now), BEFORE)  # type: ignore[arg-type]
    assert words in " ".join(found) and all(sentence.endswith((".", "?")) for sentence in found)


def test_numbers_say_nothing_of_a_run_that_left_reports_out() -> None:
    assert alarms(replace(BEFORE, reports=3), BEFORE, partial=True) == []


def test_what_a_row_says_is_the_measure_of_the_first_run() -> None:
    assert alarms(replace(BEFORE, reports=400), None, expected=100)
    assert not alarms(replace(BEFORE, reports=120), None, expected=100)


class Refusing(TrsPortal):
    """A portal that answers some addresses with a refusal."""

    refused = ""

    def answer(self, call: Call) -> Reply:
        return Reply(b"no", 403) if self.refused and self.refused in call.path else super().answer(call)


def crawl(site: TrsPortal | JpagePortal, address: str, data: Path, **more: Any) -> CrawlSummary:
    fast = {"BACKOFF_SECONDS": 0.01, "BACKOFF_TIMES": 0, "BACKOFF_GIVE_UP": 100}
    row = replace(portal_row(site, address, "410972"), id="p", **more)
    return run_crawl([row], data, settings=fast, verbosity=-1)


def runs(data: Path) -> list[PortalRun]:
    with CaptureStore(data) as store:
        return list(store.portal_runs())


def test_a_listing_that_shrank_is_said_once(tmp_path: Path) -> None:
    site = TrsPortal("p", reports([f"第{n}局" for n in range(20)], [2022, 2023]), per_page=15)
    with serve([site]) as addresses:
        first = crawl(site, addresses["p"], tmp_path)
        site.publish(site.articles[:20])
        second = crawl(site, addresses["p"], tmp_path)
        third = crawl(site, addresses["p"], tmp_path)
    assert [summary.exit_code for summary in (first, second, third)] == [0, 1, 0], third.table()
    line = "Look at this: Its listing links 20 reports and linked 40"
    assert line in second.table() and "Look at this" not in first.table() + third.table()
    rows = runs(tmp_path)
    assert [(row.reports, row.new, row.complete, row.family) for row in rows] == [
        (40, 40, 1, "trs"),
        (20, 0, 1, "trs"),
        (20, 0, 1, "trs"),
    ]
    assert "linked 40" in rows[1].alarms and rows[0].listings == 3 and rows[0].requests > 40 and rows[0].seconds > 0
    with CaptureStore(tmp_path) as store:
        assert "linked 40" in list(store.runs())[1].note


def test_a_changed_report_is_counted_apart_from_new_ones(tmp_path: Path) -> None:
    site = TrsPortal("p", reports(["甲局", "乙局"], [2023]))
    with serve([site]) as addresses:
        crawl(site, addresses["p"], tmp_path)
        new, old = site.articles
        more = reports(["丙局"], [2023])
        site.publish([replace(new, html=new.html.replace("继续", "认真")), old, *more])
        crawl(site, addresses["p"], tmp_path)
    assert [(row.new, row.changed, row.unchanged) for row in runs(tmp_path)] == [(2, 0, 0), (1, 1, 1)]
    with CaptureStore(tmp_path) as store:
        assert store.appointments()["p"].interval_days <= 7


def test_another_family_than_last_time_is_said(tmp_path: Path) -> None:
    articles = reports([f"第{n}局" for n in range(4)], [2023])
    old, new = JpagePortal("old", articles), TrsPortal("new", articles)
    with serve([old, new]) as addresses:
        crawl(old, addresses["old"], tmp_path, family="auto")
        second = crawl(new, addresses["new"], tmp_path, family="auto")
    assert second.exit_code == 1 and "It was read as trs, and as jpage at the last complete run" in second.table()
    assert [row.family for row in runs(tmp_path)] == ["jpage", "trs"]


def test_a_large_share_of_refusals_is_said_beside_the_reasons(tmp_path: Path) -> None:
    site = Refusing("p", reports([f"第{n}局" for n in range(9)], [2023]))
    site.refused = "/t2024"
    with serve([site]) as addresses:
        summary = crawl(site, addresses["p"], tmp_path)
    assert summary.exit_code == 1 and "requests were blocked." in summary.table()
    (row,) = runs(tmp_path)
    assert row.blocked == 9 and not row.complete and len(row.reasons.splitlines()) == 9


def test_a_limited_run_is_no_measure_for_the_next(tmp_path: Path) -> None:
    site = TrsPortal("p", reports([f"第{n}局" for n in range(30)], [2023]), per_page=50)
    with serve([site]) as addresses:
        row = portal_row(site, addresses["p"], "410972")
        codes = [run_crawl([row], tmp_path, limit=limit, verbosity=-1).exit_code for limit in (None, 2, None)]
    assert codes == [0, 0, 0] and [row.complete for row in runs(tmp_path)] == [1, 0, 1]
