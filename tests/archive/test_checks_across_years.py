"""Groups Y, C and A across years: for each check a world that fails it, one that passes, one not assessable, exceptions."""

from __future__ import annotations

import pytest

from tests.archive.small_archive import PREFECTURE, Small

OUT, IN = "req_carried_out__{}", "req_carried_in__{}"
APPLICANTS = ("natural", "org_business", "org_research", "org_welfare", "org_legal", "org_other", "total")


def pair(last: dict | None, this: dict, check: str, **both: object) -> list[str]:
    """What `check` says of the report of 2022 that prints `this`, beside that of 2021."""
    small = Small()
    if last is not None:
        small.report(2021, **(both | last))
    return small.said(small.report(2022, **(both | this)), check)


@pytest.mark.parametrize(("number", "applicant"), list(enumerate(APPLICANTS, start=1)))
def test_what_is_carried_out_is_carried_in(number: int, applicant: str) -> None:
    check, out, in_ = f"Y{number:02}", OUT.format(applicant), IN.format(applicant)
    assert pair({out: 3}, {in_: 3}, check) == ["pass"]
    assert pair({out: 3}, {in_: 4}, check) == ["fail"]
    assert pair(None, {in_: 4}, check) == ["no_last_year"]
    assert pair({"blank": (out,)}, {in_: 4}, check) == ["not_assessable"]
    assert pair({out: 3}, {"blank": (in_,)}, check) == ["not_assessable"]


def test_only_the_same_organ_and_the_same_known_scope_are_compared() -> None:
    small = Small()
    small.report(2021, organ="410900-bbbb", req_carried_out__total=3)
    small.report(2021, scope="region", req_carried_out__total=3)
    assert small.said(small.report(2022, req_carried_in__total=4), "Y07") == ["no_last_year"]
    assert pair({"req_carried_out__total": 3}, {}, "Y07", scope="unknown", kind="government") == ["scope_unknown"]
    assert pair({"req_carried_out__total": 3}, {}, "Y07", scope="unknown", kind="department") == ["fail"]


def test_tables_that_were_not_read_and_old_forms_are_no_findings() -> None:
    assert pair({"req_carried_out__total": 3}, {"form": "none"}, "Y07") == ["table_unread"]
    small = Small()
    assert small.said(small.report(2017, form="s2014"), "Y07") == []
    small.report(2018, form="none")
    assert small.said(small.report(2019, form="f2019"), "Y07") == []


def test_a_corrected_report_is_not_blamed_for_what_its_correction_changed() -> None:
    small = Small()
    last = small.report(2021, req_carried_out__total=3)
    small.version(last, 1, current=0, status="replaced")
    small.insert("version_figures", version_id=1, code="req_carried_out__total", value=4)
    assert small.said(small.report(2022, req_carried_in__total=4), "Y07") == ["not_assessable"]
    assert small.said(small.report(2022, organ="410900-bbbb", req_carried_in__total=4), "Y07") == ["no_last_year"]


def test_a_reorganised_region_is_not_held_to_what_it_carried_out() -> None:
    small = Small()
    small.region("410999", PREFECTURE, "county", valid_from=2022)
    small.report(2021, scope="region", kind="government", req_carried_out__total=3)
    assert small.said(small.report(2022, scope="region", kind="government"), "Y07") == ["not_assessable"]


def chain(**figures: tuple[int, int]) -> Small:
    """Reports of 2020 to 2023 that carry in and out what `y20` to `y23` say."""
    small = Small()
    for name, (carried_in, carried_out) in figures.items():
        flows = {"req_carried_in__total": carried_in, "req_carried_out__total": carried_out}
        small.report(2000 + int(name[1:]), req_new__total=9, res_total__total=9 + carried_in - carried_out, **flows)
    small.check()
    return small


def said_of_2022(small: Small, check: str) -> list[tuple]:
    return small.rows(
        "SELECT f.message_en, f.attribution FROM findings f JOIN reports r ON r.id = f.report_id"
        " WHERE r.year = 2022 AND f.check_id = ? AND f.status = 'fail'",
        check,
    )


def test_three_years_tell_which_report_is_wrong() -> None:
    here = chain(y20=(1, 2), y21=(2, 3), y22=(5, 4), y23=(6, 0))
    ((message, attribution),) = said_of_2022(here, "Y07")
    assert "this report is the likelier" in message
    assert attribution == "source"
    assert len(said_of_2022(here, "Y13")) == 1
    before = chain(y20=(1, 2), y21=(7, 3), y22=(5, 4), y23=(4, 0))
    assert "that one is the likelier" in said_of_2022(before, "Y07")[0][0]
    assert said_of_2022(before, "Y13") == []


def test_a_cell_that_another_check_doubts_is_blamed_on_the_reading_and_no_other_cell_is() -> None:
    for code, check, attribution, expected in (
        ("req_carried_in__total", "B07", "extraction", "extraction"),
        ("req_carried_in__total", "X04", "undetermined", "extraction"),
        ("req_carried_in__total", "B07", "undetermined", "undetermined"),
        ("req_carried_out__total", "B07", "extraction", "undetermined"),
    ):
        small = Small()
        small.report(2021, req_carried_out__total=3)
        this = small.report(2022)
        row = {"report_id": this, "version_id": this, "is_current": 1, "check_id": check, "severity": "E"}
        small.insert("findings", id=1, status="fail", cells=code, attribution=attribution, **row)
        small.check()
        said = small.rows("SELECT cells, attribution FROM findings WHERE check_id = 'Y07' AND status = 'fail'")
        assert said == [("req_carried_in__total", expected)]


def test_a_doubtful_cell_is_blamed_on_the_reading() -> None:
    small = Small()
    last = small.report(2021, req_carried_out__total=3)
    small.insert(
        "cell_notes", version_id=last, code="req_carried_out__total", report_id=last, is_current=1, status="illegible"
    )
    small.report(2022)
    small.check()
    assert small.rows("SELECT attribution FROM findings WHERE check_id = 'Y07' AND status = 'fail'") == [
        ("extraction",)
    ]


@pytest.mark.parametrize(
    ("last", "this", "expected"),
    [
        ({"req_new__total": 20}, {"req_new__total": 101}, ["fail"]),
        ({"req_new__total": 20}, {"req_new__total": 3}, ["fail"]),
        ({"req_new__total": 20}, {"req_new__total": 100}, ["pass"]),
        ({"req_new__total": 20}, {"req_new__total": 4}, ["pass"]),
        ({"req_new__total": 19}, {"req_new__total": 200}, []),
        (None, {"req_new__total": 200}, ["no_last_year"]),
        ({"req_new__total": 20}, {"blank": ("req_new__total",)}, ["not_assessable"]),
    ],
)
def test_requests_leap_only_from_a_base_of_twenty(last: dict, this: dict, expected: list[str]) -> None:
    assert pair(last, this, "Y08") == expected


B = {"req_new__natural": 3, "req_new__total": 3, "res_granted__natural": 3, "res_granted__total": 3}
A = {"normdoc_issued": 2, "normdoc_effective": 7, "license_decisions": 31}
C = {"rev_upheld": 2, "rev_corrected": 1, "rev_total": 3}


@pytest.mark.parametrize(("cells", "changed"), [(B, "req_new__total"), (A, "license_decisions"), (C, "rev_total")])
def test_a_table_repeats_last_years(cells: dict, changed: str) -> None:
    assert pair(cells, cells, "Y09") == ["fail"]
    assert pair(cells, cells | {changed: 99}, "Y09") == ["pass"]
    assert pair(None, cells, "Y09") == ["no_last_year"] * 3


def test_tables_that_say_little_may_repeat() -> None:
    one = {"req_new__natural": 1, "req_new__total": 1, "res_granted__natural": 1, "res_granted__total": 1}
    assert pair(one, one, "Y09") == []
    assert pair({}, {}, "Y09") == []
    assert pair({"normdoc_effective": 5}, {"normdoc_effective": 5}, "Y09") == []
    assert pair(A | {"form": "f2019"}, A, "Y09") == []


def peers_of(small: Small, silent: int, active: int) -> None:
    for at in range(silent + active):
        small.report(2022, organ=f"410900-p{at:03}", req_new__total=0 if at < silent else 2)


@pytest.mark.parametrize(
    ("years", "silent", "active", "expected"),
    [
        ((2020, 2021), 0, 40, ["fail"]),
        ((2020, 2021), 20, 20, ["pass"]),
        ((2021,), 0, 40, ["no_earlier_years"]),
        ((2020, 2021), 0, 10, ["few_peers"]),
    ],
)
def test_zeros_for_three_years_stand_out_among_active_peers(years, silent, active, expected) -> None:
    small = Small()
    peers_of(small, silent, active)
    for year in years:
        small.report(year)
    assert small.said(small.report(2022), "Y10") == expected


def test_a_report_with_requests_passes_y10_without_earlier_years() -> None:
    assert pair(None, {"req_new__total": 1}, "Y10") == ["pass"]


def test_a_gap_in_the_years_and_a_doubled_report() -> None:
    small = Small()
    first, late = small.report(2019), small.report(2022)
    assert (small.said(first, "Y11"), small.said(late, "Y11")) == ([], ["fail"])
    small.report(2020)
    small.report(2021, scope="region")
    assert small.said(late, "Y11") == ["pass"]
    double = small.report(2022, report_key="double")
    assert small.said(double, "Y11") == ["fail"]


def three(effective: tuple[int, int, int], issued: int, repealed: int = 0, **more: object) -> list[str]:
    small = Small()
    for at, number in enumerate(effective):
        figures = {"normdoc_effective": number, "normdoc_issued": issued, "normdoc_repealed": repealed}
        last = small.report(2020 + at, **(figures | more))
    return small.said(last, "Y12")


def test_a_stock_that_never_changes() -> None:
    assert three((7, 7, 7), 2) == ["pass", "fail"]
    assert three((7, 7, 9), 2) == ["pass", "pass"]
    assert three((7, 7, 7), 2, repealed=2) == ["pass", "pass"]
    assert three((7, 7, 7), 2, blank=("normdoc_issued",)) == ["pass", "not_assessable"]
    assert pair({}, {}, "Y12") == ["no_earlier_years"] * 2


def test_y13_needs_both_neighbours() -> None:
    assert pair({}, {}, "Y13") == ["no_both_years"]
    small = Small()
    for year in (2021, 2022, 2023):
        small.report(year, blank=("req_carried_in__total",) if year == 2022 else ())
    assert [said for (_, check), said in small.says().items() if check == "Y13" and said == ["not_assessable"]]


def test_next_years_cases_cover_what_was_pending() -> None:
    for block in ("rev", "lit_direct", "lit_after"):
        pending, total = {f"{block}_pending": 3}, f"{block}_total"
        assert sorted(pair(pending, {total: 3}, "C04")) == ["pass"] * 3
        assert sorted(pair(pending, {total: 2}, "C04")) == ["fail", "pass", "pass"]
        assert sorted(pair(pending, {"blank": (total,)}, "C04")) == ["not_assessable", "pass", "pass"]
    assert pair(None, {}, "C04") == ["no_last_year"] * 3
    small = Small()
    small.region("410999", PREFECTURE, "county", valid_to=2021)
    small.report(2021, scope="region", kind="government", rev_pending=3)
    assert small.said(small.report(2022, scope="region", kind="government"), "C04")[0] == "not_assessable"


def test_suits_after_review_need_reviews() -> None:
    suits = {"lit_after_total": 5, "rev_total": 2}
    assert pair({"rev_total": 3}, suits, "C05") == ["pass"]
    assert pair({"rev_total": 2}, suits, "C05") == ["fail"]
    assert pair(None, suits, "C05") == ["no_last_year"]
    assert pair(None, {"lit_after_total": 2, "rev_total": 2}, "C05") == ["pass"]
    assert pair({"blank": ("rev_total",)}, suits, "C05") == ["not_assessable"]


def test_disputes_against_the_replies_of_two_years() -> None:
    disputes = {"rev_total": 20, "lit_direct_total": 11, "res_total__total": 10}
    assert pair({"res_total__total": 21}, disputes, "C06") == ["pass"]
    assert pair({"res_total__total": 20}, disputes, "C06") == ["fail"]
    assert pair(None, disputes, "C06") == ["no_last_year"]
    assert pair({}, {"rev_total": 1, "res_total__total": 1}, "C06") == []


def direct_suits(year: int, last: tuple[int, int], this: tuple[int, int]) -> list[str]:
    small = Small()
    for at, (suits, denied) in ((year - 1, last), (year, this)):
        report = small.report(at, lit_direct_total=suits, res_denied_internal__total=denied)
    return small.said(report, "C07")


def test_direct_suits_do_not_rise_while_refusals_fall_from_2024_on() -> None:
    assert direct_suits(2024, (1, 9), (2, 8)) == ["fail"]
    assert direct_suits(2024, (1, 9), (2, 9)) == ["pass"]
    assert direct_suits(2024, (2, 9), (2, 8)) == ["pass"]
    assert direct_suits(2023, (1, 9), (2, 8)) == []
    small = Small()
    assert small.said(small.report(2024), "C07") == ["no_last_year"]


@pytest.mark.parametrize("item", ["rule", "normdoc"])
def test_the_stock_follows_from_last_years(item: str) -> None:
    effective, issued, repealed = (f"{item}_{word}" for word in ("effective", "issued", "repealed"))
    this = {issued: 2, repealed: 1, effective: 8}
    assert sorted(pair({effective: 7}, this, "A01")) == ["pass", "pass"]
    assert sorted(pair({effective: 6}, this, "A01")) == ["fail", "pass"]
    assert sorted(pair({effective: 6}, this | {"blank": (repealed,)}, "A01")) == ["not_assessable", "pass"]
    assert pair(None, this, "A01") == ["no_last_year"] * 2
    assert pair({effective: 6, "form": "f2019"}, this, "A01") == []
    assert pair(None, {"form": "f2019"}, "A01") == pair(None, {"form": "f2019"}, "A02") == []
    assert sorted(pair({effective: 6}, this | {"text": "开展行政规范性文件清理。"}, "A01")) == [
        "not_assessable",
        "pass",
    ]
    assert sorted(pair({effective: 6}, {issued: 1, repealed: 7}, "A02")) == ["pass", "pass"]
    assert sorted(pair({effective: 6}, {issued: 1, repealed: 8}, "A02")) == ["fail", "pass"]
    assert pair({effective: 6, "form": "f2019"}, {issued: 1, repealed: 8}, "A02") == []
    assert sorted(pair({"blank": (effective,)}, {repealed: 8}, "A02")) == ["not_assessable", "pass"]
    assert pair(None, {}, "A02") == ["no_last_year"] * 2


def test_a_corrected_stock_is_an_exception() -> None:
    small = Small()
    last = small.report(2021, normdoc_effective=5)
    small.version(last, 1, current=0, status="replaced")
    small.insert("version_figures", version_id=1, code="normdoc_effective", value=7)
    this = small.report(2022, normdoc_effective=8, normdoc_issued=1)
    assert small.said(this, "A01") == ["pass", "not_assessable"]


def test_fees_a_thousand_times_apart() -> None:
    fee = "fee_amount_wan"
    assert pair({fee: 2.5}, {fee: 25000}, "A05") == ["fail"]
    assert pair({fee: 25000}, {fee: 2.5}, "A05") == ["fail"]
    assert pair({fee: 2.5}, {fee: 2000}, "A05") == ["pass"]
    assert pair({fee: 2.5}, {fee: 0}, "A05") == []
    assert pair({fee: 2.5}, {"blank": (fee,)}, "A05") == ["not_assessable"]
    assert pair({fee: 0}, {fee: 3}, "A05") == ["few_peers"]
    small = Small()
    for at in range(120):
        small.report(2022, organ=f"410900-p{at:03}", fee_amount_wan=1 + at / 100)
    assert small.said(small.report(2022, fee_amount_wan=30000), "A05") == ["fail"]


@pytest.mark.parametrize("item", ["license", "service", "penalty", "coercion", "fee"])
def test_items_of_f2019_follow_from_last_years(item: str) -> None:
    last = {f"{item}_items19": 7, f"{item}_items_change19": -2, "form": "f2019"}
    assert sorted(pair(last, {f"{item}_items19": 5, "form": "f2019"}, "A08")) == ["pass"] * 5
    assert sorted(pair(last, {f"{item}_items19": 6, "form": "f2019"}, "A08")) == ["fail", *["pass"] * 4]
    assert pair(last, {}, "A08") == []
    assert pair(None, {"form": "f2019"}, "A08") == ["no_last_year"] * 5
    assert "not_assessable" in pair(last, {"blank": (f"{item}_items19",), "form": "f2019"}, "A08")


def claims(last: dict | None, this: int, change: float) -> list[str]:
    small = Small()
    if last is not None:
        small.report(2021, **last)
    report = small.report(2022, req_new__total=this)
    claim = {"statement": "received", "number": this, "clause": f"收到申请{this}件", "unit": "count", "change": change}
    small.insert("year_claims", report_id=report, ordinal=1, **claim, slack=0, quote="较上年增加")
    return small.said(report, "N06")


def test_what_the_text_says_of_last_year_is_held_against_its_report() -> None:
    assert claims({"req_new__total": 20}, 30, 10) == ["pass"]
    assert claims({"req_new__total": 18, "req_carried_in__total": 2}, 30, 10) == ["pass"]
    assert claims({"req_new__total": 20}, 30, 12) == ["fail"]
    assert claims(None, 30, 12) == ["no_last_year"]
    assert claims({"blank": ("req_new__total", "res_total__total")}, 30, 12) == ["not_assessable"]
    assert pair({}, {}, "N06") == []
