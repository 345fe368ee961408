"""A value cell is a number, a stated blank, or illegible; what could be two numbers is never one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.numbers import read_number


@pytest.mark.parametrize(
    ("text", "status", "value"),
    [
        ("0", "reported", 0), (" 12 ", "reported", 12), ("１２", "reported", 12), ("1,234", "reported", 1234),
        ("1，234，567", "reported", 1234567), ("1 234", "reported", 1234), ("－15", "reported", -15), ("- 3", "reported", -3),
        ("24252.311082", "reported", 24252.311082), ("251000元", "reported", 251000), ("3（件）", "reported", 3), ("1.2万", "reported", 12000),
        ("12\n元", "reported", 12), ("", "blank", None), ("\u3000\u00a0", "blank", None), ("—", "dash", None),
        ("－－", "dash", None), ("／", "slash", None), ("无", "text", None), ("详见附件", "text", None), ("0①", "text", None),
        ("10^2", "text", None), ("1 2", "illegible", None), ("007", "illegible", None), ("00", "illegible", None),
        ("12\n34", "illegible", None), ("1,23", "illegible", None), ("1.2.3", "illegible", None),
        ("12345678901234567", "illegible", None),
    ],
)  # fmt: skip
def test_cells_seen_in_reports(text, status, value):
    number = read_number(text)
    assert (number.status, number.value) == (status, value)


@given(st.integers(min_value=0, max_value=10**11), st.sampled_from(["", "\u3000", " ", "\u200b"]))
def test_every_way_to_print_a_count_gives_the_count(value, pad):
    full = str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for text in (str(value), f"{value:,}", full, f"{pad}{value}{pad}"):
        assert read_number(text).value == value


@given(st.integers(0, 999), st.integers(0, 999), st.sampled_from(["\n", "\n\n", " / ", "、"]))
def test_two_numbers_in_one_cell_are_never_one(first, second, between):
    assert read_number(f"{first}{between}{second}").value is None


@given(st.text(max_size=20))
def test_any_text_is_read_and_a_value_only_comes_with_digits(text):
    number = read_number(text)
    assert (number.value is not None) == (number.status == "reported")
    if number.value is not None:
        assert any(char.isdigit() for char in text)


def test_a_number_joined_over_two_lines_of_a_cell_is_said_to_be():
    number = read_number("1808\u200b595")
    assert (number.status, number.value, number.normalised) == ("reported", 1808595, "wrapped")
    assert read_number("\u200b12").normalised == ""


def test_a_character_that_cannot_be_told_makes_a_cell_illegible():
    assert read_number("1\ufffd").status == "illegible"


@pytest.mark.parametrize(
    "text", ["1234567890123", "99999999999999999999件", "9,999,999,999,999,999", "9 999 999 999 999 999"]
)
def test_more_digits_than_any_figure_has_are_cells_that_ran_together(text):
    assert read_number(text).status == "illegible"


@pytest.mark.parametrize(
    ("text", "value"), [("1,\n204", 1204), ("1，\n808，\n595", 1808595), ("12,345,\n678", 12345678)]
)
def test_a_number_goes_on_behind_the_comma_of_its_thousands(text, value):
    number = read_number(text)
    assert (number.status, number.value, number.normalised) == ("reported", value, "wrapped")


@pytest.mark.parametrize("text", ["1,\n20", "1\n204", "1,\n2045", "1,\n204\n7", ",\n204"])
def test_two_lines_of_digits_that_no_comma_joins_are_illegible(text):
    assert read_number(text).status == "illegible"
