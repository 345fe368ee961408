"""The format `xlsx`: one workbook with a sheet for each table and view, written row by row to the disk.

Numbers are numbers, days are days, everything else is text, also what looks like a formula, a link or a number. A cell
of Excel keeps 15 digits and 32,767 characters: a longer number is written as text, a longer text is cut and says so.
Excel knows no difference between nothing and an empty text: both are an empty cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from archive.export.progress import Progress
from archive.export.relations import Relation
from archive.export.release_notes import front_lines
from archive.export.snapshot import Snapshot
from archive.schema import Column

MOST_ROWS = 1_048_576
"""Rows of a sheet, its head line included."""
MOST_CHARACTERS, MOST_DIGITS, MOST_NUMBER = 32_767, 10**15, 9.99e307
CUT = "……〔此处截断，全文见 CSV 或 Parquet；cut here, whole in CSV and Parquet〕"
FIRST = "说明 README"
SETTINGS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "use_zip64": True,
}
_FIRST_DAY = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was: before it, days are written as text."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
Put = Callable[[int, int, Any], object]


def export_workbook(snapshot: Snapshot, chosen: list[Relation], path: Path, progress: Progress) -> None:
    """Write the workbook `path`; a relation of more rows than a sheet holds goes on in `NAME (2)` and so on."""
    book = xlsxwriter.Workbook(str(path), {**SETTINGS, "tmpdir": str(path.parent)})
    visited = snapshot.last_visit
    made = datetime.fromisoformat(visited[:10]) if visited else datetime(1980, 1, 1)
    book.set_properties({"title": "gongkai 公开", "created": made})
    try:
        front = book.add_worksheet(FIRST)
        sheets: list[tuple[str, Relation, int]] = []
        for relation in chosen:
            progress.begin(relation.name, snapshot.count(relation))
            sheets += _write_relation(book, snapshot, relation, progress)
            progress.end()
        _write_front(book, front, snapshot, sheets)
        book.close()
    except XlsxFileError as error:
        raise OSError(str(error)) from error


def _write_relation(
    book: xlsxwriter.Workbook, snapshot: Snapshot, relation: Relation, progress: Progress
) -> Iterator[tuple[str, Relation, int]]:
    """Write the sheets of a relation; yield name, relation and number of rows of each."""
    rows = snapshot.rows(relation)
    bold, number = book.add_format({"bold": True}), 1
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    row = next(rows, None)
    while row is not None or number == 1:
        name = relation.name if number == 1 else f"{relation.name} ({number})"
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(relation.columns):
            sheet.write_string(0, at, column.name, bold)
        put = [_writer(sheet, column, days) for column in relation.columns]
        line = 0
        while row is not None and line < MOST_ROWS - 1:
            line += 1
            for at, value in enumerate(row):
                if value is not None:
                    put[at](line, at, value)
            row = next(rows, None)
        progress.add(line)
        yield name, relation, line
        number += 1


def _writer(sheet: Worksheet, column: Column, days: Format) -> Put:
    """Return what writes a value of `column`."""

    def text(line: int, at: int, value: Any) -> None:
        if value != "":
            sheet.write_string(line, at, _fitting(str(value)))

    def number(line: int, at: int, value: Any) -> None:
        if isinstance(value, str) or abs(value) >= (MOST_DIGITS if isinstance(value, int) else MOST_NUMBER):
            text(line, at, value)
        else:
            sheet.write_number(line, at, value)

    def day(line: int, at: int, value: str) -> None:
        try:
            told = date.fromisoformat(value)
        except ValueError:
            text(line, at, value)
            return
        if told < _FIRST_DAY:
            text(line, at, value)
        else:
            sheet.write_datetime(line, at, told, days)

    if column.kind == "date":
        return day
    return text if column.type == "text" else number


def _fitting(text: str) -> str:
    """Return `text` as a cell can hold it: one kind of line end, no control characters, what is too long cut."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
    if 2 * len(text) > MOST_CHARACTERS:
        units = text.encode("utf-16-le")
        if len(units) // 2 > MOST_CHARACTERS:
            kept = 2 * (MOST_CHARACTERS - len(CUT))
            text = units[:kept].decode("utf-16-le", "ignore") + CUT
    return text


def _write_front(
    book: xlsxwriter.Workbook, sheet: Worksheet, snapshot: Snapshot, sheets: list[tuple[str, Relation, int]]
) -> None:
    """Write the first sheet: what this is, its licence, how to read it, what each sheet holds."""
    bold = book.add_format({"bold": True})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 3, 80)
    line = 0
    for line, words in enumerate(front_lines(snapshot)):
        sheet.write_string(line, 0, words)
    line += 2
    for at, head in enumerate(("工作表 sheet", "行数 rows", "中文", "English")):
        sheet.write_string(line, at, head, bold)
    for name, relation, rows in sheets:
        line += 1
        sheet.write_string(line, 0, name)
        sheet.write_number(line, 1, rows)
        sheet.write_string(line, 2, relation.zh)
        sheet.write_string(line, 3, relation.en)
