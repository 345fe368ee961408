"""Statistics tables before 2019 are kept row by row: label, unit, column and value, whatever their columns."""

from __future__ import annotations

import pytest

from parsers.read import read
from tests.parsers.official import figures as official_figures
from tests.parsers.official import html, misread, page, report_page

TITLE = "某某县水务局2017年政府信息公开工作年度报告"
HEADINGS = (
    "<p>一、概述</p><p>工作有序。</p><p>二、主动公开政府信息情况</p><p>x</p><p>三、依申请公开政府信息情况</p><p>x</p>"
)
ROWS = [
    ("（一）主动公开政府信息数", "条", 312, "s14_disclosed"),
    ("其中：主动公开规范性文件数", "条", 5, "s14_normdoc_disclosed"),
    ("1.政府公报公开政府信息数", "条", 0, "s14_ch_gazette"),
    ("2.政府网站公开政府信息数", "条", 300, "s14_ch_website"),
    ("（一）收到申请数", "件", 7, "s14_req_total"),
    ("1.当面申请数", "件", 1, "s14_req_inperson"),
    ("（三）申请答复数", "件", 6, "s14_replied"),
    ("其中：涉及商业秘密", "件", 2, None),
    ("五、行政诉讼数量", "件", 3, "s14_lit_total"),
    ("七、依申请公开信息收取的费用", "万元", 0.5, "s14_fee_wan"),
]
GROUP = ["一、主动公开情况", "", ""]
SHAPES = {
    "label, unit, value": [["统计指标", "单位", "统计数"], GROUP, *[[a, b, str(c)] for a, b, c, _ in ROWS]],
    "a column of numbers": [
        ["序号", "统计指标", "单位", "数值"],
        *[[str(at), a, b, str(c)] for at, (a, b, c, _) in enumerate(ROWS, 1)],
    ],
    "the unit in the label": [["统计指标", "统计数"], *[[f"{a}（{b}）", str(c)] for a, b, c, _ in ROWS]],
    "the unit in the value": [["统计指标", "统计数"], *[[a, f"{c}{b}"] for a, b, c, _ in ROWS]],
    "the value first": [["统计数", "单位", "统计指标"], *[[str(c), b, a] for a, b, c, _ in ROWS]],
    "no head": [[a, b, str(c)] for a, b, c, _ in ROWS],
    "a title row above": [
        ["政府信息公开情况统计表", "", ""],
        ["统计指标", "单位", "统计数"],
        *[[a, b, str(c)] for a, b, c, _ in ROWS],
    ],
    "two rows side by side": [
        ["统计指标", "单位", "数值"] * 2,
        *[[x[0], x[1], str(x[2]), y[0], y[1], str(y[2])] for x, y in zip(ROWS[::2], ROWS[1::2], strict=True)],
    ],
}


def read_rows(inner: str) -> list[tuple]:
    report = read(page(HEADINGS + inner, TITLE)).report
    assert report
    assert {report.forms[letter] for letter in "abc"} == {"none"}
    return [(s.label, s.unit, s.value, s.code) for s in report.statistics if s.value is not None]


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape(name):
    found = read_rows(html(SHAPES[name]))
    expected = [(label if "label" not in name else label, unit, value, code) for label, unit, value, code in ROWS]
    if name == "the unit in the label":
        expected = [(f"{label}（{unit}）", unit, value, code) for label, unit, value, code in ROWS]
    assert found == expected


NATIONAL = [
    ("4.不同意公开答复数", "s14_replied_refused"),
    ("其中：涉及国家秘密", "s14_replied_refused_secret"),
    ("危及国家安全、公共安全、经济安全和社会稳定", "s14_replied_refused_security"),
    ("不是《条例》所指政府信息", "s14_replied_refused_not_ogi"),
    ("5.不属于本行政机关公开数", "s14_replied_not_this_organ"),
    ("涉及商业秘密", None),
    ("四、行政复议数量", "s14_rev_total"),
    ("（一）维持具体行政行为数", "s14_rev_upheld"),
    ("（二）被依法纠错数", "s14_rev_corrected"),
    ("（三）其他情形数", "s14_rev_other"),
    ("五、行政诉讼数量", "s14_lit_total"),
    ("（一）维持具体行政行为或者驳回原告诉讼请求数", "s14_lit_upheld"),
    ("（二）被依法纠错数", "s14_lit_corrected"),
    ("（三）其他情形数", "s14_lit_other"),
    ("六、举报投诉数量", "s14_complaints"),
    ("（三）其他情形数", None),
    ("（一）政府信息公开工作专门机构数", "s14_units"),
    ("设立政府信息公开申请受理点数", None),
]


def test_a_label_that_depends_on_the_row_above_has_the_code_of_its_place():
    rows = [["统计指标", "单位", "统计数"], *[[label, "件", str(at)] for at, (label, _) in enumerate(NATIONAL)]]
    assert [(label, code) for label, _, _, code in read_rows(html(rows))] == NATIONAL


def test_two_columns_keep_their_heads():
    rows = [["指标名称", "单位", "本年度", "历年累计"], *[[a, b, str(c), str(c)] for a, b, c, _ in ROWS]]
    report = read(page(HEADINGS + html(rows), TITLE)).report
    assert {s.column for s in report.statistics} == {"本年度", "历年累计"}
    assert [s.value for s in report.statistics if s.column == "历年累计"] == [value for _, _, value, _ in ROWS]


def test_text_with_blanks_and_a_row_that_lacks_a_figure():
    lines = ["指标名称 单位 本年度 历年累计", *[f"{a} {b} {c} {c}" for a, b, c, _ in ROWS], "2.传真申请数 件 4"]
    source = "\n".join(
        [TITLE, "一、概述", "工作有序。", "二、主动公开政府信息情况", "三、依申请公开政府信息情况", *lines]
    )
    report = read(source.encode()).report
    assert [s.value for s in report.statistics if s.column == "本年度"] == [value for _, _, value, _ in ROWS]
    assert "2.传真申请数" not in {s.label for s in report.statistics}


def test_a_table_of_anything_else_is_no_statistics():
    people = [["姓名", "职务", "电话"], ["张三", "局长", "12345"], ["李四", "副局长", "23456"], ["王五", "科长", "345"]]
    assert not read_rows(html(people))


def test_figures_beside_the_forms_tables_change_nothing():
    values = official_figures()
    extra = html(
        [
            ["指标名称", "数量"],
            ["主动公开政府信息数", "300"],
            ["政府网站公开数", "200"],
            ["其他方式公开政府信息数", "50"],
        ]
    )
    report = read(report_page(values).replace(b"</body>", extra.encode() + b"</body>")).report
    assert not misread(report, values)
