"""The canned queries: the twenty-five questions, each with an answer, over real or practice reports but never both."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from archive import reader
from parsers.report import Section
from publish.metadata import queries, statement
from publish.site import make_site
from tests.archive.builder import PORTALS, World, read_pickle, report, statistics_report
from tests.archive.test_build import rows

PUYANG = "http://127.0.0.1:9/puyang"
GIVEN = {"region": "410900", "min_n": "1"}
PARTS = {f"res_declined_{name}__{whose}": 3 for name in ("petition", "excessive") for whose in ("natural", "total")}


def fill(world: World) -> None:
    said = (Section(5, "五、存在的主要问题及改进情况", "一是公开意识不强；二是业务能力有待提高。"),)
    for year in (2022, 2023, 2024):
        for place, name in enumerate(("河南省", "濮阳市", "濮阳县")):
            made = report(f"{name}人民政府", year, 900 - 300 * place, "region", **PARTS)
            world.publish(f"{PUYANG}/gov{place}-{year}", made)
        for place, name in enumerate(("教育局", "公安局", "人民政府办公室")):
            more = {"carried_out": 4, "rev_total": 5, "sections": said, **PARTS}
            world.publish(f"{PUYANG}/own{place}-{year}", report(f"濮阳市{name}", year, 40 + place, **more))
    world.publish(f"{PUYANG}/own0-2024", report("濮阳市教育局", 2024, 41, carried_out=3, published_on="2025-02-03"))
    answered = {"s14_replied": 8, "s14_replied_already_public": 1, "s14_replied_granted": 3, "s14_replied_partial": 2}
    for name, figures in (("教育局", answered), ("公安局", answered | {"s14_replied_granted": None})):
        old = statistics_report(f"濮阳市{name}", 2016)
        rows_of_old = (replace(old.statistics[0], code=code, value=value) for code, value in figures.items())
        world.publish(f"{PUYANG}/old{name == '教育局'}", replace(old, statistics=(*old.statistics, *rows_of_old)))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """An archive of practice reports in which every question has an answer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "read", read_pickle)
        portals = tuple(replace(portal, practice=True) for portal in PORTALS)
        world = World(tmp_path_factory.mktemp("asked"), portals)
        fill(world)
        world.build()
        yield world


@pytest.fixture(scope="module")
def ask(asked: World) -> Callable[..., list[dict[str, Any]]]:
    """Return a function that puts a question to the site and returns the rows of its answer."""
    site = make_site(asked.db, asked.data)

    def answer(name: str, **given: str) -> list[dict[str, Any]]:
        found = asyncio.run(site.client.get(f"/archive/{name}.json?_shape=array&{urlencode(given)}"))
        assert found.status_code == 200, found.text
        return found.json()

    return answer


def test_the_twenty_five_questions_are_there_in_two_languages() -> None:
    numbered = [re.match(r"(\d+)\.", query["en"]) for query in queries()]
    assert [int(match[1]) for match in numbered if match] == list(range(1, 26))
    for query in queries():
        assert all(query[f"{part}{language}"] for part in ("", "note_") for language in ("zh", "en")), query["name"]
        assert set(re.findall(r":(\w+)", statement(query))) == set(query.get("default", {})), query["name"]


@pytest.mark.parametrize("query", queries(), ids=lambda query: query["name"])
def test_every_question_has_an_answer(ask: Callable[..., Any], query: dict[str, Any]) -> None:
    given = {name: str(value) or GIVEN.get(name, "") for name, value in query.get("default", {}).items()}
    assert ask(query["name"], **given | {name: GIVEN[name] for name in given if name == "min_n"})


@pytest.mark.parametrize("query", queries(), ids=lambda query: query["name"])
def test_no_question_reads_every_report(asked: World, query: dict[str, Any]) -> None:
    with closing(sqlite3.connect(asked.db)) as db:
        given = dict.fromkeys(query.get("default", {}), "")
        plan = [row[-1] for row in db.execute(f"EXPLAIN QUERY PLAN {statement(query)}", given)]
    large = r"(reports|report_figures|findings|sections|report_versions|[rfv])( |$)"
    assert [line for line in plan if re.match(rf"SCAN {large}", line)] == []


def test_a_question_is_put_to_the_kind_of_reports_of_which_there_are_more(
    ask: Callable[..., Any], get: Callable[..., Any], built: World, tmp_path: Path
) -> None:
    assert {row["year"] for row in ask("requests_by_province")} == {2022, 2023, 2024}
    mixed = get("/archive/timeliness.json?_shape=array&year=").json()
    assert {row["province_name"] for row in mixed} == {"河南省"}
    shutil.copyfile(built.db, tmp_path / "real.db")
    (query,) = (query for query in queries() if query["name"] == "timeliness")
    with closing(sqlite3.connect(tmp_path / "real.db")) as db:
        db.execute("UPDATE report_totals SET reports = 1000 WHERE is_practice = 0")
        found = db.execute(statement(query), {"year": ""}).fetchall()
    assert {row[1] for row in found} == {"浙江省"}


def test_the_bounds_of_a_question_hold_its_rate(ask: Callable[..., Any]) -> None:
    for row in ask("disclosure_rate"):
        assert 0 <= row["low"] <= row["disclosure_rate"] <= row["high"] <= 1


def test_the_sums_of_a_question_are_those_of_the_reports(ask: Callable[..., Any], asked: World) -> None:
    sql = (
        "SELECT year, sum(res_granted__total + res_partial__total), sum(res_total__total), count(*) FROM v_organ"
        " WHERE year >= 2019 GROUP BY year"
    )
    expected = {year: (round(granted / n, 4), n, reports) for year, granted, n, reports in rows(asked.db, sql)}
    answer = [row for row in ask("disclosure_rate") if row["comparable"]]
    told = {row["year"]: (row["disclosure_rate"], row["n"], row["reports"]) for row in answer}
    assert told == expected


def test_a_year_before_the_reform_is_said_not_to_compare(ask: Callable[..., Any]) -> None:
    told = {row["year"]: (row["disclosure_rate"], row["n"], row["comparable"]) for row in ask("disclosure_rate")}
    assert told[2016] == (0.75, 8, 0)
    assert told[2023][2] == 1


def test_a_stock_that_could_not_be_checked_is_not_shown_as_one_that_agrees(ask: Callable[..., Any]) -> None:
    first, later = (ask("normative_documents", year=year) for year in ("2022", "2023"))
    assert {row["stock_check"] for row in first} == {"not_assessable"}
    for row in later:
        (before,) = (one for one in first if one["region_code"] == row["region_code"])
        agrees = before["effective"] + row["issued"] - row["repealed"] == row["effective"]
        assert row["stock_check"] == ("pass" if agrees else "fail")
    assert later


@pytest.mark.parametrize("name", ["not_held_organs", "petitions"])
def test_a_least_n_that_is_no_number_does_not_let_small_ones_in(ask: Callable[..., Any], name: str) -> None:
    assert ask(name, min_n="1000000") == []
    for wrong in ("", "abc", "-1", "3x"):
        assert ask(name, min_n=wrong) == ask(name, min_n="30")
        assert all(row["n"] >= 30 for row in ask(name, min_n=wrong))
