"""A page that is no report never becomes one, and a report held elsewhere is said to be."""

from __future__ import annotations

import pytest

from parsers.read import read
from tests.parsers.official import PARTS, TITLE, figures, html, table_a, table_b, table_c

V = figures()
TABLES = html(table_a(V)) + html(table_b(V)) + html(table_c(V))
BLANK = html(table_a({})) + html(table_b({})) + html(table_c({}))
PART = f"<p>{PARTS[0]}</p>"


def page(title: str, inner: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div>{inner}</div></body></html>".encode()


def listing(*organs: str) -> str:
    return "".join(
        f"<li><a href={year}.html>{organ}{year}年政府信息公开工作年度报告</a><span>{year + 1}-01-20</span></li>"
        for year in range(2018, 2024)
        for organ in organs
    )


SNIPPET = "<p>一、总体情况 二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况</p>"
FOUND = "".join(
    f"<div><a>某某县{name}局2023年政府信息公开工作年度报告</a>{SNIPPET}</div>" for name in ("教育", "财政", "水务")
)
REPORTING = "".join(f"<tr><td>{name}</td><td>{at}</td></tr>" for at, name in enumerate(("网站总访问量", "信息发布总数", "留言数量", "在线访谈期数", "公开答复数量")))  # fmt: skip
NEIGHBOURS = {
    "an explanation with all tables": page(f"《{TITLE}》解读", PART + TABLES),
    "a picture story with all tables": page(f"图解：{TITLE}", PART + TABLES),
    "one picture": page("一图读懂某某县2023年政府信息公开年度报告", "<img src=a.png>"),
    "a list of many organs": page("政府信息公开年报", listing("某某县财政局", "某某县教育局")),
    "a list of one organ": page("年报", listing("某某县水务局")),
    "results of a search": page("搜索结果_某某县人民政府", f"<p>共找到 20 条 年度报告 相关结果</p>{FOUND}"),
    "a login": page("登录", "<form>用户名<input>密码<input type=password></form>"),
    "a firewall": page("访问被拦截", "<p>您的请求疑似攻击行为！</p>"),
    "a challenge": b"<html><head><meta id=x content=abc><script>$_ts=window</script></head><body></body></html>",
    "a lost page": page("404 Not Found", "<p>您访问的页面不存在</p>"),
    "a lost page under the report's title": page(TITLE, "<p>您访问的页面不存在或已删除</p>"),
    "a budget": page("某某县水务局2023年部门预算", f"{PART}<table><tr><td>行政事业性收费</td><td>12</td></tr></table>"),
    "the yearly form of a website": page("某某县人民政府网站工作年度报表（2023年度）", f"<table>{REPORTING}</table>"),
    "statistics of requests": page("某某县2023年依申请公开统计", TABLES),
    "half a year": page("某某县2023年上半年政府信息公开工作报告", PART + TABLES),
    "a notice with the blank form": page("关于做好2023年政府信息公开工作年度报告编制工作的通知", PART + BLANK),
    "the blank form": page("政府信息公开工作年度报告格式", PART + BLANK),
    "the blank form without a title": page("附件", PART + BLANK),
    "a model": page("XX局2023年政府信息公开工作年度报告（模板）", PART + BLANK),
    "law-based government": page("某某县2023年法治政府建设年度报告", PART),
    "a guide": page("某某县政府信息公开指南", "<p>行政许可、行政处罚、规章</p>"),
    "a summary of work": page("某某县2023年政府信息公开工作总结", "".join(f"<p>{part}</p>" for part in PARTS)),
    "news": page("我县全面完成2023年政府信息公开工作年度报告发布", "<p>日前全部发布。</p>"),
    "a public institution": page("某某县水文站事业单位法人年度报告书（2023年度）", "<p>x</p>"),
    "a home page": page("某某县人民政府门户网站", f"<a>政府信息公开年报</a><a>{TITLE}</a><p>要闻</p>"),
    "two years at once": page("2019—2020年政府信息公开工作报告", PART),
    "a translation": page("Annual Report on Government Information Disclosure 2022", "<p>I. General</p>"),
}
ELSEWHERE = {
    "a linked file": "<a href='/a/b.pdf'>附件</a>",
    "a download page": "<a href='/system/_content/download.jsp?urltype=news.DownloadAttachUrl&wbfileid=9'>附件</a>",
    "a viewer": "<iframe src='/web/viewer.html?file=/a/b.pdf'></iframe>",
    "a frame that shows a file": "<iframe src='/pdf/show?id=12'></iframe>",
    "a script that shows a file": "<script>showPdf('/a/b.pdf')</script>",
    "a page in a frame": "<iframe src='/uploads/2023/nb.html' width='100%' height='900'></iframe>",
    "an embedded file": "<object data='/a/b.pdf' type='application/pdf'></object>",
    "pictures": "<p><img src=1.jpg></p><p><img src=2.jpg></p>",
}


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_neighbours_are_no_reports_and_the_reason_is_said(name):
    reading = read(NEIGHBOURS[name])
    assert reading.verdict == "not_a_report", reading
    assert reading.reason


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_report_in_a_file_or_picture_is_unreadable_here(name):
    reading = read(page(TITLE, ELSEWHERE[name]))
    assert reading.verdict == "unreadable"
    assert "attachment" in reading.reason or "picture" in reading.reason


def test_a_whole_report_titled_as_a_summary_of_work_is_one():
    headed = "".join(f"<p>{part}</p>" for part in PARTS)
    report = read(page("某某县水务局2023年政府信息公开工作总结", headed + TABLES)).report
    assert report
    assert (report.organ, report.year) == ("某某县水务局", 2023)


def test_tables_as_pictures_between_headings_are_named():
    reading = read(page(TITLE, "".join(f"<p>{part}</p><p><img src={at}.png></p>" for at, part in enumerate(PARTS))))
    assert reading.report
    assert not reading.report.facts
    assert [note.detail for note in reading.report.notes if note.kind == "table_as_picture"] == ["a", "b", "c"]


def test_a_report_whose_every_cell_is_blank_is_still_a_report():
    reading = read(page(TITLE, PART + BLANK))
    assert reading.report
    assert set(reading.report.statuses().values()) == {"blank"}
