"""Word (.docx) to Document: the accepted text of the body in order, set as HTML elements and walked as such.

What Word would print counts: insertions in, deletions out, field results without their codes, hidden text out, content
controls and text boxes unwrapped. Headers and footers are no part of the text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from lxml import etree

from crawler.media_type import DOCX
from parsers.container import DAMAGES, open_container
from parsers.document import Document, Paragraph, Picture
from parsers.markup import Walk
from parsers.pictures import LEAST_BYTES
from parsers.visibility import BREAK, PICTURE, RAISED, mark_breaks
from parsers.word_numbering import Numbering
from parsers.word_tables import MARK, WORD, merged_rows, own_rows

# Wrappers that stand around content without saying anything of it.
_WRAPPERS = frozenset(
    f"{{{WORD}}}{name}"
    for name in (
        "ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo", "ruby",
        "rubyBase", "pict", "object", "txbxContent",
    )
)  # fmt: skip
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TEXT_BOX = f"{{{WORD}}}txbxContent"
_OFF = frozenset(("0", "false", "off", "none"))
_BROKEN = (*DAMAGES, OpcError, ValueError, AttributeError, TypeError, IndexError, etree.LxmlError, SyntaxError)


def read_docx(data: bytes) -> Document:
    """Read a .docx. Raises ValueError with one sentence when it is damaged, encrypted or no text document."""
    open_container(data)
    try:
        package = docx.Document(io.BytesIO(data))
        body = package.element.body
        numbering = Numbering.of(package)
        titles = _titles(package)
    except RecursionError:
        raise
    except _BROKEN as error:
        raise ValueError("the Word file is damaged") from error
    if body is None:
        raise ValueError("the Word file has no text")
    root = etree.Element("body")
    pictures: list[str] = []
    _Writer(root, numbering, pictures).blocks(body)
    mark_breaks(root)
    walk = Walk()
    walk.content(root)
    walk.flush()
    seen = sum(block.text.count(PICTURE) for block in walk.blocks if isinstance(block, Paragraph))
    return Document(
        titles[0] if titles else "",
        tuple(walk.blocks),
        DOCX,
        titles=titles,
        pictures=seen,
        shown=_shown(package, pictures),
    )


def _shown(package: Any, relations: list[str]) -> tuple[Picture, ...]:
    """Return the pictures of some size that stand in the file itself, in order."""
    parts = [package.part.related_parts.get(relation) for relation in relations]
    blobs = [part.blob for part in parts if part is not None and len(part.blob) > LEAST_BYTES]
    return tuple(Picture(f"图{at}", partial(bytes, blob), at) for at, blob in enumerate(blobs, start=1))


def _titles(package: Any) -> tuple[str, ...]:
    """Return the lines set in the style Title, joined; the title in the properties is that of some older file."""
    names = [p.text.strip() for p in package.paragraphs[:20] if p.style is not None and p.style.name == "Title"]
    title = "".join(names)
    return (title,) if 4 < len(title) < 120 else ()


def _is_on(properties: etree._Element | None, *names: str) -> bool:
    """Tell whether one of the switches is set in a run's or paragraph's own properties."""
    if properties is None:
        return False
    found = (properties.find(f"{MARK}{name}") for name in names)
    return any(switch is not None and switch.get(f"{MARK}val", "1").lower() not in _OFF for switch in found)


def _is_raised(properties: etree._Element | None) -> bool:
    """Tell whether a run is set above or below its line, as the sign of a footnote is."""
    raised = properties.find(f"{MARK}vertAlign") if properties is not None else None
    return raised is not None and raised.get(f"{MARK}val") in ("superscript", "subscript")


class _Writer:
    """Sets the body of a Word file as HTML elements under `root`."""

    def __init__(self, root: etree._Element, numbering: Numbering, pictures: list[str]) -> None:
        self.root = root
        self.numbering = numbering
        self.pictures = pictures
        self.open: etree._Element | None = None
        self.fields: list[bool] = []

    def blocks(self, container: etree._Element) -> None:
        """Set paragraphs and tables of a container one after another."""
        for child in container:
            if child.tag == f"{MARK}p":
                self._paragraph(child)
            elif child.tag == f"{MARK}tbl":
                self._close()
                self._table(child)
            elif child.tag in _WRAPPERS:
                self.blocks(child)
        self._close()

    def _close(self) -> None:
        self.open = None

    def _paragraph(self, paragraph: etree._Element) -> None:
        """A paragraph whose mark was deleted runs on into the next one."""
        properties = paragraph.find(f"{MARK}pPr")
        if self.open is None:
            self.open = etree.SubElement(self.root, "p")
            self._say(self.numbering.label(properties))
        boxes: list[etree._Element] = []
        self._inline(paragraph, boxes)
        mark = properties.find(f"{MARK}rPr") if properties is not None else None
        if mark is None or mark.find(f"{MARK}del") is None:
            _set_tabs_apart(self.open)
            self._close()
        for box in boxes:
            self._close()
            self.blocks(box)

    def _inline(self, container: etree._Element, boxes: list[etree._Element]) -> None:
        for child in container:
            if child.tag == f"{MARK}r":
                self._run(child, boxes)
            elif child.tag in _WRAPPERS:
                self._inline(child, boxes)
            elif str(child.tag).endswith(("}oMath", "}oMathPara")):
                self._say("".join(child.itertext()))

    def _run(self, run: etree._Element, boxes: list[etree._Element]) -> None:
        properties = run.find(f"{MARK}rPr")
        if _is_on(properties, "vanish", "strike", "dstrike"):
            return
        if _is_raised(properties) and self._has_text():
            self._say(RAISED)
        for child in run:
            name = str(child.tag).rpartition("}")[2]
            if name == "fldChar":
                self._field(child.get(f"{MARK}fldCharType"))
            elif any(self.fields):
                continue
            elif child.tag == f"{MARK}t":
                self._say(child.text or "")
            elif name in ("br", "cr"):
                self._break(child.get(f"{MARK}type"))
            elif name in ("tab", "ptab"):
                self._say("\t")
            elif name == "noBreakHyphen":
                self._say("-")
            elif name in ("drawing", "pict", "object") or child.tag == _ALTERNATE:
                self._drawing(child, boxes)
            elif name == "ruby":
                self._inline(child, boxes)

    def _field(self, kind: str | None) -> None:
        """The code of a field stands between its begin and its separator, what it prints between that and its end."""
        if kind == "begin":
            self.fields.append(True)
        elif kind == "separate" and self.fields:
            self.fields[-1] = False
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _drawing(self, drawing: etree._Element, boxes: list[etree._Element]) -> None:
        """A text box is read after the paragraph that it is anchored to; anything else drawn is a picture."""
        found = list(_text_boxes(drawing))
        boxes += found
        images = [node for node in drawing.iter() if str(node.tag).endswith(("}blip", "}imagedata"))]
        if images and not found:
            self._element("img")
            self.pictures.append(images[0].get(f"{_RELATION}embed") or images[0].get(f"{_RELATION}id") or "")

    def _table(self, table: etree._Element) -> None:
        rows = own_rows(table)
        target = etree.SubElement(self.root, "table")
        for cells in merged_rows(rows):
            row = etree.SubElement(target, "tr")
            for cell in cells:
                td = etree.SubElement(row, "td", colspan=str(cell.colspan), rowspan=str(cell.rowspan))
                if cell.content is not None:
                    inner = _Writer(td, self.numbering, self.pictures)
                    inner.blocks(cell.content)

    def _break(self, kind: str | None) -> None:
        if kind not in ("page", "column"):
            self._element("br")

    def _element(self, tag: str) -> None:
        assert self.open is not None
        etree.SubElement(self.open, tag)

    def _has_text(self) -> bool:
        return self.open is not None and bool("".join(self.open.itertext()).strip())

    def _say(self, text: str) -> None:
        assert self.open is not None
        text = _printable(text)
        last = self.open[-1] if len(self.open) else None
        if last is None:
            self.open.text = (self.open.text or "") + text
        else:
            last.tail = (last.tail or "") + text


def _printable(text: str) -> str:
    return "".join(char for char in text if char >= " " or char == "\t") if not text.isprintable() else text


def _text_boxes(drawing: etree._Element) -> Iterator[etree._Element]:
    """Yield the text boxes of a drawing, each once: the fallback for older programs repeats them."""
    if drawing.tag == _ALTERNATE:
        choice = drawing.find("{*}Choice")
        yield from _text_boxes(choice if choice is not None else drawing)
        return
    for child in drawing:
        if child.tag == _TEXT_BOX:
            yield child
        elif not str(child.tag).endswith("}Fallback"):
            yield from _text_boxes(child)


def _set_tabs_apart(paragraph: etree._Element) -> None:
    """A paragraph with tabs between its words may be a row of a table set by hand: lines of such are kept as set."""
    text = "".join(paragraph.itertext())
    if paragraph.getparent().tag == "td" or "\t" not in text.strip():
        return
    before = paragraph.getprevious()
    if before is not None and before.tag == "pre":
        before.text = f"{before.text}{BREAK}{text}"
        paragraph.getparent().remove(paragraph)
        return
    paragraph.tag = "pre"
    _keep_text_alone(paragraph, text)


def _keep_text_alone(element: etree._Element, text: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = text
