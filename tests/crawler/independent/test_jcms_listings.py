"""S3 and S4: the islands of Hanweb and the script behind them, by the field notes."""

from __future__ import annotations

from functools import partial

import pytest

from tests.crawler.independent import markup
from tests.crawler.independent.jcms_sites import Block, jcms_site, records
from tests.crawler.independent.web import Reply, html

COLUMN = "/col/col30516/index.html"

small = partial(Block, shown=15, per_page=5)
BLOCKS = {
    "script": small(records(17)),
    "textarea": small(records(17), wrap="textarea"),
    "escaped-textarea": small(records(17), wrap="escaped"),
    "bare-a": small(records(17), wrap="bare", opening="a"),
    "record-a": small(records(17), opening="a"),
    "one-page-shown": small(records(17), shown=5),
    "nothing-shown": small(records(17), shown=0),
    "twenty-a-page": Block(records(130), per_page=20, shown=60),
    "quoted": small(records(17), options="\"perPage\":\"{per}\",'totalRecord' : '{total}',"),
    "total-unstated": small(records(40), options="perPage:{per},"),
    "total-unstated-and-none-left": small(records(7), options="perPage:{per},"),
    "no-next-group": small(records(17), next_group=False),
    "old-path": small(records(17), proxy="/module/jpage/dataproxy.jsp"),
    "older-path": small(records(17), proxy="/module/jslib/jquery/jpage/dataproxy.jsp"),
    "get-only": small(records(17), method="GET"),
    "encrypted-ids": small(records(17), unit="Zm9v+/a=", column="YmFy+b=="),
    "post-only": small(records(17), method="POST"),
    "one-more-by-now": small(records(18), options="perPage:{per},totalRecord:17,"),
    "one-less-by-now": small(records(17), options="perPage:{per},totalRecord:18,"),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_every_record(station, name: str) -> None:
    block = BLOCKS[name]
    at = station(jcms_site(block), COLUMN, "jpage")
    run = at.crawl()
    assert run.titles() == sorted(row.title for row in block.rows), run.reasons
    assert run.code == 0, run.reasons
    assert {row["link_title"]: row["link_date"] for row in run.role("report")} == {r.title: r.day for r in block.rows}
    assert not at.web.asked("pageNum") and len(at.web.asked()) == len(run.rows)


def test_groups_are_three_pages_long(station) -> None:
    at = station(jcms_site(Block(records(47))), COLUMN, "jpage")
    at.crawl()
    (asked,) = at.web.asked("dataproxy")
    assert "startrecord=46&endrecord=47&perpage=15" in asked


@pytest.mark.parametrize("last", [False, True], ids=["scripts-beside", "scripts-at-the-end"])
def test_two_blocks_with_ids_of_their_own(station, last: bool) -> None:
    one = Block(records(50), unit="101")
    other = Block(records(60, 2022, "练习区第{}镇"), unit="202", per_page=10, shown=30)
    run = station(jcms_site(one, other, scripts_last=last), COLUMN, "jpage").crawl()
    assert (len(run.titles()), run.code) == (110, 0), run.reasons


def test_the_list_of_another_column_is_not_taken_in(station) -> None:
    block = Block(records(47))
    web = jcms_site(block)
    foreign = Block(records(300, 2021, "别的区第{}局"))
    web.routes[block.proxy] = foreign.reply
    run = station(web, COLUMN, "jpage").crawl()
    assert run.code == 1 and not [title for title in run.titles() if title.startswith("别的区")], run.reasons


def test_a_script_that_always_gives_its_first_records(station) -> None:
    block = Block(records(100))
    web = jcms_site(block)
    web.routes[block.proxy] = lambda ask: block.reply(type(ask)("GET", f"{block.proxy}?startrecord=1&endrecord=45", {}))
    run = station(web, COLUMN, "jpage").crawl()
    assert (len(run.titles()), run.code) == (45, 1), run.reasons


@pytest.mark.parametrize("shown", [15, 45])
def test_encrypted_ids_and_an_empty_answer(station, shown: int) -> None:
    block = Block(records(47), unit="ZW5jcnlwdGVk+/=", column="bm8gaWRz", shown=shown, empty=True)
    run = station(jcms_site(block), COLUMN, "jpage").crawl()
    assert (len(run.titles()), run.code) == (shown, 1)
    assert [row for row in run.role("listing") if row["outcome"] == "failed"] and "54 bytes" in " ".join(run.reasons)


def test_rows_in_the_html_suffice_when_the_script_is_silent(station) -> None:
    rows = records(12)
    web = jcms_site(Block(rows, shown=0, empty=True))
    plain = markup.a_list(rows)
    options = "<script>$('#9').jpage({proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:15,totalRecord:12,columnid:'30516',unitid:'9'})</script>"
    web.routes[COLUMN] = html(markup.listing(plain, options))
    run = station(web, COLUMN, "jpage").crawl()
    assert (len(run.titles()), run.code) == (12, 0), run.reasons


def test_a_call_without_an_island_is_asked_about(station) -> None:
    block = Block(records(47))
    web = jcms_site(block)
    page = html(markup.listing(markup.a_list(block.rows[:15]), block.script()))
    page.headers["Set-Cookie"] = "JSESSIONID=0A1B2C; Path=/"
    web.routes[COLUMN] = page
    run = station(web, COLUMN, "jpage").crawl()
    assert (len(run.titles()), run.code) == (47, 0), run.reasons


def test_codes_in_the_query_are_a_filter_of_the_script(station) -> None:
    menu = "".join(f'<a href="{COLUMN}?number=D00{n}">{2020 + n}年</a>' for n in (1, 2, 3))
    at = station(jcms_site(Block(records(47)), sidebar=menu), f"{COLUMN}?number=D001", "jpage")
    run = at.crawl()
    assert (len(run.titles()), run.code) == (47, 0), run.reasons
    assert len(at.web.asked(COLUMN)) <= 2


@pytest.mark.parametrize("path", [COLUMN, "/"])
def test_the_family_is_told_from_the_page(station, path: str) -> None:
    run = station(jcms_site(Block(records(47))), path, "auto").crawl()
    assert (len(run.titles()), run.code) == (47, 0), run.reasons


def test_a_file_handed_out_by_a_script(station) -> None:
    rows = records(2)
    web = jcms_site(Block(rows))
    link = '<p><a href="/module/download/downfile.jsp?classid=0&filename=0a1b2c3d4e5f60718293a4b5c6d7e8f9.pdf">年度报告.pdf</a></p>'
    link += '<p><a href="/module/download/down.jsp?i_ID=77&colid=30516">附件2.docx</a></p>'
    web.routes[rows[0].href] = html(markup.article(rows[0].title, "<p>正文</p>" * 60 + link))
    web.routes["/module/download/downfile.jsp"] = web.routes["/module/download/down.jsp"] = Reply(
        b"%PDF-1.5 x", kind="application/octet-stream"
    )
    run = station(web, COLUMN, "jpage").crawl()
    assert run.titles("attachment") == ["年度报告.pdf", "附件2.docx"]
