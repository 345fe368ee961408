"""What the figures were measured on: no names, no paths."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("lxml", "pandas", "pdfplumber", "pypdfium2", "scrapy", "twisted", "warcio")


def describe() -> Iterator[tuple[str, str]]:
    """Yield what and which."""
    yield "processor", f"{_processor()}, {os.cpu_count()} cores"
    yield "memory", f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    yield "system", f"{platform.system()} {platform.machine()}"
    yield "Python", platform.python_version()
    yield "SQLite", sqlite3.sqlite_version
    for name in LIBRARIES:
        yield name, version(name)


def _processor() -> str:
    """Return the model: from /proc where there is one, else what Python knows."""
    listed = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", listed.read_text("utf-8")) if listed.exists() else None
    return found[1].strip() if found else platform.processor() or platform.machine()
