"""Listings that turn their pages in a manner that the practice portals do not show, but the field notes allow."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.crawler.independent import markup
from tests.crawler.independent.markup import Item, items
from tests.crawler.independent.trs_sites import COLUMN, add_articles, trs_site
from tests.crawler.independent.web import Reply, Web, html, to

ROWS = items(23)


def paged(pager: str, rows: Sequence[Item] = ROWS, name: str = "index_{k}.html", **how: str) -> Web:
    """A column of ten rows a page; `pager` is formatted with count, number (0-based), next and total; `{?…}` stands
    on all pages but the last."""
    web = Web()
    pages = [rows[n : n + 10] for n in range(0, len(rows), 10)]
    for number, shown in enumerate(pages):
        known = {"count": len(pages), "number": number, "shown": number + 1, "total": len(rows)}
        following = name.format(k=number + 1, n=number + 2)
        last = number + 1 == len(pages)
        before, _, rest = pager.partition("{?")
        inner, _, after = rest.partition("?}")
        text = before + ("" if last else inner) + after
        for key, value in known.items():
            text = text.replace("{" + key + "}", str(value))
        text = text.replace("{next}", following)
        body = html(markup.listing(markup.u_list(shown), text, **how))
        if number:
            web.routes[COLUMN + name.format(k=number, n=number + 1)] = body
        else:
            web.routes[COLUMN] = web.routes[f"{COLUMN}index.html"] = body
    add_articles(web, rows)
    web.routes["/"] = html(markup.home(COLUMN))
    return web


PAGERS = {
    "bracketed": '共{count}页 {?<a href="{next}">[下一页]</a>?}',
    "arrows": '<a href="./">首页</a> {?<a href="{next}">下一页 ›</a>?}',
    "double": '<a href="./">首页</a> {?<a href="{next}">下一页&gt;&gt;</a>?}',
    "image": '<a href="./">首页</a> {?<a href="{next}"><img src="/n.gif" alt="下一页"></a>?}',
    "titled": '<a href="./">首页</a> {?<a href="{next}" title="下一页"><i class="r"></i></a>?}',
    "rel": '<a href="./">首页</a> {?<a rel="next" href="{next}">&#8594;</a>?}',
    "onclick": '共{count}页 {?<a href="javascript:;" onclick="location.href=\'{next}\'">下一页</a>?}',
    "button": '共{count}页 {?<input type="button" value="下一页" onclick="window.location=\'{next}\'">?}',
    "span": '<div class="p">共{total}条 {shown}/{count} {?<span><a href="{next}">下页</a></span>?}</div>',
    "js-function": "<script>createPageHTML({count},{number},'index','html');</script>",
    "js-spaces": '<script language="javascript">\n<!--\ncreatePageHTML( {count} , {number} , "index" , "html" );\n//-->\n</script>',
    "js-more-arguments": "<script>createPageHTML({count}, {number}, \"index\", \"html\", {total});</script>",
    "js-variables": """<script>var currentPage = {number};//所在页从0开始
var prevPage = currentPage-1;//上一页
var countPage = {count}//共多少页
for(var i=0;i<countPage;i++){ if(i==0) document.write('<a href="index.html">1</a>');
else document.write("<a href=\\"index_" + i + ".html\\">" + (i+1) + "</a>"); }</script>""",
}  # fmt: skip


@pytest.mark.parametrize("family", ["trs", "auto", "listing"])
@pytest.mark.parametrize("name", PAGERS)
def test_every_page(station, name: str, family: str) -> None:
    at = station(paged(PAGERS[name]), COLUMN, family)
    run = at.crawl()
    assert (len(run.titles()), run.code) == (len(ROWS), 0), run.reasons


TOTALS = ["共{total}条", "共有{total}条记录", "总记录数：{total}", "记录总数: {total}条", "共 {total} 条信息", "共有信息{total}条", "总共{total}篇", "共计{total}条", "共<b>{total}</b>条"]  # fmt: skip


@pytest.mark.parametrize("family", ["trs", "listing"])
@pytest.mark.parametrize("total", TOTALS)
def test_a_total_that_the_rows_do_not_reach_is_said(station, total: str, family: str) -> None:
    told = total.replace("{total}", "24") + ' <a href="./">首页</a> {?<a href="{next}">下一页</a>?}'
    run = station(paged(told), COLUMN, family).crawl()
    assert (len(run.titles()), run.code) == (len(ROWS), 1)
    assert "states 24 records, and 23 were given" in " ".join(run.reasons)
    same = total + ' <a href="./">首页</a> {?<a href="{next}">下一页</a>?}'
    run = station(paged(same), COLUMN, family).crawl()
    assert (len(run.titles()), run.code) == (len(ROWS), 0), run.reasons


def test_a_total_beside_the_script_of_trs_counts_too(station) -> None:
    told = '<span>共24条</span><script>createPageHTML({count}, {number}, "index", "html");</script>'
    run = station(paged(told)).crawl()
    assert (len(run.titles()), run.code) == (len(ROWS), 1), run.reasons


@pytest.mark.parametrize("family", ["trs", "ucap", "vsb", "sitesources", "eportal", "columns", "asp", "jpage", "auto"])
def test_pages_that_only_a_script_leads_to_are_said(station, family: str) -> None:
    told = '共{count}页 {?<a href="javascript:go({shown})">下一页</a>?}'
    run = station(paged(told), COLUMN, family).crawl()
    assert run.code == 1 and len(run.titles()) == 10, run.reasons


@pytest.mark.parametrize("family", ["trs", "auto"])
def test_pages_start_from_the_base_of_the_page(station, family: str) -> None:
    web = trs_site(items(23), per_page=10, head=f'<base href="{COLUMN}">')
    web.routes["/nb.html"] = web.routes[COLUMN]
    run = station(web, "/nb.html", family).crawl()
    assert (len(run.titles()), run.code) == (23, 0), run.reasons


MOVES = {
    "meta": '<html><head><meta http-equiv="refresh" content="0; url=./list/"></head></html>',
    "meta-quoted": "<html><head><META HTTP-EQUIV='Refresh' CONTENT=\"0;URL='list/index.html'\"></head></html>",
    "script": "<html><script>window.location.href = './list/';</script></html>",
    "replace": "<html><script>location.replace(\"list/index.html\")</script></html>",
    "top": "<script language=javascript>top.location='list/';</script>",
}  # fmt: skip


@pytest.mark.parametrize("family", ["trs", "auto"])
@pytest.mark.parametrize("name", MOVES)
def test_a_column_that_sends_on_by_its_page(station, name: str, family: str) -> None:
    web = trs_site(items(23), per_page=10, column=f"{COLUMN}list/")
    web.routes[COLUMN] = html(MOVES[name])
    run = station(web, COLUMN, family).crawl()
    assert (len(run.titles()), run.code) == (23, 0), run.reasons


FRAMES = {
    "unnamed": '<iframe src="list/index.html" width="100%"></iframe><iframe src="/footer_index.html"></iframe>',
    "named": '<iframe name="xxgk_list" id="f" src="list/"></iframe>',
    "late": '<iframe data-src="list/"></iframe>',
}


@pytest.mark.parametrize("family", ["trs", "auto"])
@pytest.mark.parametrize("name", FRAMES)
def test_a_list_in_a_frame_of_any_name(station, name: str, family: str) -> None:
    web = trs_site(items(23), per_page=10, column=f"{COLUMN}list/")
    web.routes[COLUMN] = html(markup.page(FRAMES[name]))
    web.routes["/footer_index.html"] = html("<html><body>主办：练习县人民政府办公室</body></html>")
    at = station(web, COLUMN, family)
    run = at.crawl()
    assert (len(run.titles()), run.code) == (23, 0), run.reasons
    assert not at.web.asked("footer")


def test_a_frameset(station) -> None:
    web = trs_site(items(23), per_page=10, column=f"{COLUMN}list/")
    web.routes[COLUMN] = html(
        '<html><frameset cols="20%,80%"><frame src="left.htm"><frame src="list/index.html"></frameset></html>'
    )
    web.routes[f"{COLUMN}left.htm"] = html(markup.page("<ul><li><a href='/zwgk/'>政务公开</a></li></ul>"))
    run = station(web).crawl()
    assert (len(run.titles()), run.code) == (23, 0), run.reasons


def test_a_report_that_its_page_sends_on_to(station) -> None:
    (row,) = markup.items(1)
    web = trs_site([row])
    web.routes[COLUMN + row.href[2:]] = html(
        "<html><script>location.href='./P020240131401234567890.pdf'</script></html>"
    )
    web.routes[f"{COLUMN}202401/P020240131401234567890.pdf"] = Reply(b"%PDF-1.4 x", kind=None)
    run = station(web).crawl()
    assert (len(run.titles()), run.code) == (1, 0), run.reasons
    assert run.row("P0202401")["outcome"] == "ok"


def test_a_report_whose_page_says_that_it_is_missing_and_sends_home_is_gone(station) -> None:
    rows = markup.items(2)
    web = trs_site(rows)
    refresh = '<meta http-equiv="refresh" content="5;url=/">'
    missing = html(
        f"<html><head><title>提示</title>{refresh}</head><body>您访问的页面不存在，5秒后返回首页</body></html>"
    )
    web.routes[COLUMN + rows[0].href[2:]] = missing
    run = station(web).crawl()
    assert [row["outcome"] for row in run.role("report")] == ["gone", "ok"] and run.code == 0, run.reasons


def test_articles_without_an_extension_or_a_known_box(station) -> None:
    rows = [Item(row.title, f"/content/2024/{n}", row.day) for n, row in enumerate(items(12))]
    web = trs_site(rows, per_page=20)
    foot = "".join(f'<li><a href="{row.href}">{row.title.replace("2023", "2022")}</a></li>' for row in rows[:3])
    for row in rows:
        text = f'<h1>{row.title}</h1><div class="nr">{"<p>正文一段。</p>" * 90}</div><div class="xgwz"><ul>{foot}</ul></div>'
        web.routes[row.href] = html(markup.page(text, title=row.title))
    run = station(web).crawl()
    assert (len(run.titles()), run.code) == (12, 0), run.reasons


def test_the_files_that_stand_in_the_row_of_a_report(station) -> None:
    def shape(rows: Sequence[Item]) -> str:
        cells = "".join(
            f'<tr><td class="info"><a class="list" href="\n{row.href}\n"><span class="til">{row.title}</span></a>'
            f'<a href="\n/files/{n}.docx\n">下载文字版</a> <a href="/files/{n}.pdf">下载图片版</a></td><td>{row.day}</td></tr>'
            for n, row in enumerate(rows)
        )
        return f'<table><tbody id="zc-list-content">{cells}</tbody></table>'

    web = trs_site(items(3), shape)
    for n in range(3):
        web.routes[f"/files/{n}.docx"] = web.routes[f"/files/{n}.pdf"] = Reply(
            b"%PDF-1.4 " + str(n).encode(), kind=None
        )
    run = station(web).crawl()
    assert (len(run.titles()), len(run.titles("attachment")), run.code) == (3, 6, 0), run.reasons
    assert all("/t20240101" in row["found_on"] or "/t202401" in row["found_on"] for row in run.role("attachment"))


def test_rows_that_name_the_organ_alone_are_reports_if_their_pages_say_so(station) -> None:
    rows = [
        Item("练习县教育局", "./202401/t20240131_1.html"),
        Item("练习县机构编制委员会", "./202401/t20240131_2.html"),
    ]
    web = trs_site(rows)
    web.routes[f"{COLUMN}202401/t20240131_1.html"] = html(markup.article(markup.report_title("练习县教育局", 2023)))
    web.routes[f"{COLUMN}202401/t20240131_2.html"] = html(markup.article("练习县机构编制委员会职责"))
    run = station(web).crawl()
    assert (run.titles(), run.code) == (["练习县教育局"], 0), run.reasons
    assert [row["link_title"] for row in run.role("other") if row["outcome"] == "ok"][-1] == "练习县机构编制委员会"


def test_one_report_under_several_spellings_of_its_address_is_asked_for_once(station) -> None:
    title = markup.report_title("练习县教育局", 2023)
    spellings = ["/show.asp?id=7&cid=2", "/show.asp?cid=2&id=7", "/./show.asp?id=7&cid=2&_=1706", "/x/../show.asp?id=7&cid=2", "//show.asp?id=7&cid=2"]  # fmt: skip
    web = trs_site([Item(title, spelling if spelling[:2] != "//" else "/" + spelling[1:]) for spelling in spellings])
    web.routes["/show.asp"] = html(markup.article(title))
    at = station(web)
    run = at.crawl()
    assert (len(run.titles()), run.code, len(at.web.asked("show.asp"))) == (1, 0, 1), run.reasons


def test_a_missing_year_that_redirects_home_takes_nothing_with_it(station) -> None:
    web = trs_site(items(3))
    first = web.routes[COLUMN]
    assert isinstance(first, Reply)
    first.body = first.body.replace(
        b"<ul", b'<select onchange="go()"><option value="2019n/">2019</option></select><ul', 1
    )
    web.routes[f"{COLUMN}2019n/"] = to("/", 301)
    run = station(web).crawl()
    assert (len(run.titles()), run.code) == (3, 0), run.reasons
