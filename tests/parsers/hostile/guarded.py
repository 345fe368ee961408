"""Reading one hostile file in a worker whose doors are shut: no socket opens, nothing is written outside temp."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.peak import forget_peak, peak_megabytes
from parsers.read import read
from tests.parsers.hostile import office_files, packing, pages, pdfs

CASES: dict[str, Callable[[], bytes]] = packing.CASES | office_files.CASES | pdfs.CASES | pages.CASES
NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass
class Outcome:
    """`megabytes`: by how much the worker's memory rose at most while it read; `doors`: what the reader tried that it must not."""

    verdict: str
    reason: str
    seconds: float = 0
    megabytes: float = 0
    doors: list[str] = field(default_factory=list)
    text: str = ""


class Guard:
    """Writes down every network call and every file opened to write outside temp, while it is on."""

    def __init__(self) -> None:
        self.seen: list[str] | None = None
        self.free = (tempfile.gettempdir(), "/dev/", "/proc/")
        sys.addaudithook(self.heard)

    def heard(self, event: str, details: tuple[object, ...]) -> None:
        if self.seen is None:
            return
        if event in NETWORK:
            self.seen.append(f"{event} {details[1:]}")
        elif event == "open" and isinstance(details[0], str) and isinstance(details[2], int) and details[2] & WRITING:
            name = os.path.abspath(details[0])
            if not name.startswith(self.free) and not name.endswith(".pyc"):
                self.seen.append(f"wrote {name}")


_guards: list[Guard] = []


def guarded_read(name: str) -> Outcome:
    """Read the case `name`."""
    return guarded(CASES[name]())


def guarded(data: bytes) -> Outcome:
    if not _guards:
        _guards.append(Guard())
    guard = _guards[0]
    forget_peak()
    before = peak_megabytes()
    guard.seen = []
    began = time.perf_counter()
    try:
        reading = read(data)
        text = "".join(section.text for section in reading.report.sections) if reading.report else ""
        out = Outcome(reading.verdict, reading.reason, text=text[:100_000])
    except BaseException as fault:  # noqa: BLE001 - whatever escapes the reader is what is looked for
        out = Outcome("raised", f"{type(fault).__name__}: {fault}"[:300])
    out.seconds = time.perf_counter() - began
    out.doors, guard.seen = guard.seen, None
    out.megabytes = peak_megabytes() - before
    gc.collect()
    return out


# Cases that take seconds, or that only the limits of a worker end (`python -m bench fuzz` reads them too).
SLOW = frozenset((
    "docx of 10 000 columns", "docx of a million cells", "docx of a million runs", "docx of one line of 50 MB",
    "html of 10 000 columns", "html of 20 MB of words", "html of a million attributes", "html of a million cells",
    "html of tables in tables", "text of one line of 20 MB", "text of a million lines", "text of brackets",
    "text of digits", "pdf of text of 1 GB", "pdf of a million letters", "pdf of a million lines",
    "pdf of a form in itself", "pdf of a picture of 100 000 points", "xlsx of one string of 200 MB", "rtf of groups in groups",
    "rtf of bytes that are not there", "doc of noise", "word xml that asks another host",
))  # fmt: skip
