"""Families of static files: every report of every page, only reports, all their files, and an honest word otherwise."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from crawler.fingerprints import recognise
from crawler.pages import Page
from demo.portals import Article
from demo.portals import static_replicas as replicas
from demo.portals.plain import PlainPortal
from demo.portals.replicas import body, reports
from demo.portals.static import StaticPortal

# Replica, reports, pages of its listing.
LISTED = [
    (replicas.ucap, 42, 3),
    (replicas.ucap_search, 42, 4),
    (replicas.vsb, 66, 5),
    (replicas.nc_content, 51, 4),
    (replicas.eportal, 35, 3),
    (replicas.sitesources, 100, 7),
    (replicas.columns, 40, 3),
    (replicas.plain, 40, 3),
]
NAMES = [replica.__name__ for replica, _, _ in LISTED]
FILES = [row for row in LISTED if row[0] is not replicas.ucap_search]
FILE_NAMES = [replica.__name__ for replica, _, _ in FILES]
KNOWN = [row for row in LISTED if row[0] is not replicas.plain]


@pytest.mark.parametrize(("replica", "count", "pages"), LISTED, ids=NAMES)
def test_the_pages_of_the_listing_and_what_is_no_report(ground, replica, count, pages) -> None:
    run = ground(replica()).crawl()
    assert len(run.role("listing")) == pages
    assert [pointer.title[-2:] for pointer in run.pointers] == ["通知"]


@pytest.mark.parametrize(("replica", "count", "pages"), LISTED, ids=NAMES)
def test_the_files_of_a_report_and_no_others(ground, replica, count, pages) -> None:
    run = ground(replica()).crawl()
    assert [(visit.link_title, visit.outcome) for visit in run.role("attachment")] == [
        ("下载文字版.docx", "ok"),
        ("下载图片版.pdf", "ok"),
    ]
    assert {visit.found_on for visit in run.role("attachment")} == {run.of("第1局2023年").final_url}
    assert [visit.link_title[:4] for visit in run.role("companion")] in ([], ["一图读懂"])


@pytest.mark.parametrize(("replica", "count", "pages"), KNOWN, ids=NAMES[:-1])
def test_the_fingerprint_is_that_of_the_family(replica, count, pages) -> None:
    site = replica()
    listed = site.pages[site.page_path(0, pages).replace("/index.html", "/")]
    found = recognise(Page("http://x.gov.cn/", listed.body))
    assert found is not None and found.family == site.family


@pytest.mark.parametrize(("replica", "count", "pages"), FILES, ids=FILE_NAMES)
def test_a_lost_page_makes_the_run_incomplete(ground, replica, count, pages) -> None:
    site = replica()
    del site.pages[site.page_path(1, pages)]
    run = ground(site).crawl()
    assert run.summary.exit_code == 1 and any(
        f"Page 2 of {pages}" in r or "Page 2 of ?" in r for r in run.result.reasons
    )


@pytest.mark.parametrize(("replica", "count", "pages"), FILES, ids=FILE_NAMES)
def test_a_page_that_repeats_the_first_is_found_out(ground, replica, count, pages) -> None:
    site = replica()
    first = site.pages[site.page_path(0, pages).replace("/index.html", "/")]
    site.pages[site.page_path(1, pages)] = first
    run = ground(site).crawl()
    assert run.summary.exit_code == 1
    assert any("repeats" in reason or "calls itself page 1" in reason for reason in run.result.reasons)


@pytest.mark.parametrize("replica", [replicas.ucap, replicas.vsb], ids=["ucap", "vsb"])
def test_fewer_records_than_stated_make_the_run_incomplete(ground, replica) -> None:
    site: StaticPortal = replica()
    count = -(-len(site.articles) // 15)
    path = site.page_path(1, count)
    lost = site.articles[20]
    page = site.pages[path].body.decode()
    site.write(path, page.replace(site.row(lost), ""))
    run = ground(site).crawl()
    stated = len(site.articles)
    assert any(f"states {stated} records, and {stated - 1} were given" in reason for reason in run.result.reasons)


def test_a_search_that_ignores_the_page_number_is_found_out(ground) -> None:
    site = replicas.ucap_search()
    usual = site.answer
    site.answer = lambda call: usual(replace(call, target=re.sub(r"page=\d+", "page=1", call.target)))  # type: ignore[method-assign]
    run = ground(site).crawl()
    assert run.summary.exit_code == 1 and any("ignores the page number" in reason for reason in run.result.reasons)


def test_new_reports_move_only_the_newest_page_of_a_list_numbered_backwards(ground) -> None:
    site = replicas.vsb()
    at = ground(site)
    at.crawl()
    (new,) = reports(["练习州第99局"], [2024])
    site.publish([new, *site.articles])
    run = at.crawl()
    assert run.summary.exit_code == 0 and run.result.new == 1 and run.result.unchanged == 66


def test_a_file_without_its_referer_would_be_a_page_and_is_said_to_be(ground) -> None:
    site = replicas.vsb()
    site.answer = lambda call: type(site).answer(site, replace(call, headers={}))  # type: ignore[method-assign]
    run = ground(site).crawl()
    assert {visit.outcome for visit in run.role("attachment")} == {"failed"}
    assert "html_instead_of_file" in run.role("attachment")[0].reason


def forty() -> list[Article]:
    return reports([f"练习{number}局" for number in range(40)], [2023])


def test_pages_behind_a_script_are_named_and_not_passed_over(ground) -> None:
    site = type("Scripted", (PlainPortal,), {"scripted": True})("scripted", forty())
    run = ground(site).crawl()
    assert run.summary.exit_code == 1 and "reached by a script" in run.result.reasons[0]
    assert len(run.role("report")) == 15


def test_a_pager_that_a_known_script_writes_is_read(ground) -> None:
    site = type("Shanghai", (PlainPortal,), {"shanghai": True})("shanghai", forty())
    run = ground(site).crawl()
    assert (run.summary.exit_code, len(run.role("report"))) == (0, 40)


def test_a_column_that_is_the_report_gives_a_capture_for_each_year(ground) -> None:
    site = replicas.single_page()
    at = ground(site)
    first = at.crawl()
    assert (first.summary.exit_code, len(first.role("report"))) == (0, 1)
    site.publish(reports(["练习洲财政局"], [2023]))
    second = at.crawl()
    assert second.result.new == 1
    assert first.role("report")[0].sha256 != second.role("report")[0].sha256
    assert at.crawl().result.unchanged == 1


def test_a_page_with_several_years_is_captured_whole(ground) -> None:
    run = ground(replicas.three_years()).crawl()
    assert (run.summary.exit_code, len(run.role("report"))) == (0, 1)


def test_articles_at_the_foot_bring_nothing_in(ground) -> None:
    site = replicas.ucap()
    others = reports(["练习会第1局"], [2020, 2021])
    site.publish([*site.articles, *(replace(other, html=body("旧", 2020)) for other in others)])
    run = ground(site).crawl()
    assert len(run.role("attachment")) == 2 and len(run.role("report")) == 44
