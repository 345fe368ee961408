"""A report typed in Word: python-docx for the package, WordprocessingML written out for what users do in it."""

from __future__ import annotations

import random
from pathlib import Path

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from tests.corpus.headings import headings
from tests.corpus.prose import BETWEEN
from tests.corpus.reports import Report
from tests.corpus.word_runs import SETTINGS, Pen, deleted, inserted
from tests.corpus.word_table import TableSetter

NUMBERED = (
    "<w:abstractNum {} w:abstractNumId='77'><w:multiLevelType w:val='singleLevel'/><w:lvl w:ilvl='0'><w:start w:val='1'/>"
    "<w:numFmt w:val='chineseCountingThousand'/><w:suff w:val='nothing'/><w:lvlText w:val='%1、'/></w:lvl></w:abstractNum>"
)
BOX = (
    "<w:p {}><w:r><w:pict><v:shape style='width:400pt;height:60pt' xmlns:v='urn:schemas-microsoft-com:vml'>"
    "<v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)


def word_document(report: Report, path: Path, kind: str = "docx") -> None:
    """Write the report as docx; `kind` says what becomes of it: docx, doc, rtf or paper."""
    rng = report.rng
    document = docx.Document()
    _paper(document, report)
    maker = _Maker(document, report, rng, kind)
    maker.write()
    document.core_properties.title = rng.choice(("", "".join(report.title)))
    document.save(str(path))


def _paper(document, report: Report) -> None:
    section, one = document.sections[0], report.layout
    if one.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Mm(297), Mm(210)) if one.landscape else (Mm(210), Mm(297))
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(one.margin)
    if one.running_head:
        section.header.paragraphs[0].text = "".join(report.title)
    if one.number:
        before, after = one.number.split("{}")
        page = f"<w:p {nsdecls('w')}><w:pPr><w:jc w:val='center'/></w:pPr><w:r><w:t xml:space='preserve'>{before}</w:t></w:r>"
        page += "<w:fldSimple w:instr=' PAGE '><w:r><w:t>1</w:t></w:r></w:fldSimple>"
        page += f"<w:r><w:t xml:space='preserve'>{after}</w:t></w:r></w:p>"
        section.footer._element.append(parse_xml(page))


class _Maker:
    def __init__(self, document, report: Report, rng: random.Random, kind: str) -> None:
        self.document, self.report, self.rng = document, report, rng
        self.pen = Pen(report.layout.font, report.layout.size, rng)
        odd = rng.random() < 0.35
        settings = SETTINGS[kind] if odd else ()
        # In rtf LibreOffice breaks tables inside cells and drops text boxes.
        self.boxed = kind != "rtf" and rng.random() < 0.1
        self.setter = TableSetter(report.layout, rng, settings, odd and kind != "rtf", odd and kind == "docx")
        self.numbered = rng.random() < 0.12
        self.framed = kind != "rtf" and rng.random() < 0.08
        self.tracked = kind != "paper" and rng.random() < 0.2

    def write(self) -> None:
        if self.numbered:
            self._declare_numbers()
        self._title()
        for part, heading in enumerate(headings(self.report.rng), 1):
            self._heading(heading, part)
            for text in self.report.texts[part]:
                self._paragraph(text)
            if part in (2, 3, 4):
                self._tables("abc"[part - 2])

    def _append(self, xml: str) -> None:
        body = self.document.element.body
        body.insert(len(body) - 1, parse_xml(xml))

    def _title(self) -> None:
        size = self.report.layout.size * 1.4
        pen = Pen(self.report.layout.font, size, self.rng)
        lines = [f"<w:p><w:pPr><w:jc w:val='center'/></w:pPr>{pen.run(line)}</w:p>" for line in self.report.title]
        if self.boxed:
            self._append(BOX.format(nsdecls("w"), "".join(lines)))
            return
        soft = len(lines) > 1 and self.rng.random() < 0.5
        if soft:
            lines = [f"<w:p><w:pPr><w:jc w:val='center'/></w:pPr>{pen.run(chr(10).join(self.report.title))}</w:p>"]
        for line in lines:
            self._append(line.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1))

    def _declare_numbers(self) -> None:
        numbering = self.document.part.numbering_part.element
        numbering.insert(0, parse_xml(NUMBERED.format(nsdecls("w"))))
        numbering.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='77'><w:abstractNumId w:val='77'/></w:num>"))

    def _heading(self, text: str, part: int) -> None:
        about = "<w:pageBreakBefore/>" if self.report.layout.pages == "own" and part in (2, 3, 4) else ""
        if self.numbered:
            about += "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='77'/></w:numPr>"
            text = text[2:]
        bold = "<w:b/>" if self.report.layout.bold else ""
        self._append(f"<w:p {nsdecls('w')}><w:pPr>{about}</w:pPr>{self.pen.run(text, more=bold)}</w:p>")

    def _paragraph(self, text: str) -> None:
        inner = self.pen.split(text)
        if self.tracked and self.rng.random() < 0.3:
            inner = self.pen.run(text[:8]) + deleted(self.pen, "原定三月底前完成，") + inserted(self.pen, text[8:])
        self._append(f"<w:p {nsdecls('w')}>{inner}</w:p>")

    def _tables(self, letter: str) -> None:
        grid = self.report.sheet.grids[letter]
        heads = next(at for at, row in enumerate(grid) if any(cell.code for cell in row)) if letter == "b" else 0
        if letter == "b" and "two_tables" in self.report.sheet.applied:
            cut = len(grid) * 2 // 3
            tables = [self.setter.table(grid[:cut]), self.setter.table(grid[cut:])]
        else:
            tables = [self.setter.table(grid, heads)]
        for table in tables:
            inner = table
            if self.framed:
                wide = round(self.setter.room)
                inner = f"<w:tbl><w:tblPr><w:tblW w:w='{wide}' w:type='dxa'/></w:tblPr><w:tblGrid><w:gridCol w:w='{wide}'/></w:tblGrid>"
                inner += f"<w:tr><w:tc><w:tcPr/>{table}<w:p/></w:tc></w:tr></w:tbl>"
            self._append(inner.replace("<w:tbl>", f"<w:tbl {nsdecls('w')}>", 1))
            self._paragraph(BETWEEN if self.rng.random() < 0.2 else "　")
