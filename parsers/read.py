"""Bytes to a Reading: the one way into the parsers. A pure function: no socket, no database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from crawler.charset import decode
from crawler.media_type import HTML, TEXT, media_type
from parsers.document import Document, Table
from parsers.doubtful_digits import has_doubts, settle
from parsers.formats import reader_of
from parsers.html import read_html
from parsers.identity import Identity, identify
from parsers.loose_rows import with_tables
from parsers.package import PACKED, read_package
from parsers.pictures import FORM_BEGINS, lacks_tables, with_pictures
from parsers.plain_text import read_text
from parsers.report import AnnualReport, Context, Note, Reading, Verdict
from parsers.scan import READ_BY_OCR
from parsers.scope import find_scope
from parsers.sections import Split, split
from parsers.tables import Tables, read_known, read_tables
from parsers.turned import upright
from registry.titles import is_settled_by_content, read_title

# Raised whenever a change of the parsers may change what is read; captures are read again when it rises.
PARSER_VERSION = 6
MOST_BYTES = 256 * 1024 * 1024
"""Scans of a whole province's report come near it; a larger file is no report."""
MOST_TEXT = 64 * 1024 * 1024
"""Of a page or a text; the longest reports have a tenth of one megabyte."""
_PRACTICE_MARK = "gongkai-practice"
_BLANK_FORM = "it is the blank form"


def read(data: bytes, context: Context = Context(), depth: int = 0) -> Reading:  # noqa: B008 - Context is frozen
    """Read one file. Never raises for bad input: the verdict is then `unreadable` with one sentence as reason.

    `depth` is how many archives the file was taken out of.
    """
    try:
        kind = _kind(data)
        if kind in PACKED:
            return read_package(data, kind, context, depth, read)
        document, doubts = document_of(data, kind)
        reading = read_document(document, context, doubts)
        if document.shown and lacks_tables(reading):
            return with_pictures(reading, document, document.shown, lambda whole: read_document(whole, context, doubts))
        return reading
    except ValueError as error:
        return Reading("unreadable", media_type(data), reason=str(error))
    except RecursionError:
        return Reading("unreadable", media_type(data), reason="the document is nested too deeply")
    except etree.LxmlError:
        return Reading("unreadable", media_type(data), reason="the page is too large or too damaged to be read")


def _kind(data: bytes) -> str:
    if not data or data.isspace():
        raise ValueError("the file is empty")
    if len(data) > MOST_BYTES:
        raise ValueError(f"the file is larger than {MOST_BYTES // 2**20} MB")
    kind = media_type(data)
    if kind in (HTML, TEXT) and len(data) > MOST_TEXT:
        raise ValueError(f"the text is longer than {MOST_TEXT // 2**20} MB")
    return kind


def document_of(data: bytes, kind: str) -> tuple[Document, Sequence[str]]:
    """Return the Document of a file of a media type, and what was doubtful about its characters.

    Raises ValueError with one sentence when it cannot be read.
    """
    if kind in (HTML, TEXT):
        decoded = decode(data)
        return (read_html(data, decoded) if kind == HTML else read_text(decoded.text, kind)), decoded.remarks
    return reader_of(kind)(data), ()


def read_document(document: Document, context: Context, remarks: Sequence[str] = ()) -> Reading:
    """Read a Document of any file format."""
    identity = identify(document, context)
    document, tables = _with_tables(document, identity.year)
    printed = list(document.tables())
    if has_doubts(printed):
        tables.facts, doubts = settle(tables.facts, tables.forms, printed)
        tables.notes += doubts
    tables.notes += _recognised_without_lines(document, tables)
    parts = split(document.blocks)
    reason = _not_a_report(document, identity, tables, parts)
    if reason and reason != _BLANK_FORM:
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
    verdict: Verdict = "not_a_report" if reason else "report"
    return Reading(verdict, document.media_type, identity.title, reason, report)


def _with_tables(document: Document, year: int | None) -> tuple[Document, Tables]:
    """Return the document with its tables read; where one is missing, lines that read like a table are tried too."""
    known = read_known(document.blocks)
    if known:
        return document, known
    document = replace(document, blocks=upright(document.blocks))
    tables = read_tables(document.blocks, year)
    if tables.statistics or "none" not in [tables.forms[letter] for letter in "abc"]:
        return document, tables
    blocks = with_tables(document.blocks)
    if len(blocks) == len(document.blocks):
        return document, tables
    again = read_tables(blocks, year)
    if len(again.facts) + len(again.statistics) <= len(tables.facts):
        return document, tables
    return replace(document, blocks=blocks), again


def _not_a_report(document: Document, identity: Identity, tables: Tables, parts: Split) -> str:
    """Return why a document is no annual report, or "" when it is one."""
    reading = identity.reading
    found = sum(tables.forms.get(letter, "none") != "none" for letter in "abc")
    printed = any(fact.status != "blank" for fact in tables.facts)
    headings = parts.headed
    if not printed and not tables.statistics and tables.facts and not (identity.year and identity.organ):
        return _BLANK_FORM
    if found == 3 and printed and headings >= 4 and is_settled_by_content(reading):
        return ""
    if reading.kind == "companion" or (reading.kind == "other" and "title says" in reading.reason):
        return f"{reading.reason}: 「{identity.title}」"
    if found >= 2 or (found == 1 and (headings >= 3 or reading.kind == "report") and printed):
        return ""
    if not tables.facts and not tables.statistics and _is_list(document):
        return "it is a list of reports"
    titled = reading.kind in ("report", "possible")
    if titled and (tables.statistics or headings >= 3):
        return ""
    if reading.kind == "report" and reading.year and (document.attachments or document.pictures or headings):
        return ""
    if reading.kind == "report" and reading.year and len(document.text()) > 600 and "申请" in document.text():
        return ""
    return "it has neither the tables nor the parts of an annual report"


def _is_list(document: Document) -> bool:
    """Tell whether the lines of a page name several reports, of other years or organs."""
    lines = [block.text for block in document.blocks if not isinstance(block, Table) and len(block.text) < 80]
    named = [read_title(line) for line in lines if "公开" in line]
    return len({(one.organ, one.year) for one in named if one.kind == "report" and one.year and one.organ}) >= 3


def _held_elsewhere(document: Document, tables: Tables, parts: Split) -> str:
    """Return why a page that is titled as a report holds none that can be read, or ""."""
    if tables.facts or tables.statistics or sum(section.part > 0 for section in parts.sections) >= 2:
        return ""
    if len(document.text()) > 600:
        return ""
    if document.attachments:
        return f"the report is in an attachment of the page: {document.attachments[0][1] or document.attachments[0][0]}"
    return "the report is a picture" if document.pictures else ""


def _recognised_without_lines(document: Document, tables: Tables) -> list[Note]:
    """Figures that OCR read in lines of text, not in ruled cells: whose they are is not certain."""
    if READ_BY_OCR not in document.remarks:
        return []
    cells = tuple(fact.code for fact in tables.facts if fact.value is not None and fact.place.page is None)
    return [Note("ocr_doubtful", cells)] if cells else []


def _missing_tables(document: Document, tables: Tables) -> list[Note]:
    pictured = document.pictures > 0
    out = []
    for letter in "abc":
        if tables.forms[letter] == "none":
            out.append(Note("table_as_picture" if pictured else "missing_table", detail=letter))
    return out
