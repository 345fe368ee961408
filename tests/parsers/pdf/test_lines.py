"""Ruled tables: however their lines are drawn, the page is turned or the table is cut, every cell is read."""

from __future__ import annotations

import pytest

from parsers.document import Heading, Table
from parsers.pdf import read_pdf
from tests.parsers.pdf.report import Setter, check, made, report, turned
from tests.parsers.pdf.writer import STYLES, Page, pdf, set_table


@pytest.mark.parametrize("form", ["f2019", "f2021"])
@pytest.mark.parametrize("style", STYLES)
def test_lines_drawn_in_any_way_rule_a_table(style, form):
    sheet = made(1, form)
    check(pdf(report(sheet, Setter(style))), sheet)


@pytest.mark.parametrize("by", [90, 180, 270])
def test_turned_pages_are_read_as_they_are_shown(by):
    sheet = made(2, "f2021")
    check(pdf(turned(report(sheet, Setter()), by)), sheet)


@pytest.mark.parametrize("by", [90, 180, 270])
def test_a_page_whose_content_lies_on_its_side_is_read_so(by):
    sheet = made(3, "f2019")
    pages = turned(report(sheet, Setter()), by)
    for page in pages:
        page.rotate = 0
    check(pdf(pages), sheet)


@pytest.mark.parametrize("rows", range(4, 15))
def test_a_table_cut_at_any_row_is_one_table(rows):
    sheet = made(rows, "f2021")
    data = pdf(report(sheet, Setter(numbers=True, running="内部资料", rows=rows)))
    check(data, sheet)
    assert sum(1 for _ in read_pdf(data).tables()) == 3


def test_each_cell_says_its_page_and_box():
    page = Page()
    set_table(page, [(0, 0, 1, 1, "规章"), (0, 1, 1, 2, "12"), (1, 0, 1, 1, "甲"), (1, 1, 1, 1, "3"), (1, 2, 1, 1, "4")],
              100, 700, [50, 40, 40], height=20)  # fmt: skip
    (table,) = read_pdf(pdf([Page(), page])).tables()
    place = table.place(0, 1)
    assert (place.row, place.column, place.page) == (1, 2, 2)
    assert place.box == pytest.approx((150, 142, 230, 162), abs=0.6)
    assert {cell.text: cell.colspan for cell in table.cells}["12"] == 2


def test_a_frame_around_the_page_is_no_table():
    page = Page()
    page.cell(30, 30, 565, 812, "frames")
    page.text(100, 700, "某某局2023年政府信息公开工作年度报告", 18)
    for at in range(4):
        page.text(100, 650 - 20 * at, "正文第一行，说的是公开工作的总体情况。", 10)
    blocks = read_pdf(pdf([page])).blocks
    assert not any(isinstance(block, Table) for block in blocks)
    assert isinstance(blocks[0], Heading)


def test_a_row_without_its_last_cell_is_short_not_blank():
    page = Page()
    cells = [(0, c, 1, 1, text) for c, text in enumerate(("类别", "甲", "乙"))] + [
        (1, 0, 1, 1, "规章"),
        (1, 1, 1, 1, "5"),
    ]
    cells += [(2, c, 1, 1, text) for c, text in enumerate(("其他", "1", "2"))]
    set_table(page, cells, 100, 700, [60, 60, 60])
    (table,) = read_pdf(pdf([page])).tables()
    assert [len(row) for row in table.by_row()] == [3, 2, 3]


def test_what_is_drawn_outside_the_page_or_in_a_light_ground_is_no_line():
    page = Page()
    set_table(page, [(0, 0, 1, 1, "规章"), (0, 1, 1, 1, ""), (1, 0, 1, 1, "甲"), (1, 1, 1, 1, "")], 100, 700, [60, 60])
    page.commands.append("0.87 0.93 1 rg 100 640 60 20 re f 161 690 58 2 re f 0 g")
    page.line(100, -20, 160, -20)
    page.line(100, 700, 100, 900)
    (table,) = read_pdf(pdf([page])).tables()
    assert (table.rows, table.columns) == (2, 2)
