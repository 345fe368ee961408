"""PDF to Document: ruled tables, running text, and which pages are pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium

from crawler.media_type import PDF
from parsers.document import Block, Document, Table
from parsers.pdf_layout import Layout, RuledTable, TextLine
from parsers.pdf_pages import pages_of
from parsers.pdf_paragraphs import Setting, blocks_of, titles_of
from parsers.pdf_running import without_running_lines
from parsers.pdf_tables import Piece, goes_on, table_of


def read_pdf(data: bytes) -> Document:
    """Read PDF bytes into a Document. Raises ValueError with one sentence when nothing can be read."""
    pages, remarks = pages_of(data)
    running = without_running_lines(pages)
    lines = [item for page in pages for item in page.items if isinstance(item, TextLine)]
    setting = Setting(lines)
    blocks = tuple(_blocks(pages, setting))
    first = [item for item in pages[0].items if isinstance(item, TextLine)] if pages else []
    titles = (*titles_of(first, setting), *(line for line in running if 4 < len(line) < 120))
    pictures = len(remarks)
    return Document(titles[0] if titles else "", blocks, PDF, titles=titles, pictures=pictures, remarks=remarks)


def _blocks(pages: Sequence[Layout], setting: Setting) -> Iterator[Block]:
    """Yield the blocks of all pages; lines are gathered until a table parts them, and so are the pieces of a table."""
    lines: list[tuple[int, TextLine]] = []
    pieces: list[Piece] = []
    tables = 0
    for page in pages:
        for item in page.items:
            if isinstance(item, RuledTable):
                piece = Piece(page.number, item)
                if pieces and not goes_on(pieces[-1], piece):
                    tables += 1
                    yield table_of(pieces, tables)
                    pieces = []
                yield from blocks_of(lines, setting)
                lines = []
                pieces.append(piece)
                continue
            if pieces:
                tables += 1
                yield table_of(pieces, tables)
                pieces = []
            lines.append((page.number, item))
    if pieces:
        yield table_of(pieces, tables + 1)
    yield from blocks_of(lines, setting)
