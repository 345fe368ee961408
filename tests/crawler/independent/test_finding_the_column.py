"""Family `auto`: from a home page to the column and its family, and a plain word when there is no way."""

from __future__ import annotations

import re

import pytest

from tests.crawler.independent import markup
from tests.crawler.independent.jcms_sites import Block, jcms_site, records
from tests.crawler.independent.markup import Item, report_title
from tests.crawler.independent.trs_sites import COLUMN, add_articles, trs_site
from tests.crawler.independent.web import Web, html, to

NEWS = '<ul><li><a href="/xw/202401/t20240105_1.html">领导调研</a><span>2024-01-05</span></li></ul>'
WORDS = [
    "政府信息公开年报",
    "政府信息公开年度报告",
    "政府信息公开工作年度报告",
    "信息公开年报",
    "信息公开年度报告",
    "公开年报",
    "年度报告",
    "年报",
    "部门年报",
    "关区年报",
    "镇街年报",
    "部门政府信息公开工作年度报告",
    "市政府部门年报",
    "政府信息公开年报 >>",
    "· 政府信息公开年报",
    "【政府信息公开年报】",
]


def home_of(web: Web, body: str, path: str = "/") -> None:
    web.routes[path] = html(markup.page(NEWS + body, title="练习县人民政府"))


@pytest.mark.parametrize("words", WORDS)
def test_the_names_of_the_column(station, words: str) -> None:
    web = trs_site(markup.items(5))
    home_of(web, f'<a href="{COLUMN}">{words}</a>')
    run = station(web, "/", "auto").crawl()
    assert (len(run.titles()), run.code) == (5, 0), run.reasons


@pytest.mark.parametrize("column", ["/zwgk/zfxxgknb.shtml", "/zfxxgk/gknb/list.shtml", "/zfxxgk/xxgknb/index_bm.shtml"])
def test_addresses_of_the_column(station, column: str) -> None:
    rows = markup.items(3, folder="/a/")
    web = trs_site(rows)
    web.routes[column] = web.routes[COLUMN]
    home_of(web, f'<a href="{column}">政府信息公开年报</a>')
    assert len(station(web, "/", "auto").crawl().titles()) == 3


def test_by_way_of_a_section(station) -> None:
    web = jcms_site(Block(records(47)))
    home_of(web, '<a href="/col/col1/index.html">政府信息公开</a>')
    home_of(
        web,
        '<ul class="nav"><li><a href="/col/col30516/index.html">政府信息公开年报</a></li></ul>',
        "/col/col1/index.html",
    )
    run = station(web, "/", "auto").crawl()
    assert (len(run.titles()), run.code) == (47, 0), run.reasons


def test_the_platform_page_with_its_four_items(station) -> None:
    web = trs_site(markup.items(5))
    menu = "".join(f'<a class="menu_one-level" href="/zwgk/{slug}/">{words}</a>' for slug, words in {
        "zfxxgkzn": "政府信息公开指南", "zfxxgkzd": "政府信息公开制度", "fdzdgknr": "法定主动公开内容",
        "zfxxgknb": "政府信息公开年报", "ysqgk": "依申请公开"}.items())  # fmt: skip
    home_of(web, menu, "/zwgk/")
    run = station(web, "/zwgk/", "auto").crawl()
    assert (len(run.titles()), run.code) == (5, 0), run.reasons


def test_a_report_among_the_news_is_not_the_column(station) -> None:
    web = trs_site(markup.items(5))
    row = Item(report_title("练习县人民政府", 2023), f"{COLUMN}202401/t20240101_7001.html")
    home_of(web, f'{markup.u_list([row])}<a href="{COLUMN}">政府信息公开年报</a>')
    run = station(web, "/", "auto").crawl()
    assert (len(run.titles()), run.code) == (5, 0), run.reasons


def test_a_home_page_with_nothing_of_the_kind_says_so(station) -> None:
    web = Web()
    home_of(web, "<p>欢迎</p>" * 100)
    for address in re.findall(r'href="(/[^"]+)"', NEWS):  # a host of which no inner page opens would be a fence
        web.routes[address] = html(f"<title>{address}</title>" + "<p>新闻</p>" * 200)
    run = station(web, "/", "auto").crawl()
    assert run.code == 1 and run.summary.results[0].tally.reports == set()
    assert {row["outcome"] for row in run.role("listing")} == {"ok", "gone"}
    web.routes["/"] = html("<title>练习县</title>" + "<p>欢迎</p>" * 200)
    empty = station(web, "/", "auto").crawl()
    assert empty.code == 1 and "nor links to a column of annual reports" in empty.reasons[0]
    assert [row["outcome"] for row in empty.role("listing")] == ["ok", "gone", "gone", "gone", "gone"]


def test_a_column_that_leads_nowhere_is_named(station) -> None:
    web = Web()
    home_of(web, '<a href="/zwgk/zfxxgknb/">政府信息公开年报</a>' + "<p>字</p>" * 300)
    run = station(web, "/", "auto").crawl()
    assert run.code == 1 and "zfxxgknb" in " ".join(run.reasons)


def test_a_home_page_that_moves_on(station) -> None:
    web = trs_site(markup.items(5))
    web.routes["/portal/index.html"] = web.routes["/"]
    web.routes["/"] = to("/portal/index.html")
    run = station(web, "/", "auto").crawl()
    assert (len(run.titles()), run.code) == (5, 0), run.reasons


def test_a_wrong_family_in_the_row_is_never_success(station) -> None:
    assert station(jcms_site(Block(records(47))), "/col/col30516/index.html", "trs").crawl().code == 1
    web = trs_site(markup.items(40))
    add_articles(web, markup.items(40))
    assert station(web, COLUMN, "jpage").crawl().code == 1
