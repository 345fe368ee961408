"""Q03, Q04 and Q06: wording about others, an empty part 5, a date within the period."""

import pytest
from make_report import empty, report

from checks.run import check_report
from parsers.report import Scope


def status(check, made):
    return [one.status for one in check_report(made, strict=True) if one.check == check]


def said(text, scope="own"):
    return report(
        empty(), text={5: text + "今后将继续改进，明确更新时限，补充答复范例，核对数据。"}, scope=Scope(scope)
    )


@pytest.mark.parametrize(
    ("text", "scope", "expected"),
    [
        ("一些地区主动公开不够及时。", "own", "fail"),
        ("多数部门没有专职人员。", "own", "fail"),
        ("多数部门没有专职人员。", "region", "not_applicable"),
        ("多数部门没有专职人员。", "unknown", "not_assessable"),
        ("我区一些部门公开不够及时。", "own", "pass"),
        ("主动公开不够及时。", "own", "pass"),
    ],
)
def test_wording_about_others_is_a_hint_in_the_report_of_one_organ(text, scope, expected):
    assert status("Q03", said(text, scope)) == [expected]


def test_without_any_text_the_wording_cannot_be_judged():
    assert status("Q03", report(empty(), text=dict.fromkeys(range(1, 7), ""), scope=Scope("own"))) == ["not_assessable"]


@pytest.mark.parametrize(
    ("text", "expected"), [("无。", "fail"), ("", "fail"), ("无" * 29, "fail"), ("字" * 30, "pass")]
)
def test_part_five_must_say_something(text, expected):
    assert status("Q04", report(empty(), text={5: text})) == [expected]


def test_a_part_five_that_was_not_found_is_not_judged_again():
    made = report(empty())
    without = tuple(section for section in made.sections if section.part != 5)
    assert status("Q04", report(empty(), sections=without)) == ["not_assessable"]


@pytest.mark.parametrize(
    ("published", "period", "expected"),
    [
        ("2022-12-30", None, "fail"),
        ("2022-12-31", None, "fail"),
        ("2023-01-20", None, "pass"),
        ("2022-10-01", ("2022-01-01", "2022-06-30"), "pass"),
        (None, None, "not_assessable"),
    ],
)
def test_nothing_is_published_before_its_period_has_ended(published, period, expected):
    assert status("Q06", report(empty(), published_on=published, period=period)) == [expected]
