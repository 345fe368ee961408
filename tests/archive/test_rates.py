"""Rates with their bounds: equal to Wilson's formula, null where a part is missing, summed only within one scope."""

from __future__ import annotations

import math
import sqlite3
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from archive.ddl import create_all
from archive.indicators import CONSISTENCY, Z, indicators
from tests.archive.builder import World, report
from tests.archive.test_build import rows

HERE = "http://127.0.0.1:9/puyang"


def wilson(k: float, n: float) -> tuple[float, float]:
    middle, half = k + Z * Z / 2, Z * math.sqrt(k * (n - k) / n + Z * Z / 4)
    return (middle - half) / (n + Z * Z), (middle + half) / (n + Z * Z)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=8))
def test_bounds_are_wilsons_by_brute_force(pairs):
    with closing(sqlite3.connect(":memory:")) as db:
        create_all(db)
        for report_id, (k, n) in enumerate(pairs):
            value = round(k / n, 6) if n else None
            db.execute("INSERT INTO reports (id) VALUES (?)", (report_id,))
            db.execute("INSERT INTO indicators (report_id, denial_rate, denial_rate_n) VALUES (?, ?, ?)", (report_id, value, n))  # fmt: skip
        found = db.execute("SELECT value, n, low, high FROM v_indicators WHERE indicator = 'denial_rate' ORDER BY report_id").fetchall()  # fmt: skip
    assert len(found) == len(pairs)
    for (k, n), (value, shown, low, high) in zip(pairs, found, strict=True):
        assert shown == n
        if n == 0 or k > n:
            assert low is high is None
        else:
            assert value == round(k / n, 6)
            assert all(abs(one - two) < 2e-6 for one, two in zip((low, high), wilson(k, n), strict=True))
            assert low <= value + 1e-6 and high >= value - 1e-6


def test_every_rate_of_a_report_is_a_row_and_a_missing_part_leaves_it_null(world: World) -> None:
    world.publish(f"{HERE}/1", report("濮阳市教育局", 2022, 10, res_partial__total=None))
    world.build()
    found = {row[0]: row[1:] for row in rows(world.db, "SELECT indicator, value, n, low, high FROM v_indicators")}
    assert set(found) == {one.code for one in indicators()} | set(CONSISTENCY)
    assert found["disclosure_rate"] == (None, 10, None, None)
    assert found["full_disclosure_rate"][:2] == (1.0, 10)
    made = rows(
        world.db, "SELECT checks_passed, checks_passed + failed_errors + failed_warnings + failed_hints FROM reports"
    )
    passed, assessable = made[0]
    assert passed > 0 and found["consistency_rate"][:2] == (round(passed / assessable, 6), assessable)
    for severity in ("errors", "warnings"):
        passed, failed = rows(world.db, f"SELECT passed_{severity}, failed_{severity} FROM reports")[0]
        expected = (round(passed / (passed + failed), 6) if passed + failed else None, passed + failed)
        assert found[f"consistency_rate_{severity}"][:2] == expected
    assert found["rev_correct_rate_merits"] == (0.333333, 3, *(round(one, 6) for one in wilson(1, 3)))
    assert {f"{block}_correct_rate_{of}" for block in ("rev", "lit", "lit_direct", "lit_after") for of in ("all", "closed", "merits")} <= set(found)  # fmt: skip


def test_rates_of_a_region_sum_both_parts_of_the_same_reports_and_keep_scopes_apart(world: World) -> None:
    world.publish(f"{HERE}/1", report("濮阳市教育局", 2022, 10, carried_out=4))
    world.publish(f"{HERE}/2", report("濮阳市财政局", 2022, 30, carried_out=2))
    world.publish(f"{HERE}/3", report("濮阳市审计局", 2022, 50, req_carried_out__total=None))
    world.publish(f"{HERE}/4", report("濮阳市人民政府", 2022, 400, "region", carried_out=40))
    world.build()
    asked = "SELECT scope, value, n, reports, low, high FROM v_region_indicators WHERE region_code = '410900' AND year = 2022 AND indicator = 'carry_rate' ORDER BY scope"
    assert rows(world.db, asked) == [
        ("own", 0.15, 40, 2, *(round(one, 6) for one in wilson(6, 40))),
        ("region", 0.1, 400, 1, *(round(one, 6) for one in wilson(40, 400))),
    ]


def test_the_two_kinds_of_suits_have_rates_of_their_own(world: World) -> None:
    suits = {"lit_direct_upheld": 2, "lit_direct_corrected": 1, "lit_direct_pending": 1, "lit_direct_total": 4}
    world.publish(f"{HERE}/1", report("濮阳市教育局", 2022, 10, **suits, lit_after_corrected=3, lit_after_total=3))
    world.build()
    wanted = ", ".join(f"{block}_correct_rate_{of}" for block in ("lit_direct", "lit_after", "lit") for of in ("all", "closed", "merits"))  # fmt: skip
    assert rows(world.db, f"SELECT {wanted} FROM indicators") == [(0.25, 0.333333, 0.333333, 1, 1, 1, 0.571429, 0.666667, 0.666667)]  # fmt: skip
