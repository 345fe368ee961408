"""WARC files of ours as wholes: told by their first record, copied byte for byte, proven from start to end."""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from captures.records import CaptureError

CHUNK = 1 << 17


def record_id(path: Path, offset: int) -> str:
    """The id of the record that begins at `offset`. Raises CaptureError when no record begins there."""
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            record = next(iter(ArchiveIterator(stream)))
            return str(record.rec_headers.get_header("WARC-Record-ID"))
    except OSError as error:
        raise CaptureError(f"{path} cannot be read ({error.strerror}).") from error
    except (ArchiveLoadFailed, EOFError, zlib.error, StopIteration, AttributeError) as error:
        raise CaptureError(f"{path} is damaged at offset {offset}.") from error


def copy(source: Path, start: int, end: int, to: Path) -> None:
    """Copy the bytes from `start` to `end` into a new file, to the disk.

    Raises CaptureError when they cannot be read, OSError when they cannot be written.
    """
    with to.open("wb") as out:
        for chunk in _chunks(source, start, end):
            out.write(chunk)
        out.flush()
        os.fdatasync(out.fileno())


def _chunks(source: Path, start: int, end: int) -> Iterator[bytes]:
    try:
        with source.open("rb") as stream:
            stream.seek(start)
            while start < end:
                chunk = stream.read(min(CHUNK, end - start))
                if not chunk:
                    raise CaptureError(f"{source} is {end - start} bytes short.")
                start += len(chunk)
                yield chunk
    except OSError as error:
        raise CaptureError(f"{source} cannot be read ({error.strerror}).") from error


def members(path: Path) -> Iterator[tuple[int, bytes]]:
    """The offset and the bytes of each record of a whole WARC file of ours, from start to end, checksums proven.

    Raises zlib.error or EOFError, with the offset as its last argument, where it is damaged or torn.
    """
    offset, left = 0, b""
    with path.open("rb") as stream:
        while left or (left := stream.read(CHUNK)):
            member, used, parts = zlib.decompressobj(16 + zlib.MAX_WBITS), 0, []
            while not member.eof:
                if not (left := left or stream.read(CHUNK)):
                    raise EOFError("torn", offset)
                try:
                    parts.append(member.decompress(left))
                except zlib.error as error:
                    raise zlib.error(str(error), offset) from error
                used, left = used + len(left), b""
            left = member.unused_data
            yield offset, b"".join(parts)
            offset += used - len(left)


def payload(record: bytes) -> bytes:
    """The body in the bytes of one record, uncompressed; nothing when they are no record."""
    for parsed in ArchiveIterator(io.BytesIO(record)):
        body: bytes = parsed.content_stream().read()
        return body
    return b""
