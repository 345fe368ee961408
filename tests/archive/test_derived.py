"""Derived tables equal what they sum; views never mix scopes; the database describes itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.deadlines import days_late, deadline
from archive.indicators import indicators
from archive.schema import sum_codes, tables, views
from archive.schema_page import page
from parsers.codes import codes
from tests.archive.builder import World, report, statistics_report
from tests.archive.test_build import fill, rows

PAGE = Path(__file__).parent.parent.parent / "docs" / "schema.md"


@pytest.mark.parametrize(
    ("table", "region"), [("region_year", "region_code"), ("province_year", "province_code"), ("year_totals", None)]
)
def test_summaries_equal_the_sums_of_the_reports(world: World, table: str, region: str | None) -> None:
    fill(world)
    world.publish("http://127.0.0.1:9/puyang/b", report("濮阳市教育局", 2022, res_granted__total=None))
    world.build()
    keys = tables()[table].primary_key
    for code in (code.code for code in sum_codes()):
        grouped = ", ".join(f"r.{key}" for key in keys)
        again = f"SELECT {grouped}, sum(f.{code}) FROM reports r JOIN report_figures f ON f.report_id = r.id"
        expected = rows(world.db, f"{again} GROUP BY {grouped} ORDER BY {grouped}")
        assert rows(world.db, f"SELECT {', '.join(keys)}, {code} FROM {table} ORDER BY {', '.join(keys)}") == expected
    assert rows(world.db, f"SELECT sum(reports) FROM {table}") == rows(world.db, "SELECT count(*) FROM reports")


def test_rates_have_their_denominators_and_refuse_what_is_missing(world: World) -> None:
    world.publish(
        "http://127.0.0.1:9/puyang/1", report("濮阳市教育局", 2022, 10, carried_out=2, res_partial__total=None)
    )
    world.publish("http://127.0.0.1:9/puyang/2", report("濮阳市教育局", 2023, 0, rev_total=0, rev_corrected=0))
    world.build()
    wanted = (
        "carry_rate, carry_rate_n, disclosure_rate, disclosure_rate_n, rev_correct_rate_all, rev_correct_rate_all_n"
    )
    assert rows(world.db, f"SELECT {wanted} FROM indicators ORDER BY report_id") == [
        (0.2, 10, None, 8, 0.25, 4),
        (None, 0, None, 0, None, 0),
    ]


def test_every_indicator_uses_declared_codes_alone() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(f"CREATE TABLE f ({', '.join(codes())})")
        for indicator in indicators():
            db.execute(f"SELECT {', '.join(indicator.sql())} FROM f")


def test_views_do_not_mix_scopes_and_unroll_every_number(world: World) -> None:
    fill(world)
    world.build()
    assert rows(world.db, "SELECT DISTINCT scope FROM v_organ") == [("own",)]
    assert rows(world.db, "SELECT DISTINCT scope, level FROM v_region_prefecture") == [("region", "prefecture")]
    one = rows(
        world.db,
        'SELECT value FROM applications WHERE report_id = 2 AND "row" = ? AND applicant = ?',
        "req_new",
        "total",
    )
    assert one == rows(world.db, "SELECT req_new__total FROM report_figures WHERE report_id = 2")
    for view, table in (("applications", "b"), ("disclosure", "a"), ("reviews", "c")):
        present = " + ".join(f"count({code.code})" for code in codes().values() if code.table == table)
        assert rows(world.db, f"SELECT count(*) FROM {view}") == rows(world.db, f"SELECT {present} FROM report_figures")


def test_a_portal_that_gave_nothing_is_there_to_be_seen(world: World) -> None:
    world.publish("http://127.0.0.1:9/hz/1", report("杭州市教育局", 2022), "zhejiang-hangzhou")
    world.miss("http://127.0.0.1:9/puyang/", "blocked", 412)
    world.build()
    assert rows(world.db, "SELECT last_outcome, reports FROM portals WHERE id = 'henan-puyang'") == [("blocked", 0)]
    assert rows(world.db, "PRAGMA foreign_key_check") == []


def test_consolidated_reports_know_their_parts(world: World) -> None:
    for name, new, scope in (
        ("濮阳市人民政府", 100, "region"),
        ("濮阳县人民政府", 30, "region"),
        ("濮阳市教育局", 20, "own"),
    ):
        world.publish(f"http://127.0.0.1:9/puyang/{new}", report(name, 2022, new, scope))
    world.publish("http://127.0.0.1:9/puyang/county-organ", report("濮阳县教育局", 2022, 7))
    world.build()
    found = rows(world.db, "SELECT region_code, requests_new, parts_requests_new, parts, gap FROM v_rollup ORDER BY 1")
    assert found == [("410900", 100, 50, 2, 50), ("410928", 30, 7, 1, 23)]


def test_portals_know_their_visits_and_reports(world: World) -> None:
    fill(world)
    world.gone("http://127.0.0.1:9/puyang/fgw2021")
    world.build()
    assert rows(world.db, "SELECT id, visits, last_outcome, reports FROM portals ORDER BY id") == [
        ("henan-puyang", 10, "gone", 7),
        ("zhejiang-hangzhou", 1, "ok", 1),
    ]


def test_carry_over_is_compared_within_organ_and_scope(world: World) -> None:
    world.publish("http://127.0.0.1:9/puyang/1", report("濮阳市教育局", 2022, 10, carried_out=2))
    world.publish("http://127.0.0.1:9/puyang/2", report("濮阳市教育局", 2023, 5, carried_in=3))
    world.build()
    assert rows(world.db, "SELECT year, carried_out, carried_in_next, difference FROM v_carry_over") == [
        (2022, 2, 3, 1)
    ]


def test_forms_before_2019_stay_label_and_value(world: World) -> None:
    world.publish("http://127.0.0.1:9/puyang/old", statistics_report("濮阳市教育局", 2016))
    world.build()
    assert rows(world.db, "SELECT label, value, status, code FROM statistics ORDER BY ordinal") == [
        ("主动公开政府信息数", 120, "reported", "s14_disclosed"),
        ("收到申请数", 4, "reported", "s14_req_total"),
        ("土办法统计", None, "slash", None),
    ]
    assert rows(world.db, "SELECT req_new__total FROM report_figures") == [(None,)]


def test_missing_years_are_expected_and_missing(world: World) -> None:
    for year in (2021, 2024):
        world.publish(f"http://127.0.0.1:9/puyang/{year}", report("濮阳市教育局", year))
    world.build()
    assert rows(
        world.db, "SELECT year, status, deadline FROM expected_reports e WHERE organ_id LIKE '410900-43%' ORDER BY year"
    ) == [
        (2021, "found", "2022-01-31"),
        (2022, "missing", "2023-01-31"),
        (2023, "missing", "2024-01-31"),
        (2024, "found", "2025-01-31"),
        (2025, "not_due", "2026-01-31"),
    ]


def test_deadlines_are_those_of_the_regulation() -> None:
    here = {"410900", "000000"}
    assert deadline(2022, "own", "department", here) == "2023-01-31"
    assert deadline(2022, "region", "government", here) == "2023-03-31"
    assert deadline(2016, "own", "department", here) == "2017-03-31"
    assert deadline(2022, "own", "subdistrict_office", here) is None
    assert deadline(2022, "unknown", "zone_committee", here) is None
    assert deadline(2022, "own", "zone_committee", here) == "2023-01-31"
    there = {"431200", "430000", "000000"}
    assert deadline(2021, "own", "department", there, "prefecture") == "2022-01-28"
    assert deadline(2021, "own", "department", there, "county") == "2022-01-31"
    assert deadline(2021, "region", "government", there, "county") == "2022-02-20"
    assert deadline(2022, "region", "government", there, "county") == "2023-03-31"
    assert days_late("2023-02-03", "2023-01-31") == 3
    assert days_late("二月", "2023-01-31") is None


def test_the_database_describes_every_table_column_and_code(world: World) -> None:
    fill(world)
    world.build()
    for name in tables():
        described = rows(world.db, "SELECT name FROM columns WHERE table_name = ? ORDER BY ordinal", name)
        own = "SELECT name FROM pragma_table_info(?) WHERE name NOT IN (SELECT code FROM codes)"
        assert described == rows(world.db, own, name)
    everything = rows(world.db, "SELECT zh, en FROM tables UNION ALL SELECT zh, en FROM columns")
    assert all(zh and en for zh, en in everything)
    assert rows(world.db, "SELECT count(*) FROM tables") == [(len(tables()) + len(views()),)]
    assert rows(world.db, "SELECT count(*) FROM codes") == [(len(codes()),)]


def test_references_name_declared_columns() -> None:
    for table in tables().values():
        for column in table.columns:
            if column.ref:
                target, field = column.ref.split(".")
                assert field in tables()[target].names(), (table.name, column.name)


def test_the_schema_page_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == page()
