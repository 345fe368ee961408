"""What reading one capture gave, ready to be loaded: made in the reading process, kept until the parser changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

import orjson
import zstandard

from archive import places
from checks.catalogue import catalogue
from checks.claims import claims
from checks.finding import Finding
from checks.likeness import shingles, signature
from checks.topics import topics
from parsers.codes import codes
from parsers.report import AnnualReport, Fact, Reading

KEPT = ("fail", "not_assessable", "explained")


@dataclass(slots=True)
class Head:
    """The few facts that decide which report a capture belongs to; `figures` counts cells that print a number."""

    sha256: str
    verdict: str
    media_type: str
    title: str = ""
    reason: str = ""
    organ: str | None = None
    year: int | None = None
    kind: str = "annual"
    scope: str = "unknown"
    scope_method: str = "none"
    scope_confidence: float = 0.0
    scope_evidence: str = ""
    published_on: str | None = None
    period: tuple[str, str] | None = None
    forms: dict[str, str] = field(default_factory=dict)
    figures: int = 0
    practice: bool = False

    def to_json(self) -> str:
        """Return the head as one line of JSON."""
        return orjson.dumps(self).decode()

    @classmethod
    def from_json(cls, text: str) -> Head:
        """Return the head that `to_json` wrote."""
        return cls(**orjson.loads(text))


def head(sha256: str, reading: Reading) -> Head:
    """Return the head of a reading."""
    report = reading.report
    if report is None:
        return Head(sha256, reading.verdict, reading.media_type, reading.title, reading.reason)
    return Head(
        sha256,
        reading.verdict,
        reading.media_type,
        report.title or reading.title,
        reading.reason,
        report.organ,
        report.year,
        report.kind,
        report.scope.value,
        report.scope.method,
        report.scope.confidence,
        report.scope.evidence,
        report.published_on,
        report.period,
        dict(report.forms),
        len(report.values()) + len(report.statistics),
        report.practice,
    )


def body(report: AnnualReport, findings: list[Finding]) -> bytes:
    """Return the rows of a report as compressed JSON: figures in the order of codes, notes, text, findings; and what
    other tables need of the text: its signature in hexadecimal digits, the changes on last year that it states, the
    topics of its part on problems."""
    values = report.values()
    findings = [finding for finding in findings if _within_report(finding)]
    rows = {
        "figures": [values.get(code) for code in codes()],
        "notes": [[fact.code, fact.status, fact.raw] for fact in report.facts if not is_plain(fact)],
        "places": places.encode(report.facts),
        "sections": [[section.part, section.heading, section.text] for section in report.sections],
        "statistics": [
            [row.label, row.unit, row.column, row.value, row.status, row.raw, row.code] for row in report.statistics
        ],
        "findings": [finding_row(finding) for finding in findings if finding.status in KEPT],
        "counts": _counts(findings),
        "signature": _signature(report),
        "claims": [list(asdict(claim).values()) for claim in claims(report)],
        "topics": topics(report.sections),
    }
    return _packer().compress(orjson.dumps(rows))


def _signature(report: AnnualReport) -> str | None:
    made = signature(shingles((section.text for section in report.sections), report.organ))
    return made.hex() if made else None


def rows_of(blob: bytes) -> dict[str, Any]:
    """Return the mapping that `body` wrote."""
    rows: dict[str, Any] = orjson.loads(_unpacker().decompress(blob))
    return rows


@cache
def _packer() -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(3)


@cache
def _unpacker() -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor()


def is_plain(fact: Fact) -> bool:
    """Tell whether a cell prints its value and nothing else, so that it needs no note."""
    return fact.status == "reported" and fact.raw.strip() == str(fact.value)


def _within_report(finding: Finding) -> bool:
    """Tell whether a finding says something of this report: a check that needs other years or organs cannot, alone."""
    return finding.status != "not_assessable" or finding.check not in _needing_others()


@cache
def _needing_others() -> frozenset[str]:
    return frozenset(check.id for check in catalogue() if check.needs)


def finding_row(finding: Finding) -> list[Any]:
    """Return a finding as the columns of `findings` from `check_id` on."""
    return [
        finding.check,
        finding.severity,
        finding.status,
        finding.message_zh,
        finding.message_en,
        " ".join(finding.cells),
        finding.left,
        finding.right,
        finding.evidence,
        finding.attribution,
    ]


def _counts(findings: list[Finding]) -> list[int]:
    """Return how many checks passed and failed with severity E, W, I each, and how many could not be assessed."""
    found: Counter[tuple[str, str]] = Counter((finding.status, finding.severity) for finding in findings)
    by_severity = [found[status, severity] for status in ("pass", "fail") for severity in "EWI"]
    return [*by_severity, sum(finding.status == "not_assessable" for finding in findings)]
