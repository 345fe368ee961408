"""SHA256SUMS: the digest of every file of an export, as `sha256sum -c` reads it."""

from __future__ import annotations

import hashlib
from pathlib import Path

SUMS = "SHA256SUMS"


def sha256_of(path: Path) -> str:
    """Return the digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_sums(folder: Path) -> None:
    """Write SHA256SUMS into `folder`: every other file in it, in order of its path."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = [f"{sha256_of(folder / name)}  {name}\n" for name in files if name != SUMS]
    (folder / SUMS).write_text("".join(lines), "utf-8", newline="\n")


def listed_files(folder: Path) -> set[str]:
    """Return the paths that the SHA256SUMS of `folder` lists; none when there is no such file."""
    path = folder / SUMS
    if not path.is_file():
        return set()
    return {line[66:] for line in path.read_text("utf-8").split("\n") if len(line) > 66}
