"""Zip containers (Word, spreadsheets, OFD, archives) opened within limits: a small file may unpack to terabytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

MOST_MEMBERS = 5_000
MOST_UNPACKED = 256 * 1024 * 1024
"""Bytes that all members of one container may unpack to."""
_NAME_LENGTHS, _HEADER = 26, 30
"""Where a member's own header says how long its name and extra field are, and where these begin."""
DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, NotImplementedError, RuntimeError, KeyError)
"""What the zip library raises for a container that is damaged, encrypted or packed in an unknown way."""


def open_container(data: bytes) -> zipfile.ZipFile:
    """Open a zip container. Raises ValueError with one sentence when it is damaged, encrypted, or unpacks to more than
    MOST_UNPACKED bytes or MOST_MEMBERS members."""
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
        members = container.infolist()
    except (*DAMAGES, ValueError) as error:
        raise ValueError("the zip container is damaged") from error
    if len(members) > MOST_MEMBERS:
        raise ValueError(f"the zip container holds more than {MOST_MEMBERS} files")
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise ValueError(f"the zip container unpacks to more than {MOST_UNPACKED // 2**20} MB")
    if any(member.flag_bits & 1 for member in members):
        raise ValueError("the file is encrypted")
    if not all(_is_honest(data, member) for member in members):
        raise ValueError("the zip container is damaged: a file in it is larger than it says")
    return container


def _is_honest(data: bytes, member: zipfile.ZipInfo) -> bool:
    """Tell whether a member unpacks to no more than it says: the zip library unpacks all of it before it looks."""
    if member.compress_type != zipfile.ZIP_DEFLATED:
        return True
    lengths = data[member.header_offset + _NAME_LENGTHS : member.header_offset + _HEADER]
    if len(lengths) < _HEADER - _NAME_LENGTHS:
        return False
    start = member.header_offset + _HEADER + sum(struct.unpack("<HH", lengths))
    try:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        body = stream.decompress(data[start : start + member.compress_size], member.file_size + 1)
    except zlib.error:
        return True
    return len(body) <= member.file_size
