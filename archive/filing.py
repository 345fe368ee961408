"""Which report each capture belongs to, and which of a report's versions is current.

A report is an organ, a year and a scope. Every capture that reads as the same three is a version of it. A capture
whose organ or year cannot be told is a report of its own: listed, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from archive.record import Head
from archive.sightings import Trail
from archive.sources import Sources
from registry.organs import Organ, lexicon, speaks_for
from registry.regions import NATION, Region

CONTAINED = ("own", "region")
"""Scopes whose place below a consolidated report is certain; a report of unknown scope may be that report's twin."""


@dataclass(slots=True)
class Version:
    """One capture that reads as a report, with where it was seen and how its organ was told.

    `scope_told` is the scope that was read where a person has decided another."""

    head: Head
    trail: Trail
    organ_method: str
    practice: bool
    id: int = 0
    organ_confidence: float = 0.0
    scope_told: str = ""
    problem: str = ""

    def rank(self) -> tuple[bool, bool, bool, str, int]:
        """Return what decides which version is current; the greatest wins.

        In this order: still on the web; prints figures; a page rather than an attachment; the later date of
        publication; the later first sighting.
        """
        first = self.trail.first
        on_web = self.trail.status == "there"
        return on_web, self.head.figures > 0, first.role != "attachment", self.head.published_on or "", first.id


@dataclass(slots=True)
class Filed:
    """One report: its identity, its versions in the order first seen, the number of the report it is `within`."""

    key: str
    organ: Organ | None
    year: int | None
    scope: str
    lineage: list[Region]
    versions: list[Version] = field(default_factory=list)
    id: int = 0
    within: int | None = None

    @property
    def current(self) -> Version:
        """The version that the archive shows (see `Version.rank`)."""
        return self.versions[0] if len(self.versions) == 1 else max(self.versions, key=Version.rank)

    @property
    def practice(self) -> bool:
        """Whether any copy came from a practice portal or says that it is practice data."""
        return any(version.practice for version in self.versions) or any(region.practice for region in self.lineage)

    def region(self, level: str) -> Region | None:
        """Return the region of `level` that contains the organ, or None."""
        return next((region for region in self.lineage if region.level == level), None)

    def order(self) -> tuple[int, str, str, str, str]:
        """Return the place of the report on disk: by year and province, because most questions ask for those."""
        codes = [region.code for region in reversed(self.lineage) if region.code != NATION]
        return (self.year or 0, "/".join(codes), self.organ.id if self.organ else "", self.scope, self.key)


def file_reports(
    heads: Iterable[Head], trails: dict[str, Trail], sources: Sources
) -> tuple[list[Filed], dict[str, str]]:
    """Return the reports in the order of the archive, numbered from 1, and sha256 to problem for captures in trouble.

    Readings whose capture the ledger does not know are passed over.
    """
    reports: dict[str, Filed] = {}
    problems: dict[str, str] = {}
    for head in heads:
        trail = trails.get(head.sha256)
        if head.verdict != "report" or trail is None:
            continue
        organ, method, confidence, problem = _organ(head, trail, sources)
        problem = "no_year" if head.year is None else problem
        if problem:
            problems[head.sha256] = problem
        told, key = head.scope, _key(organ, head)
        scope = sources.decided.scope(head.sha256, key)
        if scope:
            head = replace(head, scope=scope, scope_method="decision", scope_confidence=1.0)
            key = _key(organ, head)
        if key not in reports:
            lineage = sources.lineage(organ.region_code) if organ else []
            reports[key] = Filed(key, organ, head.year, head.scope, lineage)
        portals = {sighting.first.portal_id for sighting in trail.sightings.values()}
        practice = head.practice or any(sources.portals[name].practice for name in portals & sources.portals.keys())
        reports[key].versions.append(Version(head, trail, method, practice, 0, confidence, told, problem))
    return _numbered(list(reports.values())), problems


def _organ(head: Head, trail: Trail, sources: Sources) -> tuple[Organ | None, str, float, str]:
    """Return the organ, how it was told and how surely, and the problem, if any."""
    portal = sources.portals.get(trail.first.portal_id)
    named = head.organ or (portal.name if portal else "")
    organ = sources.organ(named, portal.region if portal else "", head.year, head.sha256)
    if organ is None:
        return None, "none", 0.0, "no_organ"
    if head.organ or organ.method == "decision":
        return organ, organ.method, organ.confidence, organ.doubt
    return organ, "portal", lexicon()["method"]["portal"]["confidence"], organ.doubt


def _key(organ: Organ | None, head: Head) -> str:
    """Return the stable ascii key of the report that a capture belongs to."""
    scope = re.sub(r"[^a-z]", "", head.scope) or "unknown"
    if organ and head.year:
        return f"{organ.id}-{head.year}-{scope}"
    return f"{organ.id if organ else 'unknown'}-{head.year or 'noyear'}-{head.sha256[:12]}"


def _numbered(reports: list[Filed]) -> list[Filed]:
    reports.sort(key=Filed.order)
    version = 0
    for number, report in enumerate(reports, start=1):
        report.id = number
        report.versions.sort(key=lambda version: (version.trail.first.id, version.head.sha256))
        for each in report.versions:
            version += 1
            each.id = version
    _nest(reports)
    return reports


def _consolidated(report: Filed) -> bool:
    """Tell whether a report counts all organs of its region and is told by who speaks for that region."""
    known = report.organ is not None and report.scope == "region" and bool(report.lineage and report.year)
    return known and report.organ is not None and speaks_for(report.organ.id, report.lineage[0].code)


def _nest(reports: list[Filed]) -> None:
    """Find for each report the consolidated one of its year that should contain it, so that sums need not overlap."""
    whole: dict[tuple[str, int | None], int] = {}
    # Where a government and its office both publish one, the government's counts.
    for report in sorted(filter(_consolidated, reports), key=lambda one: one.organ.organ_type == "gov_office"):  # type: ignore[union-attr]
        whole.setdefault((report.lineage[0].code, report.year), report.id)
    for report in reports:
        first = whole.get((report.lineage[0].code, report.year)) == report.id if report.lineage else False
        above = report.lineage[1:] if first else report.lineage
        numbers = (whole.get((region.code, report.year)) for region in above if report.scope in CONTAINED)
        report.within = next((number for number in numbers if number), None)
