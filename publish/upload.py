"""One form that a browser sends with a file or a text in it, read in memory and nowhere else."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

Receive = Callable[[], Awaitable[dict[str, Any]]]
_MOST_PARTS = 8
_NAME_LENGTH = 120


class UploadError(Exception):
    """The body is no form, too long, or slow; the message is the key of the sentence in `strings.toml`."""


@dataclass(frozen=True, slots=True)
class Part:
    """One field of the form: its bytes, and the name of the file when it is one (without folders)."""

    data: bytes
    filename: str = ""


def boundary_of(content_type: str) -> bytes:
    """Return what parts the fields of a multipart form. Raises UploadError for another content type."""
    kind, options = parse_options_header(content_type.encode("latin-1"))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary:
        raise UploadError("selfcheck.not_a_form")
    return boundary


async def whole_body(receive: Receive, most: int, seconds: float) -> bytes:
    """Return the body of a request. Raises UploadError when it is longer than `most` bytes, does not come within
    `seconds`, or breaks off."""
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    raise UploadError("selfcheck.broken_off")
                body += message.get("body", b"")
                if len(body) > most:
                    raise UploadError("selfcheck.too_large")
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        raise UploadError("selfcheck.broken_off") from None


async def discard(receive: Receive, most: int, seconds: float) -> None:
    """Take what is left of a body and forget it, until it ends or `most` bytes or `seconds` have gone by."""
    taken = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while taken < most:
                message = await receive()
                taken += len(message.get("body", b""))
                if not message.get("more_body", False):
                    return


def form_of(body: bytes, boundary: bytes) -> dict[str, Part]:
    """Return the fields of a multipart form, the first of each name. Raises UploadError when it is damaged."""
    reader = _Parts()
    try:
        parser = MultipartParser(boundary, callbacks=reader.callbacks())  # type: ignore[arg-type]
        parser.write(body)
        parser.finalize()
    except (FormParserError, ValueError):
        raise UploadError("selfcheck.not_a_form") from None
    if not reader.is_whole:
        raise UploadError("selfcheck.not_a_form")
    return reader.parts


class _Parts:
    """Collects the parts that the parser tells of."""

    def __init__(self) -> None:
        self.parts: dict[str, Part] = {}
        self.is_whole = False
        self._head: dict[bytes, bytes] = {}
        self._field = self._value = b""
        self._data = io.BytesIO()

    def callbacks(self) -> dict[str, Callable[..., None]]:
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._to_field(data[start:end]),
            "on_header_value": lambda data, start, end: self._to_value(data[start:end]),
            "on_header_end": self._header,
            "on_part_data": lambda data, start, end: self._to_data(data[start:end]),
            "on_part_end": self._end,
            "on_end": self._whole,
        }

    def _whole(self) -> None:
        self.is_whole = True

    def _begin(self) -> None:
        self._head, self._field, self._value, self._data = {}, b"", b"", io.BytesIO()
        if len(self.parts) >= _MOST_PARTS:
            raise UploadError("selfcheck.not_a_form")

    def _to_field(self, data: bytes) -> None:
        self._field += data

    def _to_value(self, data: bytes) -> None:
        self._value += data

    def _to_data(self, data: bytes) -> None:
        self._data.write(data)

    def _header(self) -> None:
        self._head[self._field.lower()] = self._value
        self._field = self._value = b""

    def _end(self) -> None:
        _, options = parse_options_header(self._head.get(b"content-disposition", b""))
        name = options.get(b"name", b"").decode("utf-8", "replace")
        self.parts.setdefault(name, Part(self._data.getvalue(), _file_name(options.get(b"filename", b""))))


def _file_name(name: bytes) -> str:
    """Return a file's name without folders and without what is no character to be shown."""
    last = PurePosixPath(name.decode("utf-8", "replace").replace("\\", "/")).name
    return re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", last)[-_NAME_LENGTH:]
