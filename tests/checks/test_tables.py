"""Plausibility of the three tables: bounds, shares, alike rows, stocks and fees."""

import pytest
from make_report import empty, report

from checks.run import check_report
from parsers.report import Note


def status(id_, values=None, form="f2021", **more):
    listed = [
        one for one in check_report(report(empty(form) | (values or {}), form, **more), strict=True) if one.check == id_
    ]
    return {one.status for one in listed} if len(listed) > 1 else listed[0].status


CASES = [
    ("B41", {"res_granted__total": 5}, {}, "fail"),
    ("B41", {"req_carried_out__total": 5}, {}, "fail"),
    ("B41", {}, {}, "pass"),
    ("B43", {"req_new__total": 40, "req_carried_out__total": 11}, {}, "fail"),
    ("B43", {"req_new__total": 40, "req_carried_out__total": 10}, {}, "pass"),
    ("B43", {"req_new__total": 10, "req_carried_out__total": 9}, {}, "not_applicable"),
    ("B44", {"res_other_fee_unpaid__total": 1}, {"text": {6: "无。"}}, "fail"),
    ("B44", {"res_other_fee_unpaid__total": 1}, {"text": {6: "2022年未收取信息处理费。"}}, "pass"),
    ("B44", {"res_other_fee_unpaid__total": 1}, {"year": 2020}, "fail"),
    ("B44", {}, {}, "not_applicable"),
    ("B45", {"res_total__total": 40, "res_other_misc__total": 9}, {}, "fail"),
    ("B46", {"res_denied_state_secret__total": 1}, {"organ": "濮阳市华龙区人民政府"}, "fail"),
    ("B46", {"res_denied_state_secret__total": 1}, {"organ": "濮阳市人民政府"}, "not_applicable"),
    ("B46", {"res_denied_state_secret__total": 1}, {"organ": "测试市"}, "not_assessable"),
    ("B48", {"res_other__total": 0}, {}, "fail"),
    ("B48", {}, {}, "pass"),
    ("C06", {"rev_total": 3, "res_total__total": 3}, {}, "pass"),
    ("C06", {"rev_total": 31, "res_total__total": 3}, {}, "not_assessable"),
    ("C07", {}, {}, "not_applicable"),
    ("C07", {}, {"year": 2024}, "not_assessable"),
    ("C08", {}, {"text": {4: "行政复议均获维持。"}}, "pass"),
    ("C08", {"rev_pending": 3}, {"text": {4: "行政复议均获维持。"}}, "fail"),
    ("C08", {"rev_corrected": 1}, {"text": {4: "行政复议无一被纠正。"}}, "fail"),
    ("C08", {"rev_pending": 3}, {"text": {1: "全年刑事诉讼均获维持。"}}, "not_applicable"),
    ("A03", {"normdoc_issued": 5, "normdoc_repealed": 1, "normdoc_effective": 3}, {}, {"fail", "pass"}),
    ("A03", {"normdoc_issued": 2, "normdoc_effective": 3}, {}, {"pass"}),
    ("A04", {"rule_effective": 2}, {"organ": "濮阳市人民政府"}, "pass"),
    ("A04", {"rule_effective": 2}, {"organ": "濮阳市财政局"}, "fail"),
    ("A04", {"rule_effective": 2}, {"organ": "测试市"}, "not_assessable"),
    ("A06", {"fee_amount_wan": 0}, {"text": {6: "收取信息处理费2950元。"}}, "fail"),
    ("A06", {"fee_amount_wan": 0.295}, {"text": {6: "收取信息处理费2950元。"}}, "pass"),
    ("A06", {}, {"text": {6: "无收取信息处理费情况。"}}, "not_applicable"),
    ("A07", {"penalty_decisions": 3_000_000}, {"organ": "濮阳市华龙区中原路街道办事处"}, "fail"),
    ("A07", {"penalty_decisions": 3_000_000}, {"organ": "河南省人民政府"}, "not_applicable"),
    ("B42", {}, {"text": {1: "全年我局共收到政府信息公开申请5件。"}}, "fail"),
    ("B42", {"req_new__total": 5}, {"text": {1: "全年我局未收到政府信息公开申请。"}}, "fail"),
    ("B42", {"req_new__total": 5}, {"text": {1: "全年我局共收到政府信息公开申请5件。"}}, "pass"),
]


@pytest.mark.parametrize(("id_", "values", "more", "expected"), CASES)
def test_plausibility(id_, values, more, expected):
    found = status(id_, values, **more)
    assert (found if isinstance(found, set) else {found}) == (expected if isinstance(expected, set) else {expected})


def test_checks_of_the_2019_form():
    values = {"normdoc_opened19": 9, "normdoc_public_total19": 4, "normdoc_made19": 3}
    assert status("A09", values, form="f2019") == {"fail", "pass"}
    assert status("A10", values, form="f2019") == {"fail", "pass"}
    assert status("A01", form="f2019") == "not_applicable"
    assert status("A08", form="f2019") == "not_assessable"
    assert status("A09") == "not_applicable"


def test_a_row_that_repeats_the_one_above_is_pointed_at():
    row = {"natural": 7, "org_business": 5, "total": 12}
    same = {
        f"{name}__{who}": value
        for name in ("res_unable_not_held", "res_unable_needs_creation")
        for who, value in row.items()
    }
    assert status("B47", same) == "fail"
    few = dict.fromkeys(same, 1)
    assert status("B47", few) == "pass"


def test_a_value_that_is_missing_is_never_passed():
    values = {"req_new__total": None, "res_total__total": None, "normdoc_effective": None, "fee_amount_wan": None}
    for id_ in ("B43", "B45", "C06"):
        assert status(id_, values) == "not_assessable"
    assert status("A03", values) == {"pass", "not_assessable"}
    assert status("A06", values, text={6: "收取信息处理费2950元。"}) == "not_assessable"


def test_a_printed_subtotal_is_held_against_its_parts():
    values = {"res_denied_internal__natural": 2, "res_denied_case_file__natural": 1, "res_denied_internal__total": 2}
    values |= {"res_denied_case_file__total": 1}
    for printed, outcome in (("3 | 0 | 0 | 0 | 0 | 0 | 3", {"pass"}), ("4 | 0 | 0 | 0 | 0 | 0 | 3", {"pass", "fail"})):
        note = Note("subtotal_row", detail=f"（三）不予公开: {printed}")
        found = check_report(report(empty() | values, notes=[note]), strict=True)
        assert {one.status for one in found if one.check == "B40" and one.severity == "E"} == outcome
    unread = check_report(report(empty(), notes=[Note("subtotal_row", detail="（三）不予公开: 3 | 3")]))
    assert "not_assessable" in {one.status for one in unread if one.check == "B40"}
