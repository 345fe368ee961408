"""The version of what reads a capture: a digest of all that decides the outcome, so that nobody must bump a number."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from parsers.read import PARSER_VERSION

HOUSE = Path(__file__).parent.parent
ROOMS = ("registry", "parsers", "checks")
FILES = (
    "archive/record.py", "crawler/charset.py", "crawler/media_type.py", "crawler/held.py", "crawler/held.toml",
    "crawler/json_answers.py",
)  # fmt: skip
KINDS = {".py", ".toml", ".csv"}


@cache
def archive_version() -> str:
    """Return 12 hex digits that change with any file that could change what an archive holds of given readings."""
    digest = hashlib.sha256(engine_version().encode())
    for path in sorted((HOUSE / "archive").rglob("*")):
        if path.suffix in KINDS | {".sql"}:
            digest.update(path.relative_to(HOUSE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def engine_version() -> str:
    """Return the parser's number and 12 hex digits that change with any file that could change what is read."""
    digest = hashlib.sha256()
    inside = (path for room in ROOMS for path in sorted((HOUSE / room).rglob("*")) if path.suffix in KINDS)
    for path in (*(HOUSE / name for name in FILES), *inside):
        digest.update(path.relative_to(HOUSE).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{PARSER_VERSION}-{digest.hexdigest()[:12]}"
