"""Scopes by the cues of domain.md §1.6: a sentence first, then the title, then who speaks; nothing is guessed."""

from __future__ import annotations

import pytest

from parsers.report import Section
from parsers.scope import find_scope
from registry.titles import read_title

CUES = [
    ("宿州市", "由市政府办公室综合各县区、各部门政府信息公开年度报告编制而成。", "region", "sentence"),
    ("上海市", "本报告根据本市各区县人民政府和市政府各部门的年度报告汇总编制。", "region", "sentence"),
    ("南京市高淳区", "由区政府办公室综合各镇（街道）、区各部门年度报告编制。", "region", "sentence"),
    ("广东省人民政府", "数据涵盖全省各地级以上市、县（市、区）、乡镇和省政府各部门。", "region", "sentence"),
    ("贵阳市", "本报告统计数据包括全市各级行政机关。", "region", "sentence"),
    ("某某县人民政府", "由县政府各部门、各乡镇年度报告汇总形成。", "region", "sentence"),
    ("某某县人民政府", "我县各级行政机关共收到申请20件。", "region", "sentence"),
    ("国家税务总局", "本报告汇总全系统数据。", "system", "sentence"),
    ("国家税务总局河南省税务局", "数据包括河南省各级税务机关。", "system", "sentence"),
    ("海关总署", "所列数据涵盖全国海关。", "system", "sentence"),
    ("某某县", "所列数据为县本级政府及其部门数据。", "level", "sentence"),
    ("河南省", "本报告为省本级，不含各市县。", "level", "sentence"),
    ("国家税务总局某某市税务局", "汇总了全市税务系统各级税务机关数据。", "system", "sentence"),
    ("某某市人民政府", "数据为市政府及市政府部门数据，不含县区。", "level", "sentence"),
    ("某某县水务局", "平台包括公文系统。办理建议包括全国人大代表建议2件。", "own", "title"),
    ("某某开发区", "推进数据全市共享，公开内容包括乡镇预算。", "unknown", "title"),
    ("某某县总工会", "", "own", "title"),
    ("某某市教育局", "全市各级行政机关共收到申请20件。", "own", "title"),
    ("某某镇人民政府", "汇总全县各乡镇数据编制。", "own", "title"),
    ("某某市人民政府办公室", "", "own", "title"),
    ("某某市人民政府办公室", "督促全市各级行政机关抓好落实。", "own", "title"),
    ("某某市人民政府办公室", "汇总全市各县区、各部门数据编制。", "region", "sentence"),
    ("宿迁市", "", "region", "title"),
    ("某某县人民政府", "本机关收到申请2件。", "own", "first_person"),
    ("某某县人民政府", "全县各乡镇、各部门共收到政府信息公开申请12件。", "region", "first_person"),
    ("某某县人民政府", "全县共收到政府信息公开申请12件，本机关5件。", "unknown", "none"),
    ("十堰市人民政府", "2021年收到申请204件。", "unknown", "none"),
    ("某某开发区", "以区管委会名义答复。", "unknown", "title"),
]


@pytest.mark.parametrize(("organ", "text", "scope", "method"), CUES)
def test_a_cue_tells_the_scope_with_its_words(organ, text, scope, method):
    told = find_scope(organ, [Section(0, "", text)])
    assert (told.value, told.method) == (scope, method)
    assert (told.confidence > 0) == (scope != "unknown")
    assert told.evidence in text + organ


@pytest.mark.parametrize(
    ("title", "organ", "scope"),
    [
        ("贵阳市人民政府（市人民政府办公厅）2021年政府信息公开工作年度报告", "贵阳市人民政府办公厅", "own"),
        ("濮阳市人民政府（办公室）2021年政府信息公开工作年度报告", "濮阳市人民政府办公室", "own"),
        ("贵阳市2021年政府信息公开工作年度报告", "贵阳市", "region"),
    ],
)
def test_the_two_reports_of_one_city_are_told_apart_by_their_titles(title, organ, scope):
    assert read_title(title).organ == organ
    assert find_scope(organ, []).value == scope
