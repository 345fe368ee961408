"""S14: the column is the report itself, whatever its row calls it; and one page holds the reports of several years."""

from __future__ import annotations

import pytest

from tests.crawler.independent import markup
from tests.crawler.independent.markup import items, report_title
from tests.crawler.independent.trs_sites import COLUMN, trs_site
from tests.crawler.independent.web import Reply, Web, html

PATH = "/c27662/index.html"
FAMILIES = ["single-page", "auto", "listing", "trs", "jpage"]
PDF = '<p><a href="./2023.pdf">附件：年度报告.pdf</a></p>'


def office(text: str) -> Web:
    web = Web()
    web.routes[PATH] = html(text)
    web.routes["/c27662/2023.pdf"] = Reply(b"%PDF-1.4 x", kind=None)
    web.routes["/"] = html(markup.home(PATH))
    return web


def years() -> str:
    parts = "".join(f"<h3>{report_title('疏勒县', y)}</h3>{'<p>正文一段。</p>' * 60}" for y in (2022, 2021, 2020))
    return markup.page(f'<div id="zoom">{parts}{PDF}</div>', title="政府信息公开年报")


PAGES = {"one": markup.article(report_title("练习洲财政局", 2023), "<p>正文。</p>" * 120 + PDF), "three": years()}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("name", PAGES)
def test_the_column_is_the_report(station, name: str, family: str) -> None:
    at = station(office(PAGES[name]), PATH, family)
    run = at.crawl()
    assert (len(run.titles()), run.titles("attachment"), run.code) == (1, ["附件：年度报告.pdf"], 0), run.reasons
    again = at.crawl()
    assert ([row["outcome"] for row in again.role("report")], again.code) == (["unchanged"], 0), again.reasons
    at.web.routes[PATH] = html(markup.article(report_title("练习洲财政局", 2024), "<p>另一年。</p>" * 120))
    assert [row["outcome"] for row in at.crawl().role("report")] == ["ok"]


def test_the_column_is_found_from_the_home_page(station) -> None:
    run = station(office(PAGES["one"]), "/", "auto").crawl()
    assert (run.titles(), run.code) == ([report_title("练习洲财政局", 2023)], 0), run.reasons
    assert run.summary.results[0].tally.found.family == "single-page"


def test_a_column_in_the_box_of_an_article_is_a_column(station) -> None:
    web = trs_site(items(12))
    page = web.routes[COLUMN]
    assert isinstance(page, Reply)
    intro = f"<h3>{report_title('练习县', 2023)}</h3>{'<p>按照条例，现将年度报告公布如下。</p>' * 30}".encode()
    page.body = page.body.replace(b'<div class="list">', b'<div class="list" id="zoom">' + intro)
    assert len(station(web, COLUMN, "auto").crawl().titles()) == 12
