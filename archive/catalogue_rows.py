"""Rows that describe: registry, ledger, checks, codes, and the archive itself."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import Any

from archive.deadlines import deadlines
from archive.filing import Filed
from archive.places import ordinals
from archive.record import Head
from archive.schema import tables, views
from archive.sightings import Trail
from archive.sources import Sources
from captures.records import Capture, Run, Visit
from captures.store import CaptureStore
from checks.catalogue import catalogue
from parsers.codes import codes
from registry.succession import codes_of

Row = tuple[Any, ...]
COMPARABILITY = Path(__file__).parent / "reference" / "comparability.csv"


def code_rows() -> Iterator[Row]:
    """Yield the rows of `codes`."""
    for code in codes().values():
        place = (code.code, ordinals()[code.code], code.table, code.row, code.column)
        yield *place, code.zh, code.en, code.unit, code.basis, " ".join(code.forms)


def comparability_rows() -> Iterator[Row]:
    """Yield the rows of `comparability` (dictionary.md §6.7)."""
    with COMPARABILITY.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        yield from map(tuple, reader)


def deadline_rows() -> Iterator[Row]:
    """Yield the rows of `deadlines`."""
    for rule in deadlines():
        who = (rule.jurisdiction, rule.from_year, rule.to_year, rule.scope, rule.organ_type, rule.level)
        yield *who, rule.month_day, rule.source_zh, rule.source_en


def table_rows() -> Iterator[Row]:
    """Yield the rows of `tables`."""
    yield from ((table.name, "table", table.zh, table.en) for table in tables().values())
    yield from ((view.name, "view", view.zh, view.en) for view in views().values())


def column_rows() -> Iterator[Row]:
    """Yield the rows of `columns`; columns that bear a code are described once, in `codes`."""
    for table in tables().values():
        for number, column in enumerate(table.columns):
            if column.name not in codes():
                yield table.name, column.name, number, column.type, column.zh, column.en


def check_rows() -> Iterator[Row]:
    """Yield the rows of `checks`, their counts still null."""
    for check in catalogue():
        words = (*check.title, *check.rule, check.formula, *check.exceptions)
        yield check.id, check.severity, check.group, *words, None, None


def region_rows(reports: Iterable[Filed], sources: Sources, portal_ids: Set[str]) -> list[Row]:
    """Return the rows of `regions`: those with a report or a portal that was visited, those below such a portal, and
    all above them, under every code that they bore."""
    wanted = {region.code for report in reports for region in report.lineage}
    for name in portal_ids & sources.portals.keys():
        wanted |= {region.code for region in sources.below(sources.portals[name].region)}
    codes = {other for code in wanted for other in codes_of(code)}
    found = {region.code: region for code in codes for region in sources.lineage(code)}
    return [
        (
            region.code,
            region.name,
            region.level,
            region.parent or None,
            region.kind,
            " ".join(sources.regions.path(region.code)),
            region.valid_from,
            region.valid_to,
            int(region.practice),
        )
        for region in sorted(found.values(), key=lambda region: region.code)
    ]


def organ_rows(reports: Iterable[Filed]) -> list[Row]:
    """Return the rows of `organs`, named as in the newest report, in order of id."""
    found: dict[str, list[Filed]] = {}
    for report in reports:
        if report.organ:
            found.setdefault(report.organ.id, []).append(report)
    return [_organ_row(found[key]) for key in sorted(found)]


def _organ_row(reports: list[Filed]) -> Row:
    organ = max(reports, key=lambda report: (report.year or 0, report.key)).organ
    assert organ is not None
    years = [report.year for report in reports if report.year]
    practice = int(all(report.practice for report in reports))
    return (
        organ.id,
        organ.name,
        organ.organ_type,
        organ.region_code,
        organ.level,
        organ.department or None,
        len(reports),
        min(years, default=None),
        max(years, default=None),
        practice,
    )


def portal_rows(sources: Sources, portal_ids: Set[str]) -> Iterator[Row]:
    """Yield the rows of `portals` for every portal that was visited; what SQL can count is filled in later."""
    for name in sorted(portal_ids):
        portal = sources.portals.get(name)
        if portal is None:
            yield name, name, None, None, None, None, None, None, None, 0
        else:
            own = (portal.id, portal.name, portal.region, portal.url, portal.family)
            yield *own, None, None, None, None, int(portal.practice)


def run_row(run: Run) -> Row:
    """Return the row of `runs`."""
    outcomes = json.dumps(run.counts, sort_keys=True)
    times = (run.started_at, run.ended_at)
    return run.id, run.command, " ".join(run.portals), *times, int(run.complete), run.exit_code, outcomes, run.note


def visit_rows(store: CaptureStore) -> Iterator[Row]:
    """Yield the rows of `visits`."""
    names = ("id", "run_id", "portal_id", "url", "final_url", "visited_at", "status", "outcome", "reason", "role")
    for visit, run, portal_id, *rest in store.columns(Visit, *names, "link_title", "link_date", "found_on", "sha256"):
        yield visit, run, portal_id or None, *rest


def capture_rows(store: CaptureStore) -> Iterator[Row]:
    """Yield the rows of `captures`."""
    return store.columns(Capture, "sha256", "media_type", "size", "warc_file", "warc_offset")


def reading_rows(
    heads: Iterable[Head], trails: dict[str, Trail], problems: dict[str, str], reports: dict[str, int], engine: str
) -> Iterator[Row]:
    """Yield the rows of `readings`; `reports` maps sha256 to the row of the report."""
    for head in heads:
        trail = trails.get(head.sha256)
        if trail is None:
            continue
        first = trail.first
        yield (
            head.sha256,
            head.verdict,
            head.reason,
            problems.get(head.sha256),
            head.title,
            head.media_type,
            first.url,
            first.portal_id or None,
            first.role,
            reports.get(head.sha256),
            engine,
        )
