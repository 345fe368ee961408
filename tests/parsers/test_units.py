"""A unit printed in a cell, a head or a label is counted in exactly, and told."""

from __future__ import annotations

import pytest

from parsers.read import read
from parsers.units import stated_unit, without_unit
from tests.parsers.official import figures, html, misread, report_page, table_a

V = figures()
FEES = {
    "yuan in the head": (362500, "（单位：万元）", "（单位：元）"),
    "yuan in brackets": (362500, "（单位：万元）", "（元）"),
    "yuan without brackets": (362500, "（单位：万元）", "单位：元"),
    "yuan in other words": (362500, "（单位：万元）", "（单位为元）"),
    "yuan of the people": (362500, "（单位：万元）", "（人民币元）"),
    "a hundred million in the head": ("0.003625", "万元", "亿元"),
    "thousands in the head": ("362.5", "万元", "千元"),
    "yuan in the label": (362500, "<td>行政事业性收费", "<td>行政事业性收费（元）"),
    "yuan in the cell": ("362500元", "", ""),
    "ten thousands in the cell": ("36.25万元", "", ""),
    "a scale in the cell": ("36.25万", "", ""),
    "a hundred million in the cell": ("0.003625亿元", "", ""),
}


@pytest.mark.parametrize("name", FEES)
def test_fees_are_counted_in_ten_thousand_yuan(name):
    printed, old, new = FEES[name]
    table = html(table_a({**V, "fee_amount_wan": printed}))
    if name == "yuan in the label":
        table = table.replace("（单位：万元）", "")
    report = read(report_page(V, a=table.replace(old, new) if old else table)).report
    assert not misread(report, V)
    told = {note.kind for note in report.notes if "fee_amount_wan" in note.cells}
    assert told or name == "ten thousands in the cell"


def test_counts_in_ten_thousands():
    table = html(table_a({**V, "license_decisions": "1.386"})).replace(
        "本年处理决定数量", "本年处理决定数量（万件）", 1
    )
    assert not misread(read(report_page(V, a=table)).report, {**V, "license_decisions": 13860})


@pytest.mark.parametrize(
    ("text", "unit", "rest"),
    [
        ("规章（件）", "", "规章"),
        ("本年收费金额（单位：万元）", "万元", "本年收费金额"),
        ("行政许可", "", "行政许可"),
        ("采购总金额(元)", "元", "采购总金额"),
    ],
)
def test_units_in_words(text, unit, rest):
    assert (stated_unit(text), without_unit(text)) == (unit, rest)
