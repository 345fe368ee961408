"""Portals whose family is not named: found from the home page, told by fingerprints, never passed over in silence."""

from __future__ import annotations

import pytest

from crawler.families import families_crawled
from crawler.fingerprints import recognise
from crawler.pages import Page
from demo.portals import TrsPortal
from demo.portals.replicas import jcms_jpage, reports, trs_ministry
from registry import portals


@pytest.mark.parametrize("portal", [trs_ministry, jcms_jpage])
def test_the_family_is_recognised_from_the_listing(ground, portal) -> None:
    run = ground(portal()).crawl(family="auto")
    assert run.summary.exit_code == 0 and len(run.role("report")) in (40, 47)


@pytest.mark.parametrize("portal", [trs_ministry, jcms_jpage])
def test_the_column_is_found_from_the_home_page(ground, portal) -> None:
    site = portal()
    site.listing, column = "/", site.listing
    run = ground(site).crawl(family="auto")
    assert run.summary.exit_code == 0 and len(run.role("report")) in (40, 47)
    assert any(visit.url.endswith(column) for visit in run.role("listing"))


def test_a_listing_of_no_known_family_is_read_by_its_links_and_titles(ground) -> None:
    site = TrsPortal("odd", reports(["甲局"], [2023]))
    page = "<html><title>政府信息公开年报</title><body><ul><li><a href='/a/1.html'>甲局2023年政府信息公开工作年度报告</a></ul>"
    site.put(site.listing, page + "一段文字" * 200)
    site.put("/a/1.html", "<html><title>甲局2023年政府信息公开工作年度报告</title><body>" + "一段文字" * 200)
    run = ground(site).crawl(family="auto")
    assert run.summary.exit_code == 0 and [visit.url[-9:] for visit in run.role("report")] == ["/a/1.html"]


def test_what_no_link_of_the_home_page_leads_to_is_looked_for_where_many_portals_have_it(ground) -> None:
    site = TrsPortal("known", reports(["甲局"], [2023]), column_path="/zfxxgk/")
    site.write("/", "<html><title>练习县</title><body>" + "<p>欢迎</p>" * 200)
    site.listing = "/"
    run = ground(site).crawl(family="auto")
    assert run.summary.exit_code == 0 and len(run.role("report")) == 1
    assert run.result.tally.found is not None and run.result.tally.found.column.endswith("/zfxxgk/")


def test_the_map_of_the_site_leads_to_the_column(ground) -> None:
    site = TrsPortal("map", reports(["甲局"], [2023]))
    site.write("/", "<html><title>练习县</title><body><a href='/wzdt/'>网站地图</a>" + "<p>欢迎</p>" * 200)
    site.write(
        "/wzdt/", f"<html><title>网站地图</title><body><a href='{site.listing}'>政府信息公开年报</a>" + "字" * 600
    )
    column, site.listing = site.listing, "/"
    run = ground(site).crawl(family="auto")
    assert run.summary.exit_code == 0 and run.result.tally.found.column.endswith(column)
    assert [link.title for link in run.result.tally.found.trail] == ["网站地图", "政府信息公开年报"]


def test_hanweb_is_not_taken_for_trs_whatever_words_it_uses() -> None:
    found = recognise(Page("http://x/", b"<datastore><recordset></recordset></datastore> TRS_Editor"))
    assert found is not None and found.family == "jpage"


def test_every_family_of_the_registry_has_a_spider() -> None:
    assert {*portals.families(), portals.AUTO} == set(families_crawled())
