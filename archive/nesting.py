"""Which consolidated report should contain a report: that of its region, or of the nearest one above, of its year."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from archive.filed import Identity
from archive.sources import Sources
from registry.organs import speaks_for
from registry.regions import Region

CONTAINED = ("own", "region")
"""Scopes whose place below a consolidated report is certain; a report of unknown scope may be that report's twin."""


class Nesting:
    """The consolidated reports by region and year. Where a government and its office both publish one, the
    government's counts; one of another organ, such as a zone without a code, counts a part of the region alone."""

    def __init__(self) -> None:
        self._whole: dict[tuple[str, int], dict[tuple[bool, str], int]] = {}

    @classmethod
    def of_archive(cls, db: sqlite3.Connection) -> Nesting:
        """Return the nesting by what an archive holds."""
        made = cls()
        sql = (
            "SELECT id, report_key, year, region_code, scope, organ_id, organ_type FROM reports"
            " WHERE scope = 'region' AND region_code IS NOT NULL"
        )
        for number, *identity in db.execute(sql):
            made.add(Identity(*identity), number)
        return made

    def add(self, one: Identity, number: int) -> None:
        """Take a report in; passed over when it does not consolidate a region."""
        if is_consolidated(one.scope, one.organ_id, one.region_code) and one.year:
            at = (one.region_code, one.year)
            self._whole.setdefault(at, {})[one.organ_type == "gov_office", one.key] = number

    def remove(self, one: Identity) -> None:
        """Leave out a report that was taken in."""
        if one.year:
            self._whole.get((one.region_code, one.year), {}).pop((one.organ_type == "gov_office", one.key), None)

    def within(self, scope: str, number: int, lineage: Sequence[Region], year: int | None) -> int | None:
        """Return the number of the report that should contain the report `number`, of `scope` and `year` of an organ of
        lineage[0]; None when there is none, or when it is that report itself."""
        if scope not in CONTAINED or not year or not lineage:
            return None
        found = [self._first(region.code, year) for region in lineage]
        above = found[1:] if found[0] == number else found
        return next((one for one in above if one), None)

    def _first(self, region_code: str, year: int) -> int | None:
        numbers = self._whole.get((region_code, year))
        return numbers[min(numbers)] if numbers else None


def is_consolidated(scope: str, organ_id: str, region_code: str) -> bool:
    """Tell whether a report counts all organs of its region and is told by who speaks for that region."""
    return scope == "region" and bool(organ_id and region_code) and speaks_for(organ_id, region_code)


def nest_again(db: sqlite3.Connection, nesting: Nesting, sources: Sources, changed: Iterable[tuple[str, int]]) -> None:
    """Find anew what contains the reports at or below each region and year (`changed`) whose consolidated report is new
    or gone."""
    for region, year in changed:
        sql = "SELECT id, scope, region_code FROM reports WHERE year = ? AND scope IN ('own', 'region')"
        below = [row for row in db.execute(sql, (year,)) if row[2] and sources.contains(region, row[2])]
        values = [(nesting.within(scope, number, sources.lineage(code), year), number) for number, scope, code in below]
        db.executemany("UPDATE reports SET in_region_report_id = ? WHERE id = ?", values)
