"""Pictures inside a document in place of its tables: recognised only where a table is lacking, for it takes seconds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from crawler.media_type import PICTURES, media_type
from parsers.document import Document, Picture, Spot, Table
from parsers.formats import reader_of
from parsers.report import Note, Reading
from parsers.several import joined

MOST_PICTURES = 30
LEAST_BYTES = 4_000
"""A picture of a table takes more; badges and buttons do not."""
FORM_BEGINS = 2019
"""The six parts and three tables are those of the forms since 2019: an older report is not held to them."""


def lacks_tables(reading: Reading) -> bool:
    """Tell whether a document that is titled as a report does not hold all of it, so that what it shows or links is
    worth reading. The three tables are those of the forms since 2019."""
    if reading.verdict == "unreadable":
        return True
    report = reading.report
    if reading.verdict != "report" or report is None or report.statistics:
        return False
    return (report.year or FORM_BEGINS) >= FORM_BEGINS and any(report.forms.get(letter) == "none" for letter in "abc")


def with_pictures(
    own: Reading, document: Document, pictures: Sequence[Picture], read_again: Callable[[Document], Reading]
) -> Reading:
    """Read a document with what its pictures show; `own` is its reading without, which stays where they add no table.

    Why the first picture that could not be read could not be is added to the reason of an unreadable one.
    """
    shown: list[Document] = []
    names: list[str] = []
    reason = ""
    for picture in pictures[:MOST_PICTURES]:
        try:
            shown.append(_placed(_recognised(picture), picture))
            names.append(picture.name)
        except ValueError as error:
            reason = reason or f"{picture.name}: {error}"
    whole = read_again(joined(document, shown)) if shown else own
    if whole.report and _tables(whole) > _tables(own):
        note = Note("read_from_part", detail=", ".join(names[:3]))
        return replace(whole, report=replace(whole.report, notes=(*whole.report.notes, note)))
    return replace(own, reason=f"{own.reason} ({reason})") if reason and own.verdict == "unreadable" else own


def _recognised(picture: Picture) -> Document:
    data = picture.draw()
    kind = media_type(data)
    if kind not in PICTURES:
        raise ValueError(f"pictures of type {kind} are not read")
    return reader_of(kind)(data)


def _placed(document: Document, picture: Picture) -> Document:
    """Return what a picture shows with its places on the page that it stands on."""
    return replace(
        document,
        blocks=tuple(_moved(block, picture) if isinstance(block, Table) else block for block in document.blocks),
    )


def _moved(table: Table, picture: Picture) -> Table:
    spots = {}
    for at, spot in (table.spots or {}).items():
        box = spot.box
        if box:
            right, bottom = box[2] + picture.left, box[3] + picture.top
            box = (round(box[0] + picture.left, 1), round(box[1] + picture.top, 1), round(right, 1), round(bottom, 1))
        spots[at] = Spot(picture.page, box, spot.confidence)
    return replace(table, spots=spots)


def _tables(reading: Reading) -> int:
    report = reading.report
    return sum(form != "none" for form in report.forms.values()) if report else 0
