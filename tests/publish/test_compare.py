"""A comparison shows what the archive holds, with n, bounds, breaks and failed checks; its address is its state."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from contextlib import closing
from urllib.parse import urlencode

import pytest

from parsers.codes import codes
from publish.asked import MOST, rate_names
from publish.comparison import crossings, parts


@pytest.fixture(scope="module")
def organ(one):
    return lambda name: one("SELECT id FROM organs WHERE name = ?", name)


def asked(**parameters: object) -> str:
    return urlencode({name: ",".join(map(str, value)) for name, value in parameters.items()})


def cells(get, query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(get(f"/compare.csv?{query}").content.decode("utf-8-sig"))))


def test_values_n_and_bounds_are_those_of_the_archive(get, organ, built) -> None:
    query = asked(organs=[organ("濮阳市教育局")], years=[2021, 2023], indicators=["disclosure_rate", "req_new__total"])
    found = cells(get, query)
    with closing(sqlite3.connect(built.db)) as db:
        sql = """SELECT r.year, i.value, i.n, i.low, i.high, r.requests_new FROM reports r JOIN v_indicators i ON i.report_id = r.id
            WHERE r.organ_id = ? AND r.year IN (2021, 2023) AND i.indicator = 'disclosure_rate' ORDER BY r.year"""
        told = db.execute(sql, (organ("濮阳市教育局"),)).fetchall()
    rates = [row for row in found if row["indicator"] == "disclosure_rate"]
    assert [tuple(map(float, (row["year"], row["value"], row["n"], row["low"], row["high"]))) for row in rates] == [
        row[:5] for row in told
    ]
    assert [int(row["value"]) for row in found if row["indicator"] == "req_new__total"] == [row[5] for row in told]


def test_regions_sum_by_scope_and_scopes_that_mix_are_not_additive(get, organ) -> None:
    query = asked(regions=["410900"], years=[2022], indicators=["req_new__total"])
    page = get(f"/compare?{query}").text
    assert "不可直接相加" in page and "Not additive" in get(f"/en/compare?{query}").text
    sums = {row["scope"]: row for row in cells(get, query)}
    assert set(sums) == {"own", "region"} and int(sums["own"]["reports"]) > 1
    lone = asked(organs=[organ("濮阳市教育局")], years=[2022], indicators=["req_new__total"])
    assert "不可直接相加" not in get(f"/compare?{lone}").text
    within = asked(organs=[organ("濮阳市教育局")], regions=["410900"], years=[2022], indicators=["req_new__total"])
    assert "不可直接相加" in get(f"/compare?{within}").text


def test_a_rate_of_few_is_for_observation_only(get, organ) -> None:
    few, many = ("濮阳市财政局", "濮阳市教育局")
    query = asked(organs=[organ(few)], years=[2022], indicators=["disclosure_rate"])
    assert 'class="few">仅供观察' in get(f"/compare?{query}").text
    query = asked(organs=[organ(many)], years=[2022], indicators=["disclosure_rate"])
    assert 'class="few">仅供观察' not in get(f"/compare?{query}").text


def test_a_failed_check_stands_beside_the_figure_and_the_rate_it_touches(get, organ) -> None:
    name = organ("濮阳市发展和改革委员会")
    query = asked(organs=[name], years=[2022], indicators=["res_granted__total", "disclosure_rate", "rev_total"])
    failed = {row["indicator"]: row["failed"].split() for row in cells(get, query)}
    assert (
        "B14" in failed["res_granted__total"]
        and "B14" in failed["disclosure_rate"]
        and "B14" not in failed["rev_total"]
    )
    assert re.search(
        r'<td class="num failed">.*?<a class="mark"[^>]*>B14</a>', get(f"/compare?{query}").text, re.DOTALL
    )


def test_what_is_blank_or_has_no_report_is_never_a_zero(get, organ) -> None:
    query = asked(
        organs=[organ("濮阳市财政局")], years=[2021, 2022], indicators=["req_carried_out__natural", "normdoc_made19"]
    )
    blank, other = cells(get, query)
    assert (blank["value"], blank["status"]) == ("", "blank") and (other["value"], other["status"]) == (
        "",
        "other_form",
    )
    page = get(f"/compare?{query}").text
    assert "此格式无此项" in page and re.search(r"没有这些年度的报告：\s*濮阳市财政局 \(2021\)", page)


def test_the_address_is_the_state_however_the_form_is_sent(get, organ) -> None:
    sent = get("/compare?regions=410900&regions=濮阳市&years=2023&years=2022&indicators=disclosure_rate&organs=")
    assert sent.status_code == 302
    assert sent.headers["location"] == "/compare?regions=410900&years=2022%2C2023&indicators=disclosure_rate"
    again = get(sent.headers["location"])
    assert again.status_code == 200 and re.search(r'value="410900" checked', again.text)
    named = get("/en/compare?organs=濮阳市教育局&years=2022&indicators=req_new__total")
    assert named.headers["location"].startswith(f"/en/compare?organs={organ('濮阳市教育局')}&")


def test_words_that_name_several_or_none_are_asked_back(get) -> None:
    page = get("/compare?organs=濮阳市,不存在局&regions=&years=2022&indicators=nothing").text
    assert "可指以下各项" in page and "本库没有“不存在局”" in page and "本库没有“nothing”" in page
    assert re.search(r'<li><a href="/compare\?organs=[\w-]+&amp;years=2022">濮阳市', page)


def test_more_than_a_table_holds_is_said_and_cut(get) -> None:
    page = get(
        f"/compare?{asked(years=range(2000, 2030), indicators=list(rate_names())[: MOST['indicators'] + 1])}"
    ).text
    assert f"年度只比较前 {MOST['years']} 个" in page and f"指标只比较前 {MOST['indicators']} 个" in page


def test_the_sql_beside_it_gives_the_same(get, organ, built) -> None:
    query = asked(
        organs=[organ("濮阳市教育局")],
        regions=["410900"],
        years=[2022, 2023],
        indicators=["disclosure_rate", "req_new__total"],
    )
    addresses = [
        one.replace("&amp;", "&") for one in re.findall(r'href="(/archive\?sql=[^"]+)"', get(f"/compare?{query}").text)
    ]
    assert len(addresses) == 4
    answers = [get(one.replace("/archive?", "/archive.json?") + "&_shape=objects").json()["rows"] for one in addresses]
    values = {str(row[name]) for rows in answers for row in rows for name in ("value", "req_new__total") if name in row}
    assert {row["value"] for row in cells(get, query)} == values


def test_parts_of_rates_and_crossings_of_forms() -> None:
    assert {"res_granted__total", "res_partial__total", "res_total__total"} == set(parts("disclosure_rate"))
    assert parts("consistency_rate") == () and all(parts(code) == (code,) for code in codes())
    assert [row["relation"] for row in crossings(["normdoc_effective"])] == ["none"]
    assert [row["relation"] for row in crossings(["res_other_misc__total"])] == ["sum"]
    assert not list(crossings(["req_new__total", "disclosure_rate"]))


def test_a_year_that_is_none_is_named(get) -> None:
    assert "The archive has no “abc”" in get("/en/compare?regions=410900&years=2022,abc&indicators=req_new__total").text
