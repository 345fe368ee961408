"""Local files, read and checked one after another: what `gongkai parse` and `gongkai check` print for their paths."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from checks.finding import Finding
from checks.line import line_of
from checks.run import check_report
from checks.sheet import exit_code, sheet
from crawler.media_type import HTML, TEXT, media_type
from parsers.bounded import Limits, results
from parsers.read import MOST_BYTES, read
from parsers.report import Reading

_LIGHT_BYTES = 1 << 20


class Said(NamedTuple):
    """What is printed for one file, and the exit code that it asks for."""

    text: str
    exit_code: int


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file, its bytes' sha256 ("" when it could not be opened), the reading and the findings."""

    path: Path
    sha256: str
    reading: Reading
    findings: tuple[Finding, ...] = ()

    def line(self, lang: str) -> Said:
        """Return the line of JSON of `gongkai parse`."""
        line = line_of(str(self.path), self.sha256, self.reading, self.findings, lang)
        return Said(json.dumps(line, ensure_ascii=False), int(self.reading.verdict == "unreadable"))

    def sheet(self, lang: str) -> Said:
        """Return the sheet of `gongkai check`."""
        findings = list(self.findings)
        worst = max(exit_code(findings), int(self.reading.verdict == "unreadable"))
        return Said(f"{self.path}\n{sheet(self.reading, findings, lang)}", worst)


def parsed(paths: Iterable[Path], lang: str, limits: Limits) -> Iterator[Said]:
    """Yield the line of each file in the order given, read within limits; none stops the others."""
    return _each(paths, partial(_line, lang=lang), partial(_failed_line, lang=lang), limits)


def checked(paths: Iterable[Path], lang: str, limits: Limits) -> Iterator[Said]:
    """Yield the sheet of each file in the order given, read within limits; none stops the others."""
    return _each(paths, partial(_sheet, lang=lang), partial(_failed_sheet, lang=lang), limits)


def _each(paths: Iterable[Path], work: partial[Said], failed: partial[Said], limits: Limits) -> Iterator[Said]:
    return results(work, paths, failed, os.cpu_count() or 1, limits, _is_light)


def _line(path: Path, lang: str) -> Said:
    return read_file(path).line(lang)


def _sheet(path: Path, lang: str) -> Said:
    return read_file(path).sheet(lang)


def _failed_line(path: Path, reason: str, lang: str) -> Said:
    return _failed(path, reason).line(lang)


def _failed_sheet(path: Path, reason: str, lang: str) -> Said:
    return _failed(path, reason).sheet(lang)


def _is_light(path: Path) -> bool:
    """Tell whether a file is a page or a text of usual size, which is read in a moment."""
    try:
        return path.stat().st_size < _LIGHT_BYTES and media_type(_head(path, 4096)) in (HTML, TEXT)
    except OSError:
        return True


def read_file(path: Path) -> CheckedFile:
    """Read and check one file; one that cannot be opened is `unreadable` with the reason."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return _failed(path, f"the file is larger than {MOST_BYTES // 2**20} MB")
        data = path.read_bytes()
    except OSError as error:
        return CheckedFile(path, "", Reading("unreadable", "", reason=f"the file cannot be opened: {error.strerror}"))
    return check_bytes(data, path)


def check_bytes(data: bytes, path: Path) -> CheckedFile:
    """Read and check the bytes of a file; `path` is only its name."""
    reading = read(data)
    findings = check_report(reading.to_check) if reading.to_check else ()
    return CheckedFile(path, hashlib.sha256(data).hexdigest(), reading, tuple(findings))


def not_checked(data: bytes, path: Path, reason: str) -> CheckedFile:
    """Make of a file that broke a limit a reading that says so."""
    return CheckedFile(path, hashlib.sha256(data).hexdigest(), Reading("unreadable", media_type(data), reason=reason))


def _failed(path: Path, reason: str) -> CheckedFile:
    """As `not_checked`, of a file that may be too large to be held in memory."""
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return CheckedFile(path, sha256, Reading("unreadable", media_type(_head(path, 1 << 20)), reason=reason))


def _head(path: Path, size: int) -> bytes:
    with path.open("rb") as stream:
        return stream.read(size)
