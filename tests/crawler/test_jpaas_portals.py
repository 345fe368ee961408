"""Hanweb jpaas: rows of the page and of the script, and a script that ignores what it is asked for."""

from __future__ import annotations

import pytest

from demo.portals.articles import Article
from demo.portals.numbered import NumberedPortal
from demo.portals.replicas import reports
from demo.portals.scripted_replicas import jpaas


@pytest.mark.parametrize("plain", [False, True])
def test_all_rows_of_the_page_and_of_the_script(ground, plain) -> None:
    portal = jpaas()
    portal.plain = plain
    site = ground(portal)
    run = site.crawl()
    assert (run.summary.exit_code, run.result.reasons) == (0, [])
    assert len({visit.final_url for visit in run.role("report")}) == 43
    assert [path[-8:] for path in site.site.paths_asked() if "build/unit" in path] == ["pageNo=2", "pageNo=3"]
    visit = run.of("第40局")
    assert (visit.link_title, visit.link_date) == ("练习区第40局2023年政府信息公开工作年度报告", "2024-01-13")


def test_a_script_that_always_gives_its_first_page_is_an_incident(ground) -> None:
    portal = jpaas()
    portal.ignores_page = True
    run = ground(portal).crawl()
    assert run.summary.exit_code == 1 and len(run.role("report")) == 15
    assert "Page 2 of 3" in run.result.reasons[0] and "ignores the page number" in run.result.reasons[0]
    assert [visit.outcome for visit in run.role("listing")] == ["ok", "failed", "failed"]


def test_a_refusal_under_status_200_is_a_failure(ground) -> None:
    portal = jpaas()
    portal.fails = True
    run = ground(portal).crawl()
    assert run.summary.exit_code == 1 and "The script gives no rows (查询失败)." in run.result.reasons[0]


def test_a_broken_script_is_named(ground) -> None:
    portal = jpaas()
    portal.broken = ("build/unit",)
    run = ground(portal).crawl()
    assert run.summary.exit_code == 1 and "out of order (500)" in run.result.reasons[0]


def test_a_column_without_rows_of_its_own_asks_for_all(ground) -> None:
    portal = jpaas()
    page = portal.pages["/col/col76705/"].body.decode()
    begin, end = page.index('<div class="list"><ul>') + 22, page.index('</ul><div class="pagination"')
    portal.put(portal.listing, page[:begin] + page[end:])
    run = ground(portal).crawl()
    assert run.summary.exit_code == 0 and len(run.role("report")) == 43


def test_a_page_that_hands_out_news_is_not_taken_for_the_column(ground) -> None:
    portal = jpaas()
    column = portal.pages["/col/col76705/"].body.decode()
    block = column[column.index('<div class="pagination"') : column.index("</a></div>")]
    portal.put("/", "<html><title>练习区</title><body>" + "<p>要闻</p>" * 200 + f"{block}</a></div></body></html>")
    portal.listing = "/"
    site = ground(portal)
    run = site.crawl(family="auto")
    assert run.summary.exit_code == 1 and not [path for path in site.site.paths_asked() if "build/unit" in path]


def test_a_column_of_plain_files_on_such_a_host_is_read_to_its_end(ground) -> None:
    class Files(NumberedPortal):
        family = "jpaas"
        listing = "/zwgk/nianbao/index.html"

        def target(self, number: int) -> str:
            return f"/zwgk/nianbao/index_{number}.html"

        def path(self, article: Article) -> str:
            return f"/zwgk/nianbao/art/2024/art_{article.number:032x}.html"

    run = ground(Files("files", reports([f"第{number}局" for number in range(40)], [2023]))).crawl()
    assert (run.summary.exit_code, run.result.reasons) == (0, []) and len(run.role("report")) == 40
