"""A title tells report from neighbour, the year and the organ (the table of `portals.md` §5.2)."""

from __future__ import annotations

import pytest

from registry.titles import names_an_organ, read_title

REPORTS = [
    ("2022年上海市政府信息公开工作年度报告", 2022, "上海市"),
    ("安宁市2022年度政府信息公开工作年度报告", 2022, "安宁市"),
    ("2021年伊吾县人民政府信息公开工作年度报告", 2021, "伊吾县人民政府"),
    ("叶城县人民政府2021年政府信息公开工作报告", 2021, "叶城县人民政府"),
    ("阿拉善盟阿拉善右旗人民政府办公室2022年度政府信息公开工作年度报告", 2022, "阿拉善盟阿拉善右旗人民政府办公室"),
    ("公安局2019年政府信息公开年度工作报告", 2019, "公安局"),
    ("经济技术开发区经济发展局2021年政府信息公开工作年报", 2021, "经济技术开发区经济发展局"),
    ("国家税务总局某市税务局2023年政府信息公开工作年度报告", 2023, "国家税务总局某市税务局"),
    ("清水县教育局2023年度政府信息\n公开工作年度报告", 2023, "清水县教育局"),
    ("二〇二二年度某局政府信息公开工作年度报告", 2022, "某局"),
    ("某局２０２２年政府信息公开年报", 2022, "某局"),
    ("22年度某局政府信息公开年报", 2022, "某局"),
    ("某街道办事处政府信息公开工作2021年度报告", 2021, "某街道办事处"),
    ("平潭縣2021年政府信息公開工作年度報告", 2021, "平潭县"),
    ("关于2022年度政府信息公开情况的报告", 2022, None),
    ("关于报送《某局2022年政府信息公开工作年度报告》的函", 2022, "某局"),
    ("2022年政府信息公开工作年度报告（某县财政局）", 2022, "某县财政局"),
    ("某局2021年政府信息公开工作年度报告_政府信息公开年报_某市人民政府", 2021, "某局"),
    ("某市2022年度政府信息公开工(gong)作年度报(bào)告", 2022, "某市"),
    ("某市价格评估中心2022年政府信息公开工作年度报告", 2022, "某市价格评估中心"),
    ("某局关于2022年度政府信息公开工作情况的报告", 2022, "某局"),
    ("某局二O二二年度政府信息公开工作年度报告", 2022, "某局"),
    ("某局2023年发布2022年政府信息公开工作年度报告", 2022, "某局"),
    ("某局政府信息公开工作年度报告（2023年1月发布）", None, "某局"),
    ("政府信息公开年报-某局2022年", 2022, "某局"),
    ("2022年政府信息公开工作年度报告-某市人民政府", 2022, None),
    ("某局2022年政府信息公开工作年度报告（含图解）", 2022, "某局"),
    ("某局关于印发《某县水务局2022年政府信息公开工作年度报告》的通知", 2022, "某县水务局"),
    ("某学院2021-2022学年信息公开工作年度报告", 2022, "某学院"),
    ("政府信息公开年报", None, None),
]
NEIGHBOURS = [
    ("图解：某局2022年政府信息公开工作年度报告", "companion"),
    ("一图读懂2022年政府信息公开年报", "companion"),
    ("Annual Report on Government Information Disclosure 2022", "companion"),
    ("政府网站工作年度报表（2022年度）", "other"),
    ("某县2022年法治政府建设年度报告", "other"),
    ("关于做好2022年政府信息公开工作年度报告编制的通知", "other"),
    ("关于印发《政府信息公开工作年度报告格式》的通知", "other"),
    ("关于征求《某县2022年政府信息公开工作年度报告》意见的通知", "other"),
    ("2023年上半年政府信息公开工作总结", "other"),
    ("2019—2020年政府信息公开年度报告", "other"),
    ("某局2022年部门决算", "other"),
    ("政府信息公开指南", "other"),
    ("政府工作报告（2022年）", "other"),
]


@pytest.mark.parametrize(("title", "year", "organ"), REPORTS)
def test_reports_give_year_and_organ(title, year, organ):
    reading = read_title(title)
    assert (reading.kind, reading.year, reading.organ) == ("report", year, organ)


@pytest.mark.parametrize(("title", "kind"), NEIGHBOURS)
def test_neighbours_are_told_apart_with_a_reason(title, kind):
    reading = read_title(title)
    assert reading.kind == kind
    assert reading.reason


@pytest.mark.parametrize("variant", [("（更正）", "corrected"), ("（图片版）", "picture"), ("（超链版）", "links")])
def test_copies_of_a_report_say_so(variant):
    assert read_title(f"某局2022年政府信息公开工作年度报告{variant[0]}").variant == variant[1]


def test_a_short_title_waits_for_its_column():
    assert read_title("2020年报_审计局") == read_title("2020年报_审计局").__class__("possible", 2020, "审计局")


@pytest.mark.parametrize("name", ["我局", "区教育局", "县", "办公室", None])
def test_bare_names_need_the_site(name):
    assert not names_an_organ(name)


@pytest.mark.parametrize("name", ["濮阳经济技术开发区", "宿迁市", "某县财政局"])
def test_full_names_stand_by_themselves(name):
    assert names_an_organ(name)
