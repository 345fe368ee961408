"""Reads captures that this parser has not read yet, in this process or in a pool, and keeps what they gave."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from archive import record
from archive.readings import Readings
from archive.record import Head
from archive.sightings import Trail
from archive.sources import Sources
from captures.records import CaptureError
from captures.store import CaptureStore
from checks.run import check_report
from crawler.media_type import HTML, TEXT, UNKNOWN
from parsers.bounded import Limits, results
from parsers.read import read
from parsers.report import Context, Reading

BATCH = 50
_LIGHT_BYTES = 1 << 20
Progress = Callable[[int, int], None]
Result = tuple[Head, bytes | None]

# What a fault of our own in a parser or a check raises; the file is then unreadable and the build goes on.
FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Task:
    """One capture to read and what is known of it: from where it was found, its media type and size."""

    sha256: str
    context: Context
    media_type: str = ""
    size: int = 0

    @property
    def key(self) -> str:
        """A digest of the context: a portal's new name, say, makes its captures be read again."""
        return hashlib.sha256(repr(self.context).encode()).hexdigest()[:16]

    def is_light(self) -> bool:
        """Tell whether it is a page or a text of usual size, which is read in a moment."""
        return self.media_type in (HTML, TEXT) and self.size < _LIGHT_BYTES


def tasks(store: CaptureStore, trails: dict[str, Trail], done: dict[str, str], sources: Sources) -> list[Task]:
    """Return what is to be read: every body seen as something else than a listing, oldest first.

    Left out are those that are `done` (sha256 to context key) in the same context.
    """
    captures = {capture.sha256: capture for capture in store.captures()}
    found = []
    for sha256, trail in trails.items():
        if trail.is_listing:
            continue
        visit = trail.first
        portal = sources.portals.get(visit.portal_id)
        publisher = portal.name if portal else None
        context = Context(visit.link_title or None, visit.link_date or None, publisher, visit.final_url or visit.url)
        capture = captures[sha256]
        found.append(Task(sha256, context, capture.media_type, capture.size))
    return [task for task in found if done.get(task.sha256) != task.key]


def read_bytes(sha256: str, data: bytes, context: Context) -> Result:
    """Read and check one body. A fault of our own gives the verdict `unreadable`, with the fault as reason."""
    try:
        reading = read(data, context)
        is_report = reading.report is not None and reading.verdict == "report"
        body = record.body(reading.report, check_report(reading.report)) if is_report and reading.report else None
        return record.head(sha256, reading), body
    except FAULTS as fault:
        reason = f"internal error: {type(fault).__name__}: {fault}"
        return record.head(sha256, Reading("unreadable", "application/octet-stream", reason=reason)), None


def _read_one(task: Task, data: Path) -> Result:
    try:
        with CaptureStore(data) as store:
            body = store.body(task.sha256)
    except CaptureError as error:
        return _unread(task, str(error))
    return read_bytes(task.sha256, body, task.context)


def _unread(task: Task, reason: str) -> Result:
    return record.head(task.sha256, Reading("unreadable", task.media_type or UNKNOWN, reason=reason)), None


def read_all(
    data: Path, todo: list[Task], readings: Readings, workers: int, limits: Limits, progress: Progress
) -> Iterator[Head]:
    """Read `todo` within `limits`, store each batch as it comes, and yield the heads; what is stored survives a killed
    build."""
    keys = {task.sha256: task.key for task in todo}
    found = results(partial(_read_one, data=data), todo, _unread, workers, limits, Task.is_light)
    while batch := list(islice(found, BATCH)):
        readings.store((keys[head.sha256], head, body) for head, body in batch)
        for head, _ in batch:
            yield head
        progress(len(batch), len(todo))
