"""What every family promises alike. A family joins by a row here: its replica, the reports it holds, and its traps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from demo.portals import FamilyPortal
from demo.portals import scripted_replicas as scripted
from demo.portals import static_replicas as static
from demo.portals.replicas import jcms_jpage, trs_ministry
from registry.titles import read_title


@dataclass(frozen=True)
class Replica:
    """A replica, the number of its reports and of their files.

    `pages`: its list has more pages (or groups of records) than one. `home`: its column is found from its home page.
    """

    make: Callable[[], FamilyPortal]
    reports: int
    files: int = 1
    pages: bool = True
    home: bool = True


REPLICAS = [
    Replica(trs_ministry, 40, 2),
    Replica(jcms_jpage, 47, pages=False),
    Replica(static.ucap, 42, 2),
    Replica(static.ucap_search, 42, 2),
    Replica(static.vsb, 66, 2),
    Replica(static.nc_content, 51, 2),
    Replica(static.eportal, 35, 2),
    Replica(static.sitesources, 100, 2),
    Replica(static.columns, 40, 2),
    Replica(static.plain, 40, 2),
    Replica(scripted.jpaas, 43),
    Replica(scripted.gkmlpt, 128),
    Replica(scripted.static_json, 40, files=2),
    Replica(scripted.lonsun, 22),
    Replica(scripted.aspnet_postback, 70),
    Replica(scripted.aspnet_query, 56),
    Replica(scripted.asp, 40),
    Replica(scripted.ilist, 41),
    Replica(scripted.xxgk, 30),
]
each = pytest.mark.parametrize("replica", REPLICAS, ids=lambda replica: replica.make.__name__)


@each
def test_every_report_and_only_reports_with_their_files(ground, replica) -> None:
    site = ground(replica.make())
    run = site.crawl()
    assert (run.summary.exit_code, run.result.reasons) == (0, [])
    titles = {article.title for article in site.site.articles if read_title(article.title).kind == "report"}
    assert {visit.link_title for visit in run.role("report")} == titles
    assert len({visit.final_url for visit in run.role("report")}) == len(run.role("report")) == replica.reports
    assert {visit.outcome for visit in run.role("report")} == {"ok"}
    dates = {article.title: article.day for article in site.site.articles}
    assert all(visit.link_date == dates[visit.link_title] for visit in run.role("report"))
    assert len(run.role("attachment")) == replica.files
    assert run.result.requests == run.result.rows == len(run.visits) == len(site.site.paths_asked())


@each
def test_a_second_crawl_of_an_unchanged_portal_brings_nothing_new(ground, replica) -> None:
    site = ground(replica.make())
    first = site.crawl()
    second = site.crawl()
    assert (second.summary.exit_code, second.result.new) == (0, 0)
    assert len(second.role("report")) == len(first.role("report"))
    assert {visit.outcome for visit in second.role("report")} == {"unchanged"}


@each
def test_a_nightly_run_of_an_unchanged_portal_asks_for_no_report(ground, replica) -> None:
    site = ground(replica.make())
    first = site.crawl()
    night = site.crawl(nightly=True)
    assert (night.summary.exit_code, night.role("report"), night.role("attachment")) == (0, [], [])
    assert night.result.tally.reports == first.result.tally.reports


@each
def test_the_family_is_recognised_from_the_listing(ground, replica) -> None:
    run = ground(replica.make()).crawl(family="auto")
    assert (run.summary.exit_code, run.result.reasons) == (0, [])
    assert len(run.role("report")) == replica.reports


@pytest.mark.parametrize("replica", [one for one in REPLICAS if one.home], ids=lambda replica: replica.make.__name__)
def test_the_column_is_found_from_the_home_page(ground, replica) -> None:
    site = replica.make()
    site.listing = "/"
    run = ground(site).crawl(family="auto")
    assert (run.summary.exit_code, run.result.reasons) == (0, [])
    assert len(run.role("report")) == replica.reports


@each
def test_a_year_that_is_too_late_leaves_all_reports_out(ground, replica) -> None:
    run = ground(replica.make()).crawl(since=2030)
    assert not run.role("report") and not run.role("attachment") and run.result.tally.older == replica.reports


@each
def test_a_limit_is_kept_and_is_no_failure(ground, replica) -> None:
    run = ground(replica.make()).crawl(limit=2)
    assert len(run.role("report")) == 2 and (run.summary.exit_code, run.summary.complete) == (0, False)


@each
def test_a_dry_run_plans_every_report_and_keeps_nothing(ground, replica) -> None:
    site = ground(replica.make())
    run = site.crawl(dry_run=True)
    assert len([item for item in run.result.planned if item.role == "report"]) == replica.reports
    assert not site.data.exists()


@pytest.mark.parametrize("replica", [one for one in REPLICAS if one.pages], ids=lambda replica: replica.make.__name__)
def test_pages_beyond_the_most_that_are_read_are_said(ground, replica) -> None:
    run = ground(replica.make()).crawl(max_pages=1)
    assert run.summary.exit_code == 1 and [reason for reason in run.result.reasons if "more than the 1 " in reason]
    assert 0 < len(run.role("report")) < replica.reports
