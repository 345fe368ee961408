"""WARC files: append records, read a body back by file and offset."""

from __future__ import annotations

import base64
import gzip
import io
import os
import zlib
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordbuilder import RecordBuilder
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from captures.records import CaptureError, Exchange

ROTATE_BYTES = 1_000_000_000
MOST_WAITING = 64_000
"""Bytes of records that wait in memory at most."""
GZIP_LEVEL = 3
"""On pages of portals half the time of level 6, for some 5 % more room."""
SMALL = 2048
"""Bytes of a record that a window of 2 KB takes in whole."""
# A body is stored decoded, so these no longer describe it; the received value stays under the name that
# other archiving tools use for it.
_DESCRIBES_WIRE = {"content-encoding", "transfer-encoding", "content-length"}
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


class _Maker(RecordBuilder):
    """Make records with the digests that we give and no others: of a body we know the SHA-256 already, and the
    checksum of its gzip member covers the rest of a record.
    """

    def ensure_digest(self, record: ArcWarcRecord, block: bool = True, payload: bool = True) -> None:
        """Add none."""


class _Writer(_Maker, WARCWriter):
    """Write such records."""


_MAKER = _Maker(warc_version="1.1")


def payload_digest(sha256: str) -> str:
    """The hexadecimal digest as a WARC header value, in base32 as WARC tools write it."""
    return "sha256:" + base64.b32encode(bytes.fromhex(sha256)).decode("ascii")


class WarcFile:
    """The WARC file being written: one gzip member a record, so that a torn tail can be cut at a known size.

    Records gather in memory and reach the file whole or, when it cannot be written, not at all.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._writer = _Writer(io.BytesIO(), gzip=False, warc_version="1.1")
        self._file = (folder / name).open("ab", buffering=0)
        self._written = self.size = self._file.tell()
        """`size`: bytes of all records so far, those that still wait included."""
        self._waiting: list[bytes] = []
        if self.size == 0:
            self.add(_MAKER.create_warcinfo_record(name, {"software": "gongkai", "format": "WARC File Format 1.1"}))

    def add(self, record: ArcWarcRecord) -> int:
        """Append one record and return the offset at which it begins; `flush` or `sync` brings it into the file."""
        offset = self.size
        plain = io.BytesIO()
        self._writer.out = plain
        self._writer.write_record(record)
        self._waiting.append(_member(plain.getvalue()))
        self.size += len(self._waiting[-1])
        if self.size - self._written > MOST_WAITING:
            self.flush()
        return offset

    def flush(self) -> None:
        """Hand every record to the operating system. Raises OSError; the file then ends with a whole record."""
        left = memoryview(b"".join(self._waiting))
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError:
            self._file.truncate(self._written)
            raise
        self._written, self._waiting = self.size, []

    def sync(self) -> None:
        """Bring every record to the disk, so that no stop of the machine can leave rows without their records."""
        self.flush()
        os.fdatasync(self._file.fileno())

    def close(self) -> None:
        """Close the file; records that wait are lost, as they have no rows yet."""
        self._file.close()


def _member(record: bytes) -> bytes:
    """A record as one gzip member. One that is smaller than the usual window is packed with a small one: to set up the
    usual one costs more than to pack the head of a request.
    """
    if len(record) > SMALL:
        return gzip.compress(record, GZIP_LEVEL, mtime=0)
    packing = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, 16 + 11, 4)
    return packing.compress(record) + packing.flush()


def _response_head(exchange: Exchange) -> StatusAndHeaders:
    kept: list[tuple[str, str]] = []
    for name, value in exchange.headers:
        kept.append((f"X-Archive-Orig-{name}" if name.lower() in _DESCRIBES_WIRE else name, value))
    kept.append(("Content-Length", str(len(exchange.body))))
    return StatusAndHeaders(str(exchange.status), kept, protocol="HTTP/1.1")


def request_record(url: str, when: str, exchange: Exchange) -> ArcWarcRecord:
    """The request as sent."""
    path = "/" + url.split("://", 1)[-1].partition("/")[2]
    head = StatusAndHeaders(f"{path} HTTP/1.1", list(exchange.request_headers), protocol=exchange.request_method)
    return _MAKER.create_warc_record(
        url,
        "request",
        payload=io.BytesIO(exchange.request_body),
        length=len(exchange.request_body),
        http_headers=head,
        warc_headers_dict={"WARC-Date": when},
    )


def response_record(url: str, when: str, exchange: Exchange, sha256: str) -> ArcWarcRecord:
    """The answer with its whole body."""
    return _MAKER.create_warc_record(
        url,
        "response",
        payload=io.BytesIO(exchange.body),
        length=len(exchange.body),
        http_headers=_response_head(exchange),
        warc_headers_dict={"WARC-Date": when, "WARC-Payload-Digest": payload_digest(sha256)},
    )


def revisit_record(
    url: str, when: str, exchange: Exchange, sha256: str, profile: str, first: tuple[str, str]
) -> ArcWarcRecord:
    """The answer without its body, which the record of `first` (URL, date) holds under the same digest."""
    return _MAKER.create_warc_record(
        url,
        "revisit",
        http_headers=StatusAndHeaders(str(exchange.status), list(exchange.headers), protocol="HTTP/1.1"),
        warc_headers_dict={
            "WARC-Date": when,
            "WARC-Profile": profile,
            "WARC-Refers-To-Target-URI": first[0],
            "WARC-Refers-To-Date": first[1],
            "WARC-Payload-Digest": payload_digest(sha256),
        },
    )


def resource_record(url: str, when: str, body: bytes, media_type: str, sha256: str) -> ArcWarcRecord:
    """A body that came from no server: a local file."""
    return _MAKER.create_warc_record(
        url,
        "resource",
        payload=io.BytesIO(body),
        length=len(body),
        warc_content_type=media_type,
        warc_headers_dict={"WARC-Date": when, "WARC-Payload-Digest": payload_digest(sha256)},
    )


def read_body(path: Path, offset: int) -> bytes:
    """The payload of the record that begins at `offset`. Raises CaptureError when the file does not hold it."""
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            for record in ArchiveIterator(stream):
                return record.content_stream().read()
    except OSError as error:
        raise CaptureError(
            f"{path} cannot be read ({error.strerror}): put the WARC file back beside the ledger."
        ) from error
    except (ArchiveLoadFailed, EOFError, zlib.error) as error:
        raise CaptureError(f"{path} is damaged at offset {offset}: restore it from a copy.") from error
    raise CaptureError(f"{path} ends before offset {offset}: put the whole WARC file back beside the ledger.")
