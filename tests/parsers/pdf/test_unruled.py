"""Tables without ruling lines: every word and figure is understood, or the row or the table is missed aloud."""

from __future__ import annotations

from parsers import applications
from parsers.pdf import read_pdf
from parsers.read import read
from parsers.rows import rows_of
from tests.parsers.pdf.report import BareSetter, made, report
from tests.parsers.pdf.writer import Page, pdf
from tests.parsers.test_variety import wrong_cells

ITEMS = ["规章", "行政规范性文件"]
MEASURES = ["本年制发件数", "本年废止件数", "现行有效件数"]
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
ROWS = ["（一）予以公开", "1.属于国家秘密", "（七）总计"]


def tables(page: Page) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in table.by_row()] for table in read_pdf(pdf([page])).tables()]


def disclosure(rows: dict[str, list[tuple[float, str]]]) -> Page:
    page = Page()
    page.text(64, 700, "信息内容", 8)
    for at, measure in enumerate(MEASURES):
        page.text(200 + at * 100, 700, measure, 8)
    for at, (label, figures) in enumerate(rows.items()):
        page.text(64, 680 - at * 20, label, 8)
        for x, figure in figures:
            page.text(x, 680 - at * 20, figure, 8)
    return page


def test_every_cell_of_a_report_without_lines_is_right_or_named():
    for seed in (7, 8, 9):
        for form in ("f2019", "f2021"):
            sheet = made(seed, form)
            reading = read(pdf(report(sheet, BareSetter())))
            assert reading.report
            assert not [
                code for code, (got, _) in wrong_cells(reading.report, sheet).items() if got not in (None, "absent")
            ]
            assert all(reading.report.forms[letter] == form for letter in "ab")


def test_a_label_of_several_lines_owns_the_figures_level_with_its_middle():
    page = Page()
    lines = ["1.申请人无正当理由逾期不补正、行政机关不", "再处理其政府信息公开申请"]
    lines += ["2.申请人逾期未按收费通知要求缴纳费用、", "行政机关不再处理其政府信息公开申请"]
    for at, words in enumerate(lines):
        page.text(64, 700 - at * 11, words, 8)
    for row in range(2):
        for column in range(7):
            page.text(280 + column * 35, 694.5 - row * 22, str(row * 10 + column), 8)
    ((first, second),) = tables(page)
    assert first == ["".join(lines[:2]), *map(str, range(7))]
    assert second == ["".join(lines[2:]), *map(str, range(10, 17))]


def test_figures_under_other_than_their_heads_are_no_table():
    shifted = {"规章": [(210, "1"), (310, "2"), (410, "3"), (510, "4")], "行政规范性文件": [(210, "5")]}
    assert tables(disclosure(shifted)) == []


def test_a_figure_alone_in_its_row_may_stand_in_a_cell_over_all_columns():
    rows = {"规章": [(220, "1"), (320, "2"), (420, "3")], "行政规范性文件": [(308, "12345015")]}
    (table,) = tables(disclosure(rows))
    assert table[-2:] == [["规章", "1", "2", "3"], ["行政规范性文件", "12345015"]]


def test_two_lines_of_digits_in_a_cell_are_never_one_number():
    page = Page()
    for at, label in enumerate(ROWS):
        page.text(64, 700 - at * 30, label, 8)
        for column in range(6):
            page.text(250 + column * 35, 700 - at * 30, "0", 8)
        page.text(460, 705 - at * 30, "12", 8)
        page.text(460, 695 - at * 30, "3", 8)
    (table,) = tables(page)
    assert [row[-1] for row in table] == ["12\n3"] * 3


def test_results_set_downwards_belong_to_the_block_named_beside_them():
    page = Page()
    for block, name in enumerate(("行政复议", "未经复议直接起诉", "复议后起诉")):
        page.text(64, 700 - block * 100 - 40, name, 8)
        for at, result in enumerate(RESULTS):
            page.text(250, 700 - block * 100 - at * 20, result, 8)
            page.text(400, 700 - block * 100 - at * 20, str(block * 10 + at), 8)
    (table,) = read_pdf(pdf([page])).tables()
    spans = {cell.text: (cell.row, cell.rowspan) for cell in table.cells if cell.rowspan > 1}
    assert spans == {"行政复议": (0, 5), "未经复议直接起诉": (5, 5), "复议后起诉": (10, 5)}


def test_a_block_without_its_name_on_the_page_is_read_as_none():
    page = Page()
    for at, result in enumerate(RESULTS * 2):
        page.text(250, 700 - at * 20, result, 8)
        page.text(400, 700 - at * 20, str(at), 8)
    page.text(64, 660, "行政复议", 8)
    assert tables(page) == []


def test_the_number_of_a_page_is_no_figure_of_its_table():
    page = disclosure(
        {"规章": [(220, "1"), (320, "2"), (420, "3")], "行政规范性文件": [(220, "4"), (320, "5"), (420, "6")]}
    )
    page.text(290, 40, "- 3 -", 8)
    (table,) = tables(page)
    assert table[-1] == ["行政规范性文件", "4", "5", "6"]


def test_a_line_through_a_row_makes_it_two():
    page = Page()
    for at, words in enumerate(("1.申请人无正当理由逾期不补正、行政机关不", "再处理其政府信息公开申请")):
        page.text(64, 700 - at * 14, words, 8)
    for column in range(7):
        page.text(280 + column * 35, 693, str(column), 8)
    page.text(64, 660, "3.其他", 8)
    for column in range(7):
        page.text(280 + column * 35, 660, "0", 8)
    assert [len(table) for table in tables(page)] == [2]
    page.line(60, 697, 540, 697)
    assert [[row[0] for row in table] for table in tables(page)] == [["3.其他"]]


def test_the_beginning_of_a_label_that_a_page_break_cuts_is_no_other_label():
    for last, rows in (("2.其他", 2), ("3.其他", 3)):
        page = Page()
        for at, label in enumerate(("（一）予以公开", "1.属于国家秘密", last)):
            page.text(64, 700 - at * 20, label, 8)
            for column in range(7):
                page.text(280 + column * 35, 700 - at * 20, "0", 8)
        assert [len(table) for table in tables(page)] == [rows]


def test_digits_at_the_head_of_the_next_page_make_the_numbers_above_them_illegible():
    page, overleaf = Page(), Page()
    for at, label in enumerate(ROWS):
        page.text(64, 140 - at * 20, label, 8)
        for column in range(7):
            page.text(280 + column * 35, 140 - at * 20, "12", 8)
    for column in (2, 6):
        overleaf.text(280 + column * 35, 790, "04", 8)
    overleaf.text(64, 700, "本年度没有其他需要报告的事项，也没有收取信息处理费，特此说明如上。", 8)
    (table,) = read_pdf(pdf([page, overleaf])).tables()
    last = [cell.text for cell in table.by_row()[-1]]
    assert last == [ROWS[-1], "12", "12", "12\n04", "12", "12", "12", "12\n04"]


def table_b(rows: list[tuple[float, str]], figures: list[float], lines: list[float] = ()) -> Page:
    """Labels at (height, words), seven figures at each of the heights, lines across at others."""
    page = Page()
    for y, words in rows:
        page.text(64, y, words, 8)
    for row, y in enumerate(figures):
        for column in range(7):
            page.text(250 + column * 40, y, str(row * 10 + column), 8)
    for y in lines:
        page.line(60, y, 540, y)
    return page


def by_rows(*pages: Page) -> dict[str, list[str]]:
    document = read_pdf(pdf(list(pages)))
    rows = [[cell.text for cell in row if cell.text] for table in document.tables() for row in table.by_row()]
    return {row[0]: row[1:] for row in rows}


def test_lines_across_part_rows_whatever_line_of_a_label_its_figures_stand_beside():
    labels = [
        (700, "（一）予以"),
        (690, "公开"),
        (670, "1.属于国家"),
        (660, "秘密"),
        (640, "2.其他法律行政"),
        (630, "法规禁止公开"),
    ]
    got = by_rows(table_b(labels, [700, 665, 630], [711, 681, 651, 621]))
    assert list(got) == ["（一）予以公开", "1.属于国家秘密", "2.其他法律行政法规禁止公开"]
    assert got["2.其他法律行政法规禁止公开"] == [str(20 + column) for column in range(7)]


def test_a_row_set_from_its_top_at_the_foot_of_a_page_is_whole():
    labels = [(700, "（一）予以公开"), (670, "1.属于国家秘密"), (640, "2.其他法律行政"), (630, "法规禁止公开")]
    assert "2.其他法律行政法规禁止公开" in by_rows(table_b(labels, [700, 670, 640]))


def test_a_label_that_goes_on_overleaf_keeps_its_figures():
    foot = table_b([(100, "（一）予以公开"), (80, "1.属于国家秘密"), (60, "2.其他法律行政")], [100, 80, 60])
    head = table_b([(780, "法规禁止公开"), (750, "3.危及“三安全一稳定”"), (730, "4.保护第三方合法权益")], [750, 730])
    for lines in ((), (790, 765, 740, 720)):
        for y in lines:
            head.line(60, y, 540, y)
        got = by_rows(foot, head)
        assert got["2.其他法律行政法规禁止公开"] == [str(20 + column) for column in range(7)]
        assert got["3.危及“三安全一稳定”"] == [str(column) for column in range(7)]


def test_a_label_that_does_not_go_on_overleaf_gives_its_figures_to_no_row():
    foot = table_b([(100, "（一）予以公开"), (80, "1.属于国家秘密"), (60, "2.其他法律行政")], [100, 80, 60])
    head = table_b([(750, "4.保护第三方合法权益"), (730, "5.属于三类内部事务信息")], [750, 730])
    got = by_rows(foot, head)
    assert "1.属于国家秘密" in got
    assert not any(figures[:1] == ["20"] for figures in got.values())


def test_heads_that_a_page_break_cuts_are_not_needed_above_full_rows():
    page = table_b([(700, "（一）予以公开"), (680, "1.属于国家秘密"), (660, "（七）总计")], [700, 680, 660])
    for column, words in enumerate(("人", "企业", "机构", "组织", "务机构", "他", "计")):
        page.text(250 + column * 40, 730, words, 8)
    assert by_rows(page)["1.属于国家秘密"] == [str(10 + column) for column in range(7)]


def test_a_label_set_one_character_a_line_prints_no_stated_blank():
    page = table_b([], [700, 680, 660])
    for y, words in (
        (700, "1.本机关不掌握相关政府信息"),
        (680, "2.没有现成信息需要另行制作"),
        (660, "3.补正后申请内容仍不明确"),
    ):
        page.text(100, y, words, 8)
    for at, character in enumerate("（四）无法提供"):
        page.text(64, 710 - at * 9, character, 8)
    assert by_rows(page)["3.补正后申请内容仍不明确"] == [str(20 + column) for column in range(7)]


def test_full_rows_need_no_figures_above_each_other():
    rows = {"规章": [(202, "1"), (302, "2"), (402, "3")], "行政规范性文件": [(225, "4"), (325, "5"), (425, "6")]}
    (table,) = tables(disclosure(rows))
    assert table[-2:] == [["规章", "1", "2", "3"], ["行政规范性文件", "4", "5", "6"]]


def test_a_column_of_subtotals_is_none_of_an_applicant_though_the_page_overleaf_shows_fewer_columns():
    """Zeros left blank: overleaf only the columns that print a figure are seen, under no heads."""
    names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "小计", "总计"]
    first, second = Page(), Page()
    for column, name in enumerate(names):
        first.text(200 + column * 45, 160, name, 6)
    rows = {"一、本年新收政府信息公开申请数量": "3    003", "二、上年结转政府信息公开申请数量": "      00"}
    for at, (label, figures) in enumerate(rows.items()):
        first.text(64, 140 - at * 20, label, 6)
        for column, figure in enumerate(figures):
            if figure != " ":
                first.text(210 + column * 45, 140 - at * 20, figure, 6)
    labels = [
        "（一）予以公开",
        "1.属于国家秘密",
        "3.危及“三安全一稳定”",
        "4.保护第三方合法权益",
        "5.属于三类内部事务信息",
    ]
    for at, label in enumerate(labels):
        second.text(64, 780 - at * 20, label, 6)
        for column in (0, 6, 7):
            second.text(210 + column * 45, 780 - at * 20, "0", 6)
    found = applications.read(rows_of(read_pdf(pdf([first, second])).tables()))
    got = {fact.code: fact.value for fact in found.facts if fact.value is not None}
    assert got["req_carried_in__total"] == 0
    assert "req_carried_in__org_other" not in got
