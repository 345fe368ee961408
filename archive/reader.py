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
from captures.records import Capture, CaptureError, Visit
from captures.store import CaptureStore
from checks.run import check_report
from crawler.media_type import HTML, JSON, TEXT, UNKNOWN
from parsers.bounded import Limits, results
from parsers.page_parts import Part, read_with_parts
from parsers.pictures import lacks_tables
from parsers.read import read
from parsers.report import Context, Reading
from registry.titles import read_title

BATCH = 50
_LIGHT_BYTES = 1 << 20
Progress = Callable[[int, int], None]
Result = tuple[Head, bytes | None]


@dataclass(frozen=True, slots=True)
class Task:
    """One capture to read and what is known of it: from where it was found, its media type and size; `parts` are the
    files that the page links to or shows (name, sha256), `shown_on` is the page that a picture was shown on."""

    sha256: str
    context: Context
    media_type: str = ""
    size: int = 0
    parts: tuple[tuple[str, str], ...] = ()
    shown_on: str = ""

    @property
    def key(self) -> str:
        """A digest of all that is known beside the bytes: once a portal has a new name, its captures are read again."""
        context = self.context
        known = (context.title, context.published_on, context.publisher, context.url, self.parts, self.shown_on)
        return hashlib.sha256(repr(known).encode()).hexdigest()[:16]

    def is_light(self) -> bool:
        """Tell whether it is a page or a text of usual size, which is read in a moment."""
        return self.media_type in (HTML, TEXT) and self.size < _LIGHT_BYTES and not self.parts


def tasks(store: CaptureStore, trails: dict[str, Trail], done: dict[str, str], sources: Sources) -> list[Task]:
    """Return what is to be read: every body seen as something else than a listing, oldest first.

    Left out are those that are `done` (sha256 to context key) in the same context.
    """
    captures = {sha256: known for sha256, *known in store.columns(Capture, "sha256", "media_type", "size")}
    parts = _parts(trails)
    titles = {
        trail.first.final_url: trail.first.link_title for trail in trails.values() if trail.first.role == "report"
    }
    found = []
    for sha256, trail in trails.items():
        if trail.is_listing:
            continue
        visit, (media_type, size) = trail.first, captures[sha256]
        portal = sources.portals.get(visit.portal_id)
        publisher = portal.name if portal else None
        title, address = _title(visit, titles), visit.final_url or visit.url
        context = Context(title or None, visit.link_date or None, publisher, address)
        # A link is found on the address that answered, which a redirect may have made another than the one asked for.
        own_parts = tuple(parts.get(visit.final_url, ())) if media_type in (HTML, JSON) else ()
        shown_on = visit.found_on if visit.role == "attachment" and media_type.startswith("image/") else ""
        found.append(Task(sha256, context, media_type, size, own_parts, shown_on))
    return [task for task in found if done.get(task.sha256) != task.key]


def _title(visit: Visit, titles: dict[str, str]) -> str:
    """Return the words of the link to a body; for a file whose link names no year, those of the link to its page."""
    if visit.role == "attachment" and read_title(visit.link_title).year is None:
        return titles.get(visit.found_on) or visit.link_title
    return visit.link_title


def _parts(trails: dict[str, Trail]) -> dict[str, list[tuple[str, str]]]:
    """Return address of a page to the files captured from it that are still there: name and sha256, in order."""
    out: dict[str, list[tuple[str, str]]] = {}
    for sha256, trail in trails.items():
        for sighting in trail.sightings.values():
            first = sighting.first
            if first.role == "attachment" and first.found_on and sighting.status == "there":
                out.setdefault(first.found_on, []).append((first.link_title or first.url, sha256))
    return out


def read_bytes(task: Task, data: bytes, body_of: Callable[[str], bytes]) -> Result:
    """Read and check one body; `body_of` gives the bytes of a part by its sha256."""
    reading = read(data, task.context)
    if task.parts and lacks_tables(reading):
        parts = [Part(name, body_of(sha256)) for name, sha256 in task.parts]
        reading = read_with_parts(data, task.context, reading, parts)
    report = reading.to_check
    body = record.body(report, check_report(report)) if report else None
    return record.head(task.sha256, reading), body


def _read_one(task: Task, data: Path) -> Result:
    if task.shown_on:
        reason = f"it is a picture of the page {task.shown_on}, with which it is read"
        return record.head(task.sha256, Reading("not_a_report", task.media_type, reason=reason)), None
    try:
        with CaptureStore(data) as store:
            return read_bytes(task, store.body(task.sha256), store.body)
    except CaptureError as error:
        return _unread(task, str(error))


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
