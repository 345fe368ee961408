"""PDFs that office programs and browsers made, each with the figures that were set in it."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pdfplumber
import pytest

from parsers.pdf import read_pdf
from parsers.read import read
from tests.parsers.test_variety import wrong_cells
from tests.parsers.variety.page import ORGAN, YEAR

FILES = sorted((Path(__file__).parent / "files").glob("*.pdf"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_cell_of_a_real_program_is_read(path):
    known = json.loads(path.with_suffix(".json").read_text("utf-8"))
    report = read(path.read_bytes()).report
    assert report
    made = SimpleNamespace(truth=known["values"], open=set(known["open"]), absent=set(known["absent"]))
    assert not wrong_cells(report, made)
    assert (report.organ, report.year, report.forms["b"]) == (ORGAN, YEAR, known["form"])
    assert all(fact.place.page and fact.place.box for fact in report.facts)
    assert [section.part for section in report.sections if section.part] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_digits_of_the_tables_are_those_that_another_library_sees(path):
    ours = "".join(cell.text for table in read_pdf(path.read_bytes()).tables() for cell in table.cells)
    with pdfplumber.open(path) as other:
        boxes = [page.crop(table.bbox).extract_text() for page in other.pages for table in page.find_tables()]
    digits = [sorted(char for char in text if char.isdigit()) for text in (ours, "".join(boxes))]
    assert digits[0] == digits[1]
