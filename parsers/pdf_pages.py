"""The pages of a PDF file, read one by one and closed as they are done."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterable, Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from parsers.document import Box
from parsers.pdf_glyphs import UNKNOWN, Glyph, Printed, glyphs_of, printed, reading_angle, turned_by
from parsers.pdf_layout import Layout, Sheet, lay_out, sheet_of
from parsers.pdf_margins import without_margin_lines
from parsers.pdf_rules import Drawn, drawn_on
from parsers.pdf_streams import are_sound
from parsers.scan import NOT_INSTALLED, READ_BY_OCR, is_installed, page_blocks

MOST_PAGES = 1_000
"""Reports of whole provinces have some 60 pages."""
LONGEST_SIDE = 14_400.0
"""Points; the PDF standard's own limit."""
PICTURE_PAGE = "picture_page"
DAMAGED_STREAM = "damaged_stream"
_COVERS = 0.6
"""A picture over so much of a page is a scan of it."""
_MOST_UNKNOWN = 0.2
_FEW = 20
_OCR_SCALE = 250 / 72
"""Pixels a point at which a page that is a picture is drawn for OCR."""
_MOST_PIXELS = 5_000
_LEAST_SHARE = 0.08
"""Of a page: a picture of a table takes more, an emblem or a signature less."""
_AT_ONCE = 40
_AROUND = 2
"""Pages before and after one in which its running lines are looked for: heads differ on left and right pages."""


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """Open a PDF. Raises ValueError with one sentence when it is cut short, encrypted, damaged or out of measure."""
    if data.rfind(b"startxref") < data.rfind(b"endobj"):
        raise ValueError("the PDF is cut short: download it again")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise ValueError("the PDF is encrypted") from error
        raise ValueError("the PDF is damaged") from error
    if not len(document):
        raise ValueError("the PDF has no pages")
    if len(document) > MOST_PAGES:
        raise ValueError(f"the PDF has more than {MOST_PAGES} pages")
    return document


def pages_of(data: bytes) -> tuple[list[Layout], tuple[str, ...]]:
    """Return the pages of a PDF as laid out, and a remark for damaged parts, for pages read by OCR, and for every page
    that is a picture and could not be read.

    Raises ValueError with one sentence when it cannot be opened, or when no page could be read.
    """
    pages, pictures = laid_out(_sheets(data))
    remarks = () if are_sound(data) else (DAMAGED_STREAM,)
    if not any(page.items or page.blocks for page in pages):
        raise ValueError(pictures[0] if pictures else "the PDF has no text")
    recognised = (READ_BY_OCR,) if any(page.blocks for page in pages) else ()
    return pages, (*remarks, *recognised, *[PICTURE_PAGE] * len(pictures))


def laid_out(sheets: Iterable[Sheet]) -> tuple[list[Layout], list[str]]:
    """Return pages as laid out, and for each that is a picture and was not read, why. Only a few pages are held as
    characters at any time."""
    pages: list[Layout] = []
    held: list[Sheet] = []
    unread: list[str] = []
    for sheet in sheets:
        held.append(sheet)
        unread += [sheet.unread] if sheet.unread else []
        if len(held) > _AROUND:
            pages.append(lay_out(without_margin_lines(held[-1 - _AROUND], held)))
        del held[: -2 * _AROUND]
    for sheet in held[-_AROUND:]:
        pages.append(lay_out(without_margin_lines(sheet, held)))
    return pages, unread


def _sheets(data: bytes) -> Iterator[Sheet]:
    """Yield the pages of a PDF one by one."""
    document = open_pdf(data)
    try:
        for index in range(len(document)):
            if index and index % _AT_ONCE == 0:
                # The library keeps the fonts of all pages for as long as a document is open.
                document.close()
                document = open_pdf(data)
            yield read_page(document, index)
    finally:
        document.close()


def read_page(document: pdfium.PdfDocument, index: int) -> Sheet:
    """Return one page (from 0). What only a picture shows is recognised, where the extra `ocr` is installed.

    Raises ValueError with one sentence when the page is damaged or out of measure.
    """
    try:
        page = document[index]
    except pdfium.PdfiumError as error:
        raise ValueError(f"page {index + 1} of the PDF is damaged") from error
    try:
        text_page = page.get_textpage()
        try:
            return _read(page, printed(text_page), index + 1)
        finally:
            text_page.close()
    finally:
        page.close()


def _read(page: pdfium.PdfPage, characters: list[Printed], number: int) -> Sheet:
    box = _page_box(page)
    width, height = box[2] - box[0], box[3] - box[1]
    angle = reading_angle(characters, page.get_rotation())
    if angle % 180:
        width, height = height, width
    drawn = drawn_on(page.raw, turned_by(angle, box))
    drawn.rule(width, height)
    scan = _scan(drawn, width * height)
    if scan:
        # What a picture of the whole page covers nobody sees: the text of an OCR program, or a leftover.
        characters = [one for one in characters if drawn.order.get(one.owner, MOST_PAGES**3) > scan]
    characters = [
        one for one in characters if not one.run.white or _has_ground(turned_by(angle, box)(*one.origin), drawn)
    ]
    glyphs = glyphs_of(characters, angle, box)
    unknown = sum(glyph.text == UNKNOWN for glyph in glyphs)
    if (scan and len(glyphs) < _FEW) or unknown > _MOST_UNKNOWN * len(glyphs) or (not glyphs and drawn.pictures):
        return _recognised(page, number, width, height)
    lines = ([], []) if drawn.overfull else (drawn.level, drawn.upright)
    sheet = sheet_of(number, (width, height), glyphs, *lines)
    if angle == 0:
        sheet.pictured = tuple(box for box, _ in drawn.pictures if _is_shown(box, width * height, glyphs))
    return sheet


def _is_shown(box: Box, area: float, glyphs: Sequence[Glyph]) -> bool:
    """Tell whether a picture on a page of text is large enough to hold a table, and not a ground for print."""
    if (box[2] - box[0]) * (box[3] - box[1]) < _LEAST_SHARE * area:
        return False
    inside = [glyph for glyph in glyphs if box[0] < glyph.middle[0] < box[2] and box[1] < glyph.middle[1] < box[3]]
    return len(inside) < _FEW


def picture_of(data: bytes, index: int, box: Box) -> bytes:
    """Return what a page (from 0) of an upright PDF shows inside a box as a PNG file, whose dpi says its size."""
    with open_pdf(data) as document:
        page = document[index]
        width, height = page.get_size()
        crop = (box[0], height - box[3], width - box[2], box[1])
        picture = page.render(scale=_OCR_SCALE, crop=tuple(max(side, 0) for side in crop), grayscale=True).to_pil()
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(_OCR_SCALE * 72, _OCR_SCALE * 72))
    return out.getvalue()


def _recognised(page: pdfium.PdfPage, number: int, width: float, height: float) -> Sheet:
    """Return a page that is a picture with what OCR reads in it, or why nothing is read."""
    if not is_installed():
        return Sheet(number, width, height, unread=NOT_INSTALLED)
    try:
        scale = min(_OCR_SCALE, _MOST_PIXELS / max(width, height))
        blocks = page_blocks(page.render(scale=scale, grayscale=True).to_pil(), number, 1, scale)
    except ValueError as error:
        return Sheet(number, width, height, unread=str(error))
    return Sheet(
        number, width, height, blocks=tuple(blocks), unread="" if blocks else "scanned, and nothing in it is legible"
    )


def _scan(drawn: Drawn, area: float) -> int:
    """Return the place in the order of painting of a picture that covers the page, or 0."""
    covering = [order for box, order in drawn.pictures if (box[2] - box[0]) * (box[3] - box[1]) > _COVERS * area]
    return max(covering, default=0)


def _has_ground(point: tuple[float, float], drawn: Drawn) -> bool:
    """Tell whether a point lies on a coloured field or a picture: white characters elsewhere cannot be seen."""
    x, y = point
    grounds = [*(field for field, _ in drawn.fields), *(picture for picture, _ in drawn.pictures)]
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in grounds)


def _page_box(page: pdfium.PdfPage) -> Box:
    rect = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page.raw, ctypes.byref(rect)):
        raise ValueError("a page of the PDF has no measures")
    box = (rect.left, rect.bottom, rect.right, rect.top)
    if not (1 < box[2] - box[0] <= LONGEST_SIDE and 1 < box[3] - box[1] <= LONGEST_SIDE):
        raise ValueError("a page of the PDF is out of all measure")
    return box
