"""Zip and deflate as an attacker packs: gigabytes in kilobytes, sizes that lie, archives inside archives."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

MEGABYTE = 2**20


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, body in members.items():
            container.writestr(name, body)
    return out.getvalue()


def deflated(megabytes: int, start: bytes = b"", fill: bytes = b" ") -> bytes:
    """Return raw deflate of `start` and that many megabytes of one byte, made by repeating one packed megabyte."""
    packer = zlib.compressobj(9, wbits=-15)
    head = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(fill * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * megabytes + zlib.compressobj(9, wbits=-15).flush()


def stored(body: bytes) -> tuple[bytes, int, int]:
    """An honest member for `raw_zip`."""
    return deflated(0, body), len(body), zlib.crc32(body)


def raw_zip(members: Mapping[str, tuple[bytes, int, int]], flags: int = 0) -> bytes:
    """A zip of packed bodies with the sizes and checksums that it claims they unpack to."""
    body, directory = b"", b""
    for name, (packed, claimed, check) in members.items():
        key = name.encode()
        fields = struct.pack("<HHHHHIIIHH", 20, flags, 8, 0, 33, check, len(packed), claimed, len(key), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + key
        body += b"PK\x03\x04" + fields + key + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def nested(depth: int) -> bytes:
    data = b"<html><body>x</body></html>"
    for at in range(depth):
        data = zipped({f"{at}.html" if at == 0 else f"{at}.zip": data})
    return data


def wide_and_deep() -> bytes:
    """Ten archives in each of ten, four deep: ten thousand pages to read where the limits forget to multiply."""
    data = b"<html><body>x</body></html>"
    for at in range(4):
        data = zipped({f"{at}-{one}.{'zip' if at else 'html'}": data for one in range(10)})
    return data


CASES: dict[str, Callable[[], bytes]] = {
    "zip of 4 GB": lambda: raw_zip({"report.html": (deflated(4000, b"<html>"), 4000 * MEGABYTE, 0)}),
    "zip of 4 GB that claims 100 bytes": lambda: raw_zip({"report.html": (deflated(4000, b"<html>"), 100, 0)}),
    "zip ten deep": lambda: nested(10),
    "zip wide and deep": wide_and_deep,
    "zip of 70 000 files": lambda: zipped({f"{at}.html": b"" for at in range(70_000)}),
    "zip with roads out": lambda: zipped({"../../../../tmp/out.html": b"<html>x", "/etc/out.html": b"<html>x"}),
    "zip with a password": lambda: raw_zip({"report.html": (b"\x00" * 40, 28, 0)}, flags=1),
    "zip without its directory": lambda: zipped({"report.html": b"<html>x</html>" * 99})[:-60],
    "zip of nothing": lambda: zipped({}),
    "zip of itself": lambda: (lambda one: zipped({"a.zip": one, "b.zip": one}))(nested(2)),
    "gzip of 4 GB": lambda: b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + deflated(4000) + b"\x00" * 8,
    "gzip in gzip": lambda: gzip.compress(gzip.compress(gzip.compress(gzip.compress(b"<html>x")))),
    "gzip cut off": lambda: gzip.compress(b"<html>" + bytes(range(256)) * 99)[:-30],
    "mhtml a thousand deep": lambda: _deep_mhtml(1000),
    "mhtml without an end": lambda: (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n" + b"--x\r\n" * 50_000
    ),
}


def _deep_mhtml(depth: int) -> bytes:
    out = "MIME-Version: 1.0\r\n"
    for at in range(depth):
        out += f"Content-Type: multipart/mixed; boundary=b{at}\r\n\r\n--b{at}\r\n"
    return (out + "Content-Type: text/html\r\n\r\n<p>x</p>").encode()
