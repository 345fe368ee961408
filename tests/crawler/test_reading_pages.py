"""The small readers: pagers, islands, addresses, links, files."""

from __future__ import annotations

import pytest

from crawler.addresses import allowed, key, looks_like_file, looks_like_listing, within
from crawler.attachments import attachments
from crawler.islands import read_islands
from crawler.pager import Pager, read_pager, read_ucap_pager
from crawler.pages import Page
from crawler.sorting import sort_link
from registry.portals import Portal

PORTAL = Portal("p", "p", "410972", "http://1.25.240.11:8082/nb/", "trs", hosts=("gk.example.com",))


@pytest.mark.parametrize(
    ("script", "pager"),
    [
        ('createPageHTML(9, 0, "index", "html");', Pager(9, 0, "index", "html")),
        ("createPageHTML(3,2,'index_bm','shtml')", Pager(3, 2, "index_bm", "shtml")),
        ('createPage(5,1,"more","htm",20)', Pager(5, 1, "more", "htm")),
        ('var countPage = 9//共多少页\ncreatePageHTML(countPage, 0, "index", "jhtml")', Pager(9, 0, "index", "jhtml")),
        ("createPageHTML('page_div',5, 1,'fg','shtml',89)", None),
        ("function createPageHTML(count, index, name, ext){}", None),
        ('/* createPageHTML(9, 0, "index", "html") */', None),
    ],
)
def test_the_variants_of_the_pager(script: str, pager: Pager | None) -> None:
    assert read_pager(script) == pager


def test_two_families_call_one_function_and_their_first_argument_tells_them_apart() -> None:
    ucap, trs = "createPageHTML('page_div',5, 1,'fg','shtml',89)", 'createPageHTML(9, 0, "index", "html")'
    pages = read_ucap_pager(ucap, "http://x.gov.cn/c1/fg.shtml")
    assert pages and (pages.count, pages.current, pages.total) == (5, 0, 89)
    assert [pages.address(number).rpartition("/")[2] for number in (0, 1, 4)] == [
        "fg.shtml",
        "fg_2.shtml",
        "fg_5.shtml",
    ]
    assert read_ucap_pager(trs, "http://x.gov.cn/") is None and read_pager(ucap) is None


def test_a_record_that_begins_with_its_link_keeps_it() -> None:
    text = """<script><datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?columnid=1&unitid=2"></a>]]>
    </nextgroup><recordset><record><![CDATA[<a href="/art/2022/1/5/art_1_4.html">甲</a>]]></record></recordset></datastore>
    </script><script>$('#2').jpage({totalRecord:100,perPage:15})</script>"""
    (island,) = read_islands(text, "http://x.gov.cn/col/col1/index.html")
    assert [link.url for link in island.links] == ["http://x.gov.cn/art/2022/1/5/art_1_4.html"]
    assert [(group.start, group.end) for group in island.missing_groups()] == [(1, 45), (46, 90), (91, 100)]
    assert dict(island.form) == {"columnid": "1", "unitid": "2"}


def test_each_block_of_a_page_has_its_own_ids() -> None:
    block = "<datastore><recordset></recordset></datastore><script>jpage({{unitid:'{0}',totalRecord:{0},perPage:5}})</script>"
    first, second = read_islands(block.format(7) + block.format(9), "http://x.gov.cn/")
    assert (dict(first.form)["unitid"], first.total, dict(second.form)["unitid"], second.total) == ("7", 7, "9", 9)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.x.gov.cn/a/index.html", "https://x.gov.cn:443/a/"),
        ("http://x.gov.cn/a/t1_ext.html", "http://x.gov.cn/a/t1.html"),
        ("http://x.gov.cn/gkmlpt/mpost_7.html", "http://x.gov.cn/gkmlpt/post_7.html"),
        ("http://x.gov.cn/a.html?jump=true#top", "http://x.gov.cn/a.html"),
        ("http://big5.www.x.gov.cn/gate/big5/www.x.gov.cn/a/t1.html", "http://x.gov.cn/a/t1.html"),
        ("http://x.gov.cn/col/col1/index.html?uid=2&pageNum=3", "http://x.gov.cn/col/col1/index.html"),
    ],
)
def test_two_addresses_of_one_page(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("http://www.beijing.gov.cn/a", True),
        ("http://1.25.240.11:8082/b", True),
        ("http://1.25.240.11/b", False),
        ("http://gk.example.com/b", True),
        ("http://127.0.0.1:8082/b", False),
        ("http://gov.cn.example.com/", False),
        ("http://fakegov.cn/", False),
        ("ftp://x.gov.cn/", False),
    ],
)
def test_which_hosts_may_be_asked(url: str, may: bool) -> None:
    assert allowed(url, PORTAL) is may


def test_a_portal_of_this_machine_leads_nowhere_else() -> None:
    here = Portal("p", "p", "410972", "http://127.0.0.1:8000/nb/", "trs")
    assert allowed("http://127.0.0.1:8000/b", here)
    assert not allowed("http://127.0.0.1:9000/b", here) and not allowed("http://www.beijing.gov.cn/", here)


def test_what_addresses_look_like() -> None:
    assert looks_like_listing("http://x.gov.cn/nb/2022n/") and looks_like_listing("http://x.gov.cn/col/col7/index.html")
    assert not looks_like_listing("http://x.gov.cn/nb/202301/t20230101_1.html")
    assert looks_like_file("http://x/module/download/downfile.jsp?classid=0&filename=a.pdf")
    assert looks_like_file("http://x/P020230101.docx") and not looks_like_file("http://x/a.html")
    assert within("http://x.gov.cn/nb/2022n/", "http://x.gov.cn/nb/index.html")


def links(body: str) -> list:
    return Page("http://x.gov.cn/nb/", f"<html><body>{body}</body></html>".encode()).links


@pytest.mark.parametrize(
    ("anchor", "role"),
    [
        ("<a href='t20230101_1.html'>甲局2022年政府信息公开工作年度报告</a>", "report"),
        ("<a href='\nt20230101_1.html\n' title='甲局2022年政府信息\n公开工作年度报告'>甲局2022年…</a>", "report"),
        ("<a href='t20230101_2.html'>一图读懂甲局2022年政府信息公开工作年度报告</a>", "companion"),
        ("<a href='t20230101_3.html'>2022年</a>", "report"),
        ("<a href='t20230101_4.html'>甲局2022年政府网站工作年度报表</a>", None),
        ("<a href='t20230101_5.html'>甲局领导班子</a>", None),
        ("<a href='./2022n/'>2022年</a>", "listing"),
        ("<a href='/zcjd/'>政策解读</a>", None),
    ],
)
def test_the_links_of_a_listing(anchor: str, role: str | None) -> None:
    (link,) = links(anchor)
    assert sort_link(link, within(link.url, "http://x.gov.cn/nb/"), True, None).role == role


def test_files_of_neighbours_are_not_files_of_this_report() -> None:
    page = """<html><head><meta name="ArticleTitle"content="甲局2023年政府信息公开工作年度报告"></head><body>
    <div class="header"><a href="/guide.pdf">使用手册</a></div><div class=TRS_Editor>正文</div>
    <p>上一篇：<a href="/P1.pdf">乙局2023年政府信息公开工作年度报告</a></p>
    <div class="fj">相关附件：<a href="./P2.pdf">附件</a><a href="P3.pdf">甲局2022年政府信息公开工作年度报告</a></div>
    <h3>相关文章</h3><ul><li><a href="P4.pdf">附件</a></li></ul>
    <iframe src="/pdfjs/web/viewer.html?file=%2Ffiles%2FP5.pdf"></iframe></body></html>"""
    found = [link.url for link in attachments(Page("http://x.gov.cn/nb/1.html", page.encode()))]
    assert found == ["http://x.gov.cn/nb/P2.pdf", "http://x.gov.cn/files/P5.pdf"]
