"""Reads captures that this parser has not read yet, in this process or in a pool, and keeps what they gave."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from archive import record
from archive.readings import Readings
from archive.record import Head
from archive.sightings import Trail
from archive.sources import Sources
from captures.records import CaptureError
from captures.store import CaptureStore
from checks.run import check_report
from parsers.read import read
from parsers.report import Context, Reading

BATCH = 50
Progress = Callable[[int, int], None]
Result = tuple[Head, bytes | None]

# What a fault of our own in a parser or a check raises; the file is then unreadable and the build goes on.
FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Task:
    """One capture to read and what is known of it from where it was found."""

    sha256: str
    context: Context

    @property
    def key(self) -> str:
        """A digest of the context: a portal's new name, say, makes its captures be read again."""
        return hashlib.sha256(repr(self.context).encode()).hexdigest()[:16]


def tasks(trails: dict[str, Trail], done: dict[str, str], sources: Sources) -> list[Task]:
    """Return what is to be read: every body seen as something else than a listing, oldest first.

    Left out are those that are `done` (sha256 to context key) in the same context.
    """
    found = []
    for sha256, trail in trails.items():
        if trail.is_listing:
            continue
        visit = trail.first
        portal = sources.portals.get(visit.portal_id)
        publisher = portal.name if portal else None
        context = Context(visit.link_title or None, visit.link_date or None, publisher, visit.final_url or visit.url)
        found.append(Task(sha256, context))
    return [task for task in found if done.get(task.sha256) != task.key]


def read_bytes(sha256: str, data: bytes, context: Context) -> Result:
    """Read and check one body. A fault of our own gives the verdict `unreadable`, with the fault as reason."""
    try:
        reading = read(data, context)
        body = record.body(reading.report, check_report(reading.report)) if reading.report else None
        return record.head(sha256, reading), body
    except FAULTS as fault:
        reason = f"internal error: {type(fault).__name__}: {fault}"
        return record.head(sha256, Reading("unreadable", "application/octet-stream", reason=reason)), None


def _read_batch(data: Path, batch: tuple[Task, ...]) -> list[Result]:
    with CaptureStore(data) as store:
        return [_read_one(store, task) for task in batch]


def _read_one(store: CaptureStore, task: Task) -> Result:
    try:
        body = store.body(task.sha256)
    except CaptureError as error:
        return record.head(task.sha256, Reading("unreadable", "application/octet-stream", reason=str(error))), None
    return read_bytes(task.sha256, body, task.context)


def read_all(data: Path, todo: list[Task], readings: Readings, workers: int, progress: Progress) -> Iterator[Head]:
    """Read `todo`, store each batch as it comes, and yield the heads; what is stored survives a killed build."""
    keys = {task.sha256: task.key for task in todo}
    for results in _results(data, list(_batches(todo)), workers):
        readings.store((keys[head.sha256], head, body) for head, body in results)
        for head, _ in results:
            yield head
        progress(len(results), len(todo))


def _batches(todo: list[Task]) -> Iterator[tuple[Task, ...]]:
    source = iter(todo)
    while batch := tuple(islice(source, BATCH)):
        yield batch


def _results(data: Path, batches: list[tuple[Task, ...]], workers: int) -> Iterator[list[Result]]:
    if workers <= 1 or len(batches) <= 1:
        yield from (_read_batch(data, batch) for batch in batches)
        return
    # Fresh processes: one forked beside a crawl's thread may inherit a lock that nobody will ever release.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        # A window of a few batches a worker keeps memory flat however many captures there are.
        waiting = []
        for batch in batches:
            waiting.append(pool.submit(_read_batch, data, batch))
            if len(waiting) > 4 * workers:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()
