"""Which report each capture belongs to, and which of a report's versions is current.

A report is an organ, a year and a scope. Every capture that reads as the same three is a version of it. A capture
whose organ or year cannot be told is a report of its own: listed, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from archive.record import Head
from archive.sightings import Trail
from archive.sources import Sources
from registry.organs import Organ, lexicon
from registry.regions import NATION, Region


@dataclass(slots=True)
class Version:
    """One capture that reads as a report, with where it was seen, and its organ and how that was told.

    `scope_told` is the scope that was read, where a person has decided another."""

    head: Head
    trail: Trail
    organ: Organ | None
    organ_method: str
    organ_confidence: float
    problem: str
    practice: bool
    scope_told: str
    id: int = 0

    def rank(self) -> tuple[bool, bool, bool, str, int]:
        """Return what decides which version is current; the greatest wins.

        In this order: still on the web; prints figures; a page rather than an attachment; the later date of
        publication; the later first sighting.
        """
        first = self.trail.first
        on_web = self.trail.status == "there"
        return on_web, self.head.figures > 0, first.role != "attachment", self.head.published_on or "", first.visit

    @property
    def key(self) -> str:
        """The stable ascii key of the report that it belongs to."""
        scope = re.sub(r"[^a-z]", "", self.head.scope) or "unknown"
        if self.organ and self.head.year:
            return f"{self.organ.id}-{self.head.year}-{scope}"
        who = self.organ.id if self.organ else "unknown"
        return f"{who}-{self.head.year or 'noyear'}-{self.head.sha256[:12]}"


def version(head: Head, trail: Trail, sources: Sources) -> Version:
    """Return a capture that reads as a report with its organ, and the problem met in filing it, if any.

    A scope that a person decided stands in place of the one that was read, which is kept beside it.
    """
    organ, method, confidence, problem = _organ(head, trail, sources)
    problem = "no_year" if head.year is None else problem
    portals = {sighting.portal_id for sighting in trail.sightings}
    practice = head.practice or any(sources.portals[name].practice for name in portals & sources.portals.keys())
    read = Version(head, trail, organ, method, confidence, problem, practice, head.scope)
    scope = sources.decided.scope(head.sha256, read.key)
    if scope:
        read.head = replace(head, scope=scope, scope_method="decision", scope_confidence=1.0)
    return read


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


@dataclass(slots=True)
class Filed:
    """One report: its identity, its versions in the order first seen, the number of the report it is `within`."""

    key: str
    lineage: list[Region]
    versions: list[Version] = field(default_factory=list)
    id: int = 0
    within: int | None = None

    @property
    def current(self) -> Version:
        """The version that the archive shows (see `Version.rank`)."""
        return self.versions[0] if len(self.versions) == 1 else max(self.versions, key=Version.rank)

    @property
    def organ(self) -> Organ | None:
        """The organ, as the current version names it."""
        return self.current.organ

    @property
    def year(self) -> int | None:
        """The reporting year."""
        return self.versions[0].head.year

    @property
    def scope(self) -> str:
        """The counting scope."""
        return self.versions[0].head.scope

    @property
    def practice(self) -> bool:
        """Whether any copy came from a practice portal or says that it is practice data."""
        return any(version.practice for version in self.versions) or any(region.practice for region in self.lineage)

    def region(self, level: str) -> Region | None:
        """Return the region of `level` that contains the organ, or None."""
        return next((region for region in self.lineage if region.level == level), None)


def filed(versions: list[Version], sources: Sources) -> Filed:
    """Return the report of which `versions` are all there are (at least one, all of one key)."""
    if len(versions) > 1:
        versions = sorted(versions, key=lambda version: (version.trail.first.visit, version.head.sha256))
    organ = versions[0].organ
    return Filed(versions[0].key, sources.lineage(organ.region_code) if organ else [], versions)


def place(version: Version, sources: Sources) -> str:
    """Return the place on disk of a version's report, as text that sorts: by year and province, because most questions
    ask for those, then by region, organ and scope."""
    organ = version.organ
    lineage = sources.lineage(organ.region_code) if organ else []
    codes = "/".join(region.code for region in reversed(lineage) if region.code != NATION)
    return f"{version.head.year or 0:04}|{codes}|{organ.id if organ else ''}|{version.head.scope}"
