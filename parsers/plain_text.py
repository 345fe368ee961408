"""Plain text, copied from a page with tabs between cells, to Document."""

from __future__ import annotations

from parsers.document import Block, Cell, Document, Paragraph, Table
from parsers.loose_rows import known_label
from parsers.numbers import read_number

_MOST_COLUMNS = 400


def read_text(text: str, media_type: str) -> Document:
    """Read text into a Document: runs of lines with tabs are tables, whose columns are only separated, not aligned.

    A cell that the copying broke off (a label or a number alone on its line, right after the table) is kept in it.
    """
    blocks: list[Block] = []
    rows: list[list[str]] = []
    tables = 0
    for line in [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), "\x00"]:
        words = line.strip()
        if "\t" in line and words:
            rows.append([cell.strip() for cell in line.split("\t")][:_MOST_COLUMNS])
        elif rows and not words:
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
    title = next((block.text for block in blocks if isinstance(block, Paragraph)), "")
    return Document(title, tuple(blocks), media_type, titles=(title,) if title else ())


def _broken_off(line: str) -> bool:
    if read_number(line).status in ("reported", "slash", "dash"):
        return True
    return known_label(line)


def _table(rows: list[list[str]], number: int) -> Table:
    cells = tuple(Cell(text, at, column) for at, row in enumerate(rows) for column, text in enumerate(row))
    return Table(number, cells, len(rows), max(map(len, rows)), exact=False)
