"""Identities: a consistent table passes, and a changed cell fails exactly the identities that touch it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_report import SAMPLES, empty, report, sample

from checks.catalogue import catalogue, check, outcome_rows
from checks.run import check_report, shown
from parsers.codes import applicants, application_rows, review_blocks
from parsers.report import Note

IDENTITIES = {one.id: one for one in catalogue() if one.left}
FIVE = [f"{part}_{kind}" for part in review_blocks() for kind in ("upheld", "corrected", "other", "pending")]


def consistent(form, leaves, carried_in, disputes):
    """A report whose every identity holds, from its leaf outcomes, carried-in requests and disputes."""
    values = empty(form)
    persons = applicants()[:-1]
    for row, numbers in zip(outcome_rows(form), leaves, strict=True):
        values |= {f"{row}__{who}": number for who, number in zip(persons, numbers, strict=True)}
    for who, carried in zip(persons, carried_in, strict=True):
        handled = sum(values[f"{row}__{who}"] for row in outcome_rows(form))
        values |= {f"res_total__{who}": handled, f"req_carried_in__{who}": carried, f"req_carried_out__{who}": carried}
        values[f"req_new__{who}"] = handled
    for row in application_rows(form):
        values[f"{row}__total"] = sum(values[f"{row}__{who}"] for who in persons)
    values |= dict(zip(FIVE, disputes, strict=True))
    for part in review_blocks():
        values[f"{part}_total"] = sum(values[f"{part}_{kind}"] for kind in ("upheld", "corrected", "other", "pending"))
    return values


counts = st.integers(0, 40)


@st.composite
def tables(draw):
    form = draw(st.sampled_from(["f2019", "f2021"]))
    leaves = draw(
        st.lists(st.tuples(*[counts] * 6), min_size=len(outcome_rows(form)), max_size=len(outcome_rows(form)))
    )
    return form, consistent(form, leaves, draw(st.tuples(*[counts] * 6)), draw(st.tuples(*[counts] * 12)))


def failed_identities(values, form, **more):
    return {
        one.check
        for one in check_report(report(values, form, **more))
        if one.check in IDENTITIES and one.status == "fail"
    }


@settings(max_examples=25, deadline=None)
@given(tables())
def test_a_consistent_table_passes_every_identity_of_its_form(table):
    form, values = table
    found = {one.check: one.status for one in check_report(report(values, form)) if one.check in IDENTITIES}
    assert {id_ for id_, status in found.items() if status == "pass"} == {
        id_ for id_, one in IDENTITIES.items() if form in one.forms
    }
    assert {status for id_, status in found.items() if form not in IDENTITIES[id_].forms} <= {"not_applicable"}


@settings(max_examples=40, deadline=None)
@given(tables(), st.data(), st.integers(1, 500))
def test_changing_one_cell_fails_exactly_the_identities_that_touch_it(table, data, amount):
    form, values = table
    code = data.draw(st.sampled_from([code for code in values if code.startswith(("req_", "res_", "rev_", "lit_"))]))
    touching = {id_ for id_, one in IDENTITIES.items() if form in one.forms and code in sum(one.sides(form), ())}
    assert touching
    assert failed_identities(values | {code: values[code] + amount}, form) == touching


@settings(max_examples=25, deadline=None)
@given(tables(), st.data())
def test_a_blank_cell_makes_its_identities_not_assessable_and_never_passed(table, data):
    form, values = table
    code = data.draw(st.sampled_from([code for code in values if code.startswith(("req_", "res_", "rev_", "lit_"))]))
    found = {one.check: one.status for one in check_report(report(values | {code: None}, form))}
    for id_, one in IDENTITIES.items():
        if form in one.forms and code in sum(one.sides(form), ()):
            assert found[id_] == "not_assessable"


def test_both_sides_are_written_out_with_the_names_of_the_form():
    values = empty() | {"req_new__natural": 3, "req_new__total": 3}
    found = {one.check: one for one in check_report(report(values))}
    assert found["B01"].message("zh") == "第三部分表“自然人”列：一 3 + 二 0 = 3，三（七）0 + 四 0 = 0，两边不相等。"
    assert found["B01"].message("en").startswith("Table of part 3, column natural persons: 一 3 + 二 0 = 3;")
    assert (found["B01"].left, found["B01"].right) == (3, 0)
    assert found["B01"].cells == (
        "req_new__natural", "req_carried_in__natural", "res_total__natural", "req_carried_out__natural",
    )  # fmt: skip


def test_rows_keep_their_number_in_both_forms():
    assert check("B15").key == "req_new"
    assert check("B39").key == "req_carried_out"
    assert check("B38").forms == ("f2019", "f2021")
    assert [one.id for one in IDENTITIES.values() if one.forms == ("f2019",)] == ["B35-2019"]
    assert len([one for one in IDENTITIES.values() if one.each == "row" and "f2019" in one.forms]) == 23


def test_a_report_without_tables_has_nothing_to_assess():
    found = {one.check: one.status for one in check_report(report({}, forms={})) if one.check in IDENTITIES}
    assert set(found.values()) == {"not_assessable"}
    old = {one.check: one.status for one in check_report(report({}, forms={}, year=2014)) if one.check in IDENTITIES}
    assert set(old.values()) == {"not_applicable"}


WHOLE = {"res_total__natural": 9, "res_total__org_business": 4, "res_total__total": 13} | {
    "res_granted__natural": 9,
    "res_granted__org_business": 4,
    "res_granted__total": 13,
}


def test_a_repair_that_would_balance_is_named_and_the_source_is_not_blamed():
    values = empty() | WHOLE | {"req_new__natural": 4, "req_new__org_business": 9, "req_new__total": 13}
    found = {one.check: one for one in check_report(report(values))}
    assert found["B01"].status == "fail"
    assert found["B01"].attribution == "undetermined"
    assert "互换" in found["B01"].message("zh")
    assert "swapped" in found["B01"].message("en")


@pytest.mark.parametrize("tail", [0, None])
def test_a_row_that_lost_its_first_cell_is_recognised_by_the_columns(tail):
    values = empty() | WHOLE | {"req_new__natural": 4, "req_new__org_legal": 0, "req_new__org_other": 13}
    values |= {"req_new__total": tail}
    found = {one.check: one for one in check_report(report(values))}
    assert found["B01"].status == "fail"
    assert found["B01"].attribution == "undetermined"
    assert "漏读一格" in found["B01"].message("zh")
    note = Note("short_row", tuple(code for code in values if code.startswith("req_new__")))
    found = {one.check: one for one in check_report(report(values, notes=[note]))}
    assert found["B01"].attribution == "extraction"


def test_two_digits_read_as_two_cells_are_recognised():
    twelve = {f"{row}__natural": 12 for row in ("res_total", "res_granted")}
    values = empty() | twelve | {f"{row}__total": 12 for row in ("res_total", "res_granted")}
    values |= {"req_new__natural": 1, "req_new__org_business": 2}
    found = {one.check: one for one in check_report(report(values))}
    assert found["B01"].attribution == "undetermined"
    assert "合为一个数" in found["B01"].message("zh")


def test_extraction_is_blamed_only_with_a_note_and_a_repair():
    values = empty() | WHOLE | {"req_new__natural": 4, "req_new__org_business": 9, "req_new__total": 13}
    note = Note("short_row", ("req_new__natural",), detail="6/7")
    found = {one.check: one for one in check_report(report(values, notes=[note]))}
    assert found["B01"].attribution == "extraction"
    broken = empty() | WHOLE | {"req_new__natural": 70, "req_new__total": 70}
    found = {one.check: one for one in check_report(report(broken, notes=[note]))}
    assert found["B01"].attribution == "undetermined"


def test_the_source_is_blamed_only_at_exact_places_without_notes_or_repairs():
    broken = empty() | WHOLE | {"req_new__natural": 70, "req_new__total": 70}
    assert {one.check: one for one in check_report(report(broken))}["B01"].attribution == "source"


# How expected.json words a slip: the column, and whether the form's own equation or the sum of outcomes fails.
COLUMNS = {"自然人": ("B01", "B08"), "总计": ("B07", "B14")}


def slips(texts):
    said = [(name, text) for text in texts for name in COLUMNS if name in text.replace("（七）总计", "")]
    return {COLUMNS[name][0 if "一+二" in text else 1] for name, text in said}


@pytest.mark.parametrize("folder", sorted(SAMPLES.glob("*/expected.json")) if SAMPLES.exists() else [])
def test_the_slips_of_a_sample_are_found_exactly_and_nothing_else_of_severity_e(folder):
    expected, made = sample(folder.parent.name)
    found = {
        one.check for one in shown(check_report(made, strict=True)) if one.severity == "E" and one.check[0] in "BC"
    }
    assert found == slips(expected["identity_failures"])
