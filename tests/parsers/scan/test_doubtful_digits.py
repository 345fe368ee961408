"""The form's own sums choose between doubtful digits, and never against what is printed clearly."""

from __future__ import annotations

import pytest

from checks.catalogue import catalogue
from parsers.codes import review_blocks, review_results
from parsers.document import Cell, Spot, Table
from parsers.doubtful_digits import settle
from parsers.report import Fact
from parsers.sums import application_sums, review_sums

CODES = [f"{block}_{name}" for block in review_blocks() for name in review_results()]
FORMS = {"c": "f2021"}


def table(readings: list[list[tuple[str, float]]]) -> tuple[list[Fact], Table]:
    """Table C as read: what each of its fifteen cells may print, likeliest first."""
    spots = {(3, at): Spot(1, (0, 0, 1, 1), found[0][1]) for at, found in enumerate(readings)}
    cells = tuple(Cell(found[0][0], 3, at) for at, found in enumerate(readings))
    made = Table(1, cells, 4, 15, spots=spots, alternates={(3, at): tuple(f) for at, f in enumerate(readings)})
    facts = [
        Fact(code, int(found[0][0]), "reported", found[0][0], "", made.place(3, at))
        for at, (code, found) in enumerate(zip(CODES, readings, strict=True))
    ]
    return facts, made


def sure(*values: int) -> list[list[tuple[str, float]]]:
    return [[(str(value), 0.999)] for value in values]


REST = sure(0, 0, 0, 0, 0, 1, 0, 2, 0, 3)


def settled(first: list[list[tuple[str, float]]]) -> tuple[dict, dict]:
    facts, made = table([*first, *REST])
    facts, notes = settle(facts, FORMS, [made])
    return {fact.code: fact for fact in facts}, {note.cells[0]: note.kind for note in notes}


def test_the_sum_chooses_the_reading_that_makes_it_hold():
    facts, notes = settled([*sure(3), [("3", 0.6), ("8", 0.35)], *sure(0, 1, 12)])
    fact = facts["rev_corrected"]
    assert (fact.value, fact.raw, fact.place.confidence) == (8, "8", 0.35)
    assert notes == {"rev_corrected": "ocr_chosen_by_sums"}


def test_two_doubtful_cells_are_chosen_together():
    facts, notes = settled([[("1", 0.5), ("7", 0.4)], [("3", 0.6), ("8", 0.35)], *sure(0, 0, 15)])
    assert (facts["rev_upheld"].value, facts["rev_corrected"].value) == (7, 8)
    assert set(notes.values()) == {"ocr_chosen_by_sums"}


def test_a_clear_digit_is_never_changed():
    facts, notes = settled([*sure(3), [("3", 0.995), ("8", 0.004)], *sure(0, 1, 12)])
    assert facts["rev_corrected"].value == 3
    assert notes == {}


def test_a_reading_that_the_sum_confirms_needs_no_note():
    facts, notes = settled([*sure(3), [("8", 0.6), ("3", 0.35)], *sure(0, 1, 12)])
    assert facts["rev_corrected"].value == 8
    assert notes == {}


def test_two_ways_to_make_the_sum_hold_choose_nothing():
    even = [("3", 0.5), ("8", 0.45)]
    facts, notes = settled([even, even, *sure(0, 1, 12)])
    assert facts["rev_upheld"].value is None
    assert facts["rev_upheld"].status == "illegible"
    assert notes == {"rev_upheld": "illegible_cell", "rev_corrected": "illegible_cell"}


def test_a_doubt_that_no_sum_settles_is_told():
    facts, notes = settled([*sure(3), [("3", 0.7), ("5", 0.1)], *sure(0, 1, 12)])
    assert facts["rev_corrected"].value == 3
    assert notes == {"rev_corrected": "ocr_doubtful"}


def test_a_row_whose_label_reaches_over_another_is_doubtful():
    alternates = {(0, 1): (("5", 0.999),), (1, 1): (("6", 0.999),)}
    spots = {place: Spot(1, None, 0.999) for place in alternates}
    cells = (Cell("规章", 0, 0, rowspan=2), Cell("5", 0, 1), Cell("6", 1, 1))
    made = Table(1, cells, 2, 2, spots=spots, alternates=alternates)
    facts = [Fact("rule_issued", 5, "reported", "5", "件", made.place(0, 1))]
    assert [note.kind for note in settle(facts, {}, [made])[1]] == ["ocr_doubtful"]


@pytest.mark.parametrize("form", ["f2019", "f2021"])
def test_the_sums_of_the_reader_are_the_identities_of_the_checks(form):
    declared = {
        check.sides(form): check.id
        for check in catalogue()
        if check.left and check.table in "bc" and form in check.forms
    }
    assert {(one.left, one.right) for one in (*application_sums(form), *review_sums())} == set(declared)


@pytest.mark.parametrize(("text", "doubted"), [("18", True), ("0", False), ("-18", False)])
def test_a_change_in_items_may_lack_its_minus_and_says_so(text, doubted):
    made = Table(1, (Cell(text, 0, 0),), 1, 1, spots={(0, 0): Spot(1)}, alternates={(0, 0): ((text, 0.999),)})
    fact = Fact("license_items_change19", int(text), "reported", text, "", made.place(0, 0))
    _, notes = settle([fact], {"a": "f2019"}, [made])
    assert [note.cells for note in notes if note.kind == "ocr_doubtful"] == [("license_items_change19",)] * doubted
