"""The law itself: whatever damages a table, no figure is read that the page does not print there unless a note or a
failed check names its cell, and no printed figure is lost without one."""

from __future__ import annotations

import random

import pytest

from checks.run import check_report
from parsers.codes import codes
from parsers.read import read
from parsers.report import AnnualReport
from tests.parsers import mutations
from tests.parsers.mutations import GONE, Tables
from tests.parsers.official import body, figures, page

# Two of these on one row undo each other: what the page then prints where is no longer told by `truth`.
STRUCTURAL = {mutations.delete_cell, mutations.duplicate_cell, mutations.move_cell, mutations.merge_cells}


def report_of(made: Tables) -> AnnualReport:
    report = read(page(body(*(mutations.as_html(made.grids[letter]) for letter in "abc")))).report
    assert report, made.done
    return report


def unexplained(report: AnnualReport, made: Tables) -> dict[str, tuple]:
    got, as_it_was = report.values(), figures(made.form)
    noted = {code for note in report.notes for code in note.cells}
    absent = {note.detail for note in report.notes if note.kind == "missing_table"}
    wrong = {}
    for code in got.keys() | made.truth.keys():
        want = made.truth.get(code)
        right = got.get(code) in (None, as_it_was[code]) if want is GONE else got.get(code) == want
        if not right and code not in noted and codes()[code].table not in absent:
            wrong[code] = (got.get(code), want)
    if wrong:
        findings = [one for one in check_report(report) if one.status in ("fail", "not_assessable")]
        touched = {code for one in findings for code in one.cells}
        wrong = {code: values for code, values in wrong.items() if code not in touched}
    return wrong


@pytest.mark.parametrize("mutation", mutations.ALL, ids=lambda one: one.__name__)
def test_one_damage(mutation):
    for seed in range(15):
        rng = random.Random(seed)
        made = mutations.mutated(rng.choice(["f2021", "f2019"]), [mutation], rng)
        assert not unexplained(report_of(made), made), (mutation.__name__, seed)


@pytest.mark.parametrize("start", range(0, 160, 20))
def test_two_damages(start):
    for seed in range(start, start + 20):
        rng = random.Random(seed)
        form, chosen = rng.choice(["f2021", "f2019"]), mutations.choose(rng, 2)
        if len(STRUCTURAL.intersection(chosen)) < 2:
            made = mutations.mutated(form, chosen, rng)
            assert not unexplained(report_of(made), made), (made.done, seed)
