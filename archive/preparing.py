"""Has the rows of many reports made by other processes, while this one writes those that are ready.

Batches come back in the order in which they were asked for, so that the archive is the same however many processes
there are. When a process dies, this one makes what is missing by itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import orjson

from archive.nesting import Nesting
from archive.readings import Readings
from archive.report_rows import Batch, RowMaker, Wanted
from archive.sources import Sources
from archive.state import State, chunks

TOGETHER = 400
"""So many reports make a batch."""
MANY = 20_000
"""From so many reports on other processes are worth their start, which takes a second or two."""
MOST = 2
"""Two keep the process that writes busy; each holds the registry and its organs, some 440 MB at a million reports."""
_AHEAD = 3
"""Batches that are asked for ahead of the one being written, for each process."""
_maker: RowMaker | None = None


def batches(wanted: Iterable[Wanted], here: RowMaker) -> Iterator[Batch]:
    """Yield the rows of all `wanted`, made in this process."""
    return map(here.make, chunks(wanted, TOGETHER))


def batches_of_workers(
    wanted: Iterable[Wanted], here: RowMaker, workers: int, known: tuple[Path, str, Sources, Nesting]
) -> Iterator[Batch]:
    """Yield the rows of all `wanted`, made by `workers` processes or MOST; `known` is the path of the state, the
    version of the readings, and what rows are made by."""
    workers = min(workers, MOST)
    asked = chunks(wanted, TOGETHER)
    waiting: deque[_Asked] = deque()
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, known) as pool:
        try:
            _ask(pool, islice(asked, _AHEAD * workers), waiting)
            while waiting:
                yield Batch(**orjson.loads(waiting[0].answer.result()))
                waiting.popleft()
                _ask(pool, islice(asked, 1), waiting)
        except BrokenProcessPool:
            pass
    yield from (here.make(one.wanted) for one in waiting)
    yield from map(here.make, asked)


@dataclass(slots=True)
class _Asked:
    wanted: list[Wanted]
    answer: Future[bytes] = field(default_factory=Future)


def _ask(pool: ProcessPoolExecutor, asked: Iterable[list[Wanted]], waiting: deque[_Asked]) -> None:
    for wanted in asked:
        # It waits from here on: should the pool refuse it, this process will make it.
        waiting.append(_Asked(wanted))
        waiting[-1].answer = pool.submit(_make, wanted)


def _begin(state: Path, engine: str, sources: Sources, nesting: Nesting) -> None:
    global _maker
    opened = State(state)
    _maker = RowMaker(opened, Readings(opened, engine), sources, nesting)


def _make(wanted: list[Wanted]) -> bytes:
    """Return the rows as JSON, which is faster to take up than what processes hand on by themselves."""
    assert _maker is not None
    return orjson.dumps(_maker.make(wanted))
