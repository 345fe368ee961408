"""Word files made for tests: a report as an office sets it, and the markup of Word that python-docx does not write."""

from __future__ import annotations

import io
import re
from copy import deepcopy

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from demo.official_form import Grid
from tests.parsers.variety.page import HEADS, TITLE, YEAR
from tests.parsers.variety.sheet import Sheet


def new() -> Document:
    return docx.Document()


def data_of(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def element(xml: str):
    """One element whose names carry the prefix w."""
    tag, rest = re.match(r"(<w:\w+)(.*)", xml, re.DOTALL).groups()
    return parse_xml(f"{tag} {nsdecls('w')}{rest}")


def set_table(document: Document, grid: Grid):
    """A table with its cells merged as Word merges them."""
    rows, columns = len(grid), sum(cell.colspan for cell in grid[0])
    table = document.add_table(rows, columns)
    taken: set[tuple[int, int]] = set()
    for at, cells in enumerate(grid):
        column = 0
        for cell in cells:
            while (at, column) in taken:
                column += 1
            last = at + cell.rowspan - 1, min(column + cell.colspan - 1, columns - 1)
            taken |= {(r, c) for r in range(at, last[0] + 1) for c in range(column, last[1] + 1)}
            target = table.cell(at, column)
            if last != (at, column):
                target = target.merge(table.cell(*last))
            target.text = cell.text
            column = last[1] + 1
    return table


def report(sheet: Sheet, title: str = TITLE) -> Document:
    """A whole report from the grids of a sheet."""
    document = new()
    document.add_heading(title, 0)
    document.add_paragraph(f"统计期限自{YEAR}年1月1日起至{YEAR}年12月31日止。")
    for head, letter in zip(HEADS, " abc  ", strict=True):
        document.add_paragraph(head)
        if letter != " ":
            set_table(document, sheet.grids[letter])
        else:
            document.add_paragraph("我局认真落实条例，没有其他需要报告的事项。")
    return document


def tracked(run, kind: str):
    """Put a run inside w:ins or w:del, as tracked changes do."""
    wrapper = element(f'<w:{kind} w:id="1" w:author="x"></w:{kind}>')
    inner = deepcopy(run._r)
    for text in inner.findall(f"{{{inner.nsmap['w']}}}t") if kind == "del" else ():
        text.tag = text.tag[:-1] + "delText"
    wrapper.append(inner)
    run._r.getparent().replace(run._r, wrapper)
