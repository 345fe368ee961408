"""Pages of checks: how often one fails, defined, and the reports that fail it with both sides."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.catalogue import check
from publish.failure_rates import Rate, applies, rates, together
from publish.least_n import LEAST_N

COUNT = st.integers(0, 200)


def forms(year: int, form: str, reports: int = 100, practice: int = 0) -> dict[str, object]:
    return {
        "year": year,
        "level": "county",
        "is_practice": practice,
        "form_a": form,
        "form_b": form,
        "form_c": form,
        "reports": reports,
    }


def totals(year: int, failed: int, not_assessable: int = 0, explained: int = 0) -> dict[str, object]:
    group = {"year": year, "level": "county", "is_practice": 0}
    return {
        **group,
        "failed": failed,
        "not_assessable": not_assessable,
        "explained": explained,
        "source": 0,
        "extraction": 0,
    }


def test_a_check_of_one_form_is_not_measured_by_reports_of_another() -> None:
    old, new = check("B35-2019"), check("B35")
    assert old.forms == ("f2019",) and new.forms == ("f2021",)
    told = rates("B35-2019", [totals(2020, 5)], [forms(2020, "f2019", 50), forms(2022, "f2021", 900)], [])
    assert {group: rate.assessable for group, rate in told.items()} == {(2020, "county", 0): 50}
    assert told[2020, "county", 0].value == pytest.approx(0.1)


def test_a_table_that_was_not_read_is_applicable_from_2019_on_and_then_not_assessable() -> None:
    assert applies(check("B07"), forms(2020, "none")) and not applies(check("B07"), forms(2016, "none"))
    told = rates("B07", [totals(2020, 3, not_assessable=10)], [forms(2020, "f2019", 40), forms(2020, "none", 10)], [])
    assert (told[2020, "county", 0].assessable, told[2020, "county", 0].value) == (40, 3 / 40)


@pytest.mark.parametrize("name", ["Y07", "Y13", "V01", "V06", "S06"])
def test_a_report_from_before_the_national_tables_is_not_assessable_by_their_checks(name: str) -> None:
    assert not applies(check(name), forms(2016, "none")) and applies(check(name), forms(2020, "none"))
    assert rates(name, [], [forms(2016, "none")], []) == {}


@pytest.mark.parametrize("name", ["Y11", "Q01", "S02"])
def test_checks_that_need_no_table_are_made_on_old_reports_too(name: str) -> None:
    assert applies(check(name), forms(2016, "none"))


def test_a_check_up_and_down_is_measured_by_consolidated_reports_alone() -> None:
    told = rates("H01", [totals(2022, 4)], [forms(2022, "f2021", 900)], [forms(2022, "f2021", 40)])
    assert {group: rate.assessable for group, rate in told.items()} == {(2022, "county", 0): 40}


@given(COUNT, COUNT, COUNT, COUNT)
def test_a_share_is_never_given_for_few_nor_above_one(
    applying: int, not_assessable: int, failed: int, explained: int
) -> None:
    one = Rate(applying, not_assessable, failed, explained)
    if one.value is not None:
        assert one.assessable >= LEAST_N and 0 <= one.value <= 1
    elif one.assessable >= LEAST_N:
        assert failed + explained > one.assessable
    assert together([one, one]).failed == 2 * failed


def test_the_page_of_a_check_lists_who_fails_with_both_sides(get) -> None:
    page = get("/checks/B14").text
    assert re.search(
        r'濮阳市发展和改革委员会</a>.*?<td class="num">3</td><td class="num">9</td><td>[^<]+</td><td>', page, re.DOTALL
    )
    assert "造假" not in page and "彼此不一致" in page
    assert "the published numbers do not agree" in get("/en/checks/B14").text


def test_few_reports_give_no_share(get) -> None:
    page = get("/en/checks/B14").text
    assert (
        re.search(r'few</span> <small class="n">1/\d+', page)
        and "%" not in page[page.index("h-rates") : page.index("h-reports")]
    )


def test_reports_that_fail_are_narrowed_by_year_level_and_region(get) -> None:
    name = "濮阳市发展和改革委员会</a>"
    for asked, there in (("year=2022", True), ("year=2021", False), ("level=prefecture", True), ("level=county", False),
                         ("region=410000", True), ("region=330000", False)):  # fmt: skip
        assert (name in get(f"/checks/B14?{asked}").text) == there, asked
    assert get("/checks/B14?status=odd").status_code == get("/checks/B14?year=x").status_code == 404


def test_explained_findings_are_listed_apart_with_their_explanation(get) -> None:
    assert "申请撤回后并案" in get("/checks/Y07?status=explained").text
    assert "申请撤回后并案" not in get("/checks/Y07").text


def test_pages_of_failing_reports_follow_without_a_gap_newest_first(get, built, monkeypatch) -> None:
    monkeypatch.setattr("publish.pages.checks.SHOWN", 2)
    with closing(sqlite3.connect(built.db)) as db:
        sql = "SELECT check_id, count(*) FROM findings WHERE status = 'fail' AND is_current GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
        key, count = db.execute(sql).fetchone()
    address, seen = f"/checks/{key}", []
    while address:
        page = get(address).text
        seen += re.findall(r'<th scope="row"><a href="/reports/([\w-]+)">.*?</th><td>(\d+|—)</td>', page)
        following = re.search(r'<a rel="next" href="([^"#]+)', page)
        address = following[1].replace("&amp;", "&") if following else ""
    years = [year for _, year in seen]
    assert len(seen) == count > 3 and years == sorted(years, reverse=True)
