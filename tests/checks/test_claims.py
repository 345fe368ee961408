"""N06: changes that the text states are found with their number, and held against the figures of both years."""

import pytest
from make_report import report

from checks.claims import claims, figures, judge


def made(text, **values):
    return report({f"{code}__total": value for code, value in values.items()}, text={1: text})


def judged(text, last, this=30):
    forms = dict.fromkeys("abc", "f2021")
    views = (figures(2022, forms, {"req_new__total": this}), figures(2021, forms, last))
    return [one.status for one in judge(claims(made(text)), *views)]


RECEIVED = "2022年，本机关共收到政府信息公开申请30件"


@pytest.mark.parametrize(
    ("behind", "unit", "change", "slack"),
    [
        ("，同比增长103%。", "percent", 103, 1),
        ("，同比下降12.5%。", "percent", -12.5, 0.1),
        ("，较上年减少12件。", "count", -12, 0),
        ("，比上年增加2件，其中网上2件。", "count", 2, 0),
        ("，与去年相比增加1.5倍。", "percent", 150, 10),
        ("，与上年持平。", "count", 0, 0),
    ],
)
def test_a_stated_change_is_found_with_its_precision(behind, unit, change, slack):
    (claim,) = claims(made(RECEIVED + behind))
    assert (claim.statement, claim.number, claim.unit, claim.change, claim.slack) == (
        "received",
        30,
        unit,
        change,
        slack,
    )


@pytest.mark.parametrize(
    "text",
    [
        RECEIVED + "。",
        RECEIVED + "，同比增长约10%。",
        RECEIVED + "，与上年基本持平。",
        RECEIVED + "，同比增长10%以上。",
        RECEIVED + "，占比提高2个百分点。",
        "2022年，全县办理信访投诉30件，同比增长10%。",
    ],
)
def test_what_is_approximate_or_of_something_else_is_no_claim(text):
    assert claims(made(text)) == []


@pytest.mark.parametrize(
    ("behind", "before", "status"),
    [
        ("，同比增长50%。", 20, "pass"),
        ("，同比增长51%。", 20, "pass"),
        ("，同比增长53%。", 20, "fail"),
        ("，同比下降25%。", 40, "pass"),
        ("，同比增长25%。", 40, "fail"),
        ("，较上年增加10件。", 20, "pass"),
        ("，较上年减少10件。", 20, "fail"),
        ("，与上年持平。", 30, "pass"),
    ],
)
def test_a_claim_is_held_against_both_years(behind, before, status):
    assert judged(RECEIVED + behind, {"req_new__total": before}) == [status]


def test_any_admissible_reading_of_last_year_clears_a_claim():
    last = {"req_new__total": 18, "req_carried_in__total": 2}
    assert judged(RECEIVED + "，较上年增加10件。", last) == ["pass"]


def test_without_last_years_figures_a_claim_cannot_be_judged():
    assert judged(RECEIVED + "，较上年增加10件。", {}) == ["not_assessable"]
    assert judged(RECEIVED + "，同比增长10%。", {"req_new__total": 0}) == ["not_assessable"]
