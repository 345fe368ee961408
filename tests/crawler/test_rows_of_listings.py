"""What rows of a listing lead to, in every manner of writing a row that the field notes name or allow."""

from __future__ import annotations

import pytest

from crawler.articles import title_of
from crawler.items import Link
from crawler.pages import Page
from crawler.rows import rows_of
from crawler.sorting import Sorted, sort_link
from registry.titles import plain, read_title
from tests.crawler.independent import markup

TITLE = "练习县教育局2023年政府信息公开工作年度报告"
COLUMN = "http://x.gov.cn/zwgk/zfxxgknb/"
ARTICLE = f"{COLUMN}202401/t20240131_1.html"


def followed(row: str) -> list[tuple[Link, Sorted]]:
    """The links of a column of annual reports that are followed, and as what."""
    page = Page(COLUMN, markup.listing(row).encode())
    named = any(read_title(words).kind == "report" for words in (page.title, title_of(page)))
    links = [(link, sort_link(link, False, named, None)) for link in rows_of(page)]
    return [(link, what) for link, what in links if what.role]


ROWS = {
    'view': '<tr><td>练习县教育局2023年政府信息公开工作年度报告</td><td>2024-01-31</td><td><a href="./202401/t20240131_1.html">查看</a></td></tr>',
    'view2': '<tr><td>1</td><td>练习县教育局2023年政府信息公开工作年度报告</td><td>2024-01-31</td><td><a href="./202401/t20240131_1.html">[详细]</a></td></tr>',
    'imglink': '<li><a href="./202401/t20240131_1.html"><img src="/i.png" alt=""></a>练习县教育局2023年政府信息公开工作年度报告<span>2024-01-31</span></li>',
    'two-anchors': '<li><a href="./202401/t20240131_1.html"><img src=x.png></a><a href="./202401/t20240131_1.html">练习县教育局2023年政府信息公开工作年度报告</a><span>2024-01-31</span></li>',
    'onclick': '<li><a href="javascript:void(0)" onclick="window.open(\'./202401/t20240131_1.html\')">练习县教育局2023年政府信息公开工作年度报告</a><span>2024-01-31</span></li>',
    'jsopen': '<li><a href="javascript:openUrl(\'./202401/t20240131_1.html\')">练习县教育局2023年政府信息公开工作年度报告</a><span>2024-01-31</span></li>',
    'div-row': '<div class="item"><a href="./202401/t20240131_1.html">练习县教育局2023年政府信息公开工作年度报告</a><span>2024-01-31</span></div>',
    'dl': '<dl><dt><a href="./202401/t20240131_1.html">练习县教育局2023年政府信息公开工作年度报告</a></dt><dd>2024-01-31</dd></dl>',
    'upper': '<UL><LI><A HREF="./202401/t20240131_1.html" TITLE="练习县教育局2023年政府信息公开工作年度报告">练习县教育局202...</A></LI></UL>',
    'unquoted': '<li><a href=./202401/t20240131_1.html title=练习县教育局2023年政府信息公开工作年度报告>练习县教育局202...</a></li>',
    'var-json': '<script>var list=[{"title":"练习县教育局2023年政府信息公开工作年度报告","url":"./202401/t20240131_1.html","date":"2024-01-31"}];</script>',
    'var-json-esc': '<script>var list=[{"title":"\\u7ec3\\u4e60\\u53bf\\u6559\\u80b2\\u5c402023\\u5e74\\u653f\\u5e9c\\u4fe1\\u606f\\u516c\\u5f00\\u5de5\\u4f5c\\u5e74\\u5ea6\\u62a5\\u544a","url":".\\/202401\\/t20240131_1.html","date":"2024-01-31"}];</script>',
    'var-json-nested': '<script>var list={"data":[{"attrs":{"x":1},"title":"练习县教育局2023年政府信息公开工作年度报告","url":"./202401/t20240131_1.html"}]};</script>',
    'docwrite-push': '<script>var arr=new Array();arr[0]=[\'练习县教育局2023年政府信息公开工作年度报告\',\'./202401/t20240131_1.html\',\'2024-01-31\'];for(var i=0;i<arr.length;i++){document.write("<a href=\'"+arr[i][1]+"\'>"+arr[i][0]+"</a>");}</script>',
    'innerhtml': '<script>document.getElementById(\'list\').innerHTML=\'<li><a href="./202401/t20240131_1.html">练习县教育局2023年政府信息公开工作年度报告</a></li>\';</script>',
    'tmpl': '<script type="text/template"><li><a href="./202401/t20240131_1.html">练习县教育局2023年政府信息公开工作年度报告</a></li></script>',
    'textarea': '<textarea style="display:none"><li><a href="./202401/t20240131_1.html">练习县教育局2023年政府信息公开工作年度报告</a></li></textarea>',
    'noscript': '<noscript><li><a href="./202401/t20240131_1.html">练习县教育局2023年政府信息公开工作年度报告</a></li></noscript>',
    'frag-href': '<li><a href="#" data-url="./202401/t20240131_1.html">练习县教育局2023年政府信息公开工作年度报告</a></li>',
    'area': '<map><area href="./202401/t20240131_1.html" title="练习县教育局2023年政府信息公开工作年度报告" alt="练习县教育局2023年政府信息公开工作年度报告"></map>',
    'li-onclick': '<li onclick="location.href=\'./202401/t20240131_1.html\'">练习县教育局2023年政府信息公开工作年度报告<span>2024-01-31</span></li>',
    'backslash': '<li><a href="\\zwgk\\zfxxgknb\\202401\\t20240131_1.html">练习县教育局2023年政府信息公开工作年度报告</a></li>',
    'tab-hidden': '<div class="tab" style="display:none"><ul><li><a href="./202401/t20240131_1.html">练习县教育局2023年政府信息公开工作年度报告</a></li></ul></div>',
    'hidden-row': '<li style="display:none"><a href="./202401/t20240131_1.html">练习县教育局2023年政府信息公开工作年度报告</a></li>',
    'comment': '<!--<li><a href="/old.html">练习县教育局2023年政府信息公开工作年度报告</a></li>--><li><a href="./202401/t20240131_1.html">练习县教育局2023年政府信息公开工作年度报告</a></li>',
    'zwsp': '<li><a href="./202401/t20240131_1.html">练习县教育局2023年政府\u200b信息公开工作&nbsp;年度报告</a></li>',
    'date-inside': '<li><a href="./202401/t20240131_1.html">练习县教育局2023年政府信息公开工作年度报告<span>2024-01-31</span></a></li>',
    'date-front': '<li><a href="./202401/t20240131_1.html"><em>2024-01-31</em>练习县教育局2023年政府信息公开工作年度报告</a></li>',
    'date-cn': '<li><a href="./202401/t20240131_1.html">练习县教育局2023年政府信息公开工作年度报告</a>2024年1月31日</li>',
    'li-unclosed': '<ul><li><a href="./202401/t20240131_1.html">练习县教育局2023年政府信息公开工作年度报告</a><span>2024-01-31</span><li><a href="/y.html">别的</a></ul>',
    "summary": '<li><a href="./202401/t20240131_1.html"><h3>练习县教育局2023年政府信息公开工作年度报告</h3><p>根据关于做好编制工作的通知，解读如下</p><span>2024-01-31</span></a></li>',
    "summary-in-blocks": '<li><a href="./202401/t20240131_1.html"><div class="t">练习县教育局2023年政府信息公开工作年度报告</div><div>根据关于做好编制工作的通知…</div></a></li>',
    "tooltip": '<li><a href="./202401/t20240131_1.html" title="文章标题：练习县教育局2023年政府信息公开工作年度报告&#10;发布时间：2024-01-31">练习县教育局…</a></li>',
}  # fmt: skip
DOUBTFUL = {
    'trunc': '<li><a href="./202401/t20240131_1.html">练习县教育局2023年政府信息公开工作年…</a><span>2024-01-31</span></li>',
    'trunc2': '<li><a href="./202401/t20240131_1.html">练习县教育局2023年政府信息公...</a><span>2024-01-31</span></li>',
    'trunc3': '<li><a href="./202401/t20240131_1.html">练习县教育局2023年...</a><span>2024-01-31</span></li>',
    'organ-only': '<li><a href="./202401/t20240131_1.html">练习县教育局</a><span>2024-01-31</span></li>',
    'nianbao2': '<li><a href="./202401/t20240131_1.html">2023年度练习县教育局信息公开情况</a></li>',
}  # fmt: skip
LIKE_COLUMNS = {
    'rest': '<li><a href="/content/2024/12345">练习县教育局2023年政府信息公开工作年度报告</a><span>2024-01-31</span></li>',
    'rest-hex': '<li><a href="/article/8a8b8c8d">练习县教育局2023年政府信息公开工作年度报告</a><span>2024-01-31</span></li>',
    'query-root': '<li><a href="/?p=12345">练习县教育局2023年政府信息公开工作年度报告</a><span>2024-01-31</span></li>',
    'query-list': '<li><a href="list.jsp?id=12345">练习县教育局2023年政府信息公开工作年度报告</a><span>2024-01-31</span></li>',
    'idx': '<li><a href="/x/5696721/index.html">练习县教育局2023年政府信息公开工作年度报告</a><span>2024-01-31</span></li>',
}  # fmt: skip
NO_REPORTS = {
    "notice": '<li><a href="./t20240131_2.html">关于做好2023年政府信息公开年度报告编制工作的通…</a><span>2024-01-31</span></li>',
    "organ-without-a-day": '<li><a href="./t20240131_2.html">练习县教育局</a></li>',
    "website": '<li><a href="./1.html">2023年政府网站与政务新媒体年度报告</a><span>2024-01-31</span></li>',
    "elsewhere": '<li><a href="/">首页</a></li>',
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_a_row_that_titles_a_report(name: str) -> None:
    ((link, what),) = {link.url: (link, what) for link, what in followed(ROWS[name])}.values()
    assert (link.url, plain(link.title), what) == (ARTICLE, TITLE, Sorted("report"))


@pytest.mark.parametrize("name", DOUBTFUL)
def test_a_row_that_may_title_a_report_is_asked(name: str) -> None:
    ((link, what),) = followed(DOUBTFUL[name])
    assert (link.url, what) == (ARTICLE, Sorted("report", may_be_report=True))


@pytest.mark.parametrize("name", LIKE_COLUMNS)
def test_an_article_may_have_the_address_of_a_column(name: str) -> None:
    ((_, what),) = followed(LIKE_COLUMNS[name])
    assert what == Sorted("listing", may_be_report=True)


@pytest.mark.parametrize("name", NO_REPORTS)
def test_a_row_that_titles_none(name: str) -> None:
    assert followed(NO_REPORTS[name]) == []


def test_a_block_hidden_in_a_row_is_no_report() -> None:
    inner = f'<div style="display: none"><ul><li><a href="./jd.html">{TITLE}</a></li></ul></div>'
    roles = [what.role for _, what in followed(f'<ul><li><a href="./1.html">{TITLE}</a>{inner}</li></ul>')]
    assert roles == ["report", "companion"]
