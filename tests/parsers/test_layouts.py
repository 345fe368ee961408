"""Every way in which offices set Tables A and B gives the same figures."""

from __future__ import annotations

import re

import pytest

from parsers.read import read
from tests.parsers.official import (
    APPLICANTS,
    HEADS,
    NOTE,
    C,
    a_blocks,
    b_heads,
    b_rows,
    b_values,
    body,
    figures,
    html,
    misread,
    page,
    report_page,
    table_a,
    table_b,
    table_c,
)

V, V19 = figures(), figures("f2019")


def relabelled(rows, change):
    return [[C(change(c.text), c.high, c.wide) if isinstance(c, C) else c for c in row] for row in rows]


def numbered(style):
    return html(relabelled(table_b(V), lambda text: re.sub(r"^(\d)\.", style, text)))


def halved(who):
    names = dict(zip(APPLICANTS, HEADS, strict=True))
    return table_b(
        V,
        heads=[[C("项目", wide=3), *[names[one] for one in who]]],
        cells=lambda values, code: [str(values[f"{code}__{one}"]) for one in who],
    )


def glossed(text):
    return text if text.isdigit() else f"{text} གཏན་འབེབས།"


def subtotal(at):
    def cells(values, code):
        row = b_values(values, code)
        row.insert(at, str(sum(values[f"{code}__{who}"] for who in APPLICANTS[1:6])))
        return row

    return cells


def ordered(*order):
    return lambda values, code: [b_values(values, code)[at] for at in order]


def led_by(*words):
    return lambda values, code: [*words, *b_values(values, code)]


def heads(*rows):
    return [list(row) for row in rows]


FIVE = HEADS[1:6]
APPLICANT = (C(NOTE, 3, 3), C("申请人情况", wide=7))
APPLICANT8 = (C(NOTE, 3, 3), C("申请人情况", wide=8))
ONE = html(table_a(V) + table_b(V) + table_c(V))
SEQUENCE = (C(NOTE, 3, 3), C("序号", 3), C("申请人情况", wide=7))
BARE = re.compile(r"^(?:[一二三四]、|（[一二三四五六七]）|\d\.)")
TABLE_B = {
    "th and thead": html(table_b(V), 3),
    "two rows of heads": html(
        table_b(V, heads=heads((C(NOTE, 2, 3), C("自然人", 2), C("法人或其他组织", wide=5), C("总计", 2)), FIVE))
    ),
    "one row of heads": html(table_b(V, heads=heads((C("", 1, 3), *HEADS)))),
    "heads with their group before them": html(
        table_b(V, heads=heads((C("申请人情况", 1, 3), "自然人", *[f"法人或其他组织—{h}" for h in FIVE], "总计")))
    ),
    "no heads": html(table_b(V, heads=[])),
    "the total first": html(
        table_b(
            V,
            heads=heads(APPLICANT, (C("总计", 2), C("自然人", 2), C("法人或其他组织", wide=5)), FIVE),
            cells=ordered(6, 0, 1, 2, 3, 4, 5),
        )
    ),
    "the total second": html(
        table_b(
            V,
            heads=heads(APPLICANT, (C("自然人", 2), C("总计", 2), C("法人或其他组织", wide=5)), FIVE),
            cells=ordered(0, 6, 1, 2, 3, 4, 5),
        )
    ),
    "two applicants exchanged": html(
        table_b(V, heads=[*b_heads()[:2], ["科研机构", "商业企业", *FIVE[2:]]], cells=ordered(0, 2, 1, 3, 4, 5, 6))
    ),
    "a subtotal before the five": html(
        table_b(
            V,
            heads=heads(APPLICANT8, (C("自然人", 2), C("法人或其他组织", wide=6), C("总计", 2)), ("小计", *FIVE)),
            cells=subtotal(1),
        )
    ),
    "a subtotal behind the five": html(
        table_b(
            V,
            heads=heads(APPLICANT8, (C("自然人", 2), C("法人或其他组织", wide=6), C("总计", 2)), (*FIVE, "小计")),
            cells=subtotal(6),
        )
    ),
    "a tall subtotal": html(
        table_b(
            V,
            heads=heads(
                APPLICANT8, (C("自然人", 2), C("法人小计", 2), C("法人或其他组织", wide=5), C("总计", 2)), FIVE
            ),
            cells=subtotal(1),
        )
    ),
    "no numbering": html(relabelled(table_b(V), lambda text: BARE.sub("", text))),
    "circled numbering": numbered(lambda m: "①②③④⑤⑥⑦⑧⑨"[int(m[1]) - 1]),
    "bracketed numbering": numbered(r"(\1)"),
    "half-bracketed numbering": numbered(r"\1）"),
    "numbering without a point": numbered(r"\1"),
    "a column of row numbers behind the label": html(
        table_b(V, heads=heads(SEQUENCE, *b_heads()[1:]), cells=led_by("7"))
    ),
    "a column of units": html(
        table_b(V, heads=heads((APPLICANT[0], C("单位", 3), APPLICANT[1]), *b_heads()[1:]), cells=led_by("件"))
    ),
    "columns declared": html(table_b(V)).replace("<tr>", "<colgroup><col width=9><col></colgroup><tr>", 1),
    "words between the rows": html(table_b(V)).replace("</tr><tr>", "</tr>单位：件<tr>", 3),
    "no end tags": html(table_b(V)).replace("</td>", "").replace("</tr>", ""),
    "units in the cells": re.sub(r">(\d+)<", r">\1件<", html(table_b(V))),
    "a page number inside": html(table_b(V)).replace(
        "<tr><td rowspan=5>（五）", "<tr><td colspan=10>— 4 —</td></tr><tr><td rowspan=5>（五）"
    ),
    "a footnote row": html(table_b(V)).replace(
        "</table>", "<tr><td colspan=10>注：单位为件，截至2023年12月31日。</td></tr></table>"
    ),
    "a tall label one row too tall": html(table_b(V)).replace("rowspan=8", "rowspan=9"),
    "a tall label one row too short": html(table_b(V)).replace("rowspan=8", "rowspan=7"),
    "the block one row too tall": html(table_b(V)).replace("rowspan=22", "rowspan=23"),
    "a head far too wide": html(table_b(V)).replace("colspan=7", "colspan=1000"),
    "on its side": html(
        [["申请人", *[label for _, _, label in b_rows()]]]
        + [
            [head, *[str(V[f"{code}__{who}"]) for code, _, _ in b_rows()]]
            for head, who in zip(HEADS, APPLICANTS, strict=True)
        ]
    ),
    "remarks beside": html(
        table_b(
            V,
            heads=[[*b_heads()[0], C("备注", 3)], *b_heads()[1:]],
            cells=lambda values, code: [*b_values(values, code), "含2件" if code == "res_granted" else ""],
        )
    ),
    "last year's totals beside": html(
        table_b(
            V,
            heads=[[C("项目", wide=3), *HEADS, "上年总计"]],
            cells=lambda values, code: [*b_values(values, code), "77"],
        )
    ),
    "a language beside the Chinese": html(
        [[f"{cell} གཏན་འབེབས" if cell in HEADS else cell for cell in row] for row in relabelled(table_b(V), glossed)]
    ),
    "cut from top to bottom": html(halved(APPLICANTS[:4])) + html(halved(APPLICANTS[4:])),
    "cut and set beside each other": f"<table><tr><td>{html(halved(APPLICANTS[:2]))}</td>"
    f"<td>{html(halved(APPLICANTS[2:]))}</td></tr></table>",
    "rows in another order": html((rows := table_b(V))[:8] + [rows[9], rows[8], *rows[10:]]),
    "the year before beside it": "<p>2022年度情况：</p>"
    + html(table_b({code: value + 100 for code, value in V.items()}))
    + "<p>2023年度情况：</p>"
    + html(table_b(V)),
}
FLAT_A = [
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "1", "3", "5"],
    ["行政规范性文件", "12", "7", "94"],
]
REST = "".join(html(block) for block in a_blocks(V)[1:])
SINGLE = [["行政许可", "1386"], ["行政处罚", "245"], ["行政强制", "18"]]
TABLE_A = {
    "four tables": "".join(html(block) for block in a_blocks(V)),
    "no articles and one head for three": html(
        [*FLAT_A, ["信息内容", C("本年处理决定数量", wide=3)], *[[a, C(b, wide=3)] for a, b in SINGLE]]
        + [["信息内容", C("本年收费金额（单位：万元）", wide=3)], ["行政事业性收费", C("36.25", wide=3)]]
    ),
    "the values at the right end": html(
        [row if len(row) != 2 or row[0] == "信息内容" else [row[0], "", "", row[1].text] for row in table_a(V)]
    ),
    "units in the labels": html(table_a(V))
    .replace("规章<", "规章（件）<")
    .replace("行政许可", "行政许可（件）")
    .replace("本年制发件数", "本年制发件数（件）"),
    "last year's figure beside": html(
        [
            ["信息内容", "上年制发件数", *FLAT_A[0][1:]],
            ["规章", "8", "1", "3", "5"],
            ["行政规范性文件", "8", "12", "7", "94"],
        ]
    )
    + REST,
    "on its side": html(
        [
            ["项目", "规章", "行政规范性文件"],
            ["本年制发件数", "1", "12"],
            ["本年废止件数", "3", "7"],
            ["现行有效件数", "5", "94"],
        ]
    )
    + REST,
}


@pytest.mark.parametrize("name", TABLE_B)
def test_table_b_in_every_layout(name):
    assert not misread(read(report_page(V, b=TABLE_B[name])).report, V)


@pytest.mark.parametrize("name", TABLE_A)
def test_table_a_in_every_layout(name):
    assert not misread(read(report_page(V, a=TABLE_A[name])).report, V)


@pytest.mark.parametrize("form", ["f2019", "f2021"])
def test_three_tables_in_one_or_each_block_in_its_own(form):
    values = figures(form)
    one = html(table_a(values, form) + table_b(values, form) + table_c(values))
    assert not misread(read(page(body("<p>见下表</p>", one, "<p>见上表</p>"))).report, values)
    apart = "<p>（一）</p>".join(html(block) for block in a_blocks(values, form))
    assert not misread(read(report_page(values, form, a=apart)).report, values)


def test_tables_of_both_forms_on_one_page_are_each_read_by_their_own_labels():
    first = {code: V19[code] for code in V19 if not code.startswith(("re", "lit"))}
    second = {code: V[code] for code in V if code.startswith(("re", "lit"))}
    report = read(page(body(html(table_a(V19, "f2019")), html(table_b(V)), html(table_c(V))))).report
    assert not misread(report, first | second)
    assert (report.forms["a"], report.forms["b"]) == ("f2019", "f2021")


@pytest.mark.parametrize("nil", ["无", "/", "—", "-", "\u3000", "**", "\\", "──", "未发生"])
def test_a_stated_blank_is_no_number_and_shifts_nothing(nil):
    values = {code: nil if value == 0 or code.startswith("rule") else value for code, value in V.items()}
    assert not misread(read(report_page(values)).report, {c: None if v == nil else v for c, v in values.items()})


BLANKS = {
    "all totals": lambda code: code.endswith("__total"),
    "whole rows": lambda code: code.startswith(("res_denied_int", "req_carried", "rule", "res_partial", "lit")),
    "every cell": lambda code: True,
    "all but the natural persons": lambda code: "__org" in code,
}


@pytest.mark.parametrize("name", BLANKS)
@pytest.mark.parametrize("form", ["f2019", "f2021"])
def test_blank_cells_stay_blank(name, form):
    values = {code: None if BLANKS[name](code) else value for code, value in figures(form).items()}
    assert not misread(read(report_page(values, form)).report, values)


def test_an_unread_order_of_heads_leaves_the_cells_open_and_says_so():
    moved = b_heads()
    moved[1][0] = C("自然人", 1)
    moved[2] = ["科研机构", "商业企业", *FIVE[2:]]
    report = read(report_page(V, b=html(table_b(V, heads=moved)))).report
    codes = {code for code in V if "__" in code}
    assert not misread(report, V, codes)
    assert "req_new__natural" not in report.values()


def test_totals_alone_are_read_as_totals_and_the_other_columns_are_told():
    report = read(report_page(V, b=html(halved(APPLICANTS[-1:])))).report
    lacking = {code for code in V if "__" in code and not code.endswith("__total")}
    assert not misread(report, {code: value for code, value in V.items() if code not in lacking})
    assert lacking == {code for note in report.notes if note.kind == "missing_column" for code in note.cells}


def test_heads_that_lack_some_of_the_columns_name_none_of_the_others():
    report = read(report_page(V, b=html(table_b(V, heads=[[C("项目", wide=3), "总计", "自然人"]])))).report
    assert not misread(report, V, {code for code in V if "__" in code})


def bent(code, bend, spare=0, **more):
    """Table B in which `bend` changes the value cells of one row, with `spare` empty cells behind each row."""

    def cells(values, one):
        row = b_values(values, one)
        return [*(bend(row) if one == code else row), *[""] * spare]

    return html(table_b(V | more, cells=cells))


BENT = {
    "a cell too few before a spare one": bent("res_granted", lambda row: [*row[:2], *row[3:]], spare=1),
    "a cell too few in the first row": bent("req_new", lambda row: [*row[:5], row[6]], spare=1),
    "a cell too many where the totals are blank": bent(
        "res_granted",
        lambda row: [*row[:1], "", *row[1:]],
        **{code: None for code in V if code.endswith("__total")},
    ),
}


@pytest.mark.parametrize("name", BENT)
def test_a_row_of_another_length_gives_no_wrong_figure_silently(name):
    report = read(report_page(V, b=BENT[name])).report
    moved = [code for code, value in report.values().items() if value != V[code]]
    assert not moved
    assert {"res_granted__natural", "req_new__natural"} & {code for note in report.notes for code in note.cells}


def test_cells_that_hold_only_signs_without_width_are_blank():
    values = {code: None if value == 0 else value for code, value in V.items()}
    page = report_page(values, b=html([[*row, ""] for row in table_b(values)]).replace("<td></td>", "<td>&#8203;</td>"))
    assert not misread(read(page).report, values)


def test_the_sum_of_a_group_is_told_as_one_and_is_no_leftover():
    rows = table_b(V)
    at = next(at for at, row in enumerate(rows) if isinstance(row[0], C) and row[0].text == "（四）无法提供")
    rows.insert(at, [C("（四）无法提供小计", wide=2), *["7"] * 7])
    report = read(report_page(V, b=html(rows))).report
    kinds = [note.kind for note in report.notes]
    assert "subtotal_row" in kinds
    assert "unmatched_row" not in kinds


def test_items_without_a_head_take_no_measure_of_the_other_form():
    rows = [
        row
        for row in table_a({**V19, "fee_items_change19": None}, "f2019")
        if not (len(row) == 3 and "上一年" in str(row[1]))
    ]
    assert "fee_amount_wan" not in read(report_page(V19, "f2019", a=html(rows))).report.values()


def test_two_years_side_by_side_in_one_head_are_left_open():
    rows = [["信息内容", "2022年处理决定数量", "2023年处理决定数量"], ["行政许可", "999", "1386"]]
    tables = [html(a_blocks(V)[0]), html(rows), *[html(block) for block in a_blocks(V)[2:]]]
    assert not misread(read(report_page(V, a="".join(tables))).report, V, {"license_decisions"})


@pytest.mark.parametrize("sign", ["<sup>1</sup>", "<span style='vertical-align:super'>1</span>"])
def test_a_raised_digit_is_none_of_the_figure(sign):
    report = read(report_page(V, a=html(table_a(V)).replace(">1386<", f">1386{sign}<"))).report
    assert report.statuses()["license_decisions"] == "text"
    assert "license_decisions" in {code for note in report.notes for code in note.cells}


def test_of_reports_of_several_years_on_one_page_the_titled_year_is_read():
    last = {code: value + 50 for code, value in V.items()}
    older = body(html(table_a(last)), html(table_b(last)), html(table_c(last)), 2022)
    newer = body(html(table_a(V)), html(table_b(V)), html(table_c(V)))
    report = read(page(f"<h2>2022年</h2>{older}<h2>2023年</h2>{newer}")).report
    assert not misread(report, V)
    assert report.year == 2023
    assert set(V) <= {code for note in report.notes if note.kind == "duplicate_table" for code in note.cells}
