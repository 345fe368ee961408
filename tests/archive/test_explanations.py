"""A person's explanation outlives every rebuild, holds for the numbers it was given for, and is never lost silently."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from archive.commands import build_command
from archive.cross_checks import cross_check
from archive.decisions import DecisionError
from archive.explanations import explanations
from tests.archive.builder import World, report

HEAD = "check,report_key,left,right,cells,zh,en,by,date\n"
URL = "http://127.0.0.1:9/puyang/"


def decide(world: World, *rows: str) -> None:
    (world.data / "decisions").mkdir(parents=True, exist_ok=True)
    (world.data / "decisions" / "findings.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")


def ask(world: World, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(world.db)) as connection:
        return connection.execute(sql).fetchall()


FINDINGS = "SELECT status, left_value, right_value, evidence FROM findings WHERE check_id = '{}' AND is_current"


def fill(world: World, carried_in: int = 1) -> str:
    """Two years that do not fit, and B07 of the second failing; returns the key of the second."""
    world.publish(URL + "1", report("濮阳市教育局", 2021, 9, carried_out=2))
    world.publish(URL + "2", report("濮阳市教育局", 2022, 12, carried_in=carried_in, res_total__total=3))
    world.build()
    return str(ask(world, "SELECT report_key FROM reports WHERE year = 2022")[0][0])


def failed(world: World) -> tuple[int, int]:
    return ask(world, "SELECT failed_errors, failed_warnings FROM reports WHERE year = 2022")[0]  # type: ignore[return-value]


def test_an_explained_finding_is_counted_no_longer_and_says_why(world: World) -> None:
    key = fill(world)
    errors, warnings = failed(world)
    decide(world, f"Y07,{key},,,,申请撤回后并案,,王五,2026-03-01", f"B07,{key},,,,,merged requests,W,2026-03-01")
    for full in (False, True):
        summary = world.build(full=full)
        assert summary.idle == []
        assert failed(world) == (errors - 1, warnings - 1)
        ((status, left, right, evidence),) = ask(world, FINDINGS.format("Y07"))
        assert (status, left, right) == ("explained", 2, 1)
        assert "申请撤回后并案（王五，2026-03-01）" in evidence
        assert ask(world, FINDINGS.format("B07"))[0][0] == "explained"
        assert ask(world, "SELECT failed FROM checks WHERE id = 'Y07'") == [(0,)]


def test_other_numbers_need_another_explanation(world: World) -> None:
    key = fill(world)
    decide(world, f"Y07,{key},2,1,,并案,,王五,2026-03-01")
    assert world.build().idle == []
    assert ask(world, FINDINGS.format("Y07"))[0][0] == "explained"
    world.publish(URL + "1", report("濮阳市教育局", 2021, 9, carried_out=4))
    (said,) = world.build().idle
    assert "the numbers are now 4 and 1, so the finding is failed again" in said
    assert ask(world, FINDINGS.format("Y07"))[0][0] == "fail"


def test_an_explanation_that_is_taken_back_leaves_no_trace(world: World) -> None:
    key = fill(world)
    before = (ask(world, FINDINGS.format("Y07")), failed(world))
    decide(world, f"Y07,{key},,,,并案,,王五,2026-03-01")
    world.build()
    decide(world)
    world.build()
    assert (ask(world, FINDINGS.format("Y07")), failed(world)) == before


def test_an_explanation_for_some_cells_leaves_the_others(world: World) -> None:
    key = fill(world)
    decide(world, f"Y01,{key},,,req_carried_in__org_other,并案,,王五,2026-03-01")
    (said,) = world.build().idle
    assert "Y01" in said and ask(world, FINDINGS.format("Y01"))[0][0] == "fail"
    decide(world, f"Y01,{key},,,req_carried_in__natural,并案,,王五,2026-03-01")
    assert world.build().idle == []
    assert ask(world, FINDINGS.format("Y01"))[0][0] == "explained"


def test_what_matches_nothing_is_said_once(world: World) -> None:
    key = fill(world)
    decide(world, "Y07,nowhere,,,,并案,,王五,2026-03-01", f"Y08,{key},,,,并案,,王五,2026-03-01")
    summary = world.build()
    first, second = summary.idle
    assert "no report has that key" in first and "does not fail" in second
    assert first in summary.table() and summary.exit_code == 0


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Z99,k,,,,并案,,王五,2026-03-01", "no such check"),
        ("Y07,k,,,,,,王五,2026-03-01", "fill in zh or en"),
        ("Y07,k,two,,,并案,,王五,2026-03-01", "must be numbers"),
        ("Y07,k,,,,并案,,王五,March", "date must be like"),
        ("Y07,k,,,,并案,,,2026-03-01", "by must not be empty"),
    ],
)
def test_a_fault_in_the_file_is_one_clear_sentence(world: World, row: str, said: str) -> None:
    decide(world, row)
    with pytest.raises(DecisionError, match=said):
        explanations(world.data)


def test_assessing_again_keeps_what_is_explained_as_long_as_the_numbers_stand(world: World) -> None:
    key = fill(world)
    decide(world, f"Y07,{key},,,,并案,,王五,2026-03-01")
    world.build()
    before = (ask(world, "SELECT * FROM findings ORDER BY id"), ask(world, "SELECT * FROM reports"))
    with closing(sqlite3.connect(world.db, isolation_level=None)) as connection:
        cross_check(connection)
    assert (ask(world, "SELECT * FROM findings ORDER BY id"), ask(world, "SELECT * FROM reports")) == before
    with closing(sqlite3.connect(world.db, isolation_level=None)) as connection:
        connection.execute("UPDATE report_figures SET req_carried_out__total = 5 WHERE req_carried_out__total = 2")
        cross_check(connection)
    assert ask(world, FINDINGS.format("Y07"))[0][:3] == ("fail", 5, 1)


def test_a_build_with_a_faulty_file_is_a_wrong_call_and_keeps_the_archive(world: World, capsys: Any) -> None:
    fill(world)
    before = world.db.read_bytes()
    decide(world, "Z99,k,,,,并案,,王五,2026-03-01")
    assert build_command(full=False, workers=0, data=world.data, db=world.db, verbosity=-1) == 2
    assert "there is no such check" in capsys.readouterr().err
    assert world.db.read_bytes() == before
