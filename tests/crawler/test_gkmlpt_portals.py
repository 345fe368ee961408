"""The platform of Guangdong: its category found by number or name, its totals held against what comes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from captures.store import CaptureStore
from crawler.attachments import attachments
from crawler.json_answers import day_of
from crawler.pages import Page
from demo.portals.gkmlpt import GkmlptPortal
from demo.portals.replicas import reports
from demo.portals.scripted_replicas import gkmlpt
from parsers.read import read
from tests.parsers.official import ORGAN, YEAR, body, figures, misread, table_a, table_b, table_c
from tests.parsers.official import html as table_html


def asked_of(site) -> list[str]:
    return [path for path in site.site.paths_asked() if "/api/" in path]


def test_both_pages_of_the_category_and_no_article_twice(ground) -> None:
    site = ground(gkmlpt())
    run = site.crawl()
    assert (run.summary.exit_code, run.result.reasons) == (0, [])
    assert asked_of(site) == [f"/gkmlpt/api/all/2629?page={page}&sid=200001" for page in (1, 2)]
    assert len({visit.final_url for visit in run.role("report")}) == len(run.role("report")) == 128


def test_the_day_is_that_of_china(ground) -> None:
    assert day_of(1_706_545_800) == "2024-01-30" and day_of("1706545800000") == "2024-01-30"
    assert ground(gkmlpt()).crawl().of("第2局").link_date == "2024-01-02"


@pytest.mark.parametrize("listing", ["/gkmlpt/index", "/gkmlpt/annualreport", "/gkmlpt/annualreport#2629"])
def test_the_category_is_found_by_its_name_too(ground, listing) -> None:
    portal = GkmlptPortal("named", reports(["甲局"], [2022, 2023]))
    portal.listing = listing
    run = ground(portal).crawl()
    assert run.summary.exit_code == 0 and len(run.role("report")) == 2


def test_the_name_alone_leads_past_the_category_that_jumps_elsewhere(ground) -> None:
    portal = GkmlptPortal("tree", reports(["甲局"], [2022, 2023]))
    portal.listing = "/gkmlpt/index"
    page = portal.pages["/gkmlpt/index"].body.decode().replace("annualreport#2629", "annualreport")
    portal.put("/gkmlpt/index", page)
    site = ground(portal)
    assert len(site.crawl().role("report")) == 2
    assert asked_of(site) == ["/gkmlpt/api/all/2629?page=1&sid=200001"]


def test_an_organ_below_the_host_has_its_own_platform(ground) -> None:
    site = ground(gkmlpt(prefix="/lhqkjhgyxxhj"))
    run = site.crawl()
    assert run.summary.exit_code == 0 and len(run.role("report")) == 128
    assert asked_of(site)[0].startswith("/lhqkjhgyxxhj/gkmlpt/api/all/2629")


def test_records_that_are_counted_and_not_given_are_said(ground) -> None:
    portal = gkmlpt()
    portal.loses = (portal.articles[7].title,)
    run = ground(portal).crawl()
    assert run.summary.exit_code == 1 and len(run.role("report")) == 127
    assert "states 130 records, 129 were given" in run.result.reasons[0]


def test_an_error_under_status_200_is_a_failure(ground) -> None:
    portal = gkmlpt()
    portal.put("/gkmlpt/annualreport", portal.pages["/gkmlpt/annualreport"].body.decode().replace("200001", "200002"))
    run = ground(portal).crawl()
    assert run.summary.exit_code == 1 and "error in JSON" in run.result.reasons[0]


def test_a_host_that_breaks_the_connection_is_a_failure_with_its_reason(ground) -> None:
    portal = gkmlpt()
    portal.resets = True
    run = ground(portal).crawl()
    (listing,) = run.role("listing")
    assert (listing.outcome, run.summary.exit_code) == ("failed", 1)
    assert "connection" in listing.reason.lower()


def test_a_platform_without_a_category_of_annual_reports_says_so(ground) -> None:
    portal = GkmlptPortal("none", [])
    portal.listing = "/gkmlpt/index"
    page = portal.pages["/gkmlpt/index"].body.decode()
    portal.put("/gkmlpt/index", page.replace("annualreport#2629", "x").replace("\\u5e74\\u62a5", "\\u6307\\u5357"))
    run = ground(portal).crawl()
    assert run.summary.exit_code == 1 and "no category of annual reports" in run.result.reasons[0]


def test_files_linked_in_the_text_that_a_script_holds_are_found(ground) -> None:
    portal = gkmlpt()
    page = portal.pages[portal.path(portal.articles[0])].body
    (file,) = attachments(Page("http://127.0.0.1/gkmlpt/content/1/2/post_3.html", page))
    assert file.title == "年度报告全文"


def test_a_file_that_only_the_row_names_is_fetched(ground) -> None:
    portal = gkmlpt()
    first = portal.articles[0]
    portal.put(portal.path(first), portal.article_page(replace(first, attachments=()), [], []))
    (file,) = ground(portal).crawl().role("attachment")
    assert (file.outcome, file.link_title) == ("ok", "年度报告全文") and file.found_on.endswith(portal.path(first))


def test_what_is_captured_can_be_read_figure_by_figure(ground) -> None:
    values = figures()
    html = body(*(table_html(table) for table in (table_a(values), table_b(values), table_c(values))))
    site = ground(GkmlptPortal("read", [replace(reports([ORGAN], [YEAR])[0], html=html)]))
    (visit,) = site.crawl().role("report")
    with CaptureStore(site.data) as store:
        reading = read(store.body(visit.sha256))
    assert (reading.report.organ, reading.report.year, misread(reading.report, values)) == (ORGAN, YEAR, {})
