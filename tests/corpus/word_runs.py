"""Runs of text as Word leaves them: split, with tracked changes, fields, content controls, tabs and soft breaks."""

from __future__ import annotations

import random
from collections.abc import Callable
from xml.sax.saxutils import escape

PROPERTIES = "<w:rPr><w:rFonts w:ascii='{font}' w:eastAsia='{font}' w:hAnsi='{font}'/><w:sz w:val='{half}'/></w:rPr>"


class Pen:
    """Sets text in one font and size as WordprocessingML."""

    def __init__(self, font: str, size: float, rng: random.Random) -> None:
        self.rng = rng
        self.properties = PROPERTIES.format(font=font, half=round(size * 2))

    def run(self, text: str, tag: str = "w:t", more: str = "") -> str:
        """One run; a line feed becomes a soft break, a tab a tab."""
        properties = self.properties.replace("</w:rPr>", f"{more}</w:rPr>")
        pieces = []
        for at, line in enumerate(text.split("\n")):
            tabbed = [
                f"<{tag} xml:space='preserve'>{escape(part)}</{tag}>" if part else "" for part in line.split("\t")
            ]
            pieces.append(("<w:br/>" if at else "") + "<w:tab/>".join(tabbed))
        return f"<w:r>{properties}{''.join(pieces)}</w:r>"

    def split(self, text: str) -> str:
        """The text over several runs, as spelling checks and input methods leave it."""
        cut = self.rng.randrange(len(text) + 1)
        marks = self.rng.choice(("", "<w:proofErr w:type='spellStart'/>", "<w:bookmarkStart w:id='7' w:name='_GoBack'/>"
                                 "<w:bookmarkEnd w:id='7'/>"))  # fmt: skip
        return self.run(text[:cut]) + marks + self.run(text[cut:]) if text else ""


def deleted(pen: Pen, text: str) -> str:
    """Text struck out while changes were tracked: it is no longer there."""
    stamp = "w:id='90' w:author='科员' w:date='2024-01-08T09:00:00Z'"
    return f"<w:del {stamp}>{pen.run(text, 'w:delText')}</w:del>"


def inserted(pen: Pen, text: str) -> str:
    stamp = "w:id='91' w:author='科员' w:date='2024-01-08T09:00:00Z'"
    return f"<w:ins {stamp}>{pen.run(text)}</w:ins>"


def changed(pen: Pen, text: str) -> str:
    """Another figure struck out, the true one put in."""
    return deleted(pen, str(pen.rng.randrange(100))) + inserted(pen, text)


def field(pen: Pen, text: str) -> str:
    """The result of a formula field, as Word's own sums in tables are."""
    char = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    code = "<w:r><w:instrText xml:space='preserve'> =SUM(LEFT) \\* MERGEFORMAT </w:instrText></w:r>"
    return char.format("begin") + code + char.format("separate") + pen.run(text) + char.format("end")


def simple_field(pen: Pen, text: str) -> str:
    return f"<w:fldSimple w:instr=' =SUM(LEFT) '>{pen.run(text)}</w:fldSimple>"


def control(pen: Pen, text: str) -> str:
    """A content control around the figure."""
    return f"<w:sdt><w:sdtPr><w:alias w:val='数量'/></w:sdtPr><w:sdtContent>{pen.run(text)}</w:sdtContent></w:sdt>"


def hidden_before(pen: Pen, text: str) -> str:
    """Hidden text, which nobody sees on paper, before the figure."""
    return pen.run("9", more="<w:vanish/>") + pen.run(text)


def linked(pen: Pen, text: str) -> str:
    return f"<w:hyperlink w:anchor='_GoBack'>{pen.run(text)}</w:hyperlink>"


def smart(pen: Pen, text: str) -> str:
    return f"<w:smartTag w:uri='urn:schemas-microsoft-com:office:smarttags' w:element='chmetcnv'>{pen.run(text)}</w:smartTag>"


Setting = Callable[[Pen, str], str]
# What paper shows as it is, what rtf holds beside, what doc holds, and what only docx does. LibreOffice, which makes the
# other formats, reckons formulas anew on paper and in rtf, and writes content controls as forms with their text doubled.
PAPER: tuple[Setting, ...] = (linked, smart)
RTF: tuple[Setting, ...] = (*PAPER, changed, hidden_before)
DOC: tuple[Setting, ...] = (*RTF, field, simple_field)
DOCX: tuple[Setting, ...] = (*DOC, control)
SETTINGS = {"docx": DOCX, "doc": DOC, "rtf": RTF, "paper": PAPER}
