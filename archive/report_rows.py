"""The rows of a report, of its versions and of all that hangs on them, as the tables take them; nothing is written.

Row numbers of the tables in NUMBERED, and references to versions, count from 0 within what is made together; who writes
them adds what is free (archive/load.py). So rows can be made in several processes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.changes import changes, disagreements
from archive.deadlines import days_late, deadline
from archive.filed import Group, put_together
from archive.filing import Filed, Version
from archive.nesting import Nesting
from archive.places import ordinals
from archive.readings import Readings
from archive.record import finding_row, rows_of
from archive.sources import Sources
from archive.state import Item, State, chunks
from checks.notes import finding_of
from parsers.codes import codes
from parsers.report import Note

NUMBERED = ("report_versions", "findings", "changes", "sections")
"""Tables whose rows are numbered as they come."""
NOT_CROSS_CHECKED = ("0 0 0 0", "{}")
"""What `archive/cross_checks.py` has added to the counts of a report, and what it could not assess: nothing yet."""
Row = tuple[Any, ...]
Wanted = tuple[Group, int]
"""A report to make rows of: its key with its captures, and its number."""


@dataclass(slots=True)
class Batch:
    """Rows by table, how many of each of NUMBERED there are, and organ to standard department of the organs met that
    have one."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(NUMBERED, 0))
    departments: dict[str, str] = field(default_factory=dict)

    def numbered(self, table: str, rows: list[Item]) -> Iterator[tuple[Item, int]]:
        """Give each row the next number of its table."""
        first = self.counts[table]
        self.counts[table] = first + len(rows)
        return zip(rows, range(first, first + len(rows)), strict=True)


class RowMaker:
    """Makes rows of reports from what the state holds of them."""

    def __init__(self, state: State, readings: Readings, sources: Sources, nesting: Nesting) -> None:
        self._state, self._readings, self._sources, self._nesting = state, readings, sources, nesting

    def make(self, wanted: list[Wanted]) -> Batch:
        """Return the rows of some reports, in their order."""
        batch = Batch()
        reports = put_together(self._state, self._readings, self._sources, [group for group, _ in wanted])
        digests = [version.head.sha256 for report in reports for version in report.versions]
        bodies = {sha256: body for part in chunks(digests) for sha256, body in self._readings.bodies(part).items()}
        for report, (_, number) in zip(reports, wanted, strict=True):
            report.id = number
            report.within = self._nesting.within(report.scope, number, report.lineage, report.year)
            for version, place in batch.numbered("report_versions", report.versions):
                version.id = place
            _report(batch, report, {v.head.sha256: rows_of(bodies[v.head.sha256]) for v in report.versions})
        return batch


def _report(batch: Batch, report: Filed, rows: dict[str, dict[str, Any]]) -> None:
    current, out = report.current, batch.rows
    if current.organ and current.organ.department:
        batch.departments[current.organ.id] = current.organ.department
    differing = [*_copies(report, rows), *_strangers(current)]
    # The counts are: passed and failed E, W and I, not assessable; S09 and S10 are W.
    rows[current.head.sha256]["counts"][4] += len(differing)
    out["reports"].append(_report_row(report, current, rows[current.head.sha256]))
    for number, version in enumerate(report.versions, start=1):
        read = rows[version.head.sha256]
        is_current = int(version is current)
        out["report_versions"].append(_version_row(report, version, number, is_current, read["places"]))
        if is_current:
            out["report_figures"].append((report.id, *read["figures"]))
            out["text_signatures"] += ((report.id, made) for made in [read["signature"]] if made)
            out["topics"] += ((report.id, topic) for topic in read["topics"])
            out["year_claims"] += ((report.id, at, *claim) for at, claim in enumerate(read["claims"], start=1))
        else:
            printed = zip(codes(), read["figures"], strict=True)
            out["version_figures"] += ((version.id, code, value) for code, value in printed if value is not None)
        out["sightings"] += _sighting_rows(version)
        _parts(batch, report.id, version.id, is_current, read)
    found = batch.numbered("findings", differing)
    out["findings"] += [(number, report.id, current.id, 1, *finding) for finding, number in found]
    if len(report.versions) > 1:
        changed = batch.numbered("changes", list(changes(report, rows)))
        out["changes"] += [(number, *change) for change, number in changed]


def _parts(batch: Batch, report: int, version: int, current: int, read: dict[str, Any]) -> None:
    sections, findings = batch.numbered("sections", read["sections"]), batch.numbered("findings", read["findings"])
    out = batch.rows
    out["cell_notes"] += [(version, code, report, current, status, raw) for code, status, raw in read["notes"]]
    out["sections"] += [(number, report, version, current, *row) for row, number in sections]
    out["statistics"] += [
        (version, ordinal, report, current, *row) for ordinal, row in enumerate(read["statistics"], start=1)
    ]
    out["findings"] += [(number, report, version, current, *row) for row, number in findings]


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
