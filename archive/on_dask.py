"""Reads captures on the workers of a Dask cluster: the same function, sent the bytes, so that workers need no files.

Batches are given out a few ahead of each worker. One that a worker takes down with it is given to the others by Dask,
and when it has done so three times it is read here, capture by capture. What a worker has not given back is read in the
next build: nothing is lost with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from archive.engine import engine_version
from archive.reader import Result, Task, read_task, unread
from captures.records import CaptureError
from captures.store import CaptureStore
from parsers.bounded import BoundedPool, Limits, results

TOGETHER = 50
"""Captures given out together: handing over one task costs Dask about 2 ms."""
TOGETHER_BYTES = 8 << 20
AHEAD = 2
"""Batches given out ahead for each thread of a worker."""
CONNECT_SECONDS = 20
NEEDED = "Dask is not installed: pip install 'gongkai[dask]'."
Sent = tuple[Task, dict[str, bytes]]


def read_on_dask(address: str, data: Path, todo: Iterable[Task], limits: Limits) -> Iterator[Result]:
    """Yield the result of each task, in the order in which workers give them back.

    Raises CaptureError with one sentence when Dask is missing, the scheduler cannot be reached or goes away, or a
    worker has another version of gongkai.
    """
    try:
        from distributed import Client
        from distributed.comm import CommClosedError
    except ImportError as error:
        raise CaptureError(NEEDED) from error
    try:
        with Client(address, timeout=CONNECT_SECONDS, set_as_default=False) as client, CaptureStore(data) as store:
            yield from _read(client, store, todo, limits)
    except (OSError, CommClosedError) as error:
        raise CaptureError(
            f"The Dask scheduler at {address} cannot be reached ({type(error).__name__}): what was read is kept;"
            " start the scheduler and build again."
        ) from error


def _read(client: Any, store: CaptureStore, todo: Iterable[Task], limits: Limits) -> Iterator[Result]:
    from distributed import as_completed

    batches = _batches(store, todo)
    given: dict[str, list[Sent]] = {}

    def give(batch: list[Sent]) -> Any:
        future = client.submit(read_sent, batch, limits, engine_version(), pure=False)
        given[future.key] = batch
        return future

    if not client.scheduler_info()["workers"]:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    threads = sum(client.nthreads().values())
    waiting = as_completed([give(batch) for batch in islice(batches, AHEAD * threads)], loop=client.loop)
    for future in waiting:
        batch = given.pop(future.key)
        yield from _given_back(future, batch, store, limits)
        following = next(batches, None)
        if following is not None:
            waiting.add(give(following))


def _given_back(future: Any, batch: list[Sent], store: CaptureStore, limits: Limits) -> Iterator[Result]:
    from distributed.scheduler import KilledWorker

    error = future.exception()
    if error is None:
        yield from future.result()
    elif isinstance(error, KilledWorker):
        bodies = {sha256: body for _, sent in batch for sha256, body in sent.items()}
        tasks = [(task, bodies) for task, _ in batch]
        yield from results(_read_one, tasks, _failed, 1, limits)
    elif isinstance(error, CaptureError):
        raise error
    else:
        raise CaptureError(f"A Dask worker failed ({type(error).__name__}: {error}): what was read is kept.")


def _batches(store: CaptureStore, todo: Iterable[Task]) -> Iterator[list[Sent]]:
    """Yield tasks with the bytes that they name, light ones together."""
    batch: list[Sent] = []
    size = 0
    for task in todo:
        digests = [] if task.shown_on else [task.sha256, *(sha256 for _, sha256 in task.parts)]
        sent = {sha256: store.body(sha256) for sha256 in digests}
        batch.append((task, sent))
        size += sum(map(len, sent.values()))
        if len(batch) >= TOGETHER or size >= TOGETHER_BYTES or not task.is_light():
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def read_sent(batch: list[Sent], limits: Limits, engine: str) -> list[Result]:
    """Read a batch on a worker, within the limits. Raises CaptureError when this worker has another version."""
    if engine != engine_version():
        raise CaptureError(
            f"A Dask worker has version {engine_version()} of what reads captures, this build {engine}:"
            " install the same gongkai on every machine."
        )
    return list(_pool(limits).results(_read_one, batch, _failed, lambda sent: sent[0].is_light()))


@cache
def _pool(limits: Limits) -> BoundedPool:
    """Return this worker's own process for reading, kept from batch to batch: a file that breaks a limit breaks it."""
    from multiprocessing import current_process

    # A nanny's worker is a daemon, which Python forbids to have children; ours ends with its pool's own watch.
    current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    return BoundedPool(1, limits)


def _read_one(sent: Sent) -> Result:
    task, bodies = sent
    return read_task(task, bodies.__getitem__)


def _failed(sent: Sent, reason: str) -> Result:
    return unread(sent[0], reason)
