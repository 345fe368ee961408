"""One local file, read and checked: what `gongkai parse` and `gongkai check` do with each path."""

from __future__ import annotations

from pathlib import Path

from checks.finding import Finding
from checks.run import check_report
from parsers.read import MOST_BYTES, read
from parsers.report import Reading


def read_file(path: Path) -> tuple[bytes, Reading, list[Finding]]:
    """Return the bytes, the reading and the findings; a file that cannot be opened is `unreadable` with the reason."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return b"", Reading("unreadable", "", reason=f"the file is larger than {MOST_BYTES // 2**20} MB"), []
        data = path.read_bytes()
    except OSError as error:
        return b"", Reading("unreadable", "", reason=f"the file cannot be opened: {error.strerror}"), []
    reading = read(data)
    return data, reading, check_report(reading.report) if reading.report and reading.verdict == "report" else []
