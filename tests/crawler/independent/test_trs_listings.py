"""S1 and S2: every markup and every pager of static listings, by the field notes."""

from __future__ import annotations

import pytest

from tests.crawler.independent import markup
from tests.crawler.independent.conftest import title
from tests.crawler.independent.markup import Item, items, report_title
from tests.crawler.independent.trs_sites import COLUMN, add_articles, trs_site
from tests.crawler.independent.web import html, to

SHAPES = [markup.u_list, markup.a_list, markup.table_rows, markup.written_rows, markup.linked_by_script]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("family", ["trs", "auto"])
def test_rows_in_every_markup(station, shape, family: str) -> None:
    rows = items(10)
    at = station(trs_site(rows, shape, per_page=4), family=family)
    run = at.crawl()
    assert run.titles() == sorted(row.title for row in rows) and run.code == 0, run.reasons
    assert {title(row): row["link_date"] for row in run.role("report")} == {r.title: r.day for r in rows}
    assert len(run.rows) == len(at.web.asked()) == len(set(at.web.asked()))


PAGERS = {
    "ndrc": {"pager": 'createPageHTML({count}, {number}, "index", "html")'},
    "shtml": {
        "pager": "createPageHTML({count},{number},'index','shtml');",
        "extension": "shtml",
        "first": "index.shtml",
    },
    "htm": {"pager": 'createPageHTML({count},{number},"index","htm")', "extension": "htm"},
    "jhtml": {"pager": 'createPageHTML({count},{number},"index","jhtml")', "extension": "jhtml"},
    "chongqing": {"pager": 'createPage({count}, {number}, "index", "html");'},
    "named-bm": {
        "pager": "createPageHTML({count}, {number}, 'index_bm', 'shtml')",
        "name": "index_bm",
        "extension": "shtml",
        "first": "index_bm.shtml",
    },
    "named-more": {"pager": 'createPageHTML({count}, {number}, "more", "html")', "name": "more", "first": "more.html"},
    "variable": {
        "pager": 'var countPage = {count}//共多少页\nvar currentPage = {number};//当前页\ncreatePageHTML(countPage, currentPage, "index", "html");'
    },
    "quoted-variable": {
        "pager": "var countPage = '{count}';\nvar currPage = '{number}';\ncreatePageHTML(countPage,currPage,'index','html');"
    },
    "quoted-numbers": {"pager": 'createPageHTML("{count}", "{number}", "index", "html");'},
    "in-a-function": {
        "pager": "function turn(){{ createPageHTML({count}, {number}, 'index', 'html'); }}\nwindow.onload = turn;"
    },
    "script-in-comment-marks": {"pager": '<!--\ncreatePageHTML({count}, {number}, "index", "html");\n//-->'},
    "definition-first": {
        "pager": "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){{ document.write(_nPageCount) }}\n"
        'createPageHTML({count}, {number}, "index", "html");'
    },
    "more-arguments": {"pager": 'createPageHTML({count}, {number}, "index", "html", 40, "pages");'},
    "old-call-left-in-comment": {
        "pager": '// createPageHTML(1, 0, "index", "html");\n/* createPageHTML(1,0,"x","html") */\n'
        'createPageHTML({count}, {number}, "index", "html");'
    },
}


@pytest.mark.parametrize("variant", PAGERS)
def test_every_pager(station, variant: str) -> None:
    at = station(trs_site(items(10), per_page=4, **PAGERS[variant]), COLUMN + PAGERS[variant].get("first", ""))
    run = at.crawl()
    assert (len(run.titles()), run.code, len(run.role("listing"))) == (10, 0, 3), run.reasons


def test_the_pager_of_ucap_is_not_taken_for_one_of_trs(station) -> None:
    run = station(trs_site(items(15), pager="createPageHTML('page_div',3, 1,'fg','shtml',43);")).crawl()
    assert (len(run.titles()), run.code) == (15, 1) and "UCAP" in run.reasons[0]
    auto = station(trs_site(items(15), pager="createPageHTML('page_div',3, 1,'fg','shtml',43);"), family="auto").crawl()
    assert auto.code == 1 and "Page 2 of 3" in " ".join(auto.reasons)


def test_numbered_links_beside_the_script_do_not_hide_a_lost_page(station) -> None:
    web = trs_site(items(45))
    links = '<a href="index_1.html">2</a><a href="index_2.html">3</a><a href="index_1.html">下一页</a>'
    web.routes[COLUMN] = html(
        markup.listing(links + markup.u_list(items(45)[:15]), 'createPageHTML(3,0,"index","html")')
    )
    web.routes[COLUMN] = html(
        markup.listing(links + markup.u_list(items(45)[:15]), '<script>createPageHTML(3,0,"index","html")</script>')
    )
    del web.routes[f"{COLUMN}index_2.html"]
    run = station(web).crawl()
    assert (len(run.titles()), run.code) == (30, 1) and "Page 3 of 3" in run.reasons[0]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (html("<html><title>404</title>没有</html>"), "gone"),
        (to("/"), "gone"),
        (
            html('<html><head><meta http-equiv="refresh" content="0"></head><body>' + "&nbsp;" * 40 + "</body></html>"),
            "failed",
        ),
    ],
    ids=["404", "302-home", "stub-350"],
)
def test_a_stated_page_that_is_not_there(station, answer, outcome: str) -> None:
    web = trs_site(items(45))
    if outcome == "gone" and answer.status == 200:
        answer.status = 404
    web.routes[f"{COLUMN}index_2.html"] = answer
    run = station(web).crawl()
    assert (len(run.titles()), run.code, run.row("index_2")["outcome"]) == (30, 1, outcome)
    assert "Page 3 of 3" in run.reasons[0] and run.row("index_2")["sha256"] is None


def test_a_stated_page_that_repeats_the_first(station) -> None:
    web = trs_site(items(45), pager='createPageHTML(3, 0, "index", "html")')
    web.routes[f"{COLUMN}index_2.html"] = web.routes[COLUMN]
    run = station(web).crawl()
    assert run.code == 1 and run.row("index_2")["outcome"] == "failed"


def test_a_row_that_names_a_page_in_the_middle_reads_the_whole_column(station) -> None:
    run = station(trs_site(items(40)), f"{COLUMN}index_1.html").crawl()
    assert (len(run.titles()), run.code) == (40, 0), run.reasons


def test_the_pager_script_itself_leads_nowhere(station) -> None:
    script = """<script>function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){
    for (var i = 0; i < _nPageCount; i++) { document.write("<a href=\\"index_" + i + ".html\\">" + i + "</a>"); }
    document.write("<a href=\\"" + _sPageName + "_" + (_nCurrIndex + 1) + "." + _sPageExt + "\\">下一页</a>"); }
    if (/Mobile/.test(navigator.userAgent)) { location.href = "./wap/"; }</script>"""
    at = station(trs_site(items(10), per_page=4, head=script))
    run = at.crawl()
    assert (len(run.titles()), run.code, len(run.role("listing"))) == (10, 0, 3), run.reasons


def test_links_that_climb_and_a_base(station) -> None:
    climbing = [Item(report_title("甲局", 2023), "../../bm/a/202401/t20240105_11.html")]
    based = [Item(report_title("乙局", 2023), "202401/t20240106_12.html")]
    web = trs_site(climbing)
    assert station(web, f"{COLUMN}index.html").crawl().titles() == [climbing[0].title]
    web = trs_site(based, head='<base href="/elsewhere/">')
    web.routes.pop(f"{COLUMN}202401/t20240106_12.html")
    add_articles(web, based, "/elsewhere/")
    assert station(web).crawl().titles() == [based[0].title]


def test_one_article_under_several_spellings_is_asked_once(station) -> None:
    (row,) = items(1)
    path = row.href.removeprefix("./")
    web = trs_site([row])
    at = station(web)
    spellings = [
        row.href,
        f"{web.address}{COLUMN}{path}",
        f"{COLUMN}{path}?jump=true",
        path.replace(".html", "_ext.html"),
    ]
    spellings += [f"{COLUMN}./{path}#top", f"{COLUMN}{path};jsessionid=0A1B2C3D"]
    web.routes[COLUMN] = html(markup.listing(markup.table_rows([Item(row.title, href) for href in spellings])))
    run = at.crawl()
    assert len(run.role("report")) == 1 and run.code == 0
    assert len(run.role("listing")) == 1


def test_an_explanation_hidden_in_the_row_is_no_report(station) -> None:
    rows = items(15)
    web = trs_site(rows, lambda shown: markup.u_list(shown, explained="../../jd/jd/202402/t20240202_1.html"))
    web.routes["/jd/jd/202402/t20240202_1.html"] = html(markup.article("解读"))
    run = station(web).crawl()
    assert run.titles() == sorted(row.title for row in rows)
    assert not [row for row in run.role("report") if "/jd/" in row["url"]]


def test_year_directories_with_odd_names(station) -> None:
    web = trs_site(items(3, year=2024))
    years = {"2022n": 2023, "2023_645": 2022, "n2021n": 2021}
    menu = "".join(f'<li><a href="./{folder}/">{folder.strip("n")[:4]}年</a></li>' for folder in years)
    home = html(markup.listing(menu + markup.u_list(items(3, year=2024))))
    web.routes[COLUMN] = home
    for folder, year in years.items():
        rows = items(2, year=year)
        web.routes[f"{COLUMN}{folder}/"] = html(markup.listing(markup.a_list(rows)))
        add_articles(web, rows, f"{COLUMN}{folder}/")
    run = station(web).crawl()
    assert (len(run.titles()), run.code) == (9, 0), run.reasons


def test_a_list_in_a_frame(station) -> None:
    rows = items(20)
    web = trs_site(
        rows,
        markup.table_rows,
        name="index_bm",
        extension="shtml",
        first="index_bm.shtml",
        pager="createPageHTML({count}, {number}, 'index_bm', 'shtml')",
    )
    web.routes[COLUMN] = html(markup.listing('<iframe name="DataList" src="./index_bm.shtml" width="100%"></iframe>'))
    run = station(web).crawl()
    assert (len(run.titles()), run.code) == (20, 0), run.reasons


@pytest.mark.parametrize(
    ("charset", "label"), [("gb18030", "utf-8"), ("utf-8", "gb2312"), ("gb18030", None), ("utf-8", "iso-8859-1")]
)
def test_labels_that_lie(station, charset: str, label: str | None) -> None:
    rows = [Item(report_title("镕堃昇县审计局", 2023), "./202401/t20240105_1.html")]
    web = trs_site(rows)
    text = markup.listing(f"<!-- {'x' * 9000} -->" + markup.u_list(rows)).replace('<meta charset="utf-8">', "")
    late = text.replace("</head>", f'<style>{"/* */" * 1500}</style><meta charset="{label or "big5"}"></head>')
    web.routes[COLUMN] = html(late, charset, label)
    assert station(web).crawl().titles() == [rows[0].title]


def test_a_foot_full_of_other_years(station) -> None:
    web = trs_site(items(2))
    other = report_title("练习县第1局", 2019)
    foot = (
        '<div class="fj">相关附件：<a href="./P020240131400000000001.pdf">正文（PDF）</a></div>'
        f'<div>上一篇：<a href="./P020190131400000000001.pdf">{other}</a></div>'
        f'<div class="xgwz"><h3>相关文章</h3><ul><li><a href="../202001/t20200131_1.html">{other}</a></li>'
        f'<li><a href="./P020190131400000000002.pdf">附件</a></li></ul></div>'
    )
    add_articles(web, items(2), foot=foot)
    for name in ("20240131400000000001", "20190131400000000001", "20190131400000000002"):
        web.routes[f"{COLUMN}202401/P0{name}.pdf"] = html("%PDF-1.4 x")
    run = station(web).crawl()
    assert [row["url"].rpartition("/")[2] for row in run.role("attachment")] == ["P020240131400000000001.pdf"]
    assert not [row for row in run.rows if "202001" in row["url"]]
    (file,) = run.role("attachment")
    assert (file["link_title"], file["found_on"]) == ("正文（PDF）", run.role("report")[0]["url"])


def test_an_out_of_range_page_is_never_asked_for(station) -> None:
    at = station(trs_site(items(40)))
    at.crawl()
    assert not at.web.asked("index_3")
