"""Organs in the archive: one row through renamings and re-codings, doubts listed, decisions that outlive a rebuild."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from archive.decisions import DecisionError
from gongkai import main
from registry.portals import Portal
from tests.archive.builder import PORTALS, World, report
from tests.archive.test_build import rows

HERE = "http://127.0.0.1:9/puyang"
ORGANS = "SELECT id, reports FROM organs WHERE reports ORDER BY id"


def publish(world: World, *named: tuple[str, int], portal: str = "henan-puyang") -> list[str]:
    return [world.publish(f"{HERE}/{quote(name)}{year}", report(name, year), portal) for name, year in named]


def test_names_of_one_organ_over_the_years_are_one_row_with_its_names(world: World) -> None:
    publish(world, ("濮阳市环境保护局", 2017), ("濮阳市环保局", 2018), ("濮阳市生态环境局", 2020))
    world.build()
    ((organ, reports),) = rows(world.db, ORGANS)
    assert reports == 3
    assert rows(world.db, "SELECT organ_id, name FROM organ_names ORDER BY first_year") == [
        (organ, "濮阳市环境保护局"),
        (organ, "濮阳市环保局"),
        (organ, "濮阳市生态环境局"),
    ]
    assert rows(world.db, "SELECT from_organ, from_name, to_name, kind, year FROM organ_succession ORDER BY 2") == [
        (organ, "濮阳市环保局", "生态环境局", "rename", 2018),
        (organ, "濮阳市环境保护局", "生态环境局", "rename", 2018),
    ]
    assert rows(world.db, "SELECT organ_method, organ_confidence FROM report_versions ORDER BY id") == [
        ("former_name", 0.95),
        ("former_name", 0.95),
        ("exact", 1.0),
    ]


def test_a_merger_makes_no_organ_another_but_says_what_became_of_it(world: World) -> None:
    publish(world, ("濮阳市工商行政管理局", 2017), ("濮阳市质监局", 2016), ("濮阳市市监局", 2019))
    world.build()
    assert len(rows(world.db, ORGANS)) == 3
    ((new,),) = rows(world.db, "SELECT id FROM organs WHERE department = '市场监督管理局'")
    found = rows(world.db, "SELECT from_name, to_organ, kind, year FROM organ_succession ORDER BY from_name")
    assert found == [("濮阳市工商行政管理局", new, "merge", 2018), ("濮阳市质监局", new, "merge", 2018)]
    assert rows(world.db, "PRAGMA foreign_key_check") == []


def test_a_recoded_county_keeps_its_organs_and_each_report_its_code(world: World) -> None:
    world.portals = (*PORTALS, Portal("zhangzhou", "漳州市人民政府", "350600", "http://127.0.0.1:9/zz/", "trs"))
    publish(world, ("长泰县财政局", 2018), ("长泰区财政局", 2023), portal="zhangzhou")
    world.build()
    assert [reports for _, reports in rows(world.db, ORGANS)] == [2]
    assert rows(world.db, "SELECT year, region_code FROM reports ORDER BY year") == [(2018, "350625"), (2023, "350605")]
    assert ("350625", "350605", "recode", 2021, "name") in rows(world.db, "SELECT * FROM region_changes")
    assert rows(world.db, "SELECT from_name, to_name, kind FROM organ_succession WHERE from_organ LIKE '%c8d6%'") == [
        ("350625", "350605", "recode")
    ]


def test_doubts_are_listed_with_candidates_and_a_line_that_settles_them(world: World) -> None:
    publish(world, ("濮阳市文旅局", 2022), ("濮阳市文旅局", 2023), ("杭州市财政局", 2022))
    summary = world.build()
    assert summary.unresolved == 2 and "2, see the table unresolved_organs" in summary.table()
    found = rows(world.db, "SELECT problem, printed_name, captures, candidates, decision_line FROM unresolved_organs")
    ambiguous, conflict = sorted(found)
    assert ambiguous[:3] == ("organ_ambiguous", "濮阳市文旅局", 2)
    assert "文化和旅游局" in ambiguous[3] and "文化广电和旅游局" in ambiguous[3]
    assert conflict[:3] == ("organ_conflict", "杭州市财政局", 1)
    assert "330100-" in conflict[3] and "410900-" in conflict[3]
    finding = "SELECT message_zh FROM findings WHERE check_id = 'S10' AND status = 'fail'"
    assert rows(world.db, finding) == [("单位名称前后不一致：杭州市财政局 / henan-puyang。",)]
    world.decide("organs", "\n".join(["printed,region,sha256,organ,note", *(row[4] for row in found)]))
    assert world.build().unresolved == 0
    assert rows(world.db, "SELECT DISTINCT organ_method FROM report_versions") == [("decision",)]


def test_a_decision_outlives_every_rebuild_and_may_be_by_name_or_id_or_capture(world: World) -> None:
    (first, second) = publish(world, ("濮阳市文旅局", 2022), ("某某单位", 2023))
    wanted = "濮阳市文化广电和旅游局"
    world.decide("organs", f"organ,printed,region,sha256\n{wanted},濮阳市文旅局,410900,\n410900-12345678,,,{second}\n")
    for full in (False, True):
        assert world.build(full=full).idle == []
        found = rows(
            world.db, "SELECT organ_id, organ_method FROM reports r JOIN report_versions v ON v.report_id = r.id"
        )
        ((same,),) = rows(world.db, "SELECT id FROM organs WHERE department = '文化广电和旅游局'")
        assert found == [(same, "decision"), ("410900-12345678", "decision")]


def test_a_decision_that_fits_nothing_is_reported(world: World) -> None:
    publish(world, ("濮阳市财政局", 2022))
    world.decide("organs", "organ,printed,region\n濮阳市财政局,财政,410900\n")
    world.decide("scopes", "scope,report_key\nregion,nothing-2022-own\n")
    summary = world.build()
    assert summary.idle == [
        "The decision organs.csv: 财政 (410900) fits no report any more.",
        "The decision scopes.csv: nothing-2022-own fits no report any more.",
    ]
    assert summary.idle[0] in summary.table() and summary.exit_code == 0


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("organs", "organ,printed\n教育局,教育\n", "no region can be told"),
        ("organs", "organ,note\n濮阳市教育局,x\n", "printed name"),
        ("organs", "organ,sha256\n濮阳市教育局,12\n", "no sha256"),
        ("organs", "organ,printed\n999999-12345678,教育\n", "no region"),
        ("scopes", "scope,sha256\nall,12\n", "give one of own"),
    ],
)
def test_a_wrong_decision_is_one_sentence(world: World, kind: str, text: str, said: str) -> None:
    publish(world, ("濮阳市财政局", 2022))
    world.decide(kind, text)
    with pytest.raises(DecisionError, match=said):
        world.build()


def test_a_persons_scope_goes_before_the_machines_which_stays_beside_it(world: World) -> None:
    told = replace(report("濮阳市人民政府", 2022, 400, "unknown"), title="濮阳市2022年")
    world.publish(f"{HERE}/city", told)
    world.build()
    ((key,),) = rows(world.db, "SELECT report_key FROM reports")
    world.decide("scopes", f"scope,report_key\nregion,{key}\n")
    for _ in range(2):
        assert world.build().idle == []
        assert rows(
            world.db,
            "SELECT r.scope, r.report_key, v.scope_told, v.scope_method FROM reports r JOIN report_versions v ON v.report_id = r.id",
        ) == [("region", key.replace("unknown", "region"), "unknown", "decision")]


def test_a_name_without_any_place_is_listed_and_settled_by_a_decision(world: World) -> None:
    world.publish(f"{HERE}/known", report("濮阳市教育局", 2021))
    world.publish("http://elsewhere.example/1", report("教育局", 2022), portal="")
    assert world.build().unresolved == 1
    ((problem, printed, region, candidates, line),) = rows(
        world.db, "SELECT problem, printed_name, region_code, candidates, decision_line FROM unresolved_organs"
    )
    ((known,),) = rows(world.db, "SELECT id FROM organs WHERE name = '濮阳市教育局'")
    assert (problem, printed, region) == ("no_organ", "教育局", None)
    assert candidates.startswith(f"{known} 濮阳市教育局") and line == f"教育局,,,{known},"
    world.decide("organs", f"printed,region,sha256,organ,note\n{line}\n")
    assert (world.build().unresolved, world.build().idle) == (0, [])
    assert rows(world.db, "SELECT DISTINCT organ_id FROM reports") == [(known,)]


def test_a_wrong_decision_is_a_wrong_call(world: World) -> None:
    world.publish(f"{HERE}/1", report("濮阳市教育局", 2021))
    world.decide("scopes", "scope,sha256\nall,12\n")
    result = CliRunner().invoke(main, ["build", "--data", str(world.data), "--db", str(world.db), "--workers", "1"])
    assert result.exit_code == 2 and result.stderr.startswith("decisions/scopes.csv: 'all' for '12'")
