"""The official tables with given figures: what an office would fill in, as a grid and as HTML.

Source: 国办公开办函〔2019〕60号 and 〔2021〕30号, through the declaration in `parsers/forms`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from parsers.codes import declaration

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = "本年度办理结果"


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell to be set: text, spans, and the code of the figure it prints ("" for labels and heads)."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    code: str = ""


Grid = list[list[FormCell]]


def disclosure_grid(figures: Mapping[str, str], form: str) -> Grid:
    """Return Table A of `form` with the figures as printed; a figure not given is left blank."""
    out: Grid = []
    for block in declaration("disclosure")["block"]:
        if block["form"] != form:
            continue
        measures = [measure["zh"] for measure in block["measure"]]
        out.append([FormCell(f"第二十条第（{block['article']}）项", colspan=4)])
        out.append([FormCell("信息内容"), *_spread([FormCell(text) for text in measures])])
        for item in block["item"]:
            cells = [FormCell(figures.get(code, ""), code=code) for code in item["codes"]]
            out.append([FormCell(item["zh"]), *_spread(cells)])
    return out


def _spread(cells: Sequence[FormCell]) -> list[FormCell]:
    """Let the last of fewer than three cells span the rest of the three value columns."""
    last = cells[-1]
    return [*cells[:-1], FormCell(last.text, 1, 4 - len(cells), last.code)]


def application_grid(figures: Mapping[str, str], form: str) -> Grid:
    """Return Table B of `form` with the figures as printed."""
    declared = declaration("applications")
    applicants = declared["applicant"]
    rows = [row for row in declared["row"] if form in row["forms"]]
    results = [row for row in rows if row["code"].startswith("res_")]
    out: Grid = [
        [FormCell(NOTE, 3, 3), FormCell("申请人情况", colspan=7)],
        [FormCell("自然人", 2), FormCell("法人或其他组织", colspan=5), FormCell("总计", 2)],
        [FormCell(applicant["zh"]) for applicant in applicants[1:6]],
    ]
    for group, members in groupby(rows, key=lambda row: row.get("group", "")):
        for at, row in enumerate(list(members_ := list(members))):
            label = f"{row['mark']}、" if len(row["mark"]) == 1 and row["mark"] in "一二四" else row["mark"]
            label = f"{label}." if label.isdigit() else label
            cells: list[FormCell] = []
            if row is results[0]:
                cells.append(FormCell(f"三、{RESULTS}", rowspan=len(results)))
            if group.startswith("（") and at == 0:
                cells.append(FormCell(group, rowspan=len(members_)))
            span = 1 if group.startswith("（") else 2 if row["code"].startswith("res_") else 3
            cells.append(FormCell(label + row["zh"], colspan=span))
            codes = [f"{row['code']}__{applicant['code']}" for applicant in applicants]
            out.append(cells + [FormCell(figures.get(code, ""), code=code) for code in codes])
    return out


def review_grid(figures: Mapping[str, str]) -> Grid:
    """Return Table C (the same in both forms) with the figures as printed."""
    declared = declaration("reviews")
    results = [FormCell(result["zh"]) for result in declared["result"]]
    codes = [f"{block['code']}_{result['code']}" for block in declared["block"] for result in declared["result"]]
    return [
        [FormCell("行政复议", colspan=5), FormCell("行政诉讼", colspan=10)],
        [*[FormCell(cell.text, 2) for cell in results], *[FormCell(b["zh"], colspan=5) for b in declared["block"][1:]]],
        results * 2,
        [FormCell(figures.get(code, ""), code=code) for code in codes],
    ]


def grids(figures: Mapping[str, str], form: str) -> dict[str, Grid]:
    """Return the three tables of `form` by letter."""
    return {
        "a": disclosure_grid(figures, form),
        "b": application_grid(figures, form),
        "c": review_grid(figures),
    }


def to_html(grid: Grid, attributes: str = ' border="1" cellspacing="0"') -> str:
    """Set a grid as an HTML table."""
    lines = []
    for row in grid:
        cells = []
        for cell in row:
            spans = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
            spans += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
            cells.append(f"<td{spans}>{escape(cell.text)}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table{attributes}>" + "\n".join(lines) + "</table>"


def to_text(grid: Grid) -> str:
    """Set a grid as lines with tabs, as copying a page gives them: spans become empty cells, cells below a row span
    lose their place."""
    return "\n".join("\t".join("\t".join([cell.text, *[""] * (cell.colspan - 1)]) for cell in row) for row in grid)
