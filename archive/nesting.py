"""Which consolidated report should contain a report: that of its region, or of the nearest one above, of its year."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from archive.sources import Sources
from registry.regions import Region

CONTAINED = ("own", "region")
"""Scopes whose place below a consolidated report is certain; a report of unknown scope may be that report's twin."""


class Nesting:
    """The consolidated reports by region and year; of several (a government's and its office's) the last by key."""

    def __init__(self) -> None:
        self._whole: dict[tuple[str, int], dict[str, int]] = {}

    @classmethod
    def of_archive(cls, db: sqlite3.Connection) -> Nesting:
        """Return the nesting by what an archive holds."""
        made = cls()
        sql = "SELECT report_key, id, region_code, year FROM reports WHERE scope = 'region'"
        for key, number, region, year in db.execute(sql):
            made.add(key, number, region, year)
        return made

    def add(self, key: str, number: int, region_code: str | None, year: int | None) -> None:
        """Take a consolidated report in."""
        if region_code and year:
            self._whole.setdefault((region_code, year), {})[key] = number

    def remove(self, key: str, region_code: str, year: int) -> None:
        """Leave out a consolidated report that was taken in."""
        self._whole[region_code, year].pop(key)

    def within(self, scope: str, lineage: Sequence[Region], year: int | None) -> int | None:
        """Return the number of the report that should contain one of `scope` and `year` of the region lineage[0]."""
        if scope not in CONTAINED or not year:
            return None
        above = lineage[1:] if scope == "region" else lineage
        found = (self._whole.get((region.code, year)) for region in above)
        return next((numbers[max(numbers)] for numbers in found if numbers), None)


def nest_again(db: sqlite3.Connection, nesting: Nesting, sources: Sources, changed: Iterable[tuple[str, int]]) -> None:
    """Find anew what contains the reports at or below each region and year (`changed`) whose consolidated report is new
    or gone."""
    for region, year in changed:
        sql = "SELECT id, scope, region_code FROM reports WHERE year = ? AND scope IN ('own', 'region')"
        below = [row for row in db.execute(sql, (year,)) if row[2] and sources.contains(region, row[2])]
        values = [(nesting.within(scope, sources.lineage(code), year), number) for number, scope, code in below]
        db.executemany("UPDATE reports SET in_region_report_id = ? WHERE id = ?", values)
