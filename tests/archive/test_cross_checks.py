"""Cross-checks in the archive: counts, row numbers, and that order, batches and repetition change nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.cross_checks import affected, cross_check
from archive.ddl import create_all, create_indexes
from archive.ground import lay_out, prepare
from archive.schema import tables
from checks.comparisons import comparisons
from parsers.report import Section
from tests.archive.builder import World, report
from tests.archive.small_archive import COUNTIES, PREFECTURE, Small
from tests.archive.test_checks_of_texts_and_publication import text

COUNTED = "passed_errors, passed_warnings, passed_hints, checks_passed, failed_errors, failed_warnings, failed_hints"
TOLD = ("findings", "reports", "peers")


def content(small: Small) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted(small.rows(f"SELECT * FROM {table}"), key=repr) for table in TOLD}


places = st.sampled_from([(PREFECTURE, "own"), (PREFECTURE, "region"), (COUNTIES[0], "own"), (COUNTIES[0], "region")])
specs = st.lists(
    st.tuples(
        st.sampled_from([2020, 2021, 2022, 2023]),
        places,
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from(["", text(1), text(1, changed=4), text(2)]),
    ),
    min_size=1,
    max_size=9,
    unique_by=lambda spec: spec[:2],
)


def world(found: list[tuple]) -> Small:
    small = Small()
    for spec in sorted(found, key=repr):
        put(small, spec)
    return small


def put(small: Small, spec: tuple) -> int:
    year, (region, scope), carried_in, carried_out, words = spec
    kind = "government" if scope == "region" else "gov_office"
    flows = {"req_carried_in__total": carried_in, "req_carried_out__total": carried_out, "req_new__total": carried_in}
    more = {"scope": scope, "kind": kind, "region": region, "text": words}
    return small.report(year, organ=f"{region}-{kind}", **more, **flows)  # type: ignore[arg-type]


def ids(small: Small) -> list[int]:
    return [row[0] for row in small.rows("SELECT id FROM reports")]


@settings(max_examples=25, deadline=None)
@given(specs, st.randoms(use_true_random=False))
def test_one_by_one_all_at_once_and_twice_give_equal_rows(found: list[tuple], random: Any) -> None:
    whole, single = world(found), world(found)
    whole.check()
    once = content(whole)
    whole.check()
    assert content(whole) == once
    order = ids(single)
    random.shuffle(order)
    for one in order:
        cross_check(single.db, [one])
    assert content(single) == once


def remove(small: Small, gone: int) -> None:
    for table in ("report_figures", "sections", "text_signatures", "findings"):
        small.db.execute(f"DELETE FROM {table} WHERE report_id = ?", (gone,))
    small.db.execute("DELETE FROM report_versions WHERE report_id = ?", (gone,))
    small.db.execute("DELETE FROM reports WHERE id = ?", (gone,))


@settings(max_examples=25, deadline=None)
@given(specs, st.data())
def test_after_one_report_goes_only_those_affected_need_another_look(found: list[tuple], data: Any) -> None:
    small = world(found)
    small.check()
    gone = data.draw(st.sampled_from(ids(small)))
    others = affected(small.db, [gone])
    assert gone not in others
    remove(small, gone)
    cross_check(small.db, others)
    changed = content(small)
    small.check()
    assert content(small) == changed


@settings(max_examples=25, deadline=None)
@given(specs, st.data())
def test_after_one_report_comes_only_it_and_those_affected_need_a_look(found: list[tuple], data: Any) -> None:
    late = data.draw(st.sampled_from(found))
    small = world([spec for spec in found if spec != late])
    small.check()
    new = put(small, late)
    cross_check(small.db, {new} | affected(small.db, [new]))
    changed = content(small)
    small.check()
    assert content(small) == changed


def test_a_report_that_turns_its_peers_figures_brings_them_under_review() -> None:
    small = Small()
    for at in range(19):
        small.report(organ=f"410900-{at:03}", req_new__total=2)
    silent = [small.report(year) for year in (2020, 2021, 2022)][-1]
    small.check()
    assert small.rows("SELECT count(*) FROM findings WHERE check_id = 'Y10' AND status = 'fail'") == [(1,)]
    for at in range(3):
        new = small.report(organ=f"410900-z{at}")
        cross_check(small.db, {new} | affected(small.db, [new]))
    assert small.rows("SELECT count(*) FROM findings WHERE check_id = 'Y10' AND status = 'fail'") == [(1,)]
    for at in range(3):
        new = small.report(organ=f"410900-y{at}")
        cross_check(small.db, {new} | affected(small.db, [new]))
    assert silent not in affected(small.db, [new])
    assert small.rows("SELECT count(*) FROM findings WHERE check_id = 'Y10' AND status = 'fail'") == [(0,)]


def test_counts_are_what_the_loader_counted_and_what_cross_checks_add() -> None:
    small = Small()
    small.report(2021, req_carried_out__total=3)
    this = small.report(2022)
    loaded = {"report_id": this, "version_id": this, "is_current": 1, "check_id": "B07", "severity": "E"}
    small.insert("findings", id=1, status="fail", **loaded)
    small.db.execute("UPDATE reports SET passed_errors = 5, checks_passed = 5, failed_errors = 1 WHERE id = ?", (this,))
    small.check()
    ((*passed, total, errors, warnings, _),) = small.rows(f"SELECT {COUNTED} FROM reports WHERE id = ?", this)
    assert (sum(passed), passed[0], errors) == (total, 5, 1)
    assert passed[1] > 0 and passed[2] > 0 and warnings >= 1
    of_this = "FROM findings WHERE report_id = ? AND is_current AND status = 'fail' GROUP BY severity"
    failed = dict(small.rows(f"SELECT severity, count(*) {of_this}", this))
    assert failed == {"E": 1, "W": warnings} | {key: value for key, value in failed.items() if key == "I"}


def test_what_the_archive_lacks_is_counted_and_named_without_rows() -> None:
    small = Small()
    report = small.report()
    small.check()
    ((count, lacking),) = small.rows("SELECT not_assessable, unassessed FROM reports WHERE id = ?", report)
    assert small.rows("SELECT count(*) FROM findings") == [(0,)]
    named = small.rows(
        "SELECT c.value FROM reports r, json_each(r.unassessed) e, json_each(e.value) c WHERE r.id = ?", report
    )
    assert len(named) == len(set(named)) == count > 10
    assert '"no_last_year":["A01","A02"' in lacking


def test_row_numbers_come_from_the_report_alone() -> None:
    small = Small()
    small.report(2021, req_carried_out__total=3, req_carried_out__natural=3)
    this = small.report(2022)
    small.check()
    numbers = [row[0] for row in small.rows("SELECT id FROM findings ORDER BY id DESC")]
    assert numbers == [-(this * 1000 + at) for at in range(1, len(numbers) + 1)]
    assert len(numbers) >= 2


def test_a_failed_run_leaves_everything_as_it_was() -> None:
    small = Small()
    small.report(2021, req_carried_out__total=3)
    small.report(2022)
    small.check()
    before = content(small)
    small.db.execute("DROP TABLE year_claims")
    try:
        small.check()
    except sqlite3.OperationalError:
        assert content(small) == before
    else:
        raise AssertionError("a run without its tables must fail")


def test_a_build_makes_the_cross_checks(world: World) -> None:
    world.publish("http://127.0.0.1:9/puyang/1", report("濮阳市教育局", 2021, 9, carried_out=2))
    world.publish("http://127.0.0.1:9/puyang/2", report("濮阳市教育局", 2022, 12, carried_in=1))
    world.build()
    said = ask(
        world.db,
        "SELECT f.left_value, f.right_value, r.year FROM findings f JOIN reports r ON r.id = f.report_id WHERE check_id = 'Y07'",
    )
    assert said == [(2, 1, 2022)]
    assert ask(world.db, "SELECT failed FROM checks WHERE id = 'Y07'") == [(1,)]
    assert ask(world.db, "SELECT not_assessable FROM checks WHERE id = 'Y08'") == [(1,)]
    assert ask(world.db, "PRAGMA foreign_key_check") == []


def test_texts_and_claims_are_kept_where_they_are_read_and_judged_where_they_are_compared(world: World) -> None:
    for at, (organ, year, new) in enumerate([("教育局", 2021, 9), ("教育局", 2022, 12), ("民政局", 2022, 5)]):
        claim = f"{year}年，本机关共收到政府信息公开申请{new}件，较上年增加4件。"
        sections = (Section(1, "一、总体情况", f"濮阳市{organ}{text(1)}。"), Section(3, "三、申请情况", claim))
        world.publish(f"http://127.0.0.1:9/puyang/{at}", report(f"濮阳市{organ}", year, new, sections=sections))
    world.build()
    said = ask(
        world.db,
        "SELECT r.requests_new, check_id, left_value, right_value FROM findings f JOIN reports r ON r.id = report_id",
    )
    assert (12, "N06", 12, 9) in said
    assert {row[:2] for row in said} >= {(12, "Q01"), (12, "Q02"), (5, "Q02")}
    assert all(left > 0.98 for _, check, left, _ in said if check in ("Q01", "Q02"))
    ((lacking,),) = ask(world.db, "SELECT unassessed FROM reports WHERE requests_new = 5")
    assert '"N06"' in lacking


def ask(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql).fetchall()


def test_the_tables_that_cross_checks_read_are_declared() -> None:
    assert {"text_signatures", "year_claims", "peers", "expected_reports"} <= tables().keys()


def test_no_comparison_reads_more_than_the_reports_under_assessment() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        create_all(db)
        for statement in create_indexes():
            db.execute(statement)
        prepare(db)
        lay_out(db, [])
        for comparison in comparisons():
            for *_, step in db.execute(f"EXPLAIN QUERY PLAN {comparison.outcomes}"):
                assert not step.startswith("SCAN") or step == "SCAN s", (comparison.check.id, step)
