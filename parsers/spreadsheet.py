"""Spreadsheets (.xls, .xlsx, .xlsb, .ods) to Document: each sheet a table, the lines above and below it paragraphs."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from crawler.media_type import media_type
from parsers.container import open_container
from parsers.document import Block, Cell, Document, Paragraph, Table
from parsers.loose_rows import known_label
from parsers.markup import MOST_CELLS, MOST_COLUMNS
from parsers.numbers import read_number
from parsers.sections import is_heading
from parsers.spreadsheet_errors import Errors, error_cells

MOST_ROWS = 5_000
_LONG_TEXT = 60
Range = tuple[tuple[int, int], tuple[int, int]]


def read_spreadsheet(data: bytes) -> Document:
    """Read a workbook; hidden sheets are left out. Raises ValueError with one sentence when it is damaged, encrypted
    or larger than any report."""
    kind = media_type(data)
    if data.startswith(b"PK"):
        open_container(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [workbook.get_sheet_by_name(one.name) for one in workbook.sheets_metadata if _is_shown(one)]
        blocks: list[Block] = []
        errors = error_cells(data, kind)
        for sheet in sheets:
            tables = sum(isinstance(block, Table) for block in blocks)
            blocks += _sheet_blocks(sheet, errors.get(sheet.name, {}), tables)
    except PasswordError as error:
        raise ValueError("the spreadsheet is encrypted") from error
    except (CalamineError, OSError, KeyError, IndexError, OverflowError) as error:
        raise ValueError("the spreadsheet is damaged") from error
    except BaseException as error:
        # A fault inside the library, which is written in Rust, comes as a PanicException that is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError("the spreadsheet is damaged") from error
    title = next((block.text for block in blocks if isinstance(block, Paragraph)), "")
    return Document(title, tuple(blocks), kind, titles=(title,) if title else ())


def _is_shown(sheet: Any) -> bool:
    return bool(sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet)


def _sheet_blocks(sheet: CalamineSheet, errors: Errors, tables: int) -> list[Block]:
    """Return the blocks of a sheet: lines of words alone above, between and below its tables are paragraphs."""
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        raise ValueError("a sheet has more rows or columns than any report")
    rows = [[_printed(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (at, column), shown in errors.items():
        if at < len(rows) and column < len(rows[at]):
            rows[at][column] = shown
    if sum(map(len, rows)) > MOST_CELLS:
        raise ValueError("a sheet has more cells than any report")
    merged = _merged(sheet)
    wide = [at for at, row in enumerate(rows) if sum(map(bool, row)) > 1 or any(map(_is_cell, row))]
    out: list[Block] = []
    run: list[int] = []
    for at, row in enumerate([*rows, []]):
        line = next((text for text in row if text), "")
        inside = bool(wide) and wide[0] <= at <= wide[-1] and at < len(rows)
        if inside and not (at not in wide and line and _is_line(line)):
            run.append(at)
            continue
        if run:
            out.append(_table(rows, run, merged, tables + 1))
            tables += 1
            run = []
        out += [Paragraph(text) for text in line.split("\n") if text]
    return out


def _is_line(text: str) -> bool:
    """Tell whether the only words of a row among others are a line of text and not a label: a heading, or prose."""
    return len(text) > _LONG_TEXT or is_heading(Paragraph(text))


def _merged(sheet: CalamineSheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Return (row, column) of the first cell of each merged range to (rows, columns) that it covers."""
    ranges: Sequence[Range] = sheet.merged_cell_ranges or ()
    return {
        (top, left): (bottom - top + 1, right - left + 1) for (top, left), (bottom, right) in ranges if bottom >= top
    }


def _table(
    rows: Sequence[Sequence[str]], run: Sequence[int], merged: dict[tuple[int, int], tuple[int, int]], number: int
) -> Table:
    while run and not any(rows[run[-1]]):
        run = run[:-1]
    # A sheet is as wide as its widest table; the columns that this one leaves empty are none of its own.
    width = max((column + 1 for at in run for column, text in enumerate(rows[at]) if text), default=0)
    rows = [row[:width] for row in rows]
    return Table(number, tuple(_cells(rows, run, merged)) if run else (), len(run), width)


def _cells(
    rows: Sequence[Sequence[str]], run: Sequence[int], merged: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[Cell]:
    first, last = run[0], run[-1]
    covered: set[tuple[int, int]] = set()
    for at in run:
        for column, text in enumerate(rows[at]):
            if (at, column) in covered:
                continue
            height, width = merged.get((at, column), (1, 1))
            height, width = min(height, last - at + 1), min(width, len(rows[at]) - column)
            if height * width > 1:
                covered |= {(r, c) for r in range(at, at + height) for c in range(column, column + width)}
            yield Cell(text, at - first, column, height, width)


def _printed(value: object) -> str:
    """Return a cell as a sheet shows it in the common format: 12 for 12.0, and 15 digits as spreadsheets keep them."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}" if abs(value) < 1e15 else repr(value)
    return "\n".join(" ".join(line.split()) for line in str(value).split("\n")).strip()


def _is_cell(text: str) -> bool:
    """Tell whether words that stand alone in their row are a cell all the same: a figure, or a label of the form."""
    return bool(text) and (read_number(text).status == "reported" or known_label(text))
