"""Writes reports, versions and all that hangs on them, in bulk and in the order of the archive."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from archive.changes import changes, disagreements
from archive.ddl import insert_sql
from archive.deadlines import days_late, deadline
from archive.filing import Filed, Version
from archive.places import ordinals
from archive.readings import Readings
from archive.record import finding_row, rows_of
from archive.schema import tables
from archive.state import chunks
from checks.notes import finding_of
from parsers.codes import codes
from parsers.report import Note

CHUNK = 400
NUMBERED = ("report_versions", "findings", "changes", "sections")
"""Tables whose rows are numbered as they come."""
NOT_CROSS_CHECKED = ("0 0 0 0", "{}")
"""What `archive/cross_checks.py` has added to the counts of a report, and what it could not assess: nothing yet."""
Row = tuple[Any, ...]
Batch = dict[str, list[Row]]


class Loader:
    """Collects the rows of a chunk of reports and writes them with one `executemany` a table."""

    def __init__(self, db: sqlite3.Connection, next_ids: dict[str, int]) -> None:
        """`next_ids` maps each of NUMBERED to its next free row number."""
        self._db = db
        self._insert = {name: insert_sql(name) for name in tables()}
        self._ids = {name: count(number) for name, number in next_ids.items()}
        self.departments: dict[str, str] = {}
        """Organ to its standard department, of the organs that were met and have one."""

    def load(self, reports: Iterable[Filed], readings: Readings) -> None:
        """Write all `reports`, which have their numbers and whose rows are in `readings`."""
        for chunk in chunks(reports, CHUNK):
            digests = [version.head.sha256 for report in chunk for version in report.versions]
            bodies = {sha256: body for part in chunks(digests) for sha256, body in readings.bodies(part).items()}
            batch: Batch = defaultdict(list)
            for report in chunk:
                for version in report.versions:
                    version.id = next(self._ids["report_versions"])
                self._report(batch, report, {v.head.sha256: rows_of(bodies[v.head.sha256]) for v in report.versions})
            for table, rows in batch.items():
                self._db.executemany(self._insert[table], rows)

    def _report(self, batch: Batch, report: Filed, rows: dict[str, dict[str, Any]]) -> None:
        current = report.current
        if current.organ and current.organ.department:
            self.departments[current.organ.id] = current.organ.department
        differing = [*_copies(report, rows), *_strangers(current)]
        # The counts are: passed and failed E, W and I, not assessable; S09 and S10 are W.
        rows[current.head.sha256]["counts"][4] += len(differing)
        batch["reports"].append(_report_row(report, current, rows[current.head.sha256]))
        for number, version in enumerate(report.versions, start=1):
            read = rows[version.head.sha256]
            is_current = int(version is current)
            batch["report_versions"].append(_version_row(report, version, number, is_current, read["places"]))
            if is_current:
                batch["report_figures"].append((report.id, *read["figures"]))
                batch["text_signatures"] += ((report.id, bytes.fromhex(made)) for made in [read["signature"]] if made)
                batch["topics"] += ((report.id, topic) for topic in read["topics"])
                batch["year_claims"] += ((report.id, at, *claim) for at, claim in enumerate(read["claims"], start=1))
            else:
                printed = zip(codes(), read["figures"], strict=True)
                batch["version_figures"] += ((version.id, code, value) for code, value in printed if value is not None)
            batch["sightings"] += _sighting_rows(version)
            self._parts(batch, report.id, version.id, is_current, read)
        ids = self._ids["findings"]
        batch["findings"] += [(next(ids), report.id, current.id, 1, *finding) for finding in differing]
        if len(report.versions) > 1:
            ids = self._ids["changes"]
            batch["changes"] += [(next(ids), *change) for change in changes(report, rows)]

    def _parts(self, batch: Batch, report: int, version: int, current: int, read: dict[str, Any]) -> None:
        sections, findings = self._ids["sections"], self._ids["findings"]
        batch["cell_notes"] += [(version, code, report, current, status, raw) for code, status, raw in read["notes"]]
        batch["sections"] += [(next(sections), report, version, current, *row) for row in read["sections"]]
        batch["statistics"] += [
            (version, ordinal, report, current, *row) for ordinal, row in enumerate(read["statistics"], start=1)
        ]
        batch["findings"] += [(next(findings), report, version, current, *row) for row in read["findings"]]


def _copies(report: Filed, rows: dict[str, dict[str, Any]]) -> Iterator[list[Any]]:
    """Yield the findings of S09 that need more than one capture: copies that print other figures."""
    for other, cells in disagreements(report, rows):
        if cells:
            name = other.trail.first.link_title or other.trail.first.url
            yield finding_row(finding_of(Note("copies_differ", cells, detail=name)))


def _strangers(current: Version) -> Iterator[list[Any]]:
    """Yield the finding of S10 that needs the portal: the organ printed stands in another region."""
    if current.problem == "organ_conflict":
        named = f"{current.head.organ} / {current.trail.first.portal_id}"
        yield finding_row(finding_of(Note("organ_conflict", detail=named)))


def _report_row(report: Filed, current: Version, read: dict[str, Any]) -> Row:
    head, organ = current.head, report.organ
    organ_type = organ.organ_type if organ else None
    known = (report.scope, organ_type, _codes(report), organ.level) if organ else None
    last_day = deadline(report.year, *known) if report.year and known else None
    region = report.lineage[0] if report.lineage else None
    province, prefecture = report.region("province"), report.region("prefecture")
    figures, at = read["figures"], ordinals()
    return (
        report.id,
        report.key,
        report.year,
        organ.id if organ else None,
        head.organ or (organ.name if organ else None),
        organ_type,
        report.scope,
        head.kind,
        organ.level if organ else None,
        region.code if region else None,
        region.name if region else None,
        province.code if province else None,
        province.name if province else None,
        prefecture.code if prefecture else None,
        head.title,
        *_forms(current),
        head.published_on,
        last_day,
        days_late(head.published_on, last_day),
        "found" if current.trail.status == "there" else "removed",
        figures[at["req_new__total"]],
        figures[at["res_total__total"]],
        sum(read["counts"][:3]),
        *read["counts"],
        *NOT_CROSS_CHECKED,
        len(report.versions),
        head.sha256,
        current.trail.first.url,
        report.within,
        int(report.practice),
    )


def _codes(report: Filed) -> set[str]:
    return {region.code for region in report.lineage} | {"000000"}


def _forms(version: Version) -> tuple[str | None, str | None, str | None]:
    forms = version.head.forms
    return forms.get("a"), forms.get("b"), forms.get("c")


def _version_row(report: Filed, version: Version, number: int, is_current: int, places: str) -> Row:
    head, trail = version.head, version.trail
    return (
        version.id,
        report.id,
        number,
        is_current,
        trail.status,
        head.sha256,
        head.media_type,
        trail.first.role,
        trail.first.url,
        head.title,
        head.organ,
        version.organ_method,
        version.organ_confidence,
        version.scope_told,
        head.scope_method,
        head.scope_confidence,
        head.scope_evidence,
        head.published_on,
        *(head.period or (None, None)),
        *_forms(version),
        places,
        trail.first_seen,
        trail.last_seen,
        trail.gone_at,
    )


def _sighting_rows(version: Version) -> Iterator[Row]:
    for one in version.trail.sightings:
        where = (version.id, one.address, one.portal_id or None, one.role, one.link_title)
        yield *where, one.status, one.first_seen, one.last_seen
