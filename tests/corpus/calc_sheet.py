"""A report as a flat OpenDocument spreadsheet, from which LibreOffice writes xlsx and xls."""

from __future__ import annotations

import random
import re
from xml.sax.saxutils import escape, quoteattr

from demo.official_form import FormCell, Grid
from tests.corpus.headings import headings
from tests.corpus.placing import Placed, placed
from tests.corpus.reports import Report

SPACES = {"office": "office", "table": "table", "text": "text", "style": "style", "fo": "xsl-fo-compatible"}
URN = "urn:oasis:names:tc:opendocument:xmlns:"
# LibreOffice tells the type of a flat document from this line as it stands, double quotes included.
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document office:version="1.2" '
    'office:mimetype="application/vnd.oasis.opendocument.spreadsheet" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" '
    + " ".join(f'xmlns:{name}="{URN}{urn}:1.0"' for name, urn in SPACES.items())
    + "><office:body><office:spreadsheet>"
)
FOOT = "</office:spreadsheet></office:body></office:document>"
NUMBER = re.compile(r"-?[1-9]\d*(\.\d+)?|0")


def calc_sheet(report: Report) -> str:
    """Return the spreadsheet: all on one sheet, or each table on a sheet of its own."""
    rng = report.rng
    typed = rng.random() < 0.7
    apart = rng.random() < 0.4
    lines: list[list[str]] = [[]]
    for text in report.title:
        lines[-1].append(_line(text))
    for part, heading in enumerate(headings(report.rng), 1):
        if apart and part in (2, 3, 4):
            lines.append([])
        lines[-1].append(_line(heading))
        lines[-1] += [_line(text) for text in report.texts[part]]
        if part in (2, 3, 4):
            lines[-1] += _rows(report.sheet.grids["abc"[part - 2]], typed, rng)
            lines[-1].append("<table:table-row><table:table-cell/></table:table-row>")
    return HEAD + "".join(_page(name, rows) for name, rows in zip(_names(len(lines)), lines, strict=True)) + FOOT


def _names(count: int) -> list[str]:
    return [f"Sheet{at + 1}" for at in range(count)]


def _page(name: str, rows: list[str]) -> str:
    return f"<table:table table:name={quoteattr(name)}><table:table-column table:number-columns-repeated='20'/>{''.join(rows)}</table:table>"


def _line(text: str) -> str:
    return f"<table:table-row>{_text(text, '')}</table:table-row>"


def _text(text: str, about: str) -> str:
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return f"<table:table-cell office:value-type='string'{about}>{paragraphs}</table:table-cell>"


def _rows(grid: Grid, typed: bool, rng: random.Random) -> list[str]:
    return [
        f"<table:table-row>{''.join(_cell(place, typed, rng) for place in row)}</table:table-row>"
        for row in placed(grid)
    ]


def _cell(place: Placed, typed: bool, rng: random.Random) -> str:
    covered = "<table:covered-table-cell/>" * (place.colspan - 1)
    if place.cell is None:
        return "<table:covered-table-cell/>" + covered
    return _printed(place.cell, place.colspan, typed, rng) + covered


def _printed(cell: FormCell, wide: int, typed: bool, rng: random.Random) -> str:
    spans = ""
    if cell.rowspan > 1 or wide > 1:
        spans = f" table:number-rows-spanned='{cell.rowspan}' table:number-columns-spanned='{wide}'"
    if not cell.text:
        return f"<table:table-cell{spans}/>"
    if not (cell.code and typed and NUMBER.fullmatch(cell.text)):
        return _text(cell.text, spans)
    formula = f" table:formula='of:={cell.text}+0'" if rng.random() < 0.1 else ""
    return f"<table:table-cell office:value-type='float' office:value='{cell.text}'{formula}{spans}><text:p>{cell.text}</text:p></table:table-cell>"
