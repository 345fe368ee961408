"""The workbook says what it is, and goes on in another sheet where one is full."""

from __future__ import annotations

import openpyxl

from archive.export.relations import relations
from tests.archive.export.conftest import count, export_to


def test_the_first_sheet_says_what_each_sheet_is_in_both_languages(tmp_path):
    assert export_to(tmp_path / "out.xlsx", "xlsx") == 0
    book = openpyxl.load_workbook(tmp_path / "out.xlsx", read_only=True)
    rows = list(book["说明 README"].iter_rows(values_only=True))
    words = " ".join(str(row[0]) for row in rows)
    assert "CC0" in words and "2026" in words and "不可相加" in words
    told = {row[0]: row for row in rows if len(row) > 3 and row[3]}
    for relation in relations("xlsx"):
        assert told[relation.name][2:4] == (relation.zh, relation.en)
    assert book.sheetnames[1:] == [relation.name for relation in relations("xlsx")]


def test_a_relation_larger_than_a_sheet_goes_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr("archive.export.workbook.MOST_ROWS", 50)
    assert export_to(tmp_path / "out.xlsx", "xlsx", chosen=("checks",)) == 0
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["说明 README", "checks", "checks (2)", "checks (3)"]
    ids = [cell.value for name in book.sheetnames[1:] for cell in book[name]["A"][1:]]
    assert len(ids) == len(set(ids)) == count("checks") < 150
    assert [book[name].max_row for name in book.sheetnames[1:]] == [50, 50, count("checks") - 97]
