"""Lists from scripts and forms in spellings that the practice portals do not show, but the field notes allow."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pytest

from tests.crawler.independent import markup
from tests.crawler.independent.markup import Item, items
from tests.crawler.independent.web import Ask, Reply, Web, html

Shape = Callable[[Sequence[Item]], str]


def rows_at(folder: str, count: int = 23) -> list[Item]:
    return [Item(row.title, f"{folder}{n}.html", row.day) for n, row in enumerate(items(count))]


def in_divs(rows: Sequence[Item]) -> str:
    return "".join(f'<div class="row"><a href="{r.href}">{r.title}</a><span>{r.day}</span></div>' for r in rows)


def in_dl(rows: Sequence[Item]) -> str:
    return "<dl>" + "".join(f'<dt><a href="{r.href}">{r.title}</a></dt>' for r in rows) + "</dl>"


def in_paragraphs(rows: Sequence[Item]) -> str:
    return "".join(f'<p>· <a href="{r.href}">{r.title}</a></p>' for r in rows)


SHAPES = [markup.a_list, in_divs, in_dl, in_paragraphs]
shaped = pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)


def with_articles(web: Web, rows: Sequence[Item]) -> Web:
    for row in rows:
        web.routes[row.href.partition("?")[0]] = html(markup.article(row.title))
    return web


QUERIES = {
    "attribute": """<div queryData="{'webId':'w','pageId':'p','tagId':'t','tplSetId':'s'}" unitUrl="/unit" count="23" rows="10"></div>""",
    "double-quoted": """<div queryData='{"webId":"w","pageId":"p","tagId":"t","tplSetId":"s"}' unitUrl='/unit' count='23' rows='10'></div>""",
    "entities": """<DIV QUERYDATA="{&quot;webId&quot;:&quot;w&quot;,&quot;pageId&quot;:&quot;p&quot;,&quot;tagId&quot;:&quot;t&quot;,&quot;tplSetId&quot;:&quot;s&quot;}" UNITURL="/unit" COUNT=23 ROWS=10></DIV>""",
    "bare-keys": """<script>$('#a').page({count:23,rows:10,unitUrl:"/unit",queryData:{webId:'w',pageId:'p',tagId:'t',tplSetId:'s'}});</script>""",
    "escaped": """<script>var unitUrl='/unit';var count=23;var rows=10;var queryData="{\\'webId\\':\\'w\\',\\'pageId\\':\\'p\\',\\'tagId\\':\\'t\\',\\'tplSetId\\':\\'s\\'}";</script>""",
}  # fmt: skip


def jpaas(rows: Sequence[Item], shape: Shape, block: str) -> Web:
    """A publish server that hears `pageNo` and wants the four ids of the block."""
    web = with_articles(Web(), rows)

    def unit(ask: Ask) -> Reply:
        said = [ask.fields.get(name) for name in ("webId", "pageId", "tagId", "tplSetId")]
        number = int(ask.fields.get("pageNo", 1))
        shown = shape(rows[10 * number - 10 : 10 * number]) if said == ["w", "p", "t", "s"] else ""
        return Reply(json.dumps({"success": bool(shown), "data": {"html": shown}}).encode(), kind="application/json")

    web.routes["/unit"] = unit
    web.routes["/col/col7/index.html"] = html(markup.listing(shape(rows[:10]), block))
    return web


@shaped
def test_the_publish_server_may_write_rows_in_any_markup(station, shape: Shape) -> None:
    rows = rows_at("/col/col7/art/2024/")
    run = station(jpaas(rows, shape, QUERIES["attribute"]), "/col/col7/index.html", "jpaas").crawl()
    assert (len(run.titles()), run.code) == (23, 0), run.reasons


@pytest.mark.parametrize("name", QUERIES)
def test_the_ids_of_a_block_in_every_spelling(station, name: str) -> None:
    rows = rows_at("/col/col7/art/2024/")
    run = station(jpaas(rows, markup.a_list, QUERIES[name]), "/col/col7/index.html", "auto").crawl()
    assert (len(run.titles()), run.code) == (23, 0), run.reasons


@shaped
def test_a_label_may_write_rows_in_any_markup(station, shape: Shape) -> None:
    rows = rows_at("/public/content/x")
    web = with_articles(Web(), rows)
    label = "/site/label/8888?IsAjax=1&dataType=html&labelName=publicInfoList&pageSize=10&pageIndex=1&organId=9&type=3"
    web.routes["/public/column/9"] = html(markup.page(f"<script>load('{label}')</script><div id='total'>共23条</div>"))

    def answer(ask: Ask) -> Reply:
        number = int(ask.fields["pageIndex"])
        return html(shape(rows[10 * number - 10 : 10 * number]))

    web.routes["/site/label/8888"] = answer
    run = station(web, "/public/column/9?type=3", "lonsun").crawl()
    assert (len(run.titles()), run.code) == (23, 0), run.reasons


def form_site(rows: Sequence[Item], pager: Callable[[int, int], str], turned: Callable[[Ask, int], int]) -> Web:
    """A list that only its form turns: `turned` tells the page that a request wants from the page that sent it."""
    web = with_articles(Web(), rows)
    last = -(-len(rows) // 10)

    def answer(ask: Ask) -> Reply:
        at = int(ask.fields.get("__VIEWSTATE", "0"))
        number = turned(ask, at) if ask.method == "POST" and at else 1
        shown = markup.table_rows(rows[10 * number - 10 : 10 * number])
        state = f'<input type="hidden" name="__VIEWSTATE" value="{number}">'
        text = f'<form method="post" action="list.aspx?id=7">{state}{shown}{pager(number, last)}</form>'
        return html(markup.page(text))

    web.routes["/list.aspx"] = answer
    return web


def link(target: str, argument: str, words: str) -> str:
    return f"<a href=\"javascript:__doPostBack('{target}','{argument}')\">{words}</a> "


def following(number: int, last: int, target: str = "ctl00$lbNext", argument: str = "") -> str:
    return "首页 上一页 " + (link(target, argument, "下一页") if number < last else "下一页")


FORMS = {
    "next-alone": (following, lambda ask, at: at + (ask.fields["__EVENTTARGET"] == "ctl00$lbNext")),
    "next-and-count": (
        lambda n, last: f"第{n}页/共{last}页 " + following(n, last),
        lambda ask, at: at + (ask.fields["__EVENTTARGET"] == "ctl00$lbNext"),
    ),
    "grid": (
        lambda n, last: following(n, last, "Grid1", "Page$Next"),
        lambda ask, at: at + (ask.fields["__EVENTARGUMENT"] == "Page$Next"),
    ),
    "a-target-a-page": (
        lambda n, last: "".join(link(f"dl$ctl{one:02}$lnk", "", str(one)) for one in range(1, last + 1) if one != n) + "尾页",
        lambda ask, at: int(ask.fields["__EVENTTARGET"][6:8]),
    ),
    "options": (
        lambda n, last: "".join(
            f"<a href='javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions(\"P1\", \"{one}\", true))'>{one}</a> "
            for one in range(1, last + 1)
        ) + "尾页",
        lambda ask, at: int(ask.fields["__EVENTARGUMENT"]),
    ),
    "button": (
        lambda n, last: f"第{n}页/共{last}页" + ('<input type="submit" name="btnNext" value="下一页">' if n < last else ""),
        lambda ask, at: at + ("btnNext" in ask.fields),
    ),
}  # fmt: skip


@pytest.mark.parametrize("family", ["aspnet", "auto"])
@pytest.mark.parametrize("name", FORMS)
def test_every_page_that_a_form_turns_to(station, name: str, family: str) -> None:
    rows = rows_at("/html/")
    at = station(form_site(rows, *FORMS[name]), "/list.aspx?id=7", family)
    run = at.crawl()
    assert (len(run.titles()), run.code) == (23, 0), run.reasons


def backwards(rows: Sequence[Item], pager: Callable[[int, int, Callable[[int], str]], str]) -> Web:
    """Files numbered backwards, whose pager says neither its own number nor that of all pages."""
    web = with_articles(Web(), rows)
    last = -(-len(rows) // 5)
    for number in range(1, last + 1):
        inside = number > 1

        def to(page: int, inside: bool = inside) -> str:
            if page == 1:
                return "../zfxxgknb.htm" if inside else "zfxxgknb.htm"
            return f"{'' if inside else 'zfxxgknb/'}{last - page + 1}.htm"

        text = markup.a_list(rows[5 * number - 5 : 5 * number])
        path = f"/zfxxgk/zfxxgknb/{last - number + 1}.htm" if inside else "/zfxxgk/zfxxgknb.htm"
        web.routes[path] = html(markup.listing(text, pager(number, last, to)))
    return web


def windowed(number: int, last: int, to: Callable[[int], str]) -> str:
    near = range(max(1, number - 1), min(last, number + 1) + 1)
    links = "".join(
        f'<span class="p_no"><a href="{to(one)}">{one}</a></span>'
        if one != number
        else f'<span class="p_no_d">{one}</span>'
        for one in near
    )
    ends = f'<span class="p_next p_fun"><a href="{to(number + 1)}">下页</a></span><span class="p_last p_fun"><a href="{to(last)}">尾页</a></span>'
    return f'<div class="pb_sys_common pb_sys_normal"><span class="p_pages">{links}{ends if number < last else ""}</span></div>'


def bare(number: int, last: int, to: Callable[[int], str]) -> str:
    return f"<div>{f'<a href={to(number + 1)}>下一页</a> <a href={to(last)}>尾页</a>' if number < last else '下一页 尾页'}</div>"


@pytest.mark.parametrize("pager", [windowed, bare], ids=lambda pager: pager.__name__)
@pytest.mark.parametrize("start", ["/zfxxgk/zfxxgknb.htm", "/zfxxgk/zfxxgknb/4.htm"])
def test_files_numbered_backwards_that_do_not_say_their_place(station, pager, start: str) -> None:
    rows = rows_at("/info/1700/")
    run = station(backwards(rows, pager), start, "vsb").crawl()
    assert (len(run.titles()), run.code) == (23, 0), run.reasons


YEARS = {
    "links": lambda area, years: "".join(f'<a href="?area={area}&fbtime={y}">{y}年</a>' for y in years),
    "select": lambda area, years: "<select id='nd' onchange='go()'>" + "".join(f"<option value='{y}'>{y}" for y in years) + "</select>",
    "script": lambda area, years: "".join(f"<li><a href=\"javascript:changeYear('{y}')\">{y}</a></li>" for y in years),
    "click": lambda area, years: "".join(f"<span onclick='changeYear({y})'>{y}年度</span>" for y in years),
}  # fmt: skip


@pytest.mark.parametrize("name", YEARS)
def test_the_years_of_an_organ_in_every_manner_of_choosing_one(station, name: str) -> None:
    web = Web()

    def answer(ask: Ask) -> Reply:
        area, year = ask.fields.get("area", "001"), ask.fields.get("fbtime") or "2024"
        title = markup.report_title(f"练习县第{area}局", int(year) - 1)
        page = markup.article(title).replace(
            '<div class="main">', f'<div class="main">{YEARS[name](area, (2022, 2023, 2024))}', 1
        )
        return html(page)

    web.routes["/module/xxgk/xxgkAnnualReport.jsp"] = answer
    run = station(web, "/module/xxgk/xxgkAnnualReport.jsp?area=001", "xxgk").crawl()
    assert run.code == 0, run.reasons
    assert len(run.titles()) == 3
