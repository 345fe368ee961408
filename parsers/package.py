"""Archives (.zip, .gz, .mht) to one reading: the report among the files that they hold."""

from __future__ import annotations

import email
import email.policy
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from crawler import media_type as kinds
from parsers.container import DAMAGES, MOST_UNPACKED, open_container
from parsers.report import Context, Reading
from parsers.several import Copy, choose, same_report

PACKED = (kinds.ZIP, kinds.GZIP, kinds.MHTML)
MOST_DEPTH = 3
MOST_FILES = 200
_UNICODE_NAME = 0x800
_ASIDE = ("__macosx/", "thumbs.db", ".ds_store", "desktop.ini")
_MIME_ASIDE = ("text/css", "text/xml", "application/xml", "text/javascript")
Member = tuple[str, bytes]
Read = Callable[[bytes, Context, int], Reading]


def read_package(data: bytes, kind: str, context: Context, depth: int, read: Read) -> Reading:
    """Read the one report that an archive holds, by `read` for each file in it, archives inside included.

    Several reports in one archive are `unreadable` as one: which is meant cannot be told.
    """
    if depth >= MOST_DEPTH:
        return Reading("unreadable", kind, reason=f"it is an archive inside {MOST_DEPTH} others")
    try:
        members = list(_members(data, kind))
    except ValueError as error:
        return Reading("unreadable", kind, reason=str(error))
    if not members:
        return Reading("unreadable", kind, reason="the archive is empty")
    copies = [Copy(name, read(body, _inside(context, name), depth + 1)) for name, body in members]
    return _one_of(copies, kind)


def _one_of(copies: list[Copy], kind: str) -> Reading:
    reports = [copy for copy in copies if copy.reading.verdict == "report"]
    if not reports:
        failed = next((copy for copy in copies if copy.reading.verdict == "unreadable"), copies[0])
        return replace(failed.reading, media_type=kind, reason=f"{failed.name} in the archive: {failed.reading.reason}")
    first = reports[0].reading.report
    assert first is not None
    if not all(same_report(first, copy.reading.report) for copy in reports):
        names = ", ".join(copy.name for copy in reports[:5])
        reason = f"the archive holds {len(reports)} reports: unpack it and import its files ({names})"
        return Reading("unreadable", kind, reason=reason)
    return choose(reports)


def _inside(context: Context, name: str) -> Context:
    """A file's own name may say what its text does not."""
    stem = PurePosixPath(name).stem
    return context if context.title else replace(context, title=stem)


def _members(data: bytes, kind: str) -> Iterator[Member]:
    if kind == kinds.GZIP:
        yield "its content", _ungzipped(data)
    elif kind == kinds.MHTML:
        yield from _mime_parts(data)
    else:
        yield from _zip_members(data)


def _zip_members(data: bytes) -> Iterator[Member]:
    with open_container(data) as container:
        infos = [info for info in container.infolist() if not info.is_dir() and info.file_size]
        named = [(_name(info.filename, info.flag_bits), info) for info in infos]
        kept = [(name, info) for name, info in named if not any(part in name.lower() for part in _ASIDE)]
        if len(kept) > MOST_FILES:
            raise ValueError(f"the archive holds more than {MOST_FILES} files")
        for name, info in kept:
            try:
                yield name, container.read(info)
            except (*DAMAGES, ValueError) as error:
                raise ValueError(f"the archive is damaged at {name}") from error


def _name(name: str, flags: int) -> str:
    """Chinese programs write names in GBK without saying so, which zip then reads as cp437."""
    if flags & _UNICODE_NAME:
        return name
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name


def _ungzipped(data: bytes) -> bytes:
    stream = zlib.decompressobj(wbits=31)
    try:
        body = stream.decompress(data, MOST_UNPACKED)
    except zlib.error as error:
        raise ValueError("the gzip file is damaged") from error
    if not stream.eof:
        raise ValueError("the gzip file is cut off or unpacks to more than a report can hold")
    return body


def _mime_parts(data: bytes) -> Iterator[Member]:
    """Yield the pages and documents of a page saved as one file (.mht), without its pictures and styles."""
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
    for number, part in enumerate(message.walk()):
        body = part.get_payload(decode=True)
        aside = part.get_content_maintype() in ("image", "multipart") or part.get_content_type() in _MIME_ASIDE
        if isinstance(body, bytes) and body.strip() and not aside:
            yield part.get_filename() or f"part {number}", body
