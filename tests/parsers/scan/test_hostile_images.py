"""Images that are broken, huge or none at all: one clear sentence, never a crash, never a page in memory first."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from parsers import scan
from parsers.read import read

SAMPLES = Path(__file__).with_name("samples")


def png_of(width: int, height: int) -> bytes:
    """A PNG of some hundred bytes that says it is as large as that."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def reason(data: bytes) -> str:
    reading = read(data)
    assert reading.verdict == "unreadable"
    assert "\n" not in reading.reason
    return reading.reason


@pytest.mark.parametrize("size", [(50_000, 50_000), (12_000, 9_000)])
def test_a_picture_with_too_many_pixels_is_not_decoded(size):
    assert "more than 80 million pixels" in reason(png_of(*size))


@pytest.mark.parametrize("name", ["tilted.jpg", "screen.png", "fax.tif"])
@pytest.mark.parametrize("share", [0.02, 0.5])
def test_a_picture_cut_short_is_damaged(name, share):
    data = (SAMPLES / name).read_bytes()
    assert reason(data[: int(len(data) * share)]) == "the image is damaged or cut short"


@pytest.mark.parametrize("data", [b"\xff\xd8\xff\xe0", b"GIF89a", b"II*\x00\x08\x00\x00\x00", b"BM" + bytes(60)])
def test_a_head_without_a_body_is_damaged(data):
    assert reason(data) == "the image is damaged or cut short"


def test_too_many_pages():
    page = Image.new("1", (100, 100), 1)
    out = io.BytesIO()
    page.save(out, "TIFF", save_all=True, append_images=[page] * 80)
    assert "81 pages" in reason(out.getvalue())


@pytest.mark.parametrize("size", [(1, 1), (30, 5000), (400, 400)])
def test_a_picture_without_text_is_no_report(size):
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "PNG")
    assert read(out.getvalue()).verdict == "not_a_report"


def test_without_the_extra_a_scan_says_what_to_install(monkeypatch):
    def missing(name: str) -> None:
        raise ModuleNotFoundError("cv2")

    monkeypatch.setattr(scan, "import_module", missing)
    assert reason(png_of(100, 100)) == "scanned, install gongkai[ocr]"
    with pytest.raises(ValueError, match=r"scanned, install gongkai\[ocr\]"):
        scan.page_blocks(Image.new("L", (10, 10)), 1, 1, 1.0)
