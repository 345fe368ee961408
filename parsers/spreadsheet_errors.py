"""The cells of a workbook that show an error (#REF!, #VALUE!): the spreadsheet library gives them as blank.

Formats: ECMA-376 §18.3.1.4 (c, t="e"); [MS-XLS] 2.4.24 BoolErr, 2.4.127 Formula, 2.4.28 BoundSheet8.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile
from lxml import etree

from crawler.media_type import XLS, XLSX
from parsers.container import DAMAGES, open_container

Errors = dict[tuple[int, int], str]
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CODES = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_BOF, _EOF, _FORMULA, _BOOL_ERROR, _SHEET = 0x0809, 0x000A, 0x0006, 0x0205, 0x0085


def error_cells(data: bytes, kind: str) -> dict[str, Errors]:
    """Return sheet name to the (row, column) from 0 of its cells in error, with what they show.

    Raises ValueError with one sentence when the container is damaged.
    """
    try:
        if kind == XLSX:
            return dict(_of_xlsx(data))
        return dict(_of_xls(data)) if kind == XLS else {}
    except (*DAMAGES, etree.LxmlError, struct.error, SyntaxError, IndexError) as error:
        raise ValueError("the spreadsheet is damaged") from error


def _of_xlsx(data: bytes) -> Iterator[tuple[str, Errors]]:
    with open_container(data) as container:
        relations = _parsed(container.read("xl/_rels/workbook.xml.rels"))
        targets = {one.get("Id"): one.get("Target", "") for one in relations.iter(_RELATION)}
        for sheet in _parsed(container.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
            target = targets.get(sheet.get(_ID), "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in container.namelist():
                yield sheet.get("name", ""), _errors_of(container.read(path))


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _errors_of(data: bytes) -> Errors:
    if b't="e"' not in data and b"t='e'" not in data:
        return {}
    cells = (cell for cell in _parsed(data).iter(f"{_MAIN}c") if cell.get("t") == "e")
    return {_position(cell.get("r", "")): cell.findtext(f"{_MAIN}v", "#") for cell in cells}


def _position(reference: str) -> tuple[int, int]:
    """Return row and column from 0 of a reference such as AB12."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :] or 1) - 1, column - 1


def _of_xls(data: bytes) -> Iterator[tuple[str, Errors]]:
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        stream = next((name for name in ("Workbook", "Book") if container.exists(name)), None)
        body = container.openstream(stream).read() if stream else b""
    names: dict[int, str] = {}
    sheet, errors, begun = "", Errors(), 0
    for at, kind, content in _records(body):
        if kind == _SHEET:
            names[struct.unpack_from("<I", content)[0]] = _name(content[6:])
        elif kind == _BOF:
            sheet, errors, begun = names.get(at, ""), Errors(), at
        elif kind == _BOOL_ERROR and content[7]:
            errors[struct.unpack_from("<HH", content)] = _CODES.get(content[6], "#")
        elif kind == _FORMULA and content[12:14] == b"\xff\xff" and content[6] == 2:
            errors[struct.unpack_from("<HH", content)] = _CODES.get(content[8], "#")
        elif kind == _EOF and begun in names and errors:
            yield sheet, errors


def _records(body: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(body):
        kind, size = struct.unpack_from("<HH", body, at)
        yield at, kind, body[at + 4 : at + 4 + size]
        at += 4 + size


def _name(content: bytes) -> str:
    """A short string: length, whether its characters take two bytes, the characters."""
    length, wide = content[0], content[1] & 1
    return content[2 : 2 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1")
