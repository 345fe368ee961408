"""Table C in every shape gives the same fifteen figures, or says which of them nobody can tell."""

from __future__ import annotations

import pytest

from parsers.read import read
from tests.parsers.official import RESULTS, REVIEW_BLOCKS, REVIEW_CODES, C, figures, html, misread, report_page, table_c

V = figures()
NAMES = ("行政复议", "未经复议直接起诉", "复议后起诉")
BLOCKS = list(zip(NAMES, REVIEW_BLOCKS, strict=True))


def of(block):
    return [str(V[code]) for code in REVIEW_CODES if code.startswith(block)]


ALL = [value for block in REVIEW_BLOCKS for value in of(block)]
TOTAL_FIRST = [value for block in REVIEW_BLOCKS for value in (of(block)[-1], *of(block)[:-1])]
TALL = [C(name, 2) for name in RESULTS]
SUITS = (C("未经复议直接起诉", wide=5), C("复议后起诉", wide=5))
BOTH = [C("行政复议", wide=5), C("行政诉讼", wide=10)]
SHAPES = {
    "a row a block": html([["类别", *RESULTS], *[[name, *of(block)] for name, block in BLOCKS]]),
    "a row a block, suits named in full": html(
        [
            ["类别", *RESULTS],
            ["行政复议", *of("rev")],
            ["行政诉讼—未经复议直接起诉", *of("lit_direct")],
            ["行政诉讼—复议后起诉", *of("lit_after")],
        ]
    ),
    "a row a block, suits under one label": html(
        [[C("类别", wide=2), *RESULTS], [C("行政复议", wide=2), *of("rev")]]
        + [[C("行政诉讼", 2), "未经复议直接起诉", *of("lit_direct")], ["复议后起诉", *of("lit_after")]]
    ),
    "block below block": html([row for name, block in BLOCKS for row in ([C(name, wide=5)], RESULTS, of(block))]),
    "a table a block": "".join(html([[C(name, wide=5)], RESULTS, of(block)]) for name, block in BLOCKS),
    "reviews and suits in two tables": html([[C("行政复议", wide=5)], RESULTS, of("rev")])
    + html([[C("行政诉讼", wide=10)], SUITS, RESULTS * 2, of("lit_direct") + of("lit_after")]),
    "a row a figure": html(
        [
            ["类型", "结果", "数量"],
            *[
                [name, result, value]
                for name, block in BLOCKS
                for result, value in zip(RESULTS, of(block), strict=True)
            ],
        ]
    ),
    "a row a result, a column a block": html(
        [
            ["结果", *NAMES],
            *[[result, *[of(block)[at] for block in REVIEW_BLOCKS]] for at, result in enumerate(RESULTS)],
        ]
    ),
    "a leading label": html([[C("", 3), *BOTH], [*TALL, *SUITS], RESULTS * 2, ["数量（件）", *ALL]]),
    "suits not parted in the head": html([BOTH, RESULTS * 3, ALL]),
    "totals first": html([[C("行政复议", wide=5), *SUITS], [RESULTS[-1], *RESULTS[:-1]] * 3, TOTAL_FIRST]),
    "suits before reviews": html(
        [[*SUITS, C("行政复议", wide=5)], RESULTS * 3, of("lit_direct") + of("lit_after") + of("rev")]
    ),
    "a sum of the suits beside": html(
        [[C("行政复议", wide=5), C("行政诉讼", wide=11)], [*TALL, *SUITS, C("诉讼合计", 2)], RESULTS * 2, [*ALL, "43"]]
    ),
    "heads set downwards": html(table_c(V))
    .replace("结果维持", "结<br>果<br>维<br>持")
    .replace("总计", "总&nbsp;&nbsp;计"),
    "the table twice": html(table_c(V)) * 2,
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape(name):
    assert not misread(read(report_page(V, c=SHAPES[name])).report, V)


@pytest.mark.parametrize("text", ["无", "0", "本年度无复议诉讼"])
def test_one_cell_across_the_row_is_no_figure_of_every_column(text):
    values = {**V, **dict.fromkeys(REVIEW_CODES)}
    report = read(report_page(V, c=html([*table_c(V)[:3], [C(text, wide=15)]]))).report
    assert not set(REVIEW_CODES) & report.values().keys()
    assert not {code for code in report.values() if report.values()[code] != values[code]}


def test_suits_that_the_page_does_not_part_are_left_open():
    rows = [[C("行政复议", wide=5), C("行政诉讼", wide=5)], RESULTS * 2, [*of("rev"), "1", "1", "1", "1", "4"]]
    report = read(report_page(V, c=html(rows))).report
    wrong = misread(report, V, {code for code in REVIEW_CODES if code.startswith("lit")})
    assert not wrong


def test_a_second_row_of_values_is_told_with_its_cells():
    report = read(report_page(V, c=html([*table_c(V), ["9"] * 15]))).report
    assert not misread(report, V)
    assert set(REVIEW_CODES) <= {code for note in report.notes if note.kind == "unmatched_row" for code in note.cells}


def test_a_short_row_whose_sums_say_that_it_is_moved_is_left_open():
    report = read(report_page(V, c=html([*table_c(V)[:3], [*ALL[:6], *ALL[7:]]]))).report
    assert not misread(report, V, set(REVIEW_CODES))
    assert set(REVIEW_CODES) <= {code for note in report.notes for code in note.cells}
