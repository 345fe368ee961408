"""Pages, texts, pictures and old office files made to break a reader."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable

from tests.parsers.hostile.office_files import LAUGHS, OUTSIDE, REMOTE
from tests.parsers.hostile.packing import MEGABYTE, deflated

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD_2003 = "<?xml version='1.0'?>{}<w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'><w:body><w:p><w:r><w:t>&k;</w:t></w:r></w:p></w:body></w:wordDocument>"


def html(body: str) -> bytes:
    return f"<html><head><meta charset=utf-8><title>某某县2023年政府信息公开工作年度报告</title></head><body>{body}</body></html>".encode()


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(side: int, megabytes: int) -> bytes:
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    body = b"\x78\x9c" + deflated(megabytes, b"", b"\x00") + b"\x00" * 4
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def jpeg(side: int) -> bytes:
    frame = struct.pack(">HBHHB", 11, 8, side, side, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xc0"
        + frame
        + b"\xff\xda\x00\x08\x01\x01\x00\x00?\x00"
        + b"\x00" * 999
    )


def tiff_in_a_circle() -> bytes:
    """A directory of pictures whose next directory is itself."""
    entry = struct.pack("<HHII", 256, 4, 1, 100_000) + struct.pack("<HHII", 257, 4, 1, 100_000)
    return b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", 2) + entry + struct.pack("<I", 8)


def ole_in_a_circle() -> bytes:
    """A container whose chain of sectors bites its tail, with the name of a Word stream in it."""
    head = OLE + b"\x00" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 0, 0, 4096, 0, 1, 0, 0) + struct.pack("<I", 0) * 109
    name = "WordDocument".encode("utf-16-le").ljust(64, b"\x00")
    entry = name + struct.pack("<HBBIII", 26, 2, 1, 1, 1, 1) + b"\x00" * 36 + struct.pack("<IQ", 0, 2**40)
    return head[:512].ljust(512, b"\x00") + struct.pack("<I", 0) * 128 + entry * 4


def noise(start: bytes, size: int) -> bytes:
    return start + random.Random(1).randbytes(size)


SPANS = "<table>" + "<tr><td rowspan=65534 colspan=1000>1" * 300 + "</table>"
PAGES: dict[str, Callable[[], bytes]] = {
    "html of 10 000 columns": lambda: html("<table>" + ("<tr>" + "<td>1" * 10_000) * 30 + "</table>"),
    "html of columns that are not there": lambda: html(
        "<table><tr><td colspan=2147483647 rowspan=2147483647>1</table>"
    ),
    "html of spans over spans": lambda: html(SPANS),
    "html of a million cells": lambda: html("<table>" + ("<tr>" + "<td>1" * 1000) * 1000 + "</table>"),
    "html nested without end": lambda: html("<div>" * 200_000),
    "html of tables in tables": lambda: html("<table><tr><td>" * 5000),
    "html of lists in fonts": lambda: html("<b><i><font><ul><li>" * 20_000),
    "html with NUL": lambda: html("年度报告\x00" * 1000),
    "html of one attribute": lambda: html(f"<p class='{'x ' * 3_000_000}'>x"),
    "html of a million attributes": lambda: html("<p " + " ".join(f"a{at}=1" for at in range(300_000)) + ">x"),
    "html of entities": lambda: html(LAUGHS + "&k;" + "&#x10ffff;&#0;&#xd800;" * 10_000),
    "html of 20 MB of words": lambda: html("<p>政府信息公开工作年度报告</p>" * 400_000),
    "text of 200 MB": lambda: b"a" * (200 * MEGABYTE),
    "text of one line of 20 MB": lambda: ("申请公开 12 " * 1_200_000).encode(),
    "text of a million lines": lambda: "一、本年新收政府信息公开申请数量\t1\t2\n".encode() * 300_000,
    "text of brackets": lambda: ("（" * 1_000_000 + "）").encode(),
    "text of digits": lambda: b"1" * 5_000_000,
    "text with NUL": lambda: b"\x00" * 1_000_000,
    "text of noise": lambda: noise(b"", MEGABYTE),
    "text of byte order marks": lambda: b"\xff\xfe" * 500_000,
    "xml of a billion laughs": lambda: f"<?xml version='1.0'?>{LAUGHS}<report>&k;</report>".encode(),
}
PICTURES: dict[str, Callable[[], bytes]] = {
    "png of 100 000 points a side": lambda: png(100_000, 1200),
    "png that ends at once": lambda: png(3000, 0),
    "jpeg of 65 535 points a side": lambda: jpeg(65_535),
    "jpeg of noise": lambda: noise(b"\xff\xd8\xff\xe0", 100_000),
    "tiff in a circle": tiff_in_a_circle,
    "gif of noise": lambda: noise(b"GIF89a\xff\xff\xff\xff", 50_000),
    "bmp of 2 000 000 000 points": lambda: b"BM" + struct.pack("<IIIIiiHHI", 100, 0, 54, 40, 2**31 - 1, 2**31 - 1, 1, 24, 0) + b"\x00" * 99,
    "webp of noise": lambda: noise(b"RIFF\xff\xff\xff\x7fWEBPVP8 ", 50_000),
}  # fmt: skip
OFFICE: dict[str, Callable[[], bytes]] = {
    "rtf of groups in groups": lambda: b"{\\rtf1" + b"{" * 300_000,
    "rtf that asks another host": lambda: b"{\\rtf1{\\*\\template " + OUTSIDE.encode() + b"}{\\field{\\*\\fldinst INCLUDETEXT " + OUTSIDE.encode() + b"}}x}",
    "rtf of bytes that are not there": lambda: b"{\\rtf1 \\bin2147483647 x}",
    "doc in a circle": ole_in_a_circle,
    "doc of noise": lambda: noise(OLE + "WordDocument".encode("utf-16-le"), 20_000),
    "word xml of a billion laughs": lambda: WORD_2003.format(LAUGHS).encode(),
    "word xml that asks another host": lambda: WORD_2003.format(REMOTE).encode(),
}  # fmt: skip
OLD_BOOKS: dict[str, Callable[[], bytes]] = {
    "xls of noise": lambda: noise(OLE + "Workbook".encode("utf-16-le"), 20_000),
    "ole of nothing": lambda: OLE,
}
CASES = PAGES | PICTURES | OFFICE | OLD_BOOKS
