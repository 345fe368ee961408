"""What a body is, told from its first bytes; headers and extensions of portals often lie."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

import olefile

from crawler.charset import decode

HTML = "text/html"
TEXT = "text/plain"
JSON = "application/json"
PDF = "application/pdf"
DOC = "application/msword"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORD_XML = "application/vnd.ms-wordml"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
XLS = "application/vnd.ms-excel"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
OFD = "application/ofd"
MHTML = "multipart/related"
ZIP = "application/zip"
GZIP = "application/gzip"
RAR = "application/vnd.rar"
SEVEN_ZIP = "application/x-7z-compressed"
ENCRYPTED = "application/x-ole-encrypted"
"""An office file of the newer formats under a password."""
OLE = "application/x-ole-storage"
JPEG = "image/jpeg"
PNG = "image/png"
GIF = "image/gif"
BMP = "image/bmp"
TIFF = "image/tiff"
WEBP = "image/webp"
PICTURES = (JPEG, PNG, GIF, BMP, TIFF, WEBP)
UNKNOWN = "application/octet-stream"

_PREFIXES = (
    (b"%PDF", PDF),
    (b"{\\rtf", RTF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n", PNG),
    (b"GIF8", GIF),
    (b"BM", BMP),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf'\x1c", SEVEN_ZIP),
    (b"\x1f\x8b", GZIP),
    (b"WARC/", "application/warc"),
    (b"RIFF", UNKNOWN),
)
_ZIP_MEMBERS = (
    ("word/", DOCX),
    ("xl/workbook.bin", XLSB),
    ("xl/", XLSX),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("OFD.xml", OFD),
)
_OLE_STREAMS = (
    ("EncryptedPackage", ENCRYPTED),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
)
_HTML_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|table|tr|td|div|p|span|script|style|ul|h[1-6]|a|br|iframe|center)\b",
    re.IGNORECASE,
)


def media_type(data: bytes) -> str:
    """Return the media type of a body by its magic bytes, looking inside zip and OLE containers; never raises."""
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower().startswith((b"<!doctype html", b"<html")):
        return HTML
    head = data[:8].lstrip(b"\xef\xbb\xbf")
    if data.startswith(b"PK\x03\x04"):
        return _inside_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _inside_ole(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    for prefix, kind in _PREFIXES:
        if head.startswith(prefix):
            return kind
    return _textual(data)


def _inside_zip(data: bytes) -> str:
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
        names = container.namelist()
        if names[:1] == ["mimetype"] and container.getinfo("mimetype").file_size < 100:
            return container.read("mimetype").decode("ascii", "replace").strip() or ZIP
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error):
        return ZIP
    return next((kind for member, kind in _ZIP_MEMBERS if any(n.startswith(member) for n in names)), ZIP)


def _inside_ole(data: bytes) -> str:
    """The streams at the root tell the format: an embedded object of another format has its own below."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            names = {path[0] for path in container.listdir()}
    except (OSError, ValueError, IndexError, TypeError, AttributeError, RecursionError, struct.error):
        names = {name for name, _ in _OLE_STREAMS if name.encode("utf-16-le") in data}
    return next((kind for name, kind in _OLE_STREAMS if name in names), OLE)


def _textual(data: bytes) -> str:
    decoded = decode(data[:65_536])
    if not decoded.encoding.startswith("utf-16") and b"\x00" in data[:4096]:
        return UNKNOWN
    start = decoded.text.lstrip()
    if re.match(r"mime-version:", start, re.IGNORECASE):
        return MHTML
    if re.match(r"[\[{]\s*[\"\[{\]}]", start):
        return JSON  # whose strings may be HTML
    if _HTML_TAG.search(start[:20_000]):
        return HTML
    if start.startswith("<?xml") and re.search(r"<w:wordDocument\b|<pkg:package\b", start[:8000]):
        return WORD_XML
    if start.startswith("<?xml") or re.match(r"<[a-z]+[\s>]", start, re.IGNORECASE):
        return "application/xml"
    return TEXT
