"""Organ, year, period, date and scope are those of the report, each told from evidence and never from a date of
publication."""

from __future__ import annotations

import pytest

from parsers.read import read
from parsers.report import AnnualReport
from tests.parsers.official import PARTS, figures, html, table_a, table_b, table_c

V = figures()
TABLES = "".join(
    f"<p>{head}</p>{html(rows)}" for head, rows in zip(PARTS[1:4], (table_a(V), table_b(V), table_c(V)), strict=True)
)


def report_of(title: str, first: str = "一年来工作有序。", head: str = "", tail: str = "") -> AnnualReport:
    page = f"<html><head>{head}</head><body>{title}<p>{PARTS[0]}</p><p>{first}</p>{TABLES}<p>{PARTS[4]}</p>{tail}</body></html>"
    report = read(page.encode()).report
    assert report
    return report


def h1(title: str) -> str:
    return f"<h1>{title}</h1>"


BUREAU = h1("某某县水务局2023年政府信息公开工作年度报告")
NO_YEAR = h1("某某县水务局政府信息公开工作年度报告")
NO_ORGAN = "2023年政府信息公开工作年度报告"
TITLES = [
    ("<p>某某县水务局</p><p>2024 年政府信息公开工作年度报告</p>", "某某县水务局", 2024),
    ("<p>某某县水务局</p><p>2024年</p><p>政府信息公开工作年度报告</p>", "某某县水务局", 2024),
    ("<h1>某某县水务局<br>2024年政府信息公开<br>工作年度报告</h1>", "某某县水务局", 2024),
    (h1("2023年政府信息公开工作年度报告（某某县水务局）"), "某某县水务局", 2023),
    (f"<p>首页 > 政务公开 > 政府信息公开年报</p><p>{NO_ORGAN}</p>", None, 2023),
    (f"<p>政府信息公开</p><p>{NO_ORGAN}</p>", None, 2023),
    (f"<p>字体：大 中 小</p><p>打印</p><p>{NO_ORGAN}</p>", None, 2023),
    (f"<p>水务局</p><p>{NO_ORGAN}</p>", "水务局", 2023),
    # As a PDF prints it: the title cut before its last character, and a heading that is a sentence of the text.
    (
        "<h2>某某县水务局2024年政府信息公开工作报</h2><h2>告</h2><h2>加强政策解读，采用图解、问答、视频等方式说明</h2>",
        "某某县水务局",
        2024,
    ),
    (NO_YEAR + "<p>发布时间：2021-01-18</p>", "某某县水务局", None),
    (NO_YEAR + "<p>2021-01-18</p>", "某某县水务局", None),
    (NO_YEAR + "<p>2021年1月18日</p>", "某某县水务局", None),
]


@pytest.mark.parametrize(("title", "organ", "year"), TITLES)
def test_title_over_lines_and_beside_other_lines(title, organ, year):
    report = report_of(title)
    assert (report.organ, report.year) == (organ, year)


PERIODS = [
    "2023年1月1日至2023年12月31日",
    "2023年1月1日至12月31日",
    "自2023年1月1日起至12月31日止",
    "从2023年1月1日起，至2023年12月31日止",
    "2023年1月1日—12月31日",
    "2023年1月—12月",
    "2023年1-12月",
    "2023.1.1-2023.12.31",
    "2023年度1月1日至12月31日",
    "二〇二三年一月一日至二〇二三年十二月三十一日",
    "２０２３年１月１日至１２月３１日",
    "2023 年 1 月 1 日 起 至 12 月 31 日 止",
    "2023年1月1日0时至12月31日24时",
]


@pytest.mark.parametrize("period", PERIODS)
def test_period_in_every_writing_gives_the_year(period):
    report = report_of(NO_YEAR, f"本报告中所列数据的统计期限为{period}。")
    assert (report.period, report.year) == (("2023-01-01", "2023-12-31"), 2023)


def test_a_period_that_is_not_the_year_is_kept_and_told():
    report = report_of(h1("某某局2019年政府信息公开工作年度报告"), "数据统计期限为2019年9月1日至12月31日。")
    assert report.period == ("2019-09-01", "2019-12-31")
    assert "period_unusual" in {note.kind for note in report.notes}


def test_a_title_against_its_period_is_told_and_the_title_stands():
    report = report_of(BUREAU, "统计期限为2022年1月1日至12月31日。")
    assert report.year == 2023
    assert "year_conflict" in {note.kind for note in report.notes}


PROSE_YEARS = [
    ("2020年，我镇认真工作。2021年，我镇将继续。2021年计划。", "", 2020),
    ("2022年以来有进步。2023年，我局做好工作。", "<p>发布时间：2024-01-10</p>", 2023),
    ("2022年以来有进步。2023年，我局做好工作。", "", None),
    ("根据国办公开办函〔2021〕30号和2019年修订的条例编制。", "", None),
]


@pytest.mark.parametrize(("first", "date", "year"), PROSE_YEARS)
def test_a_year_only_in_prose_is_taken_with_a_note_when_the_prose_names_one(first, date, year):
    report = report_of(NO_YEAR + date, first)
    assert report.year == year
    assert ("year_from_context" in {note.kind for note in report.notes}) is (year is not None)


ORGANS = [
    (h1("我局2023年政府信息公开工作年度报告") + "<p>来源：某某县财政局 发布时间：2024-01-15</p>", {}, "某某县财政局"),
    (h1(NO_ORGAN), {"tail": "<p>某某县审计局</p><p>2024年1月12日</p>"}, "某某县审计局"),
    (h1(NO_ORGAN), {"head": '<meta name="ContentSource" content="某某县统计局">'}, "某某县统计局"),
    (h1(NO_ORGAN), {"head": '<meta name="ContentSource" content="1">'}, None),
    (h1(NO_ORGAN), {"first": "本报告由某某县应急管理局按照《条例》编制。"}, "某某县应急管理局"),
    (
        h1("区教育局2023年政府信息公开工作年度报告"),
        {"head": '<meta name="SiteName" content="某某区人民政府">'},
        "某某区教育局",
    ),
    (BUREAU + "<p>来源：某某县人民政府</p>", {}, "某某县水务局"),
]


@pytest.mark.parametrize(("title", "more", "organ"), ORGANS)
def test_an_organ_that_the_title_lacks_comes_from_the_page_and_says_so(title, more, organ):
    report = report_of(title, **more)
    assert report.organ == organ
    if organ and organ not in title.split("</h1>")[0]:
        assert "organ_from_context" in {note.kind for note in report.notes}


DATES = [
    ("发布时间：2024-01-15 09:30", "2024-01-15"),
    ("发布日期：2024年1月5日", "2024-01-05"),
    ("日期：2024/1/15", "2024-01-15"),
    ("成文日期：2024-01-10 发布日期：2024-01-15", "2024-01-15"),
    ("更新时间：2024-02-15 发布时间：2024-01-15", "2024-01-15"),
    ("2024-01-15 10:20 来源：某某县水务局 浏览次数：20", "2024-01-15"),
    ("会议于2024-01-15召开", None),
    ("<span>2024-01-15</span><span>来源：某某县水务局</span><span>浏览：20</span>", "2024-01-15"),
    ("2024-01-15 10:20:31", "2024-01-15"),
    ("发布于：2024-01-15", "2024-01-15"),
    ("成文日期：2024-01-10", None),
    ("<table><tr><td>成文日期</td><td>2024-01-10</td><td>发布日期</td><td>2024-01-15</td></tr></table>", "2024-01-15"),
]


@pytest.mark.parametrize(("line", "date"), DATES)
def test_date_of_publication(line, date):
    assert report_of(f"{BUREAU}<div>{line}</div>").published_on == date


def apart(before: str, behind: str = "", head: str = "") -> AnnualReport:
    """A page whose report stands in a part of its own, as portals set it."""
    text = f"<p>{PARTS[0]}</p><p>2023年工作有序。</p>{TABLES}<p>{PARTS[4]}</p>"
    page = f"<html><head>{head}</head><body><div>{before}<div>{text}</div></div>{behind}</body></html>"
    report = read(page.encode()).report
    assert report
    return report


AROUND = [
    (("<div>2024-01-15</div>",), "2024-01-15"),
    (("<ul><li>通知<span>2025-06-07</span></li></ul><div>发布时间：2024-01-15</div>",), "2024-01-15"),
    (("", "<div>发布日期：2024-01-15 【打印】</div>"), "2024-01-15"),
    (("", "<p>某某县水务局</p><p>2024年1月15日</p>"), None),
    (("", "", '<meta name="PublishDate" content="2024-01-15">'), "2024-01-15"),
]


@pytest.mark.parametrize(("around", "date"), AROUND)
def test_date_of_publication_around_the_report(around, date):
    before, *more = around
    assert apart(f"{BUREAU}{before}", *more).published_on == date


def test_a_title_in_plain_lines_before_the_report_is_its_title():
    lines = "<p>某某县水务局</p><p>2023年政府信息公开工作</p><p>年度报告</p>"
    report = apart(lines, head="<title>政府信息公开_某某县人民政府</title>")
    assert (report.organ, report.year) == ("某某县水务局", 2023)


def test_no_sentence_and_no_neighbour_titles_the_report():
    beside = "<p>上一篇：某某县财政局2021年政府信息公开工作年度报告</p>"
    report = apart(beside + NO_YEAR, "<p>现公布本局2022年政府信息公开工作年度报告。</p>")
    assert (report.organ, report.year) == ("某某县水务局", 2023)


SCOPES = [
    ("某某县水务局", "", "own"),
    ("某某市人民政府办公室", "我办认真。", "own"),
    ("某某镇人民政府", "全镇各村。", "own"),
    ("某某县发展和改革局", "全县各级行政机关。", "own"),
    ("某某市", "", "region"),
    ("某某市人民政府", "本报告综合各县区人民政府和市政府各部门公开情况编制。", "region"),
    ("某某市人民政府", "根据各县区、各部门报送的年度报告编制。", "region"),
    ("某某省", "涵盖了各地级以上市、县（市、区）人民政府和省政府各部门。", "region"),
    ("某某市人民政府", "根据全市政务公开工作要求编制本报告。", "unknown"),
    ("某某市人民政府", "本报告不包括各县区数据。", "own"),
    ("某某县人民政府", "本报告数据为县本级政府及其工作部门。", "level"),
    ("某某省", "数据包括省政府及各部门，不含市县。", "level"),
    ("海关总署", "本报告汇总全国海关数据。", "system"),
    ("全国海关", "", "system"),
    ("国家税务总局某某市税务局", "本报告包括全市税务系统各级税务机关。", "system"),
    ("国家税务总局某某市税务局", "我局认真。", "own"),
    ("某某经济技术开发区", "全区工作有序。", "unknown"),
    ("某某县人民政府", "我县工作有序。", "unknown"),
]


@pytest.mark.parametrize(("organ", "first", "scope"), SCOPES)
def test_scope_with_its_evidence(organ, first, scope):
    found = report_of(h1(f"{organ}2023年政府信息公开工作年度报告"), first or "工作有序。").scope
    assert found.value == scope
    assert scope == "unknown" or found.evidence
