"""Word files and spreadsheets made to break a reader: entities, bombs, links to other hosts, absurd sizes."""

from __future__ import annotations

from collections.abc import Callable

from tests.parsers.hostile.packing import MEGABYTE, deflated, raw_zip, stored, zipped

W = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
S = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OUTSIDE = "http://127.0.0.1:9/outside"
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a '哈哈哈哈哈哈哈哈哈哈'>"
    + "".join(f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefghij", "bcdefghijk", strict=True))
    + "]>"
)
SECRET = "<!DOCTYPE x [<!ENTITY k SYSTEM 'file:///etc/passwd'>]>"
REMOTE = f"<!DOCTYPE x [<!ENTITY % p SYSTEM '{OUTSIDE}.dtd'> %p;<!ENTITY k SYSTEM '{OUTSIDE}'>]>"


def _types(part: str, kind: str) -> bytes:
    return (
        "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Default Extension='rels' "
        "ContentType='application/vnd.openxmlformats-package.relationships+xml'/><Default Extension='xml' "
        f"ContentType='application/xml'/><Override PartName='/{part}' ContentType='{kind}'/></Types>"
    ).encode()


def _relations(*targets: tuple[str, str, str]) -> bytes:
    rows = "".join(
        f"<Relationship Id='r{at}' Type='{R}/{kind}' Target='{target}'{mode}/>"
        for at, (kind, target, mode) in enumerate(targets)
    )
    return f"<Relationships xmlns='{RELS}'>{rows}</Relationships>".encode()


WORD_TYPES = _types(
    "word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)
SHEET_TYPES = _types("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")
WORD_ROOT = _relations(("officeDocument", "word/document.xml", ""))
SHEET_ROOT = _relations(("officeDocument", "xl/workbook.xml", ""))


def docx(body: str, head: str = "", relations: bytes = b"") -> bytes:
    text = f"<?xml version='1.0' encoding='UTF-8'?>{head}<w:document {W}><w:body>{body}</w:body></w:document>"
    members = {"[Content_Types].xml": WORD_TYPES, "_rels/.rels": WORD_ROOT, "word/document.xml": text.encode()}
    return zipped(members | ({"word/_rels/document.xml.rels": relations} if relations else {}))


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _docx_bomb() -> bytes:
    head = f"<w:document {W}><w:body><w:p><w:r><w:t>".encode()
    small = {name: stored(body) for name, body in (("[Content_Types].xml", WORD_TYPES), ("_rels/.rels", WORD_ROOT))}
    return raw_zip(small | {"word/document.xml": (deflated(2000, head), 1000, 0)})


def _outside() -> bytes:
    external = " TargetMode='External'"
    targets = [(kind, OUTSIDE, external) for kind in ("attachedTemplate", "image", "oleObject", "hyperlink", "aFChunk")]
    return docx(paragraph("x") + "<w:altChunk r:id='r4' xmlns:r='" + R + "'/>", relations=_relations(*targets))


def xlsx(sheet: str, head: str = "", strings: str = "") -> bytes:
    book = f"<workbook {S} xmlns:r='{R}'><sheets><sheet name='a' sheetId='1' r:id='r0'/></sheets></workbook>"
    members = {
        "[Content_Types].xml": SHEET_TYPES,
        "_rels/.rels": SHEET_ROOT,
        "xl/workbook.xml": book.encode(),
        "xl/_rels/workbook.xml.rels": _relations(("worksheet", "worksheets/sheet1.xml", ""), ("sharedStrings", "sharedStrings.xml", "")),
        "xl/worksheets/sheet1.xml": f"{head}<worksheet {S}>{sheet}</worksheet>".encode(),
        "xl/sharedStrings.xml": f"{head}<sst {S}>{strings or '<si><t>a</t></si>'}</sst>".encode(),
    }  # fmt: skip
    return zipped(members)


def cell(place: str, value: str = "1", kind: str = "") -> str:
    return f"<sheetData><row r='{place.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}'><c r='{place}'{kind}><v>{value}</v></c></row></sheetData>"


def _row(cells: int) -> str:
    return "<w:tr>" + f"<w:tc>{paragraph('1')}</w:tc>" * cells + "</w:tr>"


WIDE = "<w:tc><w:tcPr><w:gridSpan w:val='2147483647'/><w:vMerge/></w:tcPr><w:p/></w:tc>"
CASES: dict[str, Callable[[], bytes]] = {
    "docx of a billion laughs": lambda: docx(paragraph("&k;"), LAUGHS),
    "docx that asks for a file": lambda: docx(paragraph("&k;"), SECRET),
    "docx that asks another host": lambda: docx(paragraph("&k;"), REMOTE),
    "docx with links outside": _outside,
    "docx of 2 GB that claims 1 KB": _docx_bomb,
    "docx of 10 000 columns": lambda: docx(f"<w:tbl>{_row(10_000) * 20}</w:tbl>"),
    "docx of a million cells": lambda: docx(f"<w:tbl>{_row(1000) * 1000}</w:tbl>"),
    "docx of spans without end": lambda: docx("<w:tbl>" + f"<w:tr>{WIDE * 50}</w:tr>" * 50 + "</w:tbl>"),
    "docx of tables in tables": lambda: docx("<w:tbl><w:tr><w:tc>" * 2000 + "</w:tc></w:tr></w:tbl>" * 2000),
    "docx of controls in controls": lambda: docx("<w:sdt><w:sdtContent>" * 50_000 + "</w:sdtContent></w:sdt>" * 50_000),
    "docx of one line of 50 MB": lambda: docx(paragraph("公开" * 25 * MEGABYTE)),
    "docx of a million runs": lambda: docx("<w:p>" + "<w:r><w:t>1</w:t></w:r>" * 1_000_000 + "</w:p>"),
    "docx with NUL": lambda: docx(paragraph("a\x00b")),
    "docx without a text": lambda: zipped({"[Content_Types].xml": WORD_TYPES, "_rels/.rels": WORD_ROOT, "word/x": b""}),
    "docx of itself": lambda: zipped({"[Content_Types].xml": WORD_TYPES, "_rels/.rels": _relations(("officeDocument", "_rels/.rels", "")), "word/x": b""}),
    "docx of two roots": lambda: docx("</w:body></w:document><w:document><w:body>"),
    "xlsx of a billion laughs": lambda: xlsx(cell("A1", "0", " t='s'"), LAUGHS, "<si><t>&k;</t></si>"),
    "xlsx that asks for a file": lambda: xlsx(cell("A1", "0", " t='s'"), SECRET, "<si><t>&k;</t></si>"),
    "xlsx of the last cell": lambda: xlsx("<dimension ref='A1:XFD1048576'/>" + cell("XFD1048576")),
    "xlsx beyond the last cell": lambda: xlsx(cell("ZZZZZZ4294967295")),
    "xlsx of a long row": lambda: xlsx("<dimension ref='A1:XFD1'/>" + cell("XFD1")),
    "xlsx of strings not there": lambda: xlsx(cell("A1", "99999999999", " t='s'")),
    "xlsx of one string of 200 MB": lambda: xlsx(cell("A1", "0", " t='s'"), "", f"<si><t>{'a' * 200 * MEGABYTE}</t></si>"),
    "xlsx of a million strings": lambda: xlsx(cell("A1"), "", "<si><t>a</t></si>" * 1_000_000),
    "xlsx of merges without end": lambda: xlsx(
        cell("A1") + "<mergeCells>" + "<mergeCell ref='A1:XFD1048576'/>" * 10_000 + "</mergeCells>"
    ),
    "xlsx of elements in elements": lambda: xlsx("<a>" * 100_000),
    "xlsx with NUL": lambda: xlsx(cell("A1", "\x00")),
}  # fmt: skip
