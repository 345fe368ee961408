"""Which reader reads which format; a format is told from the first bytes of a file, never from its name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from crawler import media_type as kinds
from parsers import libreoffice
from parsers.document import Document
from parsers.scan import NOT_INSTALLED, is_installed

Reader = Callable[[bytes], Document]

# Readers are imported when first needed: most files are HTML, and the libraries of the others are large.
_READERS: dict[str, tuple[str, str]] = {
    kinds.JSON: ("json_page", "read_json_page"),
    kinds.PDF: ("pdf", "read_pdf"),
    kinds.OFD: ("ofd", "read_ofd"),
    kinds.DOCX: ("word", "read_docx"),
    kinds.DOC: ("libreoffice", "read_office"),
    kinds.RTF: ("libreoffice", "read_office"),
    kinds.ODT: ("libreoffice", "read_office"),
    kinds.WORD_XML: ("libreoffice", "read_office"),
    kinds.XLS: ("spreadsheet", "read_spreadsheet"),
    kinds.XLSX: ("spreadsheet", "read_spreadsheet"),
    kinds.XLSB: ("spreadsheet", "read_spreadsheet"),
    kinds.ODS: ("spreadsheet", "read_spreadsheet"),
    **dict.fromkeys(kinds.PICTURES, ("scan", "read_image")),
}


# Formats that are told and not read, and what to do about them.
_UNREAD = {
    kinds.ENCRYPTED: "the file is encrypted",
    kinds.RAR: "it is a RAR archive: unpack it and import its files",
    kinds.SEVEN_ZIP: "it is a 7z archive: unpack it and import its files",
    kinds.OLE: "it is an office file of an unknown program: save it as .docx",
    kinds.UNKNOWN: "it is no document of a known format",
}


def reader_of(kind: str) -> Reader:
    """Return the reader of a media type, which raises ValueError with one sentence for what it cannot read.

    Raises ValueError with one sentence where there is none.
    """
    if kind not in _READERS:
        raise ValueError(_UNREAD.get(kind, f"files of type {kind} are not read"))
    module, name = _READERS[kind]
    reader: Reader = getattr(import_module(f"parsers.{module}"), name)
    return reader


def is_there_now(reason: str) -> bool:
    """Tell whether a reason for not having read a file was a program or an extra that is installed by now."""
    if reason.startswith(libreoffice.NEEDED):
        return libreoffice.program() is not None
    return reason.startswith(NOT_INSTALLED) and is_installed()
