"""A table that a document shows as a picture is read from the picture; the finding says so, and its place is the page's."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path

import pytest
import weasyprint
from docx.shared import Cm
from PIL import Image

from checks.run import check_report
from parsers import scan
from parsers.read import read
from tests.parsers.variety.page import HEADS, TITLE
from tests.parsers.word.word_files import data_of, new

SAMPLES = Path(__file__).parent / "scan" / "samples"


def upper_half(file: Path) -> bytes:
    """The table at the head of a page, as a picture that leaves room for text beside it."""
    out = io.BytesIO()
    page = Image.open(file)
    page.crop((0, 0, page.width, page.height // 2)).save(out, "PNG")
    return out.getvalue()


PICTURE = upper_half(SAMPLES / "screen.png")
TRUTH = json.loads((SAMPLES / "truth.json").read_text("utf-8"))["screen.png"]
PROSE = "我局认真落实条例，依法公开政府信息，规范办理公开申请。" * 12


def html() -> bytes:
    shown = f"<img width=560 src='data:image/png;base64,{base64.b64encode(PICTURE).decode()}'>"
    parts = "".join(f"<p>{head}</p>{shown if at == 2 else f'<p>{PROSE}</p>'}" for at, head in enumerate(HEADS))
    return f"<html><body><h1>{TITLE}</h1>{parts}</body></html>".encode()


def pdf() -> bytes:
    made: bytes = weasyprint.HTML(string=html().decode()).write_pdf()
    return made


def docx() -> bytes:
    document = new()
    document.add_heading(TITLE, 0)
    for at, head in enumerate(HEADS):
        document.add_paragraph(head)
        if at == 2:
            document.add_picture(io.BytesIO(PICTURE), width=Cm(15))
        else:
            document.add_paragraph(PROSE)
    return data_of(document)


@pytest.mark.parametrize("made", [html, docx, pdf], ids=lambda made: made.__name__)
def test_a_table_shown_as_a_picture_is_read(made):
    reading = read(made())
    assert reading.report, reading.reason
    kinds = {note.kind for note in reading.report.notes}
    if not scan.is_installed():
        assert kinds & {"table_as_picture", "picture_page"}
        return
    assert {"read_from_part", "read_by_ocr"} <= kinds
    got = reading.report.values()
    assert len(got) > 60
    doubted = {code for note in reading.report.notes for code in note.cells}
    assert all(TRUTH[code] == value for code, value in got.items() if code not in doubted)
    assert [section.part for section in reading.report.sections if section.part] == [1, 2, 3, 4, 5, 6]
    assert any(one.check == "Q08" and one.status == "fail" for one in check_report(reading.report, strict=True))


def test_the_place_of_a_cell_in_a_picture_is_on_the_page_that_shows_it():
    if not scan.is_installed():
        return
    facts = read(pdf()).report.facts
    assert len({fact.place.page for fact in facts}) == 1
    assert all(0 < fact.place.box[0] < 595 and 60 < fact.place.box[1] < 842 for fact in facts if fact.place.box)
