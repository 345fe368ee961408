"""The body of an answer as another crawler recorded it, freed of its transfer and content codings."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Mapping

import brotli
import zstandard
from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader

from crawler.media_type import GZIP, UNKNOWN, media_type

MOST_BYTES = 256 * 1024 * 1024
"""Of an unpacked body; what is larger is read by no reader."""
_CHUNK = re.compile(rb"[0-9a-fA-F]{1,8}[ \t]*(?:;[^\r\n]*)?\r\n")
_STEP = 1024
_BROKEN = (zlib.error, brotli.error, zstandard.ZstdError)
CUT_OFF = "the body is cut off"


class CodingError(ValueError):
    """The body cannot be had as it was sent; the message says why, without a full stop."""


def plain_body(raw: bytes, headers: Mapping[str, str]) -> bytes:
    """Return the body that `raw` carries; `headers` are those of the answer, their names in lower case.

    Codings that are named but were undone by the crawler that wrote the record are left alone. Raises CodingError for a
    body that is cut off, damaged, larger than MOST_BYTES, or in a coding that is not known.
    """
    chunked, coded = (headers.get(f"{kind}-encoding", "").lower() for kind in ("transfer", "content"))
    if "chunked" in chunked and _CHUNK.match(raw):
        raw = _joined(raw)
    # The length is that of the coded body, which may be longer than one that the other crawler decoded.
    elif not chunked and not coded and _stated(headers) > len(raw):
        raise CodingError(CUT_OFF)
    for coding in reversed(coded.split(",")):
        raw = _unpacked(coding.strip(), raw)
    return raw


def _stated(headers: Mapping[str, str]) -> int:
    stated = headers.get("content-length", "").strip()
    return int(stated) if stated.isascii() and stated.isdigit() else 0


def _joined(raw: bytes) -> bytes:
    reader = ChunkedDataReader(io.BytesIO(raw), raise_exceptions=True)
    try:
        body: bytes = reader.read()
    except ChunkedDataException as error:
        raise CodingError(CUT_OFF) from error
    if not reader.all_chunks_read:
        raise CodingError(CUT_OFF)
    return body


def _unpacked(coding: str, data: bytes) -> bytes:
    if coding in ("", "identity", "none"):
        return data
    if coding not in _UNPACK:
        raise CodingError(f"the body is in the coding {coding[:40]}, which is not known")
    try:
        body, whole = _UNPACK[coding](data)
    except _BROKEN as error:
        if media_type(data) not in (UNKNOWN, GZIP):
            return data
        raise CodingError(f"the body is damaged ({coding})") from error
    if len(body) > MOST_BYTES:
        raise CodingError(f"the unpacked body is larger than {MOST_BYTES // 2**20} MB")
    if not whole:
        raise CodingError(CUT_OFF)
    return body


def _zlib(data: bytes, bits: int) -> tuple[bytes, bool]:
    unpacker = zlib.decompressobj(bits)
    body = unpacker.decompress(data, MOST_BYTES + 1)
    return body, unpacker.eof


def _gzip(data: bytes) -> tuple[bytes, bool]:
    return _zlib(data, 16 + zlib.MAX_WBITS)


def _deflate(data: bytes) -> tuple[bytes, bool]:
    """Servers send either what the standard says, or the bare stream."""
    try:
        return _zlib(data, zlib.MAX_WBITS)
    except zlib.error:
        return _zlib(data, -zlib.MAX_WBITS)


def _brotli(data: bytes) -> tuple[bytes, bool]:
    unpacker = brotli.Decompressor()
    body = unpacker.process(data, output_buffer_limit=MOST_BYTES + 1)
    return body, unpacker.is_finished()


def _zstd(data: bytes) -> tuple[bytes, bool]:
    unpacker = zstandard.ZstdDecompressor().decompressobj()
    pieces, size = [], 0
    # In small steps, since a step has no limit of its own.
    for at in range(0, len(data), _STEP):
        if size > MOST_BYTES or unpacker.eof:
            break
        pieces.append(unpacker.decompress(data[at : at + _STEP]))
        size += len(pieces[-1])
    return b"".join(pieces), unpacker.eof


_UNPACK: dict[str, Callable[[bytes], tuple[bytes, bool]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
