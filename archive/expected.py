"""Coverage: the reports that should exist, and whether they do.

An organ that has reported once is expected to report every year from its first year on, up to the last year whose
deadline had passed when a portal was last visited. Time is taken from the ledger, never from the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from archive.deadlines import days_late, deadline
from archive.filing import Filed

_BEST = {"found": 0, "late": 1, "removed": 2}


def expected_rows(reports: Iterable[Filed], last_visit: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `expected_reports`; `last_visit` is the ISO time of the newest visit."""
    by_organ: dict[str, list[Filed]] = {}
    for report in reports:
        if report.organ and report.year:
            by_organ.setdefault(report.organ.id, []).append(report)
    for organ_id in sorted(by_organ):
        yield from _organ(organ_id, by_organ[organ_id], last_visit[:10])


def _organ(organ_id: str, reports: list[Filed], today: str) -> Iterator[tuple[Any, ...]]:
    any_report = reports[0]
    assert any_report.organ is not None
    organ_type, scope = any_report.organ.organ_type, any_report.scope
    jurisdictions = {region.code for region in any_report.lineage} | {"000000"}
    years = [report.year for report in reports if report.year]
    this_year = int(today[:4]) if today else max(years)
    for year in range(min(years), max([*years, this_year - 1]) + 1):
        last_day = deadline(year, scope, organ_type, jurisdictions)
        found = sorted((_status(report, last_day), report.id) for report in reports if report.year == year)
        if not found and (last_day or f"{year + 1}-12-31") >= today:
            continue
        best = min(found, key=lambda pair: (_BEST[pair[0]], pair[1])) if found else ("not_found", None)
        practice = int(any_report.practice)
        yield organ_id, year, any_report.organ.region_code, last_day, best[0], best[1], practice


def _status(report: Filed, last_day: str | None) -> str:
    current = report.current
    if current.trail.status != "there":
        return "removed"
    late = days_late(current.head.published_on, last_day)
    return "late" if late is not None and late > 0 else "found"
