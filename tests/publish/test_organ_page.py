"""An organ's page: the official tables side by side, what changed, and what must not be compared."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from parsers.codes import codes
from publish.older_forms import older_table
from publish.pages.organs import gaps
from publish.side_by_side import Beside, Year, side_by_side
from publish.strings import Speaker


def year(number: int, form: str, notes: dict[str, tuple[str, str]] | None = None, **figures: int) -> Year:
    report = {"year": number, "form_a": form, "form_b": form, "form_c": form}
    return Year(report, {code: figures.get(code) for code in codes()}, notes or {}, {"req_new__total"})


def row(table: str, label: str, years: list[Year]) -> list[Beside]:
    found = [line for group in side_by_side(table, years, "total", Speaker("zh")) for line in group.lines]
    (line,) = [line for line in found if label in line.label]
    return line.cells


def changes(cells: list[Beside]) -> list[str]:
    return [cell.change for cell in cells]


def test_a_change_is_told_against_the_year_before_and_only_then() -> None:
    years = [year(at, "f2021", req_new__total=value) for at, value in ((2021, 9), (2022, 7), (2023, 7), (2025, 8))]
    assert changes(row("b", "新收", years)) == ["", "−2", "=", ""]


def test_a_blank_is_no_number_and_has_no_change() -> None:
    blank = year(2022, "f2021", {"req_new__total": ("blank", "")})
    cells = row("b", "新收", [year(2021, "f2021", req_new__total=9), blank])
    assert changes(cells) == ["", ""] and cells[1].cell is not None and cells[1].cell.text == "空白"


def test_rows_of_one_form_stay_empty_under_the_other_and_are_not_compared() -> None:
    years = [year(2020, "f2019", res_other__total=5), year(2021, "f2021", res_other_misc__total=5)]
    old, new = row("b", "其他处理", years), row("b", "3.其他", years)
    assert new[0].cell is None and old[1].cell is None
    assert changes(old) == changes(new) == ["", ""]


def test_fees_of_both_forms_are_not_compared() -> None:
    years = [year(2020, "f2019", fee_items19=3), year(2021, "f2021", fee_amount_wan=9)]
    found = [line for group in side_by_side("a", years, "total", Speaker("en")) for line in group.lines]
    assert len(found) >= 2 and all(cell.change == "" for line in found for cell in line.cells)


def test_a_cell_that_a_failed_check_touches_is_marked() -> None:
    assert [cell.failed for cell in row("b", "新收", [year(2021, "f2021", req_new__total=9)])] == [True]


@pytest.fixture(scope="session")
def education(one: Callable[..., str]) -> str:
    return one("SELECT id FROM organs WHERE name = '濮阳市教育局'")


def test_the_page_shows_tables_carry_over_findings_and_trends(get, education: str) -> None:
    page = get(f"/organs/{education}").text
    assert "跨年结转" in page and "未通过的核对，各年" in page and 'id="chart-own-requests"' in page
    assert re.search(
        r'<td class="num"><a class="cell" href="[^"]+/cells/req_new__total">41</a><br><small class="n">\+1</small></td>',
        page,
    )
    natural = get(f"/organs/{education}?applicant=natural").text
    assert 'applicant=natural#tables-own" aria-current="true"' in natural
    assert get(f"/organs/{education}?applicant=nobody").status_code == 200


def test_the_trend_of_an_organ_can_be_downloaded(get, education: str) -> None:
    table = get(f"/organs/{education}/own-requests.csv").content.decode("utf-8-sig").splitlines()
    assert table[0].startswith("年度,件") and table[-1].startswith("2023,41")
    assert get(f"/organs/{education}/region-requests.csv").status_code == 404


def statistic(key: str, number: int, code: str | None, value: float | None, **more: str) -> dict[str, object]:
    row = {"report_key": key, "year": number, "scope": "own", "label": "收到申请数", "unit": "件", "column_label": ""}
    return {
        **row,
        "value": value,
        "status": "reported" if value is not None else "slash",
        "raw": str(value),
        "code": code,
    } | more


def older(*rows: dict[str, object]) -> dict[tuple[str, str], list[tuple[str, str] | None]]:
    made = older_table(rows, "/reports/{key}/cells/{code}", Speaker("zh"))
    return {
        (line.label, line.unit): [(cell.text, cell.change) if cell else None for cell in line.cells]
        for line in made.lines
    }


def test_older_tables_stand_side_by_side_with_changes_only_on_the_year_before() -> None:
    rows = [statistic(f"k{at}", at, "s14_req_total", value) for at, value in ((2014, 4), (2015, 6), (2017, 5))]
    assert older(*rows) == {("收到申请数", "件"): [("4", ""), ("6", "+2"), ("5", "")]}


def test_older_rows_of_another_unit_or_label_are_not_put_together() -> None:
    one, other = (
        statistic("a", 2014, "s14_fee_wan", 4, unit="万元"),
        statistic("b", 2015, "s14_fee_wan", 40000, unit="元"),
    )
    assert older(one, other) == {
        ("收到申请数", "万元"): [("4", ""), None],
        ("收到申请数", "元"): [None, ("40,000", "")],
    }
    local, named = statistic("a", 2014, None, 4, label="甲"), statistic("b", 2015, None, 4, label="乙")
    assert set(older(local, named)) == {("甲", "件"), ("乙", "件")}


def test_an_older_cell_without_a_number_is_said_by_its_status() -> None:
    assert older(statistic("a", 2014, None, 3), statistic("b", 2015, None, None)) == {
        ("收到申请数", "件"): [("3", ""), ("斜线", "")]
    }


def test_the_page_shows_older_forms_and_names_the_years_between(get, education: str, key) -> None:
    page = get(f"/organs/{education}").text
    assert f'/reports/{key("濮阳市教育局", 2016)}/cells/s14_req_total">4</a>' in page and "土办法统计" in page
    assert "其间没有报告的年度：2017, 2018, 2019。" in page
    official = page.split('id="tables-own"')[1].split("</details>")[1]
    assert ">2020</a>" in official and ">2016</a>" not in official


def test_gaps_are_the_years_between() -> None:
    assert gaps([2016, 2018, 2019]) == [2017] and gaps([]) == [] and gaps([2020]) == []
