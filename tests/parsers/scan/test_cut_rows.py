"""Rows of scanned tables over a page break: the label that both pages say stands beside the figures."""

from __future__ import annotations

from parsers.document import Cell, Paragraph, Spot, Table
from parsers.scan_cuts import with_whole_rows

LABEL = "5.要求行政机关确认或重新出具已获取信息"


def page_of(number: int, *rows: list[str]) -> Table:
    cells = tuple(Cell(text, at, column) for at, row in enumerate(rows) for column, text in enumerate(row))
    spots = {(cell.row, cell.column): Spot(number, (0, 0, 1, 1), 1.0) for cell in cells}
    return Table(number, cells, len(rows), len(rows[0]), spots=spots)


def both(
    upper: list[str], lower: list[str], pages: tuple[int, int] = (1, 2)
) -> tuple[list[list[str]], list[list[str]]]:
    before = [page_of(pages[0], ["2.重复申请", "1", "2"], upper), Paragraph("- 1 -")]
    first, second = with_whole_rows(before, [page_of(pages[1], lower, ["3.其他", "5", "6"])])
    return tuple([[cell.text for cell in row] for row in table.by_row()] for table in (first[0], second[0]))


def test_a_label_that_goes_on_overleaf_stands_beside_its_figures():
    upper, lower = both([LABEL[:7], "3", "4"], [LABEL[7:], "", ""])
    assert upper[-1] == [LABEL, "3", "4"]
    assert lower == [[], ["3.其他", "5", "6"]]
    lined = "5.要求\n行政机关"
    assert both([lined, "3", "4"], [LABEL[8:], "", ""])[0][-1] == [lined + LABEL[8:], "3", "4"]
    upper, lower = both([LABEL[:7], "", ""], [LABEL[7:], "3", "4"])
    assert upper == [["2.重复申请", "1", "2"], []]
    assert lower[0] == [LABEL, "3", "4"]


def test_a_label_wholly_overleaf_stands_beside_the_figures_that_have_none():
    before = [page_of(1, ["2.重复申请", "1", "2", "3"], ["", "4", "5", "6"])]
    first, second = with_whole_rows(before, [page_of(2, [LABEL, "", "", ""])])
    assert [cell.text for cell in first[0].by_row()[-1]] == [LABEL, "4", "5", "6"]
    assert second[0].by_row() == [[]]
    labelled = with_whole_rows([page_of(1, ["2.重复申请", "1", "2", "3"])], [page_of(2, [LABEL, "", "", ""])])
    assert labelled[1][0].by_row() != [[]]


def test_figures_on_both_pages_or_other_words_are_two_rows():
    for upper, lower in (
        ([LABEL[:7], "3", "4"], [LABEL[7:], "3", "4"]),
        (["（七）总计", "3", "4"], [LABEL[7:], "", ""]),
        ([LABEL, "3", "4"], ["四、结转下年度继续办理", "", ""]),
    ):
        assert both(upper, lower) == ([["2.重复申请", "1", "2"], upper], [lower, ["3.其他", "5", "6"]])


def test_a_table_of_a_later_page_goes_on_with_nothing():
    upper, _ = both([LABEL[:7], "3", "4"], [LABEL[7:], "", ""], pages=(1, 3))
    assert upper[-1] == [LABEL[:7], "3", "4"]
