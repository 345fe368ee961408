"""PDF to Document: ruled tables, running text, and which pages are pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile

from crawler.media_type import PDF
from parsers.document import Block, Document, Picture, Table
from parsers.pdf_cuts import adopt
from parsers.pdf_layout import Layout, RuledTable, TextLine
from parsers.pdf_pages import PICTURE_PAGE, pages_of, picture_of
from parsers.pdf_paragraphs import Setting, blocks_of, titles_of
from parsers.pdf_running import without_running_lines
from parsers.pdf_tables import Piece, goes_on, table_of
from parsers.pdf_unruled_cuts import joined, with_label_end, with_label_start
from parsers.scan import titles_of_headings
from parsers.scan_cuts import with_whole_rows


def read_pdf(data: bytes) -> Document:
    """Read PDF bytes into a Document. Raises ValueError with one sentence when nothing can be read."""
    pages, remarks = pages_of(data)
    document = document_of_pages(pages, PDF, remarks)
    shown = [
        Picture(f"第{page.number}页的图", partial(picture_of, data, page.number - 1, box), page.number, box[0], box[1])
        for page in pages
        for box in page.pictured
    ]
    return replace(document, shown=tuple(shown), pictures=document.pictures + len(shown))


def document_of_pages(pages: Sequence[Layout], media_type: str, remarks: tuple[str, ...]) -> Document:
    """Return the Document of pages as laid out, of whatever format."""
    running = without_running_lines(pages)
    lines = [item for page in pages for item in page.items if isinstance(item, TextLine)]
    setting = Setting(lines)
    blocks = tuple(_blocks(pages, setting))
    first = [item for item in pages[0].items if isinstance(item, TextLine)] if pages else []
    titles = (*titles_of(first, setting), *titles_of_headings(blocks if not first else ()))
    titles = (*titles, *(line for line in running if 4 < len(line) < 120))
    pictures = remarks.count(PICTURE_PAGE)
    return Document(titles[0] if titles else "", blocks, media_type, titles=titles, pictures=pictures, remarks=remarks)


class _Gathering:
    """Collects the blocks of all pages: lines until a table parts them, and the pieces of a table until a line does."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.blocks: list[Block] = []
        self.lines: list[tuple[int, TextLine]] = []
        self.pieces: list[Piece] = []
        self.tables = 0

    def page(self, page: Layout) -> None:
        """Add what stands on a page."""
        if page.blocks:
            self.recognised(page.blocks)
            return
        items = page.items
        if self.pieces and self.pieces[-1].page == page.number - 1:
            last = self.pieces[-1]
            head = list(takewhile(lambda item: isinstance(item, TextLine), items))
            lines = [item for item in head if isinstance(item, TextLine)]
            table, taken = adopt(last.table, lines)
            if not taken:
                table, taken = with_label_end(table, lines)
            self.pieces[-1] = Piece(last.page, table)
            items = items[taken:]
        for item in items:
            if isinstance(item, RuledTable):
                self.table(Piece(page.number, item))
            else:
                self.end_table()
                self.lines.append((page.number, item))

    def recognised(self, blocks: Sequence[Block]) -> None:
        """Add what OCR read on a page: its tables are numbered on, and stand by themselves."""
        self.end_table()
        self.end_lines()
        self.blocks, blocks = with_whole_rows(self.blocks, blocks)
        for block in blocks:
            if isinstance(block, Table):
                self.tables += 1
                block = replace(block, number=self.tables)
            self.blocks.append(block)

    def table(self, piece: Piece) -> None:
        """Add a piece of a table to the one before that it goes on with, or begin another."""
        if self.pieces and self.pieces[-1].page == piece.page - 1:
            upper, lower = joined(self.pieces[-1].table, piece.table)
            self.pieces[-1], piece = Piece(self.pieces[-1].page, upper), Piece(piece.page, lower)
        if self.pieces and not goes_on(self.pieces[-1], piece):
            self.end_table()
        before = [line for page, line in self.lines if page == piece.page - 1]
        if before and self.lines[-1][0] < piece.page:
            table, taken = with_label_start(piece.table, before)
            piece = Piece(piece.page, table)
            del self.lines[len(self.lines) - taken :]
        self.end_lines()
        self.pieces.append(piece)

    def end_table(self) -> None:
        """Close the table now open."""
        if self.pieces:
            self.tables += 1
            self.blocks.append(table_of(self.pieces, self.tables))
            self.pieces = []

    def end_lines(self) -> None:
        """Close the run of lines now open."""
        self.blocks += blocks_of(self.lines, self.setting)
        self.lines = []


def _blocks(pages: Sequence[Layout], setting: Setting) -> list[Block]:
    out = _Gathering(setting)
    for page in pages:
        out.page(page)
    out.end_table()
    out.end_lines()
    return out.blocks
