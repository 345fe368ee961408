"""Findings that a person has explained: `decisions/findings.csv` of the data folder, applied to the archive.

An explanation is for a check on a report, and where it says so for one pair of numbers or for certain cells only. It
changes no number: the finding stays, its status becomes `explained`, and what was said stands in its evidence.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from archive.cross_checks import MARK, count_failed, without_explanation
from archive.decisions import FOLDER, DecisionError, decisions
from archive.ground import want
from checks.catalogue import catalogue

KIND = "findings"
REQUIRED = ("check", "report_key", "by", "date")
OPTIONAL = ("left", "right", "cells", "zh", "en")
_FILE = f"{FOLDER}/{KIND}.csv"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One row of the file. `left`, `right` are None and `cells` is empty where the explanation holds for any."""

    check: str
    report_key: str
    left: float | None
    right: float | None
    cells: frozenset[str]
    text: str

    def fits(self, left: Any, right: Any, cells: str) -> bool:
        """Tell whether the explanation is for a finding of these numbers and cells."""
        numbers = (wanted in (None, found) for wanted, found in ((self.left, left), (self.right, right)))
        return all(numbers) and (not self.cells or self.cells == set(cells.split()))


def explanations(data: Path) -> list[Explanation]:
    """Return the rows of `decisions/findings.csv`. Raises DecisionError naming the fault and what to write."""
    return [_explanation(row) for row in decisions(data, KIND, REQUIRED, OPTIONAL)]


def _explanation(row: dict[str, str]) -> Explanation:
    what = f"{_FILE}: the explanation of {row['check']} for {row['report_key']}"
    if row["check"] not in {check.id for check in catalogue()}:
        raise DecisionError(f"{what}: there is no such check; docs/checks.md has them all.")
    if not row["zh"] and not row["en"]:
        raise DecisionError(f"{what} says nothing: fill in zh or en.")
    try:
        date.fromisoformat(row["date"])
        left, right = (float(row[side]) if row[side] else None for side in ("left", "right"))
    except ValueError as error:
        raise DecisionError(f"{what}: date must be like 2026-01-31, left and right must be numbers.") from error
    words = " ".join(part for part in (row["zh"], row["en"]) if part)
    text = f"{words}（{row['by']}，{row['date']}）"
    return Explanation(row["check"], row["report_key"], left, right, frozenset(row["cells"].split()), text)


def explain(db: sqlite3.Connection, known: list[Explanation]) -> tuple[list[str], set[int]]:
    """Make the failed findings of current versions that are in `known` `explained`, and all others `fail` again.

    To be called after every load and `cross_check`, with all explanations. Returns one sentence for each explanation
    that is not used, and the reports that have or had an explained finding.
    """
    touched = set(_take_back(db))
    unused = []
    for one in known:
        found = list(_matching(db, one))
        unused += [] if found else [_why_not(db, one)]
        for finding, report, evidence in found:
            touched.add(report)
            said = ("explained", f"{evidence or ''}{MARK}{one.text}", finding)
            db.execute("UPDATE findings SET status = ?, evidence = ? WHERE id = ?", said)
    want(db, touched)
    count_failed(db)
    return unused, touched


def _take_back(db: sqlite3.Connection) -> Iterator[int]:
    """Make every explained finding fail again and yield its report."""
    for check in catalogue():
        for finding, report, evidence in db.execute(
            "SELECT id, report_id, evidence FROM findings WHERE check_id = ? AND status = 'explained'", (check.id,)
        ).fetchall():
            said = (without_explanation(evidence), finding)
            db.execute("UPDATE findings SET status = 'fail', evidence = ? WHERE id = ?", said)
            yield report


def _failing(db: sqlite3.Connection, one: Explanation) -> list[tuple[Any, ...]]:
    """Return the findings of the explained check that fail: id, report, evidence, sides and cells."""
    return db.execute(
        "SELECT f.id, f.report_id, f.evidence, f.left_value, f.right_value, f.cells FROM reports r"
        " JOIN findings f ON f.report_id = r.id AND f.is_current = 1"
        " WHERE r.report_key = ? AND f.check_id = ? AND f.status = 'fail'",
        (one.report_key, one.check),
    ).fetchall()


def _matching(db: sqlite3.Connection, one: Explanation) -> Iterator[tuple[int, int, str]]:
    for finding, report, evidence, *numbers in _failing(db, one):
        if one.fits(*numbers):
            yield finding, report, evidence


def _why_not(db: sqlite3.Connection, one: Explanation) -> str:
    """Return why an explanation is not used."""
    what = f"{_FILE}: the explanation of {one.check} for {one.report_key} is not used: "
    if not db.execute("SELECT 1 FROM reports WHERE report_key = ?", (one.report_key,)).fetchone():
        return what + "no report has that key."
    failing = _failing(db, one)
    if not failing:
        return what + "the check does not fail, or another row explains it already."
    now = "; ".join(f"{left} and {right}" for *_, left, right, _cells in failing)
    return what + f"the numbers are now {now}, so the finding is failed again."
