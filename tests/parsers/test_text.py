"""Copied text: what its cells still say is read, and where cells ran together or lines were lost nothing is assigned."""

from __future__ import annotations

import re

import pytest

from parsers.read import read
from tests.parsers.official import PARTS, TITLE, C, figures, misread, table_a, table_b, table_c

V, V19 = figures(), figures("f2019")
ZERO = dict.fromkeys(V, 0)


def joined(rows, separator):
    return "\n".join(separator.join(cell.text if isinstance(cell, C) else cell for cell in row) for row in rows)


def text(values, separator, form="f2021"):
    tables = [joined(rows, separator) for rows in (table_a(values, form), table_b(values, form), table_c(values))]
    parts = ("统计期限自2023年1月1日起至2023年12月31日止。", *tables, "有待提高。", "无。")
    return "\n".join([TITLE, *[f"{head}\n{part}" for head, part in zip(PARTS, parts, strict=True)]])


@pytest.mark.parametrize("separator", ["\t", " ", "  ", "|", "\n"])
@pytest.mark.parametrize("form", ["f2019", "f2021"])
def test_every_separator(separator, form):
    values = figures(form)
    assert not misread(read(text(values, separator, form).encode()).report, values)


@pytest.mark.parametrize("separator", [" ", "\n"])
def test_blank_cells_that_leave_no_trace_leave_their_rows_open(separator):
    gaps = ("org_legal", "org_welfare", "rule_issued", "rev_other", "lit_after_pending")
    values = {code: None if code.endswith(gaps) else value for code, value in V.items()}
    source = re.sub(f"{separator}+", separator, text(values, separator))
    assert not misread(read(source.encode()).report, values, set(V))


def test_cells_run_together_give_no_figure():
    report = read(text(V, "").encode()).report
    assert not report.facts
    assert {note.detail for note in report.notes if note.kind == "missing_table"} == {"a", "b", "c"}


@pytest.mark.parametrize("values", [V, ZERO, {**ZERO, "req_new__natural": 3, "res_granted__natural": 3}])
def test_repeated_lines_dropped_give_no_wrong_figure(values):
    lines = dict.fromkeys(text(values, "\n").split("\n"))
    report = read("\n".join(lines).encode()).report
    assert all(values[code] == value for code, value in report.values().items())


def test_heads_a_character_a_line():
    heads = [
        "申请人情况",
        "自",
        "然",
        "人",
        "法人或其他组织",
        "总计",
        "商",
        "业",
        "企",
        "业",
        "科",
        "研",
        "机",
        "构",
        "社会",
        "公益",
        "组织",
        "法律",
        "服务",
        "机构",
        "其",
        "他",
    ]
    table = joined(table_b(V)[3:], "\t")
    source = text(V, "\t").replace(joined(table_b(V), "\t"), "\n".join(heads) + "\n" + table)
    assert not misread(read(source.encode()).report, V)
