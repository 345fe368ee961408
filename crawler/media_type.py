"""What a body is, told from its first bytes; headers and extensions of portals often lie."""

from __future__ import annotations

import io
import re
import zipfile

from crawler.charset import decode

HTML = "text/html"
TEXT = "text/plain"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UNKNOWN = "application/octet-stream"

_PREFIXES = (
    (b"%PDF", PDF),
    (b"{\\rtf", "application/rtf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf'\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"WARC/", "application/warc"),
    (b"RIFF", "application/octet-stream"),
)
_ZIP_MEMBERS = (
    ("word/", DOCX),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("OFD.xml", "application/ofd"),
)
_OLE_STREAMS = (
    ("WordDocument".encode("utf-16-le"), "application/msword"),
    ("Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
    ("Book".encode("utf-16-le"), "application/vnd.ms-excel"),
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
        return next((kind for name, kind in _OLE_STREAMS if name in data), "application/x-ole-storage")
    if head.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    for prefix, kind in _PREFIXES:
        if head.startswith(prefix):
            return kind
    return _textual(data)


def _inside_zip(data: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "application/zip"
    return next((kind for member, kind in _ZIP_MEMBERS if any(n.startswith(member) for n in names)), "application/zip")


def _textual(data: bytes) -> str:
    decoded = decode(data[:65_536])
    if not decoded.encoding.startswith("utf-16") and b"\x00" in data[:4096]:
        return UNKNOWN
    start = decoded.text.lstrip()
    if re.match(r"mime-version:", start, re.IGNORECASE):
        return "multipart/related"
    if _HTML_TAG.search(start[:20_000]):
        return HTML
    if start.startswith("<?xml") or re.match(r"<[a-z]+[\s>]", start, re.IGNORECASE):
        return "application/xml"
    if re.match(r"[\[{]\s*[\"\[{\]}]", start):
        return "application/json"
    return TEXT
