"""Plain text, copied from a page with tabs or bars between cells, to Document."""

from __future__ import annotations

import re

from parsers.document import Block, Cell, Document, Paragraph, Table
from parsers.loose_rows import is_head, known_label
from parsers.numbers import read_number

_MOST_COLUMNS = 400
_BARS = re.compile(r"[|｜│┃]")
_RULED = re.compile(r"[\s|｜│┃+:=\-─━┌┐└┘├┤┬┴┼]+")


def read_text(text: str, media_type: str) -> Document:
    """Read text into a Document."""
    blocks = text_blocks(text)
    title = next((block.text for block in blocks if isinstance(block, Paragraph)), "")
    return Document(title, tuple(blocks), media_type, titles=(title,) if title else ())


def text_blocks(text: str, tables: int = 0) -> list[Block]:
    """Return the blocks of set text: runs of lines with tabs or bars are tables, whose columns are only separated, not
    aligned; they are numbered from `tables` + 1.

    A cell that the copying broke off (a label or a number alone on its line, right after the table) is kept in it.
    """
    blocks: list[Block] = []
    rows: list[list[str]] = []
    for line in [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), "\x00"]:
        words = line.strip()
        cells = _cells(line) if words else []
        if cells:
            rows.append(cells[:_MOST_COLUMNS])
        elif rows and (not words or _RULED.fullmatch(words)):
            continue
        elif rows and _broken_off(words):
            rows.append([words])
        else:
            if rows:
                tables += 1
                blocks.append(_table(rows, tables))
                rows = []
            if words and words != "\x00":
                blocks.append(Paragraph(words))
    return blocks


def _cells(line: str) -> list[str]:
    """Return the cells of a line with tabs or bars; an empty list for a line of words. One bar alone may part a title
    from the name of its site."""
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    bars = len(_BARS.findall(line))
    if not bars or _RULED.fullmatch(line):
        return []
    first = _BARS.split(line)[0].strip()
    if bars == 1 and not (is_head(first) or known_label(first)):
        return []
    return [cell.strip() for cell in _BARS.split(_BARS.sub("|", line).strip().removeprefix("|").removesuffix("|"))]


def _broken_off(line: str) -> bool:
    if read_number(line).status in ("reported", "slash", "dash"):
        return True
    return known_label(line)


def _table(rows: list[list[str]], number: int) -> Table:
    cells = tuple(Cell(text, at, column) for at, row in enumerate(rows) for column, text in enumerate(row))
    return Table(number, cells, len(rows), max(map(len, rows)), exact=False)
