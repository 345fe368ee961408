"""Pages numbered in the query or turned by a form: classic ASP in GBK, iList, ASP.NET."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest

from crawler.addresses import key
from crawler.pages import Page
from crawler.postbacks import postback, postback_pages
from crawler.query_pages import read_query_pages
from demo.portals.numbered import AspPortal
from demo.portals.replicas import reports
from demo.portals.scripted_replicas import asp, aspnet_postback, aspnet_query, ilist


def posted(site) -> list[dict[str, list[str]]]:
    calls = [served.call for served in site.site.log if served.call.method == "POST"]
    return [parse_qs(call.body.decode(), keep_blank_values=True) for call in calls]


def test_each_page_is_asked_for_with_the_form_of_the_page_before(ground) -> None:
    site = ground(aspnet_postback())
    run = site.crawl()
    assert (run.summary.exit_code, run.result.reasons) == (0, [])
    forms = posted(site)
    assert [form["__EVENTARGUMENT"] for form in forms] == [["2"], ["3"], ["4"], ["5"]]
    assert [form["__VIEWSTATE"] for form in forms] == [[site.site.state(number)] for number in (1, 2, 3, 4)]
    assert all("btnSearch" not in form and form["txtKey"] == [""] for form in forms)


def test_a_form_that_always_brings_the_first_page_is_an_incident(ground) -> None:
    portal = aspnet_postback()
    portal.stuck = True
    run = ground(portal).crawl()
    assert run.summary.exit_code == 1 and len(run.role("report")) == 15
    assert "Page 2 of 5" in run.result.reasons[0] and "It calls itself page 1" in run.result.reasons[0]


def test_a_form_that_is_refused_is_named(ground) -> None:
    portal = aspnet_postback()
    portal.broken = ("__EVENTARGUMENT=3",)
    run = ground(portal).crawl()
    assert run.summary.exit_code == 1 and len(run.role("report")) == 30
    assert "Page 3 of 5" in run.result.reasons[0] and "500" in run.result.reasons[0]


def test_a_form_that_states_no_count_is_sent_while_its_pager_leads_on(ground) -> None:
    portal = aspnet_postback()
    said = portal.pager
    portal.pager = lambda number: re.sub(r"<a [^>]*>(?:尾页|\.\.\.)</a>|总记录.*?页(?=<)", "", said(number))
    portal.publish(portal.articles)
    site = ground(portal)
    run = site.crawl()
    assert (run.summary.exit_code, run.result.reasons) == (0, [])
    assert len(run.role("report")) == 70 and [form["__EVENTARGUMENT"] for form in posted(site)] == [
        ["2"],
        ["3"],
        ["4"],
        ["5"],
    ]


def test_a_grid_names_its_pages_in_its_own_way() -> None:
    grid = """<form action="list.aspx"><input type="hidden" name="__VIEWSTATE" value="a+b"><select name="y"><option value="1">
    <option value="2" selected></select><a href="javascript:__doPostBack(&#39;Grid1&#39;,&#39;Page$2&#39;)">2</a>
    <a href="javascript:__doPostBack('Tree1','77')">机构设置</a></form>"""
    page = Page("http://x.gov.cn/a/", grid.encode())
    query = postback(2, page)
    assert postback_pages(page) == 2 and query.url == "http://x.gov.cn/a/list.aspx"
    sent = {name: values[0] for name, values in parse_qs(query.form, keep_blank_values=True).items()}
    assert sent == {"__VIEWSTATE": "a+b", "y": "2", "__EVENTTARGET": "Grid1", "__EVENTARGUMENT": "Page$2"}


def test_a_pager_that_shows_the_next_page_alone_is_read_to_its_end(ground) -> None:
    site = ground(aspnet_query())
    run = site.crawl()
    assert (run.summary.exit_code, run.result.reasons) == (0, [])
    asked = [path for path in site.site.paths_asked() if "InfoPublic" in path]
    assert asked == ["/InfoPublic.aspx?cid=1019&pid=971&kw="] + [
        f"/InfoPublic.aspx?cid=1019&pid=971&kw=&page={number}" for number in (2, 3, 4)
    ]


@pytest.mark.parametrize(("portal", "page"), [(asp, "&page=2"), (ilist, "&cur_page=2"), (aspnet_query, "&page=2")])
def test_a_page_that_repeats_the_first_or_breaks_is_found_out(ground, portal, page) -> None:
    site = portal()
    site.pages[f"{site.listing}{page}"] = site.pages[site.listing]
    run = ground(site).crawl()
    assert run.summary.exit_code == 1
    assert [why for why in run.result.reasons if "It calls itself page 1" in why or "It repeats the first page" in why]
    broken = portal(f"broken-{site.name}")
    broken.broken = (page,)
    run = ground(broken).crawl()
    assert run.summary.exit_code == 1 and "500" in run.result.reasons[0] and len(run.role("report")) < 56


@pytest.mark.parametrize("portal", [asp, ilist])
def test_a_row_that_the_total_counts_and_no_page_holds_is_said(ground, portal) -> None:
    site = portal()
    text = site.pages[site.target(2)].body.decode(site.encoding)
    lost = site.row(site.articles[20])
    assert lost in text
    site.write(site.target(2), text.replace(lost, ""))
    run = ground(site).crawl()
    stated = len(site.articles)
    assert run.summary.exit_code == 1
    assert f"states {stated} records, and {stated - 1} were given" in run.result.reasons[0]


def test_a_row_that_a_form_does_not_give_is_said(ground) -> None:
    portal = aspnet_postback()
    portal.row = lambda article, row=portal.row: "" if "第20局" in article.title else row(article)
    run = ground(portal).crawl()
    assert run.summary.exit_code == 1 and "states 71 records, 70 were given" in run.result.reasons[0]


def test_queries_in_gbk_stay_as_they_are_byte_for_byte(ground) -> None:
    site = ground(asp())
    run = site.crawl()
    assert (run.summary.exit_code, run.result.reasons) == (0, [])
    asked = site.site.paths_asked()
    assert [path for path in asked if "class=1150" in path] == [
        f"/zwxx/class.asp?class=1150&words=%B2%C6%D5%FE{page}" for page in ("", "&page=2", "&page=3")
    ]
    shown = [path for path in asked if "show.asp" in path]
    assert len(shown) == 41 and all("&dw=%E9F%88%D2%95N" in path or "%C1%B7" in path for path in shown)


def test_characters_beyond_the_label_are_read(ground) -> None:
    visit = ground(asp()).crawl().of("第7局")
    assert visit.link_title == "镕堃昇县第7局2023年政府信息公开工作年度报告"


def test_two_queries_in_gbk_are_two_pages() -> None:
    assert key("http://x.gov.cn/a.asp?w=%B2%C6") != key("http://x.gov.cn/a.asp?w=%C8%CB")
    assert key("http://x.gov.cn/%B2%C6.htm") != key("http://x.gov.cn/%C8%CB.htm")
    assert key("http://x.gov.cn/a?w=%E8%B4%A2") == key("http://x.gov.cn/a?w=财")


def test_the_menu_of_other_columns_is_left_alone(ground) -> None:
    site = ground(ilist())
    site.crawl()
    assert not [path for path in site.site.paths_asked() if "GKzn" in path]


def test_a_list_that_turns_its_pages_in_another_way_is_not_cut_short(ground) -> None:
    class Files(AspPortal):
        listing = "/zwxx/list.asp"

        def target(self, number: int) -> str:
            return f"/zwxx/list_{number}.asp"

    site = ground(Files("files", reports([f"第{number}局" for number in range(40)], [2023])))
    run = site.crawl()
    assert (run.summary.exit_code, run.result.reasons) == (0, []) and len(run.role("report")) == 40


def test_pages_that_only_a_script_leads_to_are_said(ground) -> None:
    portal = AspPortal("script", reports([f"第{number}局" for number in range(40)], [2023]))
    text = portal.pages[portal.listing].body.decode("gb18030")
    portal.write(portal.listing, re.sub(r'href="[^"]*&page=\d+"', 'href="javascript:go()"', text))
    run = ground(portal).crawl()
    assert run.summary.exit_code == 1 and "reached by a script" in run.result.reasons[0]


def test_a_list_of_one_page_has_no_pages() -> None:
    portal = AspPortal("one", reports(["甲局"], [2023]))
    page = Page("http://x.gov.cn/zwxx/class.asp?class=1150", portal.pages[portal.listing].body)
    pages = read_query_pages(page)
    assert pages is None or pages.count == 1
