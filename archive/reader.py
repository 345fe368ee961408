"""Reads captures that this parser has not read yet, in this process or in a pool, and keeps what they gave."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from archive import record
from archive.readings import Readings
from archive.record import Head
from archive.sightings import Sighting, Trail, trails
from archive.sources import Sources
from archive.state import State
from captures.records import CaptureError
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


def tasks(state: State, store: CaptureStore, readings: Readings, sources: Sources) -> Iterator[Task]:
    """Yield what is to be read of the bodies that wait: those seen as something else than a listing and not yet read
    in the same context."""
    for digests in state.waiting():
        known, done = trails(state, digests), readings.keys(digests)
        for sha256 in digests:
            trail = known.get(sha256)
            if trail is None or trail.is_listing:
                continue
            task = _task(state, store, sources, sha256, trail)
            if done.get(sha256) != task.key:
                yield task


def _task(state: State, store: CaptureStore, sources: Sources, sha256: str, trail: Trail) -> Task:
    first, capture = trail.first, store.capture(sha256)
    media_type, size = (capture.media_type, capture.size) if capture else ("", 0)
    portal = sources.portals.get(first.portal_id)
    publisher = portal.name if portal else None
    address = first.final_url or first.url
    context = Context(_title(state, first) or None, first.link_date or None, publisher, address)
    # A link is found on the address that answered, which a redirect may have made another than the one asked for.
    own_parts = _parts(state, first.final_url) if media_type in (HTML, JSON) else ()
    shown_on = first.found_on if first.role == "attachment" and media_type.startswith("image/") else ""
    return Task(sha256, context, media_type, size, own_parts, shown_on)


def _title(state: State, first: Sighting) -> str:
    def of_page() -> str:
        sql = (
            "SELECT link_title FROM sighting WHERE final_url = ? AND role = 'report'"
            " ORDER BY first_seen DESC, visit DESC LIMIT 1"
        )
        page = state.db.execute(sql, (first.found_on,)).fetchone()
        return page[0] if page else ""

    return told_title(first.role, first.link_title, of_page)


def told_title(role: str, link_title: str, of_page: Callable[[], str]) -> str:
    """Return the words that name a body: those of the link to it, but for a file whose link names no year those of the
    link to its page, where there are any."""
    named_by_page = role == "attachment" and read_title(link_title).year is None
    return (of_page() if named_by_page else "") or link_title


def _parts(state: State, page: str) -> tuple[tuple[str, str], ...]:
    """Return the files captured from a page that are still there: name and sha256, in order."""
    sql = (
        "SELECT link_title, url, sha256 FROM sighting WHERE found_on = ? AND role = 'attachment' AND status = 'there'"
        " ORDER BY first_seen, visit"
    )
    found = state.db.execute(sql, (page,)) if page else ()
    return tuple((title or url, sha256) for title, url, sha256 in found)


def read_bytes(task: Task, data: bytes, body_of: Callable[[str], bytes]) -> Result:
    """Read and check one body; `body_of` gives the bytes of a part by its sha256."""
    reading = read_whole(data, task.context, task.parts, body_of)
    report = reading.to_check
    body = record.body(report, check_report(report)) if report else None
    return record.head(task.sha256, reading), body


def read_whole(
    data: bytes, context: Context, parts: Sequence[tuple[str, str]], body_of: Callable[[str], bytes]
) -> Reading:
    """Read a body: where a page lacks tables, with its `parts` (name, sha256), the files that it links to or shows."""
    own = read(data, context)
    if not parts or not lacks_tables(own):
        return own
    return read_with_parts(data, context, own, [Part(name, body_of(sha256)) for name, sha256 in parts])


def _read_one(task: Task, data: Path) -> Result:
    try:
        with CaptureStore(data) as store:
            return read_task(task, store.body)
    except CaptureError as error:
        return unread(task, str(error))


def read_task(task: Task, body_of: Callable[[str], bytes]) -> Result:
    """Read and check what a task names; `body_of` gives the bytes of a capture by its sha256."""
    if task.shown_on:
        reason = f"it is a picture of the page {task.shown_on}, with which it is read"
        return record.head(task.sha256, Reading("not_a_report", task.media_type, reason=reason)), None
    return read_bytes(task, body_of(task.sha256), body_of)


def unread(task: Task, reason: str) -> Result:
    """Return what stands for a capture that could not be read."""
    return record.head(task.sha256, Reading("unreadable", task.media_type or UNKNOWN, reason=reason)), None


def read_all(
    data: Path,
    todo: Iterable[Task],
    total: int,
    readings: Readings,
    workers: int,
    limits: Limits,
    progress: Progress,
    dask: str = "",
) -> Iterator[Head]:
    """Read `todo` within `limits`, store each batch as it comes, and yield the heads; what is stored survives a killed
    build. `total` is at least the number of tasks; `dask` is the address of a scheduler whose workers read instead."""
    keys: dict[str, str] = {}
    kept = _keeping(todo, keys)
    if dask:
        from archive.on_dask import read_on_dask

        found = read_on_dask(dask, data, kept, limits)
    else:
        found = results(partial(_read_one, data=data), kept, unread, workers, limits, Task.is_light)
    while batch := list(islice(found, BATCH)):
        readings.store((keys.pop(head.sha256), head, body) for head, body in batch)
        for head, _ in batch:
            yield head
        progress(len(batch), total)


def _keeping(todo: Iterable[Task], keys: dict[str, str]) -> Iterator[Task]:
    for task in todo:
        keys[task.sha256] = task.key
        yield task
