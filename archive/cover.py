"""The disjoint cover: the reports to add up for a region and a year, none of which contains another (`domain.md` §1.6).

Of a region: its consolidated report; else its report of scope level, or the reports of its organs alone; and with these
the covers of the regions directly below. Consolidated is a report of the region's government or its office; that of
another organ, such as a zone without a code, counts a part. Not taken: reports of unknown scope and of whole systems,
which may contain others; a government's own report beside one of its general office, which speaks for it; a region that
ended by the year beside the consolidated report of the region that it went into. Practice reports make covers of their
own.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from importlib import resources

from archive.ddl import insert_sql
from registry.organs import speaks_for

_REPORTS = """
SELECT id, region_code, scope, organ_type, level, organ_id FROM reports
WHERE year = ? AND is_practice = ? AND region_code IS NOT NULL AND scope IN ('region', 'level', 'own')
ORDER BY report_key
"""


@dataclass(slots=True)
class _Place:
    """The reports of one region and year by what they count; `whole` holds reports after whether their organ is the
    office, and their place in the order of keys; `lower` those of townships and of zones without a code."""

    whole: list[tuple[bool, int, int]] = field(default_factory=list)
    level: list[int] = field(default_factory=list)
    own: list[int] = field(default_factory=list)
    lower: list[int] = field(default_factory=list)
    government: list[int] = field(default_factory=list)
    office: bool = False


def fill_cover(db: sqlite3.Connection, years: Collection[int] | None = None) -> None:
    """Fill `region_cover` and `region_coverage` for `years` (None: for all) from `reports`, `expected_reports`,
    `regions` and `region_changes`."""
    if years is None:
        known = "SELECT year FROM reports WHERE year IS NOT NULL UNION SELECT year FROM expected_reports"
        years = [row[0] for row in db.execute(known)]
        db.execute("DELETE FROM region_cover")
        db.execute("DELETE FROM region_coverage")
    regions = _Regions(db)
    coverage = resources.files("archive").joinpath("declared/coverage.sql").read_text("utf-8")
    for year in sorted(years):
        db.execute("DELETE FROM region_cover WHERE year = ?", (year,))
        db.execute("DELETE FROM region_coverage WHERE year = ?", (year,))
        for practice in (0, 1):
            rows = regions.covers(_places(db, year, practice), year)
            db.executemany(insert_sql("region_cover"), ((code, year, practice, report) for code, report in rows))
        db.execute(coverage, (year,))


def _places(db: sqlite3.Connection, year: int, practice: int) -> dict[str, _Place]:
    """Return region code to the reports that may be added up there."""
    out: dict[str, _Place] = defaultdict(_Place)
    for report, code, scope, organ_type, level, organ in db.execute(_REPORTS, (year, practice)):
        place = out[code]
        if scope == "region" and level != "township" and speaks_for(organ, code):
            place.whole.append((organ_type == "gov_office", len(place.whole), report))
        elif level == "township" or (scope == "region" and organ_type == "zone_committee"):
            place.lower.append(report)
        elif scope == "region":
            continue
        elif scope == "level":
            place.level.append(report)
        elif organ_type == "government":
            place.government.append(report)
        else:
            place.own.append(report)
            place.office = place.office or organ_type == "gov_office"
    return out


class _Regions:
    """The tree of the archive's regions with what became of them."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._parent: dict[str, str | None] = dict(db.execute("SELECT code, parent_code FROM regions"))
        self._ended: dict[str, int | None] = dict(db.execute("SELECT code, valid_to FROM regions"))
        self._heirs: dict[str, list[str]] = {}
        for old, new in db.execute("SELECT from_code, to_code FROM region_changes WHERE kind != 'split'"):
            self._heirs.setdefault(old, []).append(new)

    def covers(self, places: dict[str, _Place], year: int) -> Iterator[tuple[str, int]]:
        """Yield (region, report) for every region that has a report at or below it."""
        children: dict[str, set[str]] = defaultdict(set)
        for code in places:
            at: str | None = code
            while at is not None and (above := self._parent.get(at)) is not None:
                children[above].add(at)
                at = above
        for top in sorted(places.keys() | children.keys()):
            yield from ((top, report) for report in self._cover(top, places, children, year))

    def _cover(self, code: str, places: dict[str, _Place], children: dict[str, set[str]], year: int) -> list[int]:
        place = places.get(code) or _Place()
        if place.whole:
            return [min(place.whole)[-1]]
        out = [*place.lower, *(place.level[:1] or place.own)]
        if not place.level and not place.office:
            out += place.government[:1]
        for child in sorted(children.get(code, ())):
            if not self._went_into_another(child, places, year):
                out += self._cover(child, places, children, year)
        return out

    def _went_into_another(self, code: str, places: dict[str, _Place], year: int) -> bool:
        ended = self._ended.get(code)
        heirs = self._heirs.get(code, ())
        return ended is not None and ended <= year and any(heir in places and places[heir].whole for heir in heirs)
