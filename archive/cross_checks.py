"""Cross-checks: every check that needs other years, other organs or the archive's own records, over the whole archive.

`cross_check` assesses reports and writes what it finds into `findings`; `affected` tells which other reports must be
assessed anew when some come, change or go. A report's findings depend on the content of the archive alone, not on the
order or the batches in which reports are assessed.

Findings of cross-checks have negative row numbers, made of the report's (`finding_id`), so that they are told from
what the report alone gave and never depend on other reports. Kept are, as for single reports, those that failed, could
not be assessed, or were explained by a person, who need not explain the same numbers again. One thing is thinner: where
the archive lacks the other report, the peers or a second visit (the reasons of `checks.comparisons.context`), there is
no row for each check, but `reports.unassessed` names reason and checks, and `reports.not_assessable` counts them all.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from archive import peers
from archive.across import Outcome, outcomes
from archive.ddl import insert_sql
from archive.ground import lay_out, prepare
from archive.likenesses import NEAR, Texts
from archive.record import finding_row
from checks.catalogue import catalogue
from checks.finding import Finding

CHUNK = 5000
MARK = "\n〔已说明 explained〕"
"""Between the words that a finding rests on and a person's explanation (archive/explanations.py), which is one line."""
_MOST = 1000
"""More cross-check findings than any one report can have."""
Key = tuple[Any, ...]


@dataclass(slots=True)
class Tally:
    """What cross-checks gave for one report: passes by severity, checks by reason that the archive lacks something."""

    passed: Counter[str] = field(default_factory=Counter)
    lacking: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    findings: list[Finding] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        if outcome.finding is not None:
            self.findings.append(outcome.finding)
        elif outcome.say == "pass":
            self.passed[outcome.check.severity] += 1
        else:
            self.lacking[outcome.say].add(outcome.check.id)

    @property
    def not_assessable(self) -> int:
        """How many checks could not be made: those with a row of their own and those that `unassessed` names."""
        rows = sum(one.status == "not_assessable" for one in self.findings)
        return rows + sum(map(len, self.unassessed().values()))

    def unassessed(self) -> dict[str, list[str]]:
        """Return reasons and checks that have no row of their own, each check once and always in the same order."""
        named = {one.check for one in self.findings if one.status == "not_assessable"}
        out: dict[str, list[str]] = {}
        for say in sorted(self.lacking):
            ids = sorted(self.lacking[say] - named)
            named.update(ids)
            out |= {say: ids} if ids else {}
        return out


def cross_check(db: sqlite3.Connection, reports: Collection[int] | None = None) -> list[int]:
    """Assess `reports` (row numbers; None: all) and put what is found in place of what an earlier run found of them;
    return which were assessed.

    Assessed too are reports that the peers' figures, which change with any report, may have turned. Rows that are not
    (or no longer) in `reports` are passed over. The loaded tables must be complete, and so must `expected_reports`.
    """
    with _savepoint(db):
        prepare(db)
        turned = peers.refresh(db, reports)
        if reports is None:
            wanted = [row[0] for row in db.execute("SELECT id FROM reports ORDER BY id")]
        else:
            wanted = sorted({*reports, *turned})
        texts = Texts(db)
        for start in range(0, len(wanted), CHUNK):
            lay_out(db, wanted[start : start + CHUNK])
            _write(db, _assess(db, texts))
    return wanted


def affected(db: sqlite3.Connection, reports: Collection[int]) -> set[int]:
    """Return which other reports must be assessed anew when `reports` have been added or changed, or will be removed.

    To be asked while `reports` are in the archive. These are the years of their organs that look at theirs, the
    consolidated reports of their regions and of those above and below, and the reports of the year whose texts share a
    band with theirs.
    """
    out: set[int] = set()
    texts = Texts(db)
    for report in sorted(reports):
        row = db.execute(
            "SELECT organ_id, year, region_code, is_practice FROM reports WHERE id = ?", (report,)
        ).fetchone()
        if row is None:
            continue
        organ, year, region, practice = row
        out.update(one for (one,) in db.execute(_AROUND, {"organ": organ, "region": region, "year": year}))
        if year is not None:
            signatures = texts.year(year, practice)
            at = signatures.at(report)
            # One further than a report looks: the newcomer may have pushed that one out of its sight.
            near = [] if at is None else signatures.sharing(at, NEAR + 1)
            out.update(signatures.ids[place] for place in near)
    return out - set(reports)


# A report is held against the two years before it, the year after it, and the last one before a gap.
_AROUND = """
SELECT id FROM reports WHERE organ_id = :organ AND year BETWEEN :year - 1 AND :year + 2
UNION
SELECT id FROM reports WHERE organ_id = :organ
  AND year = (SELECT min(year) FROM reports WHERE organ_id = :organ AND year > :year)
UNION
SELECT id FROM reports WHERE year = :year AND +scope = 'region' AND region_code IN (
  SELECT :region
  UNION SELECT parent_code FROM regions WHERE code = :region
  UNION SELECT code FROM regions WHERE parent_code = :region)
"""


def without_explanation(evidence: str) -> str:
    """Return the evidence of an explained finding as it was before."""
    return evidence.rpartition(MARK)[0]


def finding_id(report: int, number: int) -> int:
    """Return the row number of a report's cross-check finding; `number` from 1 in the order of the catalogue."""
    return -(report * _MOST + number)


@contextmanager
def _savepoint(db: sqlite3.Connection) -> Iterator[None]:
    """Write all or nothing, within the caller's transaction or without one."""
    db.execute("SAVEPOINT cross_check")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK TO cross_check")
        raise
    finally:
        db.execute("RELEASE cross_check")


def _assess(db: sqlite3.Connection, texts: Texts) -> dict[int, Tally]:
    tallies = {row[0]: Tally() for row in db.execute("SELECT id FROM temp.assessed")}
    for outcome in outcomes(db, texts):
        if isinstance(outcome, Outcome):
            tallies[outcome.report].add(outcome)
        elif outcome.say == "pass":
            for report in outcome.reports:
                tallies[report].passed[outcome.check.severity] += 1
        else:
            for report in outcome.reports:
                tallies[report].lacking[outcome.say].add(outcome.check.id)
    return tallies


@cache
def _places() -> dict[str, int]:
    return {check.id: place for place, check in enumerate(catalogue())}


def _write(db: sqlite3.Connection, tallies: dict[int, Tally]) -> None:
    explained = _explained(db)
    db.execute("DELETE FROM findings WHERE report_id IN (SELECT id FROM temp.assessed) AND id < 0")
    versions = dict(
        db.execute(
            "SELECT s.id, v.id FROM temp.assessed s"
            " CROSS JOIN report_versions v ON v.report_id = s.id AND v.is_current = 1"
        )
    )
    db.executemany(
        insert_sql("findings"),
        (
            (finding_id(report, number), report, versions[report], 1, *_row(report, one, explained))
            for report, tally in tallies.items()
            for number, one in enumerate(sorted(tally.findings, key=lambda one: _places()[one.check]), start=1)
        ),
    )
    _count(db, tallies)


def _explained(db: sqlite3.Connection) -> dict[Key, str]:
    """Return the evidence of what a person has explained of the reports under assessment, by report, check, cells, both
    sides and what the finding rested on."""
    found = db.execute(
        "SELECT report_id, check_id, cells, left_value, right_value, evidence FROM findings"
        " WHERE report_id IN (SELECT id FROM temp.assessed) AND id < 0 AND status = 'explained'"
    )
    return {(*row[:5], without_explanation(row[5])): row[5] for row in found}


def _row(report: int, one: Finding, explained: dict[Key, str]) -> list[Any]:
    row = finding_row(one)
    evidence = explained.get((report, row[0], *row[5:9])) if one.status == "fail" else None
    if evidence is not None:
        row[2], row[8] = "explained", evidence
    return row


def count_failed(db: sqlite3.Connection) -> None:
    """Set the counts of failed checks of the reports in temp.wanted by their rows in `findings`."""
    db.execute(
        "UPDATE reports SET failed_errors = c.e, failed_warnings = c.w, failed_hints = c.i FROM ("
        " SELECT s.id AS id, total(f.severity = 'E') AS e, total(f.severity = 'W') AS w, total(f.severity = 'I') AS i"
        " FROM temp.wanted s LEFT JOIN findings f ON f.report_id = s.id AND f.is_current = 1 AND f.status = 'fail'"
        " GROUP BY s.id) c WHERE c.id = reports.id"
    )


def _count(db: sqlite3.Connection, tallies: dict[int, Tally]) -> None:
    """Put what the cross-checks add to the counts of each report in place of what they added before."""
    count_failed(db)
    before = dict(db.execute("SELECT r.id, r.cross_counts FROM temp.assessed s CROSS JOIN reports r ON r.id = s.id"))
    rows = []
    for report, tally in tallies.items():
        now = [*(tally.passed[severity] for severity in "EWI"), tally.not_assessable]
        more = [new - int(old) for new, old in zip(now, before[report].split(), strict=True)]
        rows.append(
            (
                *more,
                sum(more[:3]),
                " ".join(map(str, now)),
                json.dumps(tally.unassessed(), separators=(",", ":")),
                report,
            )
        )
    db.executemany(
        "UPDATE reports SET passed_errors = passed_errors + ?, passed_warnings = passed_warnings + ?,"
        " passed_hints = passed_hints + ?, not_assessable = not_assessable + ?, checks_passed = checks_passed + ?,"
        " cross_counts = ?, unassessed = ? WHERE id = ?",
        rows,
    )
