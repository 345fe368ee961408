"""Why a report may be absent though it was published: its portal refused it, or what was captured cannot be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from registry.organs import organ_from_name
from registry.regions import Regions
from registry.titles import read_title

_PORTALS = """
SELECT p.region_code, sum(v.outcome IN ('ok', 'unchanged')), sum(v.outcome = 'blocked')
FROM portals p JOIN visits v ON v.portal_id = p.id WHERE p.region_code IS NOT NULL GROUP BY p.region_code
"""
_BLOCKED = """
SELECT DISTINCT v.link_title, p.name, p.region_code FROM visits v JOIN portals p ON p.id = v.portal_id
WHERE v.outcome = 'blocked' AND v.role IN ('report', 'attachment')
AND NOT EXISTS (SELECT 1 FROM visits o WHERE o.url = v.url AND o.outcome IN ('ok', 'unchanged'))
"""
_UNREADABLE = """
SELECT DISTINCT v.link_title, p.name, p.region_code FROM readings d JOIN visits v ON v.sha256 = d.sha256
JOIN portals p ON p.id = v.portal_id WHERE d.verdict = 'unreadable'
"""


@dataclass(slots=True)
class Trouble:
    """`reports` maps (organ, year) to blocked or unreadable; `read` and `refused` are regions whose portals answered,
    or only refused."""

    reports: dict[tuple[str, int], str] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    def of(self, organ: str, year: int, regions_of: Sequence[str]) -> str | None:
        """Return blocked, unreadable or not_visited for a report that was not found, or None: it is missing."""
        told = self.reports.get((organ, year))
        if told or self.read.intersection(regions_of):
            return told
        return "blocked" if self.refused.intersection(regions_of) else "not_visited"


def find_trouble(db: sqlite3.Connection, known: Regions) -> Trouble:
    """Return what stood in the way, from `visits`, `readings` and `portals`; titles of links tell organ and year."""
    out = Trouble()
    for region, answered, refused in db.execute(_PORTALS):
        if answered:
            out.read.add(region)
        elif refused:
            out.refused.add(region)
    _note(out, "blocked", db.execute(_BLOCKED), known)
    _note(out, "unreadable", db.execute(_UNREADABLE), known)
    return out


def _note(out: Trouble, status: str, rows: Iterable[tuple[str | None, str, str | None]], known: Regions) -> None:
    for title, portal, region in rows:
        told = read_title(title or "")
        if told.year is None or told.kind not in ("report", "possible"):
            continue
        organ = organ_from_name(told.organ or portal, known.get(region or ""), known, told.year)
        if organ.region_code:
            out.reports[organ.id, told.year] = status
