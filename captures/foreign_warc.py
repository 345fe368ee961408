"""The answers in WARC and ARC files that other crawlers wrote, their bodies decoded."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from captures.content_coding import CUT_OFF, MOST_BYTES, CodingError, plain_body

BROKEN = (ArchiveLoadFailed, EOFError, OSError, zlib.error, ValueError)
"""What reading such a file raises when it is torn or is none."""
_MAGIC = re.compile(rb"WARC/|filedesc://")
_ONE_MEMBER = "non-chunked gzip"
"""What warcio says of a file that was packed as a whole, instead of record by record."""
_ANSWERS = ("response", "resource", "revisit")


@dataclass(frozen=True, slots=True)
class ForeignAnswer:
    """One answer. `when` is as the record gives it ("" for none), `status` None for a file that no server gave, `fault`
    says why the body is not what was sent ("" when it is). A revisit has no body: it is that of `same_as`, the address
    and time of another answer.
    """

    url: str
    when: str
    status: int | None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    fault: str = ""
    same_as: tuple[str, str] | None = None

    def header(self, name: str) -> str:
        """Return a header of the answer, "" for none."""
        return next((value for known, value in self.headers if known.lower() == name.lower()), "")


def is_warc(file: Path) -> bool:
    """Tell by its first bytes whether a file is a WARC or ARC file, packed or not."""
    with file.open("rb") as stream:
        head = stream.read(512)
    if head.startswith(b"\x1f\x8b"):
        with suppress(zlib.error):
            head = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, 64)
    return bool(_MAGIC.match(head))


def answers(file: Path) -> Iterator[ForeignAnswer]:
    """Yield the answers of a file in its order. Raises one of BROKEN where the file is torn, with what came before it
    already given; ValueError too when it holds no record at all."""
    seen = 0
    for record in _records(file):
        seen += 1
        if record.rec_type in _ANSWERS:
            yield _answer(record)
    if not seen:
        raise ValueError("it holds no WARC record")


def _records(file: Path) -> Iterator[ArcWarcRecord]:
    done = 0
    try:
        with file.open("rb") as stream:
            for record in _iterate(stream):
                done += 1
                yield record
            return
    except ArchiveLoadFailed as error:
        if _ONE_MEMBER not in str(error):
            raise
    with gzip.open(file) as plain:
        yield from islice(_iterate(plain), done, None)


def _iterate(stream: IO[bytes] | gzip.GzipFile) -> Iterator[ArcWarcRecord]:
    """Yield records. Raises ValueError where warcio stumbles over a head that is cut off."""
    try:
        yield from ArchiveIterator(stream, arc2warc=True)
    except AttributeError as error:
        raise ValueError("a record is cut off in its head") from error


def _answer(record: ArcWarcRecord) -> ForeignAnswer:
    told = record.rec_headers.get_header
    url, when = told("WARC-Target-URI") or "", told("WARC-Date") or ""
    head = record.http_headers
    headers = tuple(head.headers) if head else ()
    status = _status(head.get_statuscode()) if head else None
    if record.rec_type == "revisit":
        same_as = told("WARC-Refers-To-Target-URI") or url, told("WARC-Refers-To-Date") or ""
        return ForeignAnswer(url, when, status, headers, same_as=same_as)
    body, fault = _body(record, headers)
    truncated = told("WARC-Truncated")
    if truncated:
        fault = f"{CUT_OFF} by the crawler that recorded it ({truncated})"
    return ForeignAnswer(url, when, status, headers, body, fault)


def _status(text: str | None) -> int:
    """Return the status, 0 for one that is no number."""
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _body(record: ArcWarcRecord, headers: tuple[tuple[str, str], ...]) -> tuple[bytes, str]:
    """Return the decoded body and why it is not what was sent, with the bytes that there are."""
    if record.length and record.length > MOST_BYTES:
        return b"", f"the body is larger than {MOST_BYTES // 2**20} MB"
    raw = record.raw_stream.read()
    if getattr(record.raw_stream, "limit", 0):
        raise EOFError("the last record is cut off")
    try:
        return plain_body(raw, {name.lower(): value for name, value in headers}), ""
    except CodingError as error:
        return raw, str(error)
