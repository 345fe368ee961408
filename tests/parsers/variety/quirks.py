"""The ways in which real reports break a table (`quirks.md`), one function each, applied to a Sheet in place."""

from __future__ import annotations

import re
from dataclasses import replace

import opencc

from demo.official_form import FormCell
from tests.parsers.variety.sheet import Sheet

FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
TYPOS = {
    "属于三类内部事务信息": "属于三类内容事务信息",
    "只计这一情形": "只计这一情况",
    "过程性信息": "过程性性信息",
    "三、本年度": "三三、本年度",
}


def blank_zeros(sheet: Sheet) -> None:
    """29: zeros are left blank, sometimes all but the totals."""
    keep_totals = sheet.rng.random() < 0.5
    for cell in sheet.cells("b"):
        if cell.text == "0" and not (keep_totals and cell.code.endswith("__total")):
            sheet.truth[cell.code] = None
    sheet.each_value("b", lambda cell: "" if sheet.truth[cell.code] is None else cell.text)


def marked_nil(sheet: Sheet) -> None:
    """30: a slash or a dash for nil."""
    sign = sheet.rng.choice(["/", "／", "—", "-", "--", "无"])
    for cell in sheet.cells("a"):
        if cell.text == "0" and sheet.rng.random() < 0.7:
            sheet.truth[cell.code] = None
    sheet.each_value("a", lambda cell: sign if sheet.truth[cell.code] is None else cell.text)


def full_width(sheet: Sheet) -> None:
    """V05: full-width digits."""
    sheet.each_value("abc", lambda cell: cell.text.translate(FULL_WIDTH))


def separators(sheet: Sheet) -> None:
    """V05: thousands separators."""
    comma = sheet.rng.choice([",", "，"])

    def edit(cell: FormCell) -> str:
        if not re.fullmatch(r"\d{4,}(\.\d+)?", cell.text):
            return cell.text
        whole, _, part = cell.text.partition(".")
        return f"{int(whole):,}".replace(",", comma) + (f".{part}" if part else "")

    sheet.each_value("ab", edit)


def padded(sheet: Sheet) -> None:
    """35: blanks, nbsp and ideographic spaces around digits."""
    pad = sheet.rng.choice([" ", "\u00a0", "\u3000", "\u200b"])
    sheet.each_value("abc", lambda cell: pad + cell.text + pad * sheet.rng.randrange(2))


def typos(sheet: Sheet) -> None:
    """25: typing slips in labels."""
    _labels(sheet, lambda text: next((text.replace(a, b) for a, b in TYPOS.items() if a in text), text))


def traditional(sheet: Sheet) -> None:
    """28: mirrors in traditional characters, some word by word."""
    convert = opencc.OpenCC(sheet.rng.choice(["s2t", "s2twp"])).convert
    _labels(sheet, convert)


def half_brackets(sheet: Sheet) -> None:
    """14: half-width brackets, blanks inside labels."""
    _labels(sheet, lambda text: text.replace("（", "(").replace("）", ") ").replace("，", ", "))


def other_numbering(sheet: Sheet) -> None:
    """26: 1、 or ① or 1． for 1., or none."""
    style = sheet.rng.choice(["{}、", "{}．", "({})", ""])
    _labels(sheet, lambda text: re.sub(r"^(\d)\.", lambda m: style.format(m[1]) if style else "", text))


def short_labels(sheet: Sheet) -> None:
    """26: short labels in re-set copies."""
    short = {
        "1.申请人无正当理由": "1.逾期不补正",
        "2.申请人逾期未按收费": "2.逾期不缴费",
        "（二）部分公开": "（二）部分公开",
    }
    _labels(sheet, lambda text: next((new for start, new in short.items() if text.startswith(start)), text))


def _labels(sheet: Sheet, edit) -> None:
    for grid in sheet.grids.values():
        for row in grid:
            for at, cell in enumerate(row):
                if not cell.code:
                    row[at] = replace(cell, text=edit(cell.text))


def fillers(sheet: Sheet) -> None:
    """21: filler cells instead of row spans."""
    grid = sheet.grids["b"]
    for at in sheet.value_rows("b"):
        for column, cell in list(enumerate(grid[at])):
            if cell.rowspan > 1:
                for below in range(at + 1, at + cell.rowspan):
                    grid[below].insert(column, FormCell(""))
                grid[at][column] = replace(cell, rowspan=1)


def exploded(sheet: Sheet) -> None:
    """21: every column span of a label set as empty cells."""
    for at in sheet.value_rows("b"):
        row = []
        for cell in sheet.grids["b"][at]:
            row += [cell] if cell.code else [replace(cell, colspan=1), *[FormCell("")] * (cell.colspan - 1)]
        sheet.grids["b"][at] = row


def irregular_spans(sheet: Sheet) -> None:
    """21: head and figures of one block span different columns."""
    for letter in "bc":
        for at in sheet.value_rows(letter):
            row = sheet.grids[letter][at]
            wide = sheet.rng.randrange(len(row))
            if row[wide].code and sheet.rng.random() < 0.5:
                row[wide] = replace(row[wide], colspan=2)


def spare_columns(sheet: Sheet) -> None:
    """21: an empty column left or right."""
    left = sheet.rng.random() < 0.5
    for row in sheet.grids["b"]:
        row.insert(0 if left else len(row), FormCell("", rowspan=1))


def subtotal_column(sheet: Sheet) -> None:
    """9: an eighth column, 法人或其他组织小计."""
    grid = sheet.grids["b"]
    for at, row in enumerate(grid):
        if at == 0:
            row[-1] = replace(row[-1], colspan=8)
        elif at == 1:
            row[1] = replace(row[1], colspan=6)
        elif at == 2:
            row.append(FormCell(sheet.rng.choice(["小计", "法人小计"])))
        else:
            values = [int(cell.text or 0) for cell in row if cell.code][1:6]
            row.insert(len(row) - 1, FormCell(str(sum(values))))


def missing_row(sheet: Sheet) -> None:
    """A row of the form is not printed."""
    rows = [at for at in sheet.value_rows("b")[3:-2] if sheet.grids["b"][at][0].rowspan == 1]
    at = sheet.rng.choice([at for at in rows if len(sheet.grids["b"][at]) == 8])
    _stretch(sheet, at, -1)
    gone = sheet.grids["b"].pop(at)
    sheet.absent |= {cell.code for cell in gone if cell.code}


def short_row(sheet: Sheet) -> None:
    """22: a row with six figures for seven columns: nobody can tell which one is missing."""
    at = sheet.rng.choice(sheet.value_rows("b"))
    row = sheet.grids["b"][at]
    values = [column for column, cell in enumerate(row) if cell.code]
    sheet.open |= {row[column].code for column in values}
    row.pop(sheet.rng.choice(values))


def merged_blank(sheet: Sheet) -> None:
    """One blank cell over all seven columns of a row."""
    at = sheet.rng.choice(sheet.value_rows("b")[2:])
    row = sheet.grids["b"][at]
    first = next(column for column, cell in enumerate(row) if cell.code)
    codes = {cell.code for cell in row if cell.code}
    sheet.truth |= dict.fromkeys(codes)
    sheet.open |= codes
    sheet.grids["b"][at] = [*row[:first], replace(row[first], text="", colspan=len(row) - first)]


def merged_number(sheet: Sheet) -> None:
    """One number over several columns: whose it is cannot be told."""
    at = sheet.rng.choice(sheet.value_rows("b"))
    row = sheet.grids["b"][at]
    first = next(column for column, cell in enumerate(row) if cell.code)
    sheet.open |= {cell.code for cell in row if cell.code}
    row[first] = replace(row[first], colspan=3)
    del row[first + 1 : first + 3]


def split_row_label(sheet: Sheet) -> None:
    """1: a label broken over two rows, the second without figures."""
    rows = [
        at for at in sheet.value_rows("b") if len(sheet.grids["b"][at]) == 8 and len(sheet.grids["b"][at][0].text) > 9
    ]
    at = sheet.rng.choice(rows)
    label = sheet.grids["b"][at][0]
    cut = len(label.text) // 2
    sheet.change("b", at, 0, text=label.text[:cut])
    rest = [FormCell(label.text[cut:], colspan=label.colspan), *[FormCell("")] * 7]
    sheet.grids["b"].insert(at + 1, rest)
    _stretch(sheet, at)


def _stretch(sheet: Sheet, at: int, by: int = 1) -> None:
    """Let the row spans that reach over row `at` reach over `by` rows more."""
    for above in range(at + 1):
        for column, cell in enumerate(sheet.grids["b"][above]):
            if not cell.code and cell.rowspan > 1 and above + cell.rowspan > at:
                sheet.change("b", above, column, rowspan=cell.rowspan + by)


def page_break(sheet: Sheet) -> None:
    """16: the table cut by a page: the group label set twice or in two pieces, a page number, the head repeated."""
    grid = sheet.grids["b"]
    rows = sheet.value_rows("b")
    group_at = next(at for at in rows if any(cell.text.startswith("（四）") for cell in grid[at]))
    results_at = rows[2]
    size = grid[results_at][0].rowspan
    sheet.change("b", results_at, 0, rowspan=group_at - results_at)
    grid[group_at].insert(0, FormCell("三、本年度办理结果", rowspan=size - (group_at - results_at)))
    if sheet.rng.random() < 0.5:
        column = next(at for at, cell in enumerate(grid[group_at]) if cell.text.startswith("（四）"))
        span = grid[group_at][column].rowspan
        sheet.change("b", group_at, column, text="（四）无法", rowspan=1)
        if span > 1:
            grid[group_at + 1].insert(0, FormCell("提供", rowspan=span - 1))
    if sheet.rng.random() < 0.5:
        grid[group_at:group_at] = [[FormCell("- 4 -", colspan=10)]]
        group_at += 1
    if sheet.rng.random() < 0.5:
        grid[group_at:group_at] = [[FormCell("", 3, 3), *grid[0][1:]], list(grid[1]), list(grid[2])]


def two_tables(sheet: Sheet) -> None:
    """16: the second page of Table B is a table of its own, without a head."""
    sheet.applied.append("cut_b")


def split_head(sheet: Sheet) -> None:
    """6, 21: 商业 / 企业 on two rows."""
    grid = sheet.grids["b"]
    first = [replace(cell, text=cell.text[:2]) for cell in grid[2]]
    second = [replace(cell, text=cell.text[2:]) for cell in grid[2]]
    grid[0][0] = replace(grid[0][0], rowspan=4)
    grid[1] = [replace(cell, rowspan=3) if cell.rowspan == 2 else cell for cell in grid[1]]
    grid[2:3] = [first, second]


def reviews_by_block(sheet: Sheet) -> None:
    """Table C block by block: three rows of five figures."""
    values = list(sheet.grids["c"][-1])
    heads = sheet.grids["c"][2][:5]
    names = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    sheet.grids["c"] = [[FormCell("类别"), *heads]] + [
        [FormCell(name), *values[at * 5 : at * 5 + 5]] for at, name in enumerate(names)
    ]


def reviews_downwards(sheet: Sheet) -> None:
    """Table C downwards: a row a result."""
    values = list(sheet.grids["c"][-1])
    heads = sheet.grids["c"][2][:5]
    rows = []
    for block, name in enumerate(["行政复议", "未经复议直接起诉", "复议后起诉"]):
        for at, head in enumerate(heads):
            label = [FormCell(name, rowspan=5)] if at == 0 else []
            rows.append([*label, replace(head, rowspan=1), values[block * 5 + at]])
    sheet.grids["c"] = rows


def units_in_cells(sheet: Sheet) -> None:
    """33: a unit printed inside the cell."""
    sheet.each_value(
        "a", lambda cell: cell.text + "件" if cell.code.endswith("_decisions") and cell.text else cell.text
    )


def local_heads(sheet: Sheet) -> None:
    """3, 4, 24: local wordings of the heads of Table A."""
    swap = {
        "本年制发件数": "本年（2023）制发件数",
        "现行有效件数": "现行有效件数 (历史累计)",
        "行政规范性文件": "规范性文件",
        "本年收费金额（单位：万元）": "本年收费金额（单位：万元，保留4位小数）",
        "本年新制作数量": "本年新\n制作数量",
    }
    _labels(sheet, lambda text: swap.get(text, text))


def ran_together(sheet: Sheet) -> None:
    """18: the figures of a row joined into one cell: illegible."""
    at = sheet.rng.choice(sheet.value_rows("a")[:2])
    row = sheet.grids["a"][at]
    values = [cell for cell in row if cell.code]
    sheet.open |= {cell.code for cell in values}
    joined = replace(values[0], text="".join(cell.text for cell in values), colspan=3)
    sheet.grids["a"][at] = [row[0], joined]


def two_lines(sheet: Sheet) -> None:
    """Two numbers on two lines of one cell: illegible."""
    at = sheet.rng.choice(sheet.value_rows("b"))
    column = next(i for i, cell in enumerate(sheet.grids["b"][at]) if cell.code)
    cell = sheet.grids["b"][at][column]
    sheet.open.add(cell.code)
    sheet.change("b", at, column, text="1\n2")


def printed_subtotals(sheet: Sheet) -> None:
    """B40: the group label printed as a row of its own with sums."""
    grid = sheet.grids["b"]
    at = next(at for at in sheet.value_rows("b") if any(cell.text.startswith("（三）") for cell in grid[at]))
    group = next(cell for cell in grid[at] if cell.text.startswith("（三）"))
    grid.insert(at, [FormCell(group.text, colspan=2), *[FormCell("0")] * 7])
    _stretch(sheet, at - 1)


ALL = [
    blank_zeros, marked_nil, full_width, separators, padded, typos, traditional, half_brackets, other_numbering, short_labels,
    fillers, exploded, irregular_spans, spare_columns, subtotal_column, missing_row, short_row, merged_blank, merged_number,
    split_row_label, page_break, two_tables, split_head, reviews_by_block, reviews_downwards, units_in_cells, local_heads,
    ran_together, two_lines, printed_subtotals,
]  # fmt: skip
