"""Cells: what is no plain number is named and never changed."""

import dataclasses

import pytest
from make_report import empty, fact, report

from checks.run import check_report
from parsers.report import Note


def found(id_, values=None, facts=(), **more):
    made = report(empty() | (values or {}), **more)
    replaced = {one.code: one for one in facts}
    kept = tuple(replaced.get(one.code, one) for one in made.facts)
    return [one for one in check_report(dataclasses.replace(made, facts=kept), strict=True) if one.check == id_]


def one(*args, **more):
    listed = found(*args, **more)
    assert len(listed) == 1, listed
    return listed[0]


def test_whole_numbers_pass():
    assert one("V01").status == "pass"


@pytest.mark.parametrize(("value", "raw"), [(-3, "-3"), (2.5, "2.5")])
def test_a_count_that_is_negative_or_broken_fails(value, raw):
    made = one("V01", facts=[fact("license_decisions", value, raw=raw)])
    assert (made.status, made.severity, made.cells) == ("fail", "E", ("license_decisions",))
    assert raw in made.message("zh")


def test_the_change_of_items_may_be_negative():
    assert one("V01", values={}, form="f2019", facts=[fact("license_items_change19", -18)]).status == "pass"


def test_a_note_and_its_check_do_not_say_the_same_twice():
    note = Note("negative", ("license_decisions",), detail="-3")
    assert len(found("V01", facts=[fact("license_decisions", -3)], notes=[note])) == 1


@pytest.mark.parametrize(
    ("raw", "status", "severity"), [("12.1234", "pass", "E"), ("24252.311082", "fail", "I"), ("1.1234567", "fail", "W")]
)
def test_decimals_of_the_fee(raw, status, severity):
    made = one("V02", facts=[fact("fee_amount_wan", float(raw), raw=raw)])
    assert (made.status, made.severity) == (status, severity)


def test_words_in_a_cell_are_kept():
    made = one("V03", facts=[fact("license_decisions", None, status="text", raw="详见附件")])
    assert (made.status, made.severity, made.evidence) == ("fail", "W", "详见附件")


@pytest.mark.parametrize("status", ["blank", "dash", "slash"])
def test_a_blank_is_said_to_be_zero_only_where_every_identity_balances(status):
    values = {"req_new__natural": 9, "req_new__total": 9, "res_granted__natural": 9, "res_granted__total": 9}
    values |= {"res_total__natural": 9, "res_total__total": 9}
    blank = [fact("req_carried_out__natural", None, status=status)]
    made = one("V04", values=values, facts=blank)
    assert "would be 0" in made.message("en")
    assert made.left is None
    unequal = one("V04", values=values | {"req_carried_out__total": 4}, facts=blank)
    assert "would be 0" not in unequal.message("en")


def test_a_table_of_nothing_but_blanks_proves_no_zero():
    made = report(dict.fromkeys(empty()))
    kept = [one for one in check_report(made) if one.check == "V04"]
    assert kept
    assert not any("would be 0" in one.message("en") for one in kept)


def test_cells_of_one_row_that_stand_alike_are_one_finding():
    blanks = {code: None for code in empty() if code.startswith("res_granted__")}
    made = one("V04", values=blanks)
    assert len(made.cells) == 7


def test_the_word_for_nothing_is_kept_like_a_blank():
    nil = [fact("rule_issued", None, status="text", raw="无")]
    assert one("V04", facts=nil).cells == ("rule_issued",)
    assert one("V03", facts=nil).status == "pass"


def test_number_formats_of_a_table_are_one_finding_with_all_cells():
    cells = ("req_new__total", "res_total__total", "req_carried_out__total")
    notes = [Note("stated_number_format", (code,), detail="９") for code in (*cells, "rule_issued")]
    assert [made.cells for made in found("V05", notes=notes)] == [cells, ("rule_issued",)]
