"""Coverage: who is expected to report and what became of it, in the archive and on the command line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from click.testing import CliRunner

from archive.expected import STATUSES, fill_expected
from captures.records import Exchange, Visit
from captures.store import CaptureStore
from gongkai import main
from registry.portals import Portal
from tests.archive.builder import PORTALS, World, report
from tests.archive.test_build import rows

HERE = "http://127.0.0.1:9/puyang"
STATUS = "SELECT year, status FROM expected_reports e JOIN organs o ON o.id = e.organ_id WHERE o.name = ? ORDER BY year"


@pytest.fixture
def real(world: World) -> World:
    """A world whose portals are no practice portals."""
    world.portals = tuple(replace(portal, practice=False) for portal in PORTALS)
    return world


def statuses(world: World, name: str) -> dict[int, str]:
    return dict(rows(world.db, STATUS, name))


def refuse(world: World, title: str, outcome: str = "blocked", portal: str = "henan-puyang") -> None:
    with CaptureStore(world.data, write=True) as store:
        run = store.begin_run("crawl", [portal])
        visit = Visit(0, run, portal, HERE + "/x", HERE, "2026-01-02T00:00:00.000000Z", 412, outcome, "", "report", title)  # fmt: skip
        store.record(visit, Exchange(412))


def test_governments_of_a_visited_region_and_below_are_expected_from_2008(real: World) -> None:
    real.publish(f"{HERE}/city", report("濮阳市人民政府", 2022, 400, "region"))
    real.build()
    city = statuses(real, "濮阳市人民政府")
    assert min(city) == 2008 and city[2022] == "found" and city[2021] == "missing" and city[2025] == "not_due"
    county = statuses(real, "清丰县人民政府")
    assert set(county) == set(city) and {county[year] for year in range(2008, 2025)} == {"not_visited"}
    assert rows(real.db, "SELECT count(*) FROM organs WHERE id LIKE '3301%'") == [(0,)]
    assert rows(real.db, "SELECT DISTINCT deadline FROM expected_reports WHERE year = 2010") == [("2011-03-31",)]


def test_a_region_is_expected_only_while_it_existed_and_once_for_all_its_codes(real: World) -> None:
    real.portals = (*real.portals, Portal("luoyang", "洛阳市人民政府", "410300", "http://127.0.0.1:9/ly/", "trs"))
    real.publish("http://127.0.0.1:9/ly/1", report("洛阳市教育局", 2022), "luoyang")
    real.build()
    new, old = statuses(real, "孟津区人民政府"), statuses(real, "孟津县人民政府")
    assert min(new) == 2021
    assert (min(old), max(old), old[2022]) == (2008, 2022, "organ_abolished")
    assert old[2020] == "not_visited"
    recoded = rows(real.db, "SELECT organ_id, year FROM expected_reports GROUP BY 1, 2 HAVING count(*) > 1")
    assert recoded == []


def test_each_status_has_its_reason(real: World) -> None:
    late = replace(report("濮阳市财政局", 2022), published_on="2023-02-03")
    real.publish(f"{HERE}/late", late)
    real.publish(f"{HERE}/gone", report("濮阳市教育局", 2022))
    real.gone(f"{HERE}/gone")
    real.publish(f"{HERE}/town", report("濮阳县城关镇人民政府", 2020))
    real.publish(f"{HERE}/old", report("濮阳市国土资源局", 2016))
    real.publish(f"{HERE}/audit", report("濮阳市审计局", 2020))
    refuse(real, "濮阳市审计局2021年政府信息公开工作年度报告")
    real.build()
    assert rows(real.db, "SELECT status, days_late FROM expected_reports WHERE days_late > 0") == [("late", 3)]
    assert statuses(real, "濮阳市教育局")[2022] == "gone"
    town = statuses(real, "濮阳县城关镇人民政府")
    assert (town[2020], town[2021]) == ("found", "not_required")
    assert statuses(real, "濮阳市国土资源局") == {
        2016: "found",
        2017: "missing",
        2018: "missing",
        2019: "organ_abolished",
    }
    audit = statuses(real, "濮阳市审计局")
    assert (audit[2021], audit[2022]) == ("blocked", "missing")
    assert {status for (status,) in rows(real.db, "SELECT status FROM expected_reports")} <= set(STATUSES)


def test_an_organ_ended_when_what_it_went_into_begins_to_report(real: World) -> None:
    real.publish(f"{HERE}/1", report("濮阳市工商行政管理局", 2014))
    real.publish(f"{HERE}/2", report("濮阳市市场监督管理局", 2016))
    real.build()
    old = statuses(real, "濮阳市工商行政管理局")
    assert (old[2015], old[2016]) == ("missing", "organ_abolished")


def test_a_region_whose_portal_only_refused_is_blocked_not_missing(real: World) -> None:
    real.publish("http://127.0.0.1:9/hz/1", report("杭州市教育局", 2022), "zhejiang-hangzhou")
    refuse(real, "首页")
    real.build()
    assert statuses(real, "濮阳市人民政府")[2022] == "blocked"


def test_what_was_captured_and_cannot_be_read_is_unreadable(real: World) -> None:
    real.publish(f"{HERE}/1", report("濮阳市教育局", 2020))
    with CaptureStore(real.data, write=True) as store:
        run = store.begin_run("crawl", ["henan-puyang"])
        visit = Visit(0, run, "henan-puyang", HERE + "/b", HERE + "/b", "2026-01-02T00:00:00.000000Z", 200, "ok", "", "report", "濮阳市教育局2021年政府信息公开年报")  # fmt: skip
        store.record(visit, Exchange(200, (), b"\x80\x04\x4b\x01."))
    real.build()
    assert statuses(real, "濮阳市教育局")[2021] == "unreadable"


def test_filling_some_organs_anew_changes_nothing(real: World) -> None:
    for year in (2020, 2022):
        real.publish(f"{HERE}/{year}", report("濮阳市教育局", year))
    real.build()
    before = rows(real.db, "SELECT * FROM expected_reports")
    with closing(sqlite3.connect(real.db)) as db:
        some = [organ for (organ,) in db.execute("SELECT id FROM organs LIMIT 3")]
        db.execute("UPDATE expected_reports SET status = 'x' WHERE organ_id = ?", some[:1])
        fill_expected(db, some)
        assert db.execute("SELECT * FROM expected_reports").fetchall() == before


def test_region_coverage_sums_what_lies_below(real: World) -> None:
    real.publish(f"{HERE}/city", report("濮阳市人民政府", 2022, 400, "region"))
    real.publish(f"{HERE}/county", report("濮阳县教育局", 2022))
    real.build()
    counted = rows(
        real.db,
        "SELECT count(*), sum(status = 'found'), sum(status = 'missing'), sum(status = 'not_visited') FROM expected_reports WHERE year = 2022",
    )
    asked = "SELECT expected, found, missing, not_visited FROM region_coverage WHERE region_code = ? AND year = 2022"
    assert rows(real.db, asked, "410900") == rows(real.db, asked, "000000") == counted
    assert rows(real.db, asked, "410928") == [(2, 1, 0, 1)]


@pytest.mark.parametrize(("lang", "words"), [("en", ("expected", "濮阳县")), ("zh", ("应有", "逾期未见"))])
def test_the_command_prints_years_and_lower_regions(real: World, lang: str, words: tuple[str, ...]) -> None:
    real.publish(f"{HERE}/city", report("濮阳市人民政府", 2022, 400, "region"))
    real.build()

    def call(*more: str):
        return CliRunner().invoke(main, ["coverage", "--lang", lang, "--db", str(real.db), *more])

    result = call("--region", "410900")
    assert result.exit_code == 0 and all(word in result.stdout for word in words)
    year = next(line for line in result.stdout.splitlines() if line.startswith("2022 "))
    assert year.split() == ["2022", "7", "1", "0", "0", "0", "0", "0", "6", "14.3%"]
    one = call("--region", "410900", "--year", "2022").stdout
    assert "2021" not in one and "410928" in one
    assert call("--region", "999999").exit_code == 2
    assert call().exit_code == 0


def test_practice_data_stand_apart(world: World) -> None:
    world.publish(f"{HERE}/city", report("濮阳市人民政府", 2022, 400, "region"))
    world.publish("http://127.0.0.1:9/hz/1", report("杭州市教育局", 2022), "zhejiang-hangzhou")
    world.build()
    said = CliRunner().invoke(main, ["coverage", "--lang", "en", "--year", "2022", "--db", str(world.db)]).stdout
    before, after = said.split("Practice data:")
    assert "浙江省" in before and "河南省" not in before and "河南省" in after


def test_without_an_archive_there_is_one_sentence(tmp_path) -> None:
    result = CliRunner().invoke(main, ["coverage", "--db", str(tmp_path / "none.db")])
    assert result.exit_code == 1 and "gongkai build" in result.stderr
