"""Generated reports over the whole of `quirks.md`: every cell is right, or null with a note that names it."""

from __future__ import annotations

import random

import pytest

from parsers.read import read
from parsers.report import AnnualReport
from tests.parsers.variety import quirks
from tests.parsers.variety.figures import figures
from tests.parsers.variety.page import ORGAN, PAGES, YEAR, encoded, lines_page, spaced_page, text_page
from tests.parsers.variety.sheet import Sheet, sheet


def bent(seed: int, chosen: list) -> Sheet:
    rng = random.Random(seed)
    form = rng.choice(["f2021", "f2019"])
    made = sheet(rng, form, figures(rng, form))
    for quirk in chosen:
        quirk(made)
        made.applied.append(quirk.__name__)
    return made


def wrong_cells(report: AnnualReport, made: Sheet) -> dict[str, object]:
    """Cells that are wrong, invented or lost; a code that the source leaves open may be null if a note names it."""
    noted = {code for note in report.notes for code in note.cells}
    got = {fact.code: fact.value for fact in report.facts}
    out: dict[str, object] = {}
    for code in got.keys() | made.truth.keys():
        want = None if code in made.absent else made.truth.get(code)
        right = got.get(code) == want or (code in made.open and code in noted)
        if not right or (code not in made.truth):
            out[code] = (got.get(code, "absent"), want)
    return out


def check(data: bytes, made: Sheet) -> None:
    reading = read(data)
    assert reading.report, (reading.verdict, reading.reason, made.applied)
    assert not wrong_cells(reading.report, made), made.applied
    assert (reading.report.organ, reading.report.year) == (ORGAN, YEAR), made.applied
    assert {reading.report.forms[letter] for letter in "abc"} == {made.form}, made.applied


@pytest.mark.parametrize("quirk", quirks.ALL, ids=lambda quirk: quirk.__name__)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_each_quirk_on_each_page(quirk, page):
    for seed in range(3):
        made = bent(seed, [quirk])
        check(encoded(page(made), random.Random(seed)), made)


@pytest.mark.parametrize("seed", range(150))
def test_quirks_together(seed):
    rng = random.Random(seed)
    free = [quirk for quirk in quirks.ALL if not any(quirk in group for group in GROUPS)]
    # The shape first: the quirks of wording would hide the labels by which it finds its rows.
    chosen = [*(rng.choice(group) for group in GROUPS), *rng.sample(free, 2)]
    made = bent(seed, chosen)
    check(encoded(rng.choice(PAGES)(made), rng), made)


# Quirks that rebuild the rows of Table B, that bend one row of it, that turn Table C: one of each at a time.
SHAPES = [quirks.fillers, quirks.exploded, quirks.spare_columns, quirks.subtotal_column, quirks.missing_row,
          quirks.page_break, quirks.split_row_label, quirks.printed_subtotals, quirks.split_head]  # fmt: skip
ROWS = [quirks.short_row, quirks.merged_blank, quirks.merged_number, quirks.two_lines, quirks.blank_zeros]
GROUPS = [SHAPES, ROWS, [quirks.reviews_by_block, quirks.reviews_downwards, quirks.padded]]
IN_TEXT = [quirks.blank_zeros, quirks.marked_nil, quirks.full_width, quirks.typos, quirks.half_brackets,
           quirks.other_numbering, quirks.short_labels, quirks.missing_row, quirks.short_row, quirks.local_heads]  # fmt: skip


@pytest.mark.parametrize("quirk", IN_TEXT, ids=lambda quirk: quirk.__name__)
def test_each_quirk_in_plain_text(quirk):
    for seed in range(4):
        made = bent(seed, [quirk])
        if quirk is quirks.blank_zeros:
            # Tabs at line ends are uneven in copied text: where a blank stands cannot be told.
            made.open |= {cell.code for cell in made.cells("b")}
        check(encoded(text_page(made), random.Random(seed)), made)


@pytest.mark.parametrize("page", [lines_page, spaced_page], ids=lambda page: page.__name__)
@pytest.mark.parametrize("quirk", [None, *IN_TEXT], ids=lambda quirk: quirk.__name__ if quirk else "as_it_is")
def test_tables_dissolved_into_lines(page, quirk):
    for seed in range(3):
        made = bent(seed, [quirk] if quirk else [])
        if quirk in (quirks.blank_zeros, quirks.short_row, quirks.marked_nil):
            # Without a cell there is nothing to see of a blank: the row is open.
            made.open |= {cell.code for cell in made.cells()}
        check(encoded(page(made), random.Random(seed)), made)
