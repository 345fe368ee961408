"""Rows that describe: registry, ledger, checks, codes, and the archive itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from itertools import takewhile
from typing import Any

from archive.bridging import comparisons
from archive.deadlines import deadlines
from archive.places import ordinals
from archive.record import Head
from archive.schema import tables, views
from archive.shares import shares
from archive.sightings import Trail
from archive.sources import Sources
from captures.records import Capture, Run, Visit
from captures.store import CaptureStore
from checks.catalogue import catalogue
from checks.topics import ANY, declared
from parsers.codes import codes
from registry.regions import NATION
from registry.succession import codes_of

Row = tuple[Any, ...]


def code_rows() -> Iterator[Row]:
    """Yield the rows of `codes`."""
    for code in codes().values():
        place = (code.code, ordinals()[code.code], code.table, code.row, code.column)
        yield *place, code.zh, code.en, code.unit, code.basis, " ".join(code.forms)


def comparability_rows() -> Iterator[Row]:
    """Yield the rows of `comparability` (dictionary.md §6.7)."""
    yield from map(astuple, comparisons())


def deadline_rows() -> Iterator[Row]:
    """Yield the rows of `deadlines`."""
    for rule in deadlines():
        who = (rule.jurisdiction, rule.from_year, rule.to_year, rule.scope, rule.organ_type, rule.level)
        yield *who, rule.month_day, rule.source_zh, rule.source_en


def table_rows() -> Iterator[Row]:
    """Yield the rows of `tables`."""
    yield from ((table.name, "table", None, table.zh, table.en) for table in tables().values())
    yield from ((view.name, "view", None, view.zh, view.en) for view in views().values())


def column_rows() -> Iterator[Row]:
    """Yield the rows of `columns`; columns that bear a code are described once, in `codes`."""
    for table in tables().values():
        for number, column in enumerate(table.columns):
            if column.name not in codes():
                yield table.name, column.name, number, column.type, column.zh, column.en


def measure_rows() -> Iterator[Row]:
    """Yield the rows of `measures`: rates that are summed, and topics. How an indicator is made stands in `columns`."""
    yield from ((share.code, "rate", share.zh, share.en) for share in shares())
    yield "s14_disclosure", "rate", "公开率，2014 年统计表，近似", "Disclosure rate, form of 2014, approximate"
    yield ANY, "topic", "有“存在问题及改进”部分", "Has a part on problems and improvement"
    yield from ((topic.code, "topic", topic.zh, topic.en) for topic in declared())


def check_rows() -> Iterator[Row]:
    """Yield the rows of `checks`, their counts still null."""
    for check in catalogue():
        words = (*check.title, *check.rule, check.formula, *check.exceptions)
        yield check.id, check.severity, check.group, *words, None, None


def region_rows(codes: Iterable[str], sources: Sources) -> list[Row]:
    """Return the rows of `regions`: those with these codes, under every code that they bore, and all above them: the
    nation always, so that an archive without reports has its board too."""
    wanted = {other for code in (NATION, *codes) for above in sources.lineage(code) for other in codes_of(above.code)}
    found = {region.code: region for code in wanted for region in sources.lineage(code)}
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


def portal_row(portal_id: str, sources: Sources) -> Row:
    """Return the row of `portals`; what SQL can count is filled in later."""
    portal = sources.portals.get(portal_id)
    if portal is None:
        return portal_id, portal_id, None, None, None, None, None, None, None, 0
    own = (portal.id, portal.name, portal.region, portal.url, portal.family)
    return *own, None, None, None, None, int(portal.practice)


def run_row(run: Run) -> Row:
    """Return the row of `runs`."""
    outcomes = json.dumps(run.counts, sort_keys=True)
    times = (run.started_at, run.ended_at)
    return run.id, run.command, " ".join(run.portals), *times, int(run.complete), run.exit_code, outcomes, run.note


def visit_rows(store: CaptureStore, after: int, until: int) -> Iterator[Row]:
    """Yield the rows of `visits` with an id above `after`, up to `until`."""
    names = ("id", "run_id", "portal_id", "url", "final_url", "visited_at", "status", "outcome", "reason", "role")
    found = store.columns(Visit, *names, "link_title", "link_date", "found_on", "sha256", after=after)
    for visit, run, portal_id, *rest in takewhile(lambda row: row[0] <= until, found):
        yield visit, run, portal_id or None, *rest


def capture_rows(store: CaptureStore, after: int) -> Iterator[Row]:
    """Yield the rows of `captures` whose id in the ledger is above `after`."""
    return store.columns(Capture, "sha256", "media_type", "size", "warc_file", "warc_offset", after=after)


def reading_row(head: Head, trail: Trail, problem: str | None, report_id: int | None, engine: str) -> Row:
    """Return the row of `readings`."""
    first = trail.first
    read = (head.sha256, head.verdict, head.reason, problem, head.title, head.media_type)
    return *read, first.url, first.portal_id or None, first.role, report_id, engine
