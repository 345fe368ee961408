"""Files of the small corpus with a few things changed: bytes, pieces, and the members inside containers."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable

from tests.parsers.hostile.packing import zipped

ODD = (b"\x00", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"9" * 40, b"<", b">", b"&#x110000;", b"%", b"[", b"(", b"/",
       b"<table>", b"</td>", b"<!--", b"-1", b"1e999", b"endobj", b"stream\n", b"\xef\xbb\xbf", "零".encode("gb18030"))  # fmt: skip
Change = Callable[[bytearray, random.Random], None]


def _flip(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data))
    data[at] ^= 1 << rng.randrange(8)


def _insert(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data))
    data[at:at] = rng.choice(ODD)


def _overwrite(data: bytearray, rng: random.Random) -> None:
    at, odd = rng.randrange(len(data)), rng.choice(ODD)
    data[at : at + len(odd)] = odd


def _drop(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data))
    del data[at : at + rng.choice((1, 7, 64, 1000))]


def _double(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data))
    piece = bytes(data[at : at + rng.choice((1, 16, 300))])
    data[at:at] = piece * rng.choice((1, 2, 50))


def _move(data: bytearray, rng: random.Random) -> None:
    at, to = rng.randrange(len(data)), rng.randrange(len(data))
    piece = bytes(data[at : at + rng.choice((4, 40, 400))])
    data[to:to] = piece


def _cut(data: bytearray, rng: random.Random) -> None:
    del data[rng.randrange(len(data)) :]


CHANGES: tuple[Change, ...] = (_flip, _flip, _insert, _overwrite, _drop, _double, _move, _cut)


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Return the file with one to eight changes, half of the time inside what it packs."""
    if data.startswith(b"PK") and rng.random() < 0.7:
        return _inside_zip(data, rng)
    if data.startswith(b"%PDF") and rng.random() < 0.5:
        return _inside_pdf(data, rng)
    return _changed(data, rng)


def _changed(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 8))):
        if out:
            rng.choice(CHANGES)(out, rng)
    return bytes(out)


def _inside_zip(data: bytes, rng: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        members = {info.filename: container.read(info) for info in container.infolist()}
    name = rng.choice([name for name, body in members.items() if body])
    members[name] = _changed(members[name], rng)
    return zipped(members)


def _inside_pdf(data: bytes, rng: random.Random) -> bytes:
    """Change the content of one packed stream; its length no longer fits, as in many PDF files that readers repair."""
    starts = [at + 7 for at in range(len(data)) if data.startswith(b"stream\n", at) and data[at - 3 : at] != b"end"]
    if not starts:
        return _changed(data, rng)
    start = rng.choice(starts)
    end = data.find(b"endstream", start)
    try:
        body = zlib.decompress(data[start:end].rstrip(b"\r\n"))
    except zlib.error:
        return _changed(data, rng)
    return data[:start] + zlib.compress(_changed(body, rng)) + b"\n" + data[end:]
