"""Several documents, one report: a page with its attachments and pictures, or the files of an archive.

One of them is the report's source, the most reliable of those that say the most; it is named, and the others are
compared with it cell by cell (check S09).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler import media_type as kinds
from parsers.document import Block, Document, Table
from parsers.report import AnnualReport, Fact, Note, Reading
from parsers.scan import READ_BY_OCR

# What is set as text comes before what is drawn, and what is drawn before what is recognised from pixels.
_RELIABLE = (
    kinds.HTML, kinds.JSON, kinds.DOCX, kinds.XLSX, kinds.XLSB, kinds.ODS, kinds.XLS, kinds.DOC, kinds.ODT,
    kinds.WORD_XML, kinds.RTF, kinds.OFD, kinds.PDF, kinds.TEXT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Copy:
    """One document that may be the report, by the name that a finding calls it; "" is the page itself."""

    name: str
    reading: Reading


def choose(copies: Sequence[Copy]) -> Reading:
    """Return the reading of the best copy, with notes that name it and say where the others differ from it.

    Best is the one with the most tables, then with the fewest illegible cells, then of the most reliable format. Organ,
    year, date and text that it lacks are taken from the others of the same organ and year.
    """
    reports = [copy for copy in copies if copy.reading.verdict == "report" and copy.reading.report]
    if not reports:
        return copies[0].reading
    best = max(reports, key=_rank)
    report = best.reading.report
    assert report is not None
    others = [one for one in reports if one is not best and same_report(report, one.reading.report)]
    notes = [Note("read_from_part", detail=best.name)] if best.name else []
    for other in others:
        assert other.reading.report is not None
        notes += differences(report, other.reading.report, other.name)
        report = _completed(report, other.reading.report)
    compared = tuple(other.name for other in others if other.reading.report and other.reading.report.facts)
    report = replace(report, notes=(*report.notes, *notes), copies=(*report.copies, *compared))
    return replace(best.reading, title=report.title, report=report)


def _rank(copy: Copy) -> tuple[int, int, bool, int]:
    report = copy.reading.report
    assert report is not None
    tables = sum(form != "none" for form in report.forms.values())
    illegible = sum(fact.status == "illegible" for fact in report.facts)
    kind = copy.reading.media_type
    order = _RELIABLE.index(kind) if kind in _RELIABLE else len(_RELIABLE)
    return tables, -illegible, not is_recognised(report), -order


def is_recognised(report: AnnualReport) -> bool:
    """Tell whether a report was read by OCR."""
    return any(note.kind == READ_BY_OCR for note in report.notes)


def same_report(one: AnnualReport, other: AnnualReport | None) -> bool:
    """Tell whether two readings may be copies of one report: neither organ nor year contradicts."""
    if other is None or (one.year and other.year and one.year != other.year):
        return False
    return not (one.organ and other.organ) or one.organ in other.organ or other.organ in one.organ


def differences(report: AnnualReport, other: AnnualReport, name: str) -> Iterator[Note]:
    """Yield one note that names the cells in which another copy prints something else, if there are any.

    A cell that one of the two could not read is no difference; nor is a nil set as a blank in one and as a dash in the
    other.
    """
    theirs = {fact.code: fact for fact in other.facts}
    cells = tuple(fact.code for fact in report.facts if fact.code in theirs and _differ(fact, theirs[fact.code]))
    if cells:
        yield Note("copies_differ", cells, detail=name)


def _differ(one: Fact, other: Fact) -> bool:
    if "illegible" in (one.status, other.status):
        return False
    return one.value != other.value


def _completed(report: AnnualReport, other: AnnualReport) -> AnnualReport:
    """Take over what a report lacks and another copy of it says."""
    text = report.sections if len(report.sections) >= len(other.sections) else other.sections
    return replace(
        report,
        title=report.title if report.organ and report.year else other.title or report.title,
        organ=report.organ or other.organ,
        year=report.year or other.year,
        period=report.period or other.period,
        published_on=report.published_on or other.published_on,
        sections=text,
    )


def joined(page: Document, parts: Sequence[Document]) -> Document:
    """Return one Document of a page and the documents that stand for its pictures, tables numbered on."""
    blocks: list[Block] = list(page.blocks)
    tables = max((block.number for block in blocks if isinstance(block, Table)), default=0)
    remarks = list(page.remarks)
    for part in parts:
        for block in part.blocks:
            if isinstance(block, Table):
                tables += 1
                block = replace(block, number=tables)
            blocks.append(block)
        remarks += part.remarks
    unread = max(page.pictures - len(parts), 0)
    return replace(page, blocks=tuple(blocks), pictures=unread, attachments=(), remarks=tuple(dict.fromkeys(remarks)))
