"""Pages one after the other: what runs along them is dropped, what they cut is joined, or nothing is said."""

from __future__ import annotations

from parsers.document import Heading, Paragraph
from parsers.numbers import read_number
from parsers.pdf import read_pdf
from tests.parsers.pdf.report import Setter, check, made, report
from tests.parsers.pdf.writer import Page, Placed, pdf, set_table

COLUMNS = [40.0, 40.0, 120.0, *[30.0] * 7]
ZEROS = [(0, 3 + c, 1, 1, "0") for c in range(7)]


def rows_of(pages: list[Page]) -> list[list[str]]:
    (table,) = read_pdf(pdf(pages)).tables()
    return [[cell.text for cell in row if cell.text] for row in table.by_row()]


def two_pages(upper: list[Placed], lower: list[Placed]) -> list[Page]:
    """Two pages with a table that ends the first and begins the second, each with whole rows around the cut."""
    first, second = Page(), Page()
    whole = [(0, 0, 1, 3, "一、本年新收政府信息公开申请数量"), *ZEROS]
    last = [(1, 0, 1, 3, "四、结转下年度继续办理"), *[(1, c, 1, 1, t) for _, c, _, _, t in ZEROS]]
    set_table(first, [*whole, *[(1, *rest) for _, *rest in upper]], 60, 200, COLUMNS)
    set_table(second, [*lower, *last], 60, 780, COLUMNS)
    return [first, second]


def row(label: str, *values: str) -> list[Placed]:
    """A row under the group's tall cells: its label, then what its columns print ("" to fill up)."""
    padded = [*values, *[""] * (7 - len(values))]
    return [
        (0, 0, 1, 1, ""),
        (0, 1, 1, 1, ""),
        (0, 2, 1, 1, label),
        *[(0, 3 + c, 1, 1, t) for c, t in enumerate(padded)],
    ]


def test_a_label_cut_by_the_page_break_is_one_row():
    pages = two_pages(row("5.要求行政机关确认或重", *"1234567"), row("新出具已获取信息"))
    assert rows_of(pages)[1] == ["5.要求行政机关确认或重新出具已获取信息", *"1234567"]


def test_figures_left_on_the_page_before_their_label_join_it():
    pages = two_pages(row("", *"1234567"), row("2.重复申请"))
    assert rows_of(pages)[1] == ["2.重复申请", *"1234567"]


def test_figures_shared_out_over_both_pages_join():
    pages = two_pages(row("2.重复申请", "1", "2", "3"), row("", "", "", "", "4", "5", "6", "7"))
    assert rows_of(pages)[1] == ["2.重复申请", *"1234567"]


def test_a_number_with_digits_on_both_pages_is_illegible():
    pages = two_pages(row("2.重复申请", *"1234567"), row("", "", "", "", "", "", "", "8"))
    assert read_number(rows_of(pages)[1][-1]).status == "illegible"


def test_two_whole_rows_at_a_page_break_stay_two():
    pages = two_pages(row("1.信访举报投诉类申请"), row("2.重复申请", *"1234567"))
    assert [len(cells) for cells in rows_of(pages)] == [8, 1, 8, 8]


def test_heads_repeated_on_each_page_are_dropped():
    head: list[Placed] = [(0, 0, 1, 3, "申请人情况"), *[(0, 3 + c, 1, 1, t) for c, t in enumerate("甲乙丙丁戊己庚")]]
    first, second = Page(), Page()
    set_table(first, [*head, *[(1, *rest) for _, *rest in row("1.信访举报投诉类申请", *"1234567")]], 60, 200, COLUMNS)
    set_table(second, [*head, *[(1, *rest) for _, *rest in row("2.重复申请", *"7654321")]], 60, 780, COLUMNS)
    assert [cells[0] for cells in rows_of([first, second])] == ["申请人情况", "1.信访举报投诉类申请", "2.重复申请"]


def test_a_page_number_inside_a_cell_is_dropped():
    first, second = two_pages(row("1.信访举报投诉类申请", *"1234567"), row("2.重复申请", *"1234567"))
    first.cell(60, 30, 210, 166, "strokes")
    for page, number in ((first, 4), (second, 5)):
        page.text(110, 40, f"- {number} -", 9)
    assert not any("-" in cell for cells in rows_of([first, second]) for cell in cells)


def test_heads_feet_and_page_numbers_are_no_text():
    sheet = made(5, "f2021")
    data = pdf(report(sheet, Setter(numbers=True, running="某某县政府信息公开年报汇编")))
    check(data, sheet)
    text = read_pdf(data).text()
    assert "汇编" not in text
    assert "- 1 -" not in text


def test_lines_are_joined_into_paragraphs_also_over_a_page_break():
    line = "全年主动公开各类信息并通过多种渠道回应社会关切"
    pages = []
    for side in "甲乙":
        setter = Setter()
        for at in range(34):
            setter.line(line + side if at % 4 else line[:-1] + side, left=60 if at % 4 else 80)
        pages += setter.pages
    blocks = read_pdf(pdf(pages)).blocks
    assert all(isinstance(block, Paragraph) for block in blocks)
    assert len(blocks) == 2 * 9


def test_a_title_over_two_lines_is_one():
    page = Page()
    page.text(180, 760, "某某县自然资源局", 20)
    page.text(120, 730, "2023年政府信息公开工作年度报告", 20)
    for at in range(20):
        page.text(60, 690 - 20 * at, "全年主动公开各类信息，并通过多种渠道回应社会关切。", 10)
    document = read_pdf(pdf([page]))
    assert document.title == "某某县自然资源局2023年政府信息公开工作年度报告"
    assert isinstance(document.blocks[0], Heading)


def test_words_that_run_on_below_an_open_foot_belong_to_its_cell():
    page = Page()
    for x in (60, 180, 260):
        page.line(x, 100, x, 160)
    for y in (160, 130):
        page.line(60, y, 260, y)
    page.text(70, 140, "规章", 10)
    page.text(190, 140, "1", 10)
    page.text(70, 112, "行政规范", 10)
    page.text(190, 112, "2", 10)
    page.text(70, 92, "性文件", 10)
    assert rows_of([page]) == [["规章", "1"], ["行政规范性文件", "2"]]
