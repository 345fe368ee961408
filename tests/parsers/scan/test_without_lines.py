"""Figures that OCR read in lines of text, where no ruling line says whose they are, are each named as doubtful."""

from __future__ import annotations

import random
from dataclasses import replace

from parsers.plain_text import read_text
from parsers.read import read_document
from parsers.report import Context
from parsers.scan import READ_BY_OCR
from tests.parsers.variety.figures import figures
from tests.parsers.variety.page import spaced_page
from tests.parsers.variety.sheet import sheet


def test_a_figure_read_without_ruling_lines_is_named():
    rng = random.Random(2)
    page = spaced_page(sheet(rng, "f2021", figures(rng, "f2021")))
    document = replace(read_text(page, "image/png"), remarks=(READ_BY_OCR,))
    report = read_document(document, Context()).report
    assert report
    named = {code for note in report.notes if note.kind == "ocr_doubtful" for code in note.cells}
    assert len(report.values()) > 100
    assert report.values().keys() <= named
