"""The coverage board: its counts are those of its organs, and what is not there says why."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections import Counter
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.pages.coverage import ABSENT, COUNTED, PUBLISHED, cell


def organs(get, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(get(address).content.decode("utf-8-sig"))))


def select(built, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(built.db)) as db:
        return db.execute(sql).fetchall()


def test_the_counts_of_the_board_are_those_of_the_organs_behind_them(get, built) -> None:
    sql = (
        f"SELECT region_code, year, sum(expected), {', '.join(f'sum({name})' for name in COUNTED)} FROM region_coverage"
    )
    told = select(built, f"{sql} WHERE year IN (2021, 2023) GROUP BY 1, 2 ORDER BY 1, 2")
    assert len(told) > 10
    for region, year, expected, *counts in told:
        rows = organs(get, f"/coverage/{region}.csv?year={year}&status=all")
        statuses = Counter(row["status"] for row in rows)
        assert [statuses[name] for name in COUNTED] == counts, (region, year)
        assert sum(statuses[name] for name in COUNTED) == expected


def test_organs_of_one_status_and_by_name(get) -> None:
    rows = organs(get, "/coverage/410000.csv?year=2023&status=missing")
    assert rows and {row["status"] for row in rows} == {"missing"}
    found = json.loads(get("/coverage/000000.json?year=2022&q=教育局").text)
    assert [row["organ_name"] for row in found] == ["濮阳市教育局"]


def test_what_is_missing_names_the_portal_that_was_read(get) -> None:
    page = get("/coverage/410900?year=2023").text
    assert "逾期未见" in page and "网站已读，没有找到" in page
    assert re.search(r"/archive/portals\?id=henan-puyang[^>]*>濮阳市人民政府</a> 最近访问 \d{4}-\d\d-\d\d", page)
    assert "The deadline has passed" in get("/en/coverage/410900?year=2023").text


def test_the_board_shows_found_of_expected_and_leads_to_the_organs(get, built) -> None:
    expected, found, late = select(
        built, "SELECT expected, found, late FROM region_coverage WHERE region_code = '410900' AND year = 2022"
    )[0]
    page = get("/coverage/410000").text
    assert re.search(rf'href="/coverage/410900\?year=2022"><b>{found + late}/{expected}</b>', page)


def test_pages_of_organs_follow_without_a_gap(get, monkeypatch) -> None:
    monkeypatch.setattr("publish.pages.coverage.SHOWN", 3)
    address, seen = "/coverage/410000?year=2022&status=all", []
    for _ in range(40):
        page = get(address).text
        body = page[page.index('id="h-organs"') :]
        seen += [name.strip() for name in re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]+)', body)]
        following = re.search(r'<a rel="next" href="([^"]+)"', page)
        if not following:
            break
        address = following[1].replace("&amp;", "&")
    assert sorted(seen) == sorted(row["organ_name"] for row in organs(get, "/coverage/410000.csv?year=2022&status=all"))


@pytest.mark.parametrize("address", ["/coverage/999999", "/coverage?year=soon", "/coverage/410000?year=2022&status=x"])
def test_what_the_board_does_not_know_is_a_page_of_ours(get, address: str) -> None:
    page = get(address)
    assert page.status_code == 404 and "没有这一页" in page.text


@given(st.fixed_dictionaries({name: st.integers(0, 5) for name in COUNTED}))
def test_a_cell_says_the_gravest_gap_that_there_is(counts: dict[str, int]) -> None:
    one = cell({**counts, "expected": sum(counts.values())})
    assert one["there"] + sum(counts[name] for name in ABSENT) == one["expected"]
    if one["worst"] == "found":
        assert not any(counts[name] for name in COUNTED if name not in PUBLISHED[:1])
    else:
        assert one["worst_n"] == counts[one["worst"]] > 0
    if any(counts[name] for name in ABSENT):
        assert one["worst"] in ABSENT
