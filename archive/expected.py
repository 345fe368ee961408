"""Coverage: the reports that should exist, and whether they do (`domain.md` §1.2).

Expected are, for every year from 2008 on, the governments of the regions that the archive covers (those of visited
portals and all divisions below them, zones only with a portal of their own; the nation's portals cover no region)
while the region existed, and every organ that the archive knows, from its first report to its end by succession. Time
is the ledger's last visit, never the clock.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from archive.chosen import chosen, narrowed
from archive.ddl import insert_sql
from archive.deadlines import deadline
from archive.succession import heirs, merger_of
from archive.trouble import Trouble, find_trouble
from registry.organs import organ_id
from registry.regions import NATION, Regions, regions
from registry.succession import codes_of

FIRST_YEAR = 2008
"""The first reporting year of the regulation of 2007."""
NOT_REQUIRED = ("township_government", "subdistrict_office", "public_institution", "public_utility", "party_organ")
"""Kinds of organs that Art. 49 does not name: that their report is not found is no breach."""
STATUSES = (
    "found", "late", "gone", "missing", "blocked", "unreadable", "not_visited", "not_due", "not_required",
    "organ_abolished",
)  # fmt: skip
"""found, late: published, in time or not; gone: all copies have left the web; missing: due, and nowhere found; blocked,
unreadable: a portal refused it, or what was captured cannot be read; not_visited: due, and no portal of the region was
ever read; not_due, not_required, organ_abolished: nothing was to be published (yet, by law, any longer)."""
_BEST = {status: rank for rank, status in enumerate(STATUSES)}
_GOVERNMENTS = {
    "division": ("人民政府", "government"),
    "bingtuan": ("", "government"),
    "zone": ("管委会", "zone_committee"),
}
_COVERED = f"""
WITH RECURSIVE covered(code, practice) AS (
  SELECT region_code, is_practice FROM portals WHERE region_code IS NOT NULL AND region_code != '{NATION}'
  UNION SELECT r.code, c.practice FROM covered c JOIN regions r ON r.parent_code = c.code)
SELECT r.code, r.name, r.level, r.kind, max(r.is_practice, min(c.practice))
FROM covered c JOIN regions r ON r.code = c.code
WHERE r.kind IN ('division', 'bingtuan') OR r.code IN (SELECT region_code FROM portals) GROUP BY r.code ORDER BY r.code
"""
_REPORTS = """
SELECT organ_id, year, CASE WHEN status = 'removed' THEN 'gone' WHEN days_late > 0 THEN 'late' ELSE 'found' END, id,
       deadline, days_late, region_code
FROM reports WHERE organ_id IS NOT NULL AND year IS NOT NULL AND {narrowed} ORDER BY organ_id, year, report_key
"""
Found = dict[int, tuple[str, int, str | None, int | None, str]]


def fill_expected(db: sqlite3.Connection, organs: Collection[str] | None = None, known: Regions | None = None) -> None:
    """Fill `expected_reports` from the archive's tables; with `organs` only the rows of these.

    None also adds the governments of covered regions to `organs`; use it when regions or the year of the last visit are
    others than before. `known` are all regions, with those of the user.
    """
    known = known or regions()
    chosen(db, organs)
    db.execute(f"DELETE FROM expected_reports WHERE {narrowed('organ_id', organs)}")
    if organs is None:
        add_governments(db)
    (last_visit,) = db.execute("SELECT value FROM about WHERE key = 'last_visit'").fetchone() or ("",)
    firsts = dict(db.execute("SELECT organ_id, min(year) FROM reports WHERE year IS NOT NULL GROUP BY organ_id"))
    seen = _Seen(known, last_visit[:10], find_trouble(db, known), firsts)
    reports = _reports(db, organs)
    asked = (
        f"SELECT id, organ_type, level, region_code, department, is_practice FROM organs WHERE {narrowed('id', organs)}"
    )
    rows = (
        row for organ in db.execute(asked).fetchall() for row in _Organ(seen, *organ).rows(reports.get(organ[0], {}))
    )
    db.executemany(insert_sql("expected_reports"), rows)


def add_governments(db: sqlite3.Connection) -> None:
    """Put the government of every covered region into `organs`, once for all codes that the region bore."""
    db.execute("DELETE FROM organs WHERE reports = 0")
    for code, name, level, kind, practice in db.execute(_COVERED).fetchall():
        suffix, organ_type = _GOVERNMENTS[kind]
        if code == codes_of(code)[-1]:
            row = (organ_id(code, ""), name + suffix, organ_type, code, level, None, 0, None, None, practice)
            db.execute(insert_sql("organs").replace("INSERT", "INSERT OR IGNORE", 1), row)


def _reports(db: sqlite3.Connection, organs: Collection[str] | None) -> dict[str, Found]:
    """Return organ to year to the best report: status, id, deadline, days late, region."""
    out: dict[str, Found] = {}
    for organ, year, *best in db.execute(_REPORTS.format(narrowed=narrowed("organ_id", organs))):
        found = out.setdefault(organ, {})
        if year not in found or _BEST[best[0]] < _BEST[found[year][0]]:
            found[year] = tuple(best)
    return out


@dataclass(frozen=True, slots=True)
class _Seen:
    """All regions, the day of the last visit, what stood in the way, and the first report of each organ."""

    known: Regions
    today: str
    trouble: Trouble
    firsts: dict[str, int]


class _Organ:
    """One organ and the years in which it had to report."""

    def __init__(
        self,
        seen: _Seen,
        key: str,
        organ_type: str | None,
        level: str | None,
        region: str,
        department: str | None,
        practice: int,
    ) -> None:
        self._seen, self._id, self._type, self._level = seen, key, organ_type, level
        self._region, self._practice = region, practice
        self._codes = [code for code in codes_of(region) if seen.known.get(code)] or [region]
        self._merger = merger_of(department)

    def rows(self, found: Found) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of `expected_reports`; `found` maps years to the best report."""
        this_year = int(self._seen.today[:4]) if self._seen.today else max(found, default=FIRST_YEAR)
        began, end = self._span()
        is_government = self._id == organ_id(self._region, "")
        first = max(began, FIRST_YEAR) if is_government else min(found, default=this_year)
        if self._merger:
            end = min(end, self._merger.last)
        stop = max([*found, min(this_year - 1, end + 1)])
        for year in range(min([*found, first]), stop + 1):
            status, report, day, late, region = found.get(year) or self._absent(year, end)
            yield self._id, year, region, day, late, status, report, self._practice

    def _span(self) -> tuple[int, int]:
        """Return the first and the last year of the organ's region, under whatever code."""
        known = [region for code in self._codes if (region := self._seen.known.get(code))]
        first = min((region.valid_from or 0 for region in known), default=0)
        return first, max((region.valid_to or 9999 for region in known), default=9999)

    def _absent(self, year: int, end: int) -> tuple[str, None, str | None, None, str]:
        region = self._code_in(year)
        above = {NATION, region, *(each.code for each in self._seen.known.ancestors(region))}
        scope = {"government": "region", "zone_committee": "unknown"}.get(self._type or "", "own")
        day = deadline(year, scope, self._type, above, self._level)
        return self._why(year, end, day), None, day, None, region

    def _why(self, year: int, end: int, day: str | None) -> str:
        """Return the status of a report that is not there; where the law sets no day it is due within the year."""
        heirs_began = [self._seen.firsts.get(heir, 9999) for heir in heirs(self._region, self._merger)]
        if year > end or min(heirs_began, default=9999) <= year:
            return "organ_abolished"
        if (day or f"{year + 1}-12-31") >= self._seen.today:
            return "not_due"
        if self._type in NOT_REQUIRED:
            return "not_required"
        return self._seen.trouble.of(self._id, year, self._codes) or "missing"

    def _code_in(self, year: int) -> str:
        known = self._seen.known
        valid = [code for code in self._codes if (region := known.get(code)) and region.valid_in(year)]
        return valid[-1] if valid else self._region
