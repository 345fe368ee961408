"""Tables that lines do not rule, or only level ones: read where nothing can be mistaken, else missed aloud."""

from __future__ import annotations

from parsers.pdf import read_pdf
from parsers.read import read
from tests.parsers.pdf.report import WIDTHS, BareSetter, LevelSetter, made, report
from tests.parsers.pdf.writer import Page, pdf, placed
from tests.parsers.test_variety import wrong_cells

ROWS = ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理"]


def test_a_table_with_level_lines_alone_is_read_by_the_columns_of_its_figures():
    page = Page()
    for at, label in enumerate(ROWS):
        top = 700 - at * 20
        page.line(60, top, 500, top)
        page.text(64, top - 14, label, 8)
        for column in range(7):
            if at != 1 or column != 3:
                page.text(250 + column * 35, top - 14, str(at * 10 + column), 8)
    page.line(60, 640, 500, 640)
    (table,) = read_pdf(pdf([page])).tables()
    rows = [[cell.text for cell in row] for row in table.by_row()]
    assert rows[0] == [ROWS[0], *map(str, range(7))]
    assert rows[1] == [ROWS[1], "10", "11", "12", "", "14", "15", "16"]


def test_without_upright_lines_or_any_no_cell_is_wrong():
    for form in ("f2019", "f2021"):
        for setter in (LevelSetter(), BareSetter()):
            sheet = made(7, form)
            reading = read(pdf(report(sheet, setter)))
            assert reading.report
            wrong = {
                code: pair
                for code, pair in wrong_cells(reading.report, sheet).items()
                if pair[0] not in (None, "absent")
            }
            assert not wrong
            missed = any(
                note.kind in ("missing_table", "missing_row", "ambiguous_row") for note in reading.report.notes
            )
            assert missed or not wrong_cells(reading.report, sheet)


def test_figures_that_wrap_between_rows_without_lines_are_nobodys():
    page = Page()
    for at, label in enumerate(ROWS):
        top = 700 - at * 30
        page.text(64, top, label, 8)
        for column in range(6):
            page.text(250 + column * 35, top, "0", 8)
        page.text(460, top + 5, "13", 8)
        page.text(460, top - 5, "85", 8)
    (table,) = read_pdf(pdf([page])).tables()
    assert [row[-1].text for row in table.by_row()] == ["13\n85"] * 3


def test_the_widths_of_the_set_report_hold_its_grids():
    for letter, widths in WIDTHS.items():
        assert len(widths) == max(c + w for _, c, _, w, _ in placed(made(1, "f2021").grids[letter]))
