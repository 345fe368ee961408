"""Bytes to a Reading: the one way into the parsers. A pure function: no socket, no database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import ModuleType

from crawler.charset import decode
from crawler.media_type import HTML, TEXT, media_type
from parsers import applications, disclosure, reviews, statistics
from parsers.document import Document, Place
from parsers.facts import Findings
from parsers.html import read_html
from parsers.identity import Identity, identify
from parsers.loose_rows import with_tables
from parsers.plain_text import read_text
from parsers.report import AnnualReport, Context, Fact, Note, Reading, Statistic
from parsers.rows import Row, rows_of
from parsers.scope import find_scope
from parsers.sections import Split, split

# Raised whenever a change of the parsers may change what is read; captures are read again when it rises.
PARSER_VERSION = 1
# The six parts and three tables are those of the forms since 2019: an older report is not held to them.
FORM_BEGINS = 2019
MOST_BYTES = 64 * 1024 * 1024
_TABLES: tuple[tuple[str, ModuleType], ...] = (("a", disclosure), ("b", applications), ("c", reviews))
_PRACTICE_MARK = "gongkai-practice"


def read(data: bytes, context: Context = Context()) -> Reading:  # noqa: B008 - Context is frozen
    """Read one file. Never raises for bad input: the verdict is then `unreadable` with one sentence as reason."""
    kind = media_type(data)
    if not data.strip():
        return Reading("unreadable", kind, reason="the file is empty")
    if len(data) > MOST_BYTES:
        return Reading("unreadable", kind, reason=f"the file is larger than {MOST_BYTES // 2**20} MB")
    if kind not in (HTML, TEXT):
        return Reading("unreadable", kind, reason=f"files of type {kind} are not read yet")
    try:
        document = read_html(data) if kind == HTML else read_text(decode(data).text, kind)
    except ValueError as error:
        return Reading("unreadable", kind, reason=str(error))
    except RecursionError:
        return Reading("unreadable", kind, reason="the page is nested too deeply")
    return read_document(document, context, decode(data).remarks if b"\xef\xbf\xbd" in data or kind == TEXT else ())


@dataclass
class _Tables:
    """What the tables of one document say."""

    forms: dict[str, str] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    statistics: list[Statistic] = field(default_factory=list)


def read_document(document: Document, context: Context, remarks: Sequence[str] = ()) -> Reading:
    """Read a Document of any file format."""
    tables = _read_tables(document)
    if not tables.facts and not tables.statistics:
        document = replace(document, blocks=with_tables(document.blocks))
        tables = _read_tables(document)
    identity = identify(document, context)
    parts = split(document.blocks)
    reason = _not_a_report(document, identity, tables, parts)
    if reason:
        return Reading("not_a_report", document.media_type, identity.title, reason)
    held = _held_elsewhere(document, tables, parts)
    if held:
        return Reading("unreadable", document.media_type, identity.title, held)
    older = (tables.statistics or (identity.year or FORM_BEGINS) < FORM_BEGINS) and not tables.facts
    part_notes = () if older else parts.notes
    notes = [*identity.notes, *part_notes, *tables.notes, *([] if older else _missing_tables(document, tables))]
    notes += [Note("encoding_doubtful", detail=remark) for remark in remarks]
    notes += [Note(remark) for remark in document.remarks]
    report = AnnualReport(
        title=identity.title,
        organ=identity.organ,
        year=identity.year,
        kind={"corrected": "corrected", "picture": "illustrated"}.get(identity.reading.variant, "annual"),
        scope=find_scope(identity.organ, parts.sections),
        published_on=identity.published_on,
        period=identity.period,
        forms=tables.forms,
        facts=tuple(tables.facts),
        statistics=tuple(tables.statistics),
        sections=parts.sections,
        notes=tuple(notes),
        practice=document.metadata.get(_PRACTICE_MARK) == "true",
    )
    return Reading("report", document.media_type, identity.title, report=report)


def _read_tables(document: Document) -> _Tables:
    out = _Tables()
    rows = rows_of(document.tables())
    used: set[tuple[int, int]] = set()
    for letter, table in _TABLES:
        found = [table.read(group) for group in table.find(_free(rows, used))]
        found = [reading for reading in found if reading.facts]
        for reading in found:
            used |= reading.used
        out.forms[letter] = found[0].form if found else "none"
        if found:
            out.facts += found[0].facts
            out.notes += found[0].notes
            out.notes += [_duplicate(letter, found[0], other) for other in found[1:]]
    out.notes += _leftovers(rows, used)
    if out.forms["c"] != "none":
        # Both forms print the same Table C: it is counted with the form of the tables beside it.
        out.forms["c"] = next((out.forms[letter] for letter in "ba" if out.forms[letter] != "none"), "f2021")
    if out.forms["b"] == "none":
        _read_statistics(out, document, _free(rows, used))
    return out


def _free(rows: Sequence[Row], used: set[tuple[int, int]]) -> list[Row]:
    return [row for row in rows if (row.table.number, row.at) not in used]


def _leftovers(rows: Sequence[Row], used: set[tuple[int, int]]) -> list[Note]:
    """Return a note for each row with figures that stands in a table of the form but that no reader took."""
    touched = {table for table, _ in used}
    return [
        Note(
            "unmatched_row", place=Place(row.table.number, row.at + 1, 1), detail=" | ".join(c.text for c in row.filled)
        )
        for row in _free(rows, used)
        if row.values and row.table.number in touched and not row.is_page_furniture
    ]


def _duplicate(letter: str, first: Findings, other: Findings) -> Note:
    values = {fact.code: (fact.value, fact.status) for fact in first.facts}
    differing = tuple(fact.code for fact in other.facts if values.get(fact.code) != (fact.value, fact.status))
    return Note("duplicate_table", differing, detail=f"{letter}: {len(differing)} cells differ")


def _read_statistics(out: _Tables, document: Document, rows: Sequence[Row]) -> None:
    for table in document.tables():
        out.statistics += statistics.read(table, rows)
    if out.statistics:
        coded = len({entry.code for entry in out.statistics if entry.code})
        out.forms["s"] = "s2014" if coded >= 15 else "local"


def _not_a_report(document: Document, identity: Identity, tables: _Tables, parts: Split) -> str:
    """Return why a document is no annual report, or "" when it is one."""
    reading = identity.reading
    found = sum(tables.forms.get(letter, "none") != "none" for letter in "abc")
    printed = any(fact.status != "blank" for fact in tables.facts)
    headings = sum(section.part > 0 for section in parts.sections)
    if reading.kind == "companion" or (reading.kind == "other" and "title says" in reading.reason):
        return f"{reading.reason}: 「{identity.title}」"
    if found >= 2 or (found == 1 and (headings >= 3 or reading.kind == "report") and printed):
        return ""
    titled = reading.kind in ("report", "possible")
    if titled and (tables.statistics or headings >= 3):
        return ""
    if reading.kind == "report" and reading.year and (document.attachments or document.pictures or headings):
        return ""
    if reading.kind == "report" and reading.year and len(document.text()) > 600 and "申请" in document.text():
        return ""
    return "it has neither the tables nor the parts of an annual report"


def _held_elsewhere(document: Document, tables: _Tables, parts: Split) -> str:
    """Return why a page that is titled as a report holds none that can be read, or ""."""
    if tables.facts or tables.statistics or sum(section.part > 0 for section in parts.sections) >= 2:
        return ""
    if len(document.text()) > 600:
        return ""
    if document.attachments:
        return f"the report is in an attachment of the page: {document.attachments[0][1] or document.attachments[0][0]}"
    return "the report is a picture" if document.pictures else ""


def _missing_tables(document: Document, tables: _Tables) -> list[Note]:
    pictured = document.pictures > 0
    out = []
    for letter in "abc":
        if tables.forms[letter] == "none":
            out.append(Note("table_as_picture" if pictured else "missing_table", detail=letter))
    return out
