"""What a cell of a PDF prints: digits that may be one number or two, characters drawn twice, over a line or nowhere."""

from __future__ import annotations

import pytest

from parsers.numbers import read_number
from parsers.pdf import read_pdf
from tests.parsers.pdf.writer import Page, pdf, set_table


def cells_of(page: Page) -> dict[tuple[int, int], str]:
    (table,) = read_pdf(pdf([page])).tables()
    return {(cell.row, cell.column): cell.text for cell in table.cells}


def two_by_two(left: float = 100, widths: tuple[float, float] = (80, 80), height: float = 40) -> Page:
    """A grid from (left, 700) downwards with a label above a label; the right column is empty."""
    page = Page()
    set_table(page, [(0, 0, 1, 1, "规章"), (0, 1, 1, 1, ""), (1, 0, 1, 1, "行政规范性文件"), (1, 1, 1, 1, "")],
              left, 700, list(widths), height=height)  # fmt: skip
    return page


def test_words_broken_over_lines_are_joined():
    page = two_by_two()
    for at, char in enumerate("商业企业"):
        page.text(190, 690 - 9 * at, char, 8)
    assert cells_of(page)[0, 1] == "商业企业"


def test_two_numbers_on_two_lines_of_a_wide_cell_stay_two():
    page = two_by_two()
    page.text(190, 685, "1", 8)
    page.text(190, 675, "2", 8)
    text = cells_of(page)[0, 1]
    assert text == "1\n2"
    assert read_number(text).status == "illegible"


def test_a_number_too_long_for_its_cell_is_joined_and_said_to_be():
    page = two_by_two(widths=(80, 24))
    page.text(183, 685, "1808", 8)
    page.text(190, 675, "595", 8)
    number = read_number(cells_of(page)[0, 1])
    assert (number.value, number.normalised) == (1808595, "wrapped")


def test_lines_of_a_narrow_cell_that_left_room_are_two_numbers():
    page = two_by_two(widths=(80, 34))
    page.text(184, 685, "180", 8)
    page.text(184, 675, "595", 8)
    page.text(184, 650, "12345", 8)
    assert read_number(cells_of(page)[0, 1]).status == "illegible"


def test_numbers_far_apart_on_one_line_are_two():
    page = two_by_two()
    page.text(185, 680, "12", 8)
    page.text(210, 680, "345", 8)
    assert read_number(cells_of(page)[0, 1]).status == "illegible"


def test_digits_drawn_twice_for_bold_print_count_once():
    page = two_by_two()
    page.text(190, 680, "118", 8)
    page.text(190.3, 680, "118", 8)
    assert cells_of(page)[0, 1] == "118"


def test_the_same_digit_twice_in_a_number_counts_twice():
    page = two_by_two()
    page.text(190, 680, "1100", 8)
    assert cells_of(page)[0, 1] == "1100"


def test_a_number_across_a_line_is_illegible_on_both_sides():
    page = two_by_two()
    page.text(172, 680, "1204", 8)
    text = cells_of(page)
    assert read_number(text[0, 1]).status == "illegible"
    assert not any(char.isdigit() for char in text[0, 0])


def test_a_raised_sign_behind_a_number_is_kept_apart():
    page = two_by_two()
    page.text(190, 680, "12", 10)
    page.text(200, 684, "①", 5)
    page.text(190, 640, "10", 10)
    page.text(200, 644, "2", 5)
    text = cells_of(page)
    assert read_number(text[0, 1]).value == 12
    assert read_number(text[1, 1]).value is None


@pytest.mark.parametrize("how", [{"mode": 3}, {"size": 1.0}])
def test_what_nobody_can_see_is_not_read(how):
    page = two_by_two()
    page.text(190, 680, "99", **({"size": 8} | how))
    page.text(210, 680, "7", 8)
    assert cells_of(page)[0, 1] == "7"


def test_white_print_is_read_on_a_coloured_ground_alone():
    page = two_by_two()
    page.commands.append("0 0 0.6 rg 181 621 78 38 re f 1 g")
    page.text(190, 680, "99", 8)
    page.text(190, 640, "12", 8)
    page.commands.append("0 g")
    text = cells_of(page)
    assert (text[0, 1], text[1, 1]) == ("", "12")


def test_what_lies_off_the_page_is_not_read():
    page = two_by_two(left=440)
    page.text(700, 680, "99", 8)
    assert cells_of(page)[0, 1] == ""


def test_a_character_that_its_font_does_not_name_is_illegible():
    page = two_by_two()
    page.text(190, 680, "1", 8)
    page.text(194, 680, "\x05", 8, font="F2")
    assert read_number(cells_of(page)[0, 1]).status == "illegible"


@pytest.mark.parametrize("matrix", ["0 1 -1 0", "0 -1 1 0"])
def test_a_label_set_on_its_side_in_an_upright_table_is_read(matrix):
    page = two_by_two(height=90)
    up = matrix.startswith("0 1")
    page.text(195, 620 if up else 690, "本年度", 10, matrix=matrix)
    page.text(210 if up else 180, 620 if up else 690, "办理结果", 10, matrix=matrix)
    assert cells_of(page)[0, 1] == "本年度办理结果"
