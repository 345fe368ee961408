"""The disjoint cover equals a brute-force one: no report counted twice, none left out that should be in."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.cover import fill_cover
from archive.ddl import create_all, insert_sql
from archive.schema import tables
from registry.organs import organ_id
from tests.archive.builder import World, report
from tests.archive.test_build import rows

PARENTS = {
    "000000": None, "990000": "000000", "980000": "000000", "990100": "990000", "990200": "990000", "990101": "990100",
    "990102": "990100", "990201": "990200", "990103": "990100", "980101": "980000",
}  # fmt: skip
ENDED = {"990103": (2020, "990102")}
KINDS = {
    "government": ("", "government", "county"),
    "office": ("人民政府办公室", "gov_office", "county"),
    "bureau": ("教育局", "department", "county"),
    "other": ("财政局", "department", "county"),
    "town": ("城关镇人民政府", "township_government", "township"),
    "zone": ("高新", "zone_committee", "county"),
}


@dataclass(frozen=True)
class Made:
    id: int
    code: str
    kind: str
    scope: str
    year: int
    practice: int


def reports_of(chosen: list[tuple[str, str, str, int, int]]) -> list[Made]:
    return [Made(at, *fields) for at, fields in enumerate(dict.fromkeys(chosen), start=1)]


WORLDS = st.lists(
    st.tuples(
        st.sampled_from(sorted(PARENTS)),
        st.sampled_from(sorted(KINDS)),
        st.sampled_from(["own", "level", "region", "unknown", "system"]),
        st.sampled_from([2020, 2021]),
        st.sampled_from([0, 0, 0, 1]),
    ),
    max_size=25,
).map(reports_of)


def lineage(code: str | None) -> list[str]:
    return [code, *lineage(PARENTS[code])] if code else []


def fill(db: sqlite3.Connection, made: list[Made]) -> None:
    create_all(db)
    for code, parent in PARENTS.items():
        db.execute(
            insert_sql("regions"),
            (code, code, "county", parent, "division", code, None, ENDED.get(code, (None,))[0], 0),
        )
    for old, (year, new) in ENDED.items():
        db.execute(insert_sql("region_changes"), (old, new, "merge", year, "test"))
    names = tables()["reports"].names()
    for one in made:
        key, organ_type, level = KINDS[one.kind]
        row = dict.fromkeys(names) | {"id": one.id, "report_key": f"{one.id:04}", "year": one.year, "scope": one.scope}
        row |= {"organ_id": organ_id(one.code, key), "organ_type": organ_type, "level": level, "region_code": one.code}
        row |= {"is_practice": one.practice, "requests_new": 2**one.id}
        db.execute(insert_sql("reports"), tuple(row[name] for name in names))
        db.execute("INSERT INTO report_figures (report_id) VALUES (?)", (one.id,))


def brute_force(made: list[Made], top: str, year: int, practice: int) -> set[int]:
    """Reports at or below `top` that no other of them contains, by what each scope contains."""
    mine = [one for one in made if top in lineage(one.code) and (one.year, one.practice) == (year, practice)]
    whole = [one for one in mine if one.scope == "region" and one.kind in ("government", "office")]
    part = [one for one in mine if one.kind == "town" and one.scope in ("own", "region", "level")]
    part += [one for one in mine if one.kind == "zone" and one.scope == "region"]
    level = [one for one in mine if one.scope == "level" and one.kind != "town"]
    own = [one for one in mine if one.scope == "own" and one.kind != "town"]

    def contained(one: Made) -> bool:
        return any(other.code in lineage(one.code) and (other is not one) for other in whole)

    def twice(one: Made) -> bool:
        if one in whole:
            return any(
                o.code == one.code and (o.kind == "office", o.id) < (one.kind == "office", one.id) for o in whole
            )
        if one in level:
            return any(o.code == one.code and o.id < one.id for o in level)
        if one in own:
            office = any(o.code == one.code and o.kind == "office" for o in own)
            return any(o.code == one.code for o in level) or (one.kind == "government" and office)
        return False

    def gone(one: Made) -> bool:
        # The place went into another one, whose consolidated report counts it.
        ended, heir = ENDED.get(one.code, (None, None))
        there = any(o.code == heir and o.kind in ("government", "office") and o.scope == "region" for o in made if (o.year, o.practice) == (year, practice))  # fmt: skip
        return ended is not None and top != one.code and there

    whole = [one for one in whole if not gone(one)]
    kept = [one for one in (*whole, *level, *own, *part) if not gone(one)]
    inside = [one for one in kept if not (one in whole and twice(one)) and not (one not in whole and contained(one))]
    return {one.id for one in inside if not (one in whole and any(o.code in lineage(one.code)[1:] for o in whole)) and not twice(one)}  # fmt: skip


@given(WORLDS)
def test_the_cover_is_the_brute_force_one(made):
    with closing(sqlite3.connect(":memory:")) as db:
        fill(db, made)
        fill_cover(db)
        again = list(db.execute("SELECT * FROM region_cover"))
        for top in PARENTS:
            for year in (2020, 2021):
                for practice in (0, 1):
                    want = brute_force(made, top, year, practice)
                    where = (top, year, practice)
                    found = db.execute("SELECT report_id FROM region_cover WHERE (region_code, year, is_practice) = (?, ?, ?)", where).fetchall()  # fmt: skip
                    assert {one for (one,) in found} == want, where
                    total = db.execute("SELECT requests_new, reports, lower_bound FROM v_region_total WHERE (region_code, year, is_practice) = (?, ?, ?)", where).fetchone()  # fmt: skip
                    assert (total or (None, 0))[:2] == (sum(2**one for one in want) or None, len(want))
        fill_cover(db, [2020])
        assert list(db.execute("SELECT * FROM region_cover")) == again


def test_a_total_says_whether_it_is_a_lower_bound_and_of_how_much(world: World) -> None:
    for name, new, scope in (
        ("濮阳市人民政府办公室", 5, "own"),
        ("濮阳市教育局", 20, "own"),
        ("濮阳县人民政府", 30, "region"),
        ("濮阳县教育局", 7, "own"),
    ):
        world.publish(f"http://127.0.0.1:9/puyang/{new}", report(name, 2022, new, scope))
    world.build()
    asked = "SELECT requests_new, reports, region_reports, own_reports, lower_bound FROM v_region_total WHERE region_code = '{}' AND year = 2022"
    assert rows(world.db, asked.format("410900")) == [(55, 3, 1, 2, 1)]
    assert rows(world.db, asked.format("410928")) == [(30, 1, 1, 0, 0)]
    assert rows(world.db, asked.format("000000")) == [(55, 3, 1, 2, 1)]
    ((expected, coverage),) = rows(
        world.db, "SELECT expected, coverage FROM v_region_total WHERE region_code = '410900' AND year = 2022"
    )
    counted = rows(world.db, "SELECT count(*), sum(report_id IS NOT NULL) FROM expected_reports WHERE year = 2022")
    assert (expected, coverage) == (counted[0][0], round(counted[0][1] / counted[0][0], 4))
    world.publish("http://127.0.0.1:9/puyang/city", report("濮阳市人民政府", 2022, 400, "region"))
    world.build()
    assert rows(world.db, asked.format("410900")) == [(400, 1, 1, 0, 0)]
    assert rows(world.db, "SELECT parts_requests_new, gap, expected FROM v_rollup WHERE region_code = '410900'") == [
        (55, 345, counted[0][0])
    ]


def test_a_consolidated_report_of_a_zone_without_a_code_is_no_total_of_its_city(world: World) -> None:
    world.publish("http://127.0.0.1:9/puyang/zone", report("濮阳市高新区管委会", 2022, 40, "region"))
    world.publish("http://127.0.0.1:9/puyang/edu", report("濮阳市教育局", 2022, 20))
    world.build()
    assert rows(world.db, "SELECT requests_new, lower_bound FROM v_region_total WHERE region_code = '410900'") == [
        (60, 1)
    ]
    assert rows(world.db, "SELECT count(in_region_report_id) FROM reports") == [(0,)]
    assert rows(world.db, "SELECT count(*) FROM v_region_prefecture") == [(0,)]


def test_evidence_on_scopes_is_shown_and_changes_none(world: World) -> None:
    for url, name, new, scope, day in (
        ("office", "濮阳市人民政府办公室", 9, "own", "2023-01-20"),
        ("city", "濮阳市人民政府", 9, "region", "2023-03-20"),
        ("county", "濮阳县人民政府", 30, "region", "2023-03-20"),
        ("other", "清丰县人民政府", 3, "unknown", "2023-03-28"),
    ):
        world.publish(f"http://127.0.0.1:9/puyang/{url}", report(name, 2022, new, scope, published_on=day))
    world.build()
    found = rows(world.db, "SELECT organ_name, scope, cue, suggests FROM v_scope_doubts ORDER BY cue, organ_name")
    assert found == [
        ("濮阳市人民政府", "region", "equals_office", None),
        ("濮阳市人民政府", "region", "less_than_part", None),
        ("清丰县人民政府", "unknown", "month", "region"),
    ]


@pytest.mark.parametrize(
    ("path", "cue"),
    [
        (("市政府办公室", "2022年"), ("column", "own", "2022年")),
        (("信息公开", "县政府年报"), ("column", "region", "县政府年报")),
        (("信息公开", "年度报告"), None),
    ],
)
def test_the_column_that_a_report_was_found_in_is_shown_as_evidence(
    world: World, path: tuple[str, str], cue: tuple[str, str, str] | None
) -> None:
    home, upper, lower, at = (f"http://127.0.0.1:9/puyang/{name}" for name in ("", "up/", "up/low/", "up/low/1"))
    world.publish(at, report("清丰县人民政府", 2022, 3, "unknown", published_on="2023-02-08"))
    world.build()
    with closing(sqlite3.connect(world.db)) as db, db:
        db.execute("UPDATE visits SET found_on = ? WHERE url = ?", (lower, at))
        listed = ((home, "清丰县人民政府", ""), (upper, path[0], home), (lower, path[1], upper))
        for number, listing in enumerate(listed, start=100):
            sql = "INSERT INTO visits (id, role, url, link_title, found_on) VALUES (?, 'listing', ?, ?, ?)"
            db.execute(sql, (number, *listing))
    found = rows(world.db, "SELECT cue, suggests, evidence FROM v_scope_doubts")
    assert found == ([cue] if cue else [])


def test_of_two_consolidated_reports_of_one_region_one_counts(world: World) -> None:
    world.publish("http://127.0.0.1:9/puyang/office", report("濮阳市人民政府办公室", 2022, 401, "region"))
    world.publish("http://127.0.0.1:9/puyang/city", report("濮阳市人民政府", 2022, 400, "region"))
    world.publish("http://127.0.0.1:9/puyang/zone", report("濮阳市高新区管委会", 2022, 40, "region"))
    world.build()
    assert rows(world.db, "SELECT reports, req_new__total FROM region_year WHERE scope = 'region'") == [(1, 400)]
    assert rows(world.db, "SELECT requests_new, reports FROM v_region_total WHERE region_code = '410900'") == [(400, 1)]
    assert rows(world.db, "SELECT parts_requests_new, parts FROM v_rollup") == [(40, 1)]
    nested = "SELECT c.organ_name FROM reports c JOIN reports p ON p.id = c.in_region_report_id ORDER BY 1"
    assert rows(world.db, nested) == [("濮阳市人民政府办公室",), ("濮阳市高新区管委会",)]
