"""Workbooks: every cell of the form as in a page, numbers as a sheet shows them, lines around the tables as text."""

from __future__ import annotations

import io
import random
import subprocess

import openpyxl
import pytest

from demo.official_form import Grid
from parsers import libreoffice
from parsers.document import Paragraph, Table
from parsers.read import read
from parsers.spreadsheet import read_spreadsheet
from tests.parsers.test_variety import bent, wrong_cells
from tests.parsers.variety import quirks
from tests.parsers.variety.figures import figures
from tests.parsers.variety.page import HEADS, ORGAN, TITLE, YEAR
from tests.parsers.variety.sheet import Sheet, sheet

QUIRKS = [quirks.blank_zeros, quirks.marked_nil, quirks.typos, quirks.other_numbering, quirks.subtotal_column,
          quirks.missing_row, quirks.split_row_label, quirks.page_break, quirks.local_heads,
          quirks.reviews_downwards, quirks.reviews_by_block]  # fmt: skip


def _value(text: str):
    try:
        return float(text)
    except ValueError:
        return text or None


def _set(page, grid: Grid, at: int) -> int:
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(grid, start=at):
        column = 1
        for cell in row:
            while (number, column) in taken:
                column += 1
            page.cell(number, column, _value(cell.text))
            span = [(r, c) for r in range(number, number + cell.rowspan) for c in range(column, column + cell.colspan)]
            taken |= set(span)
            if len(span) > 1:
                page.merge_cells(start_row=number, start_column=column, end_row=span[-1][0], end_column=span[-1][1])
            column += cell.colspan
    return at + len(grid)


def _line(page, at: int, text: str) -> int:
    page.cell(at, 1, text)
    page.merge_cells(start_row=at, start_column=1, end_row=at, end_column=10)
    return at + 1


def workbook(made: Sheet, one_sheet: bool) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    at = _line(page, 1, TITLE)
    for head, letter in zip(HEADS, " abc  ", strict=True):
        if letter != " " and not one_sheet:
            page, at = book.create_sheet(head[:8]), 1
        at = _line(page, at, head)
        at = _set(page, made.grids[letter], at) if letter != " " else _line(page, at, "我局认真落实条例。")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("one_sheet", [True, False], ids=["one sheet", "a sheet a table"])
@pytest.mark.parametrize("form", ["f2019", "f2021"])
def test_a_report_set_in_a_workbook_is_read_cell_by_cell(form, one_sheet):
    rng = random.Random(form)
    made = sheet(rng, form, figures(rng, form))
    reading = read(workbook(made, one_sheet))
    assert reading.verdict == "report"
    assert not wrong_cells(reading.report, made)
    assert (reading.report.organ, reading.report.year) == (ORGAN, YEAR)


@pytest.mark.parametrize("quirk", QUIRKS, ids=lambda quirk: quirk.__name__)
def test_each_quirk_in_a_workbook(quirk):
    for seed in range(3):
        made = bent(seed, [quirk])
        reading = read(workbook(made, seed != 1))
        assert reading.report, reading.reason
        assert not wrong_cells(reading.report, made)


def test_an_older_workbook_gives_the_same_cells(tmp_path):
    office = libreoffice.program()
    if office is None:
        return
    rng = random.Random(3)
    made = sheet(rng, "f2021", figures(rng, "f2021"))
    (tmp_path / "report.xlsx").write_bytes(workbook(made, True))
    command = [office, "--headless", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--convert-to", "xls",
               "--outdir", str(tmp_path), str(tmp_path / "report.xlsx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    reading = read((tmp_path / "report.xls").read_bytes())
    assert reading.media_type == "application/vnd.ms-excel"
    assert not wrong_cells(reading.report, made)


def test_numbers_are_printed_as_a_sheet_shows_them():
    book = openpyxl.Workbook()
    for at, value in enumerate([12, 12.0, 24252.311082, 0.1 + 0.2, -18, "012", "１２"], start=1):
        book.active.cell(1, at, value)
    out = io.BytesIO()
    book.save(out)
    table = next(block for block in read_spreadsheet(out.getvalue()).blocks if isinstance(block, Table))
    assert [cell.text for cell in table.cells] == ["12", "12", "24252.311082", "0.3", "-18", "012", "１２"]


def test_a_cell_in_error_is_no_blank(tmp_path):
    """The spreadsheet library gives such a cell as blank, which would be a silent loss."""
    rng = random.Random(4)
    made = sheet(rng, "f2021", figures(rng, "f2021"))
    book = openpyxl.load_workbook(io.BytesIO(workbook(made, False)))
    book.worksheets[1].cell(4, 2, "#REF!").data_type = "e"
    book.save(tmp_path / "report.xlsx")
    shown = [read((tmp_path / "report.xlsx").read_bytes())]
    if libreoffice.program():
        command = [libreoffice.program(), "--headless", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}",
                   "--convert-to", "xls", "--outdir", str(tmp_path), str(tmp_path / "report.xlsx")]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)
        shown.append(read((tmp_path / "report.xls").read_bytes()))
    for reading in shown:
        fact = next(fact for fact in reading.report.facts if fact.code == "rule_issued")
        assert (fact.value, fact.status, fact.raw) == (None, "text", "#REF!")
        assert any(note.kind == "text_in_cell" and fact.code in note.cells for note in reading.report.notes)


def test_hidden_sheets_are_left_out():
    book = openpyxl.Workbook()
    book.active.cell(1, 1, "看得见的一行文字")
    hidden = book.create_sheet("旧")
    hidden.cell(1, 1, "看不见的一行文字")
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    assert [b.text for b in read_spreadsheet(out.getvalue()).blocks if isinstance(b, Paragraph)] == ["看得见的一行文字"]


@pytest.mark.parametrize("cut", [4, 900, -300])
def test_a_damaged_workbook_is_unreadable_in_one_sentence(cut):
    rng = random.Random(1)
    reading = read(workbook(sheet(rng, "f2021", figures(rng, "f2021")), True)[:cut])
    assert reading.verdict == "unreadable"
    assert reading.reason
