"""A page whose report stands elsewhere: in an attachment, a viewer's frame, or pictures in place of its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from crawler.media_type import media_type
from parsers.document import Picture
from parsers.pictures import with_pictures
from parsers.read import document_of, read, read_document
from parsers.report import Context, Note, Reading
from parsers.several import Copy, choose
from registry.titles import read_title


@dataclass(frozen=True, slots=True)
class Part:
    """A file that a page links to or shows: the name to call it by in a finding, and its bytes."""

    name: str
    data: bytes


def read_with_parts(data: bytes, context: Context, own: Reading, parts: Sequence[Part]) -> Reading:
    """Read a page with its parts as one report; `own` is the reading of the page alone, which lacks tables.

    Where no part helps, it is `own`, with the reason why the first part that could not be read could not be.
    """
    pictures = [part for part in parts if media_type(part.data).startswith("image/")]
    if pictures:
        page, doubts = document_of(data, media_type(data))
        shown = [Picture(part.name, partial(_bytes, part), at) for at, part in enumerate(pictures, start=1)]
        own = with_pictures(own, page, shown, lambda whole: read_document(whole, context, doubts))
    inside = replace(context, title=own.title or context.title)
    files = [part for part in parts if part not in pictures]
    copies = [Copy("", own), *(Copy(part.name, read(part.data, inside)) for part in files)]
    unread = [f"{copy.name}: {copy.reading.reason}" for copy in copies[1:] if copy.reading.verdict == "unreadable"]
    best = _held_against(choose(copies), own.title)
    if best.verdict == "unreadable" and unread:
        return replace(best, reason=f"{best.reason} ({unread[0]})")
    return best


def _bytes(part: Part) -> bytes:
    return part.data


def _held_against(reading: Reading, title: str) -> Reading:
    """Note where the file that the figures were read from names another organ or year than the page that links it."""
    report, page = reading.report, read_title(title)
    if report is None or title == report.title:
        return reading
    notes = []
    if page.organ and report.organ and not (page.organ in report.organ or report.organ in page.organ):
        notes.append(Note("organ_conflict", detail=f"{page.organ} / {report.organ}"))
    if page.year and report.year and page.year != report.year:
        notes.append(Note("year_conflict", detail=f"{page.year} / {report.year}"))
    return replace(reading, report=replace(report, notes=(*report.notes, *notes)))
