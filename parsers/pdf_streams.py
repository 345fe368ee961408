"""The packed streams of a PDF, looked at before the file is opened: those that would unpack to more than any page can
hold, and those that are damaged, of which a library would show the sound part as if it were the whole."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

MOST_UNPACKED = 64 * 2**20
"""Bytes of one stream that is no picture; the largest seen, a whole Chinese font, unpacks to 20 MB."""
MOST_STREAMS = 200_000
_GREATEST_RATIO = 1_000
"""Deflate packs to a thousandth at best: smaller streams need no look."""
_STREAM = re.compile(rb"stream\r?\n")
_HEAD = 2_000
_PICTURE = re.compile(rb"/Subtype\s*/Image|/DCTDecode|/JPXDecode|/CCITTFaxDecode|/JBIG2Decode")
_PACKED_TWICE = re.compile(rb"/(?:Flate|LZW)Decode\s*/(?:Flate|LZW)Decode|/(?:Fl|LZW)\s*/(?:Fl|LZW)\b")


def are_sound(data: bytes) -> bool:
    """Tell whether what the streams of a file pack can be unpacked to its end; pictures and fonts are not looked into.

    Raises ValueError with one sentence when a stream is packed to explode.
    """
    if _PACKED_TWICE.search(data):
        raise ValueError("the PDF holds a stream that is packed twice over")
    readable = b"/Encrypt" not in data
    sound = True
    for head, packed in _streams(data):
        if _PICTURE.search(head):
            continue
        looked_into = readable and b"/FlateDecode" in head and b"/Length1" not in head and b"/FontFile" not in head
        if looked_into or len(packed) * _GREATEST_RATIO > MOST_UNPACKED:
            sound &= _unpacks(packed) or not looked_into
    return sound


def _streams(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Yield the dictionary of each stream (and what stands before it) and its bytes as they are in the file."""
    view = memoryview(data)
    for number, match in enumerate(_STREAM.finditer(data)):
        if number > MOST_STREAMS:
            raise ValueError("the PDF has more streams than any report")
        if data[match.start() - 3 : match.start()] == b"end":
            continue
        stop = data.find(b"endstream", match.end())
        begin = max(data.rfind(b" obj", match.start() - _HEAD, match.start()), match.start() - _HEAD, 0)
        yield data[begin : match.start()], view[match.end() : stop if stop >= 0 else len(data)]


def _unpacks(packed: memoryview) -> bool:
    """Tell whether a stream can be unpacked to its end. Raises ValueError when it would fill the memory."""
    unpacker = zlib.decompressobj()
    left, total = bytes(packed), 0
    try:
        while left and not unpacker.eof:
            total += len(unpacker.decompress(left, 2**20))
            left = unpacker.unconsumed_tail
            if total > MOST_UNPACKED:
                raise ValueError(f"the PDF holds a stream of more than {MOST_UNPACKED // 2**20} MB")
    except zlib.error:
        return False
    return unpacker.eof
