"""Scans and pictures of pages to Document, where the extra `ocr` is installed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

from parsers.document import Block, Document, Heading, Paragraph, Table
from parsers.scan_cuts import with_whole_rows

if TYPE_CHECKING:
    from parsers.ocr.image_file import PageImage, Picture

NOT_INSTALLED = "scanned, install gongkai[ocr]"
READ_BY_OCR = "read_by_ocr"


def is_installed() -> bool:
    """Tell whether the extra `ocr` is installed."""
    return find_spec("rapidocr") is not None


def read_image(data: bytes) -> Document:
    """Read the bytes of an image file; ValueError with one sentence for what cannot be read."""
    from crawler.media_type import media_type

    return read_pages(_module("image_file").pages_of(data), media_type(data))


def read_pages(pages: Iterable[PageImage], media_type: str) -> Document:
    """Read the pages of a scan in order; ValueError where the extra `ocr` is not installed."""
    blocks: list[Block] = []
    tables = 0
    for number, picture, scale in pages:
        found = page_blocks(picture, number, tables + 1, scale)
        tables += sum(isinstance(block, Table) for block in found)
        blocks = joined(*with_whole_rows(blocks, found))
    titles = titles_of_headings(blocks)
    title = titles[0] if titles else ""
    return Document(title, tuple(blocks), media_type, titles=titles, remarks=(READ_BY_OCR,))


def page_blocks(picture: Picture, page: int, first_table: int, scale: float) -> list[Block]:
    """Return the blocks of one page: `picture` a PIL image or an array (rows by columns, grey or RGB), `scale` pixels a
    point, its tables numbered from `first_table`. Boxes are in points from the page's upper left corner. ValueError
    without the extra `ocr`."""
    grey = _module("image_file").grey_of(picture)
    try:
        blocks: list[Block] = _module("page").read_page(grey, page, first_table, scale)
    except ModuleNotFoundError as error:  # the models come with a package that nothing imports
        raise ValueError(NOT_INSTALLED) from error
    return blocks


def joined(before: list[Block], after: list[Block]) -> list[Block]:
    """Return the blocks of two pages, a sentence that goes on over the page break as one paragraph."""
    if before and after and isinstance(before[-1], Paragraph) and isinstance(after[0], Paragraph):
        first, second = before[-1].text, after[0].text
        if len(first) > 20 and first[-1] not in "。！？；：:;.!?" and not second[:1].isspace():
            return [*before[:-1], Paragraph(first + second), *after[1:]]
    return [*before, *after]


def titles_of_headings(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return the headings at the top, line by line, and the first two or three of them as one title."""
    lines: list[str] = []
    for block in blocks[:8]:
        if isinstance(block, Heading):
            lines.append(block.text.replace(" ", ""))
        elif lines:
            break
    return tuple(dict.fromkeys([*lines, "".join(lines[:2]), "".join(lines[:3])])) if lines else ()


def _module(name: str) -> ModuleType:
    try:
        return import_module(f"parsers.ocr.{name}")
    except ImportError as error:
        raise ValueError(NOT_INSTALLED) from error
