"""The line that `gongkai parse` prints for one file (`design.md` §3): the reading and its findings as JSON values."""

from __future__ import annotations

from collections.abc import Sequence

from checks.finding import Finding
from parsers.report import AnnualReport, Fact, Reading, Statistic


def line_of(path: str, sha256: str, reading: Reading, findings: Sequence[Finding], lang: str) -> dict[str, object]:
    """Return the JSON object for one file: of the findings those that failed or could not be assessed.

    A file that is no report has `reason` instead of figures; the blank form has both.
    """
    out: dict[str, object] = {
        "path": path,
        "sha256": sha256,
        "media_type": reading.media_type,
        "verdict": reading.verdict,
        "title": reading.title,
    }
    if reading.reason:
        out["reason"] = reading.reason
    if reading.report is None:
        return out
    said = [finding.as_json(lang) for finding in findings if finding.status in ("fail", "not_assessable", "explained")]
    return out | _report(reading.report) | {"findings": said}


def _report(report: AnnualReport) -> dict[str, object]:
    out: dict[str, object] = {
        "organ": report.organ,
        "year": report.year,
        "kind": report.kind,
        "scope": report.scope.value,
        "scope_method": report.scope.method,
        "scope_confidence": report.scope.confidence,
        "scope_evidence": report.scope.evidence,
        "published_on": report.published_on,
        "forms": report.forms,
        "facts": [_fact(fact) for fact in report.facts],
        "sections": [{"part": s.part, "heading": s.heading, "text": s.text} for s in report.sections],
    }
    if report.statistics:
        out["statistics_table"] = _statistics(report.statistics)
    if report.practice:
        out["practice"] = True
    return out


def _fact(fact: Fact) -> dict[str, object]:
    return {
        "code": fact.code,
        "value": fact.value,
        "status": fact.status,
        "raw": fact.raw,
        "unit": fact.unit,
        "place": fact.place.as_json(),
    }


def _statistics(statistics: Sequence[Statistic]) -> dict[str, object]:
    """Return the columns and rows of an older form; the figures of one printed row stand in one object."""
    columns = list(dict.fromkeys(entry.column for entry in statistics))
    rows: dict[tuple[int, int], list[Statistic]] = {}
    for entry in statistics:
        rows.setdefault((entry.place.table, entry.place.row), []).append(entry)
    return {"columns": columns, "rows": [_row(entries, columns) for entries in rows.values()]}


def _row(entries: Sequence[Statistic], columns: Sequence[str]) -> dict[str, object]:
    by_column = {entry.column: entry for entry in entries}
    first = entries[0]
    values = [by_column[column].value if column in by_column else None for column in columns]
    row: dict[str, object] = {"label": first.label, "unit": first.unit, "values": values}
    return row | ({"code": first.code} if first.code else {})
