"""Reading in worker processes with limits on time and memory, so that no file can stop the reading of the others."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import TypeVar

from lxml import etree
from pebble import ProcessExpired, ProcessFuture, ProcessPool

Task = TypeVar("Task")
Result = TypeVar("Result")
Tried = tuple[Result | None, str]
FAULTS = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
    etree.LxmlError,
)  # fmt: skip
"""What a fault of our own in a parser or a check raises; the next file is read all the same."""
_AHEAD = 4
"""Tasks given out ahead for each worker, so that memory stays flat however many there are."""
_TOGETHER = 25
"""Light tasks given out together: handing one over costs as much as reading a page."""
_LONGEST_LIFE = 500
"""Tasks after which a worker is replaced by a fresh one: libraries that leak or fragment cannot add up."""


class LimitError(ValueError):
    """A limit is set to something else than a number; the message is one sentence that says which."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may take: seconds, and megabytes of memory of its process (0: no limit)."""

    seconds: float = 120
    megabytes: int = 3072

    @classmethod
    def of_environment(cls) -> Limits:
        """Return the limits that GONGKAI_READ_SECONDS and GONGKAI_READ_MEMORY set, else the defaults.

        Raises LimitError for a value that is no number.
        """
        default = cls()
        return cls(
            setting("GONGKAI_READ_SECONDS", default.seconds), int(setting("GONGKAI_READ_MEMORY", default.megabytes))
        )


def setting(name: str, default: float) -> float:
    """Return the number that the environment variable `name` sets, else `default`. Raises LimitError for no number."""
    text = os.environ.get(name, "")
    try:
        value = float(text) if text else default
    except ValueError:
        value = -1
    if not 0 <= value < 1e9:
        raise LimitError(f"{name} must be a number, not {text!r}.")
    return value


def results(
    work: Callable[[Task], Result],
    tasks: Iterable[Task],
    failed: Callable[[Task, str], Result],
    workers: int,
    limits: Limits,
    is_light: Callable[[Task], bool] = lambda task: False,
) -> Iterator[Result]:
    """Yield the result of `work` for each task, in order; for one that broke a limit or its worker, what `failed` makes
    of the task and one sentence; so too for one in which `work` met a fault of its own.

    `work` and its tasks must be picklable. Neighbouring tasks that are light are given out together, and one by one
    again when one of them breaks a limit. With 0 workers everything is done in this process, without limits.
    """
    if workers < 1:
        for task in tasks:
            result, fault = _tried(work, task)
            yield failed(task, fault) if result is None else result
        return
    with closing(BoundedPool(workers, limits)) as pool:
        yield from pool.results(work, tasks, failed, is_light)


class BoundedPool:
    """Worker processes that outlive one round of tasks.

    Each is replaced after `life` tasks. `prepare` (picklable) runs in each before its first task.
    """

    def __init__(
        self, workers: int, limits: Limits, life: int = _LONGEST_LIFE, prepare: Callable[[], None] | None = None
    ) -> None:
        self._workers, self._limits = workers, limits
        # Fresh processes: one forked beside a crawl's thread may inherit a lock that nobody will ever release.
        self._pool = ProcessPool(workers, life, _bound, (limits.megabytes, prepare), get_context("spawn"))

    def close(self) -> None:
        """End the processes, whatever they do."""
        self._pool.stop()
        self._pool.join()

    def results(
        self,
        work: Callable[[Task], Result],
        tasks: Iterable[Task],
        failed: Callable[[Task, str], Result],
        is_light: Callable[[Task], bool],
    ) -> Iterator[Result]:
        """Yield what the function `results` does."""
        give = partial(_give, self._pool, work, self._limits)
        waiting: deque[tuple[tuple[Task, ...], ProcessFuture[list[Tried[Result]]]]] = deque()
        for batch in _batches(tasks, is_light):
            waiting.append((batch, give(batch)))
            if len(waiting) > _AHEAD * self._workers:
                yield from _settled(*waiting.popleft(), give, failed, self._limits)
        while waiting:
            yield from _settled(*waiting.popleft(), give, failed, self._limits)


def _batches(tasks: Iterable[Task], is_light: Callable[[Task], bool]) -> Iterator[tuple[Task, ...]]:
    batch: list[Task] = []
    for task in tasks:
        if not is_light(task):
            if batch:
                yield tuple(batch)
                batch = []
            yield (task,)
            continue
        batch.append(task)
        if len(batch) >= _TOGETHER:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


def _give(
    pool: ProcessPool, work: Callable[[Task], Result], limits: Limits, batch: tuple[Task, ...]
) -> ProcessFuture[list[Tried[Result]]]:
    future: ProcessFuture[list[Tried[Result]]] = pool.schedule(_each, (work, batch), timeout=limits.seconds or None)
    return future


def _each(work: Callable[[Task], Result], batch: tuple[Task, ...]) -> list[Tried[Result]]:
    return [_tried(work, task) for task in batch]


def _tried(work: Callable[[Task], Result], task: Task) -> Tried[Result]:
    """Return the result of `work`, or None and the fault of our own that it met, in words: not every exception can be
    handed from process to process."""
    try:
        return work(task), ""
    except MemoryError:
        raise MemoryError from None
    except FAULTS as fault:
        return None, f"internal error: {type(fault).__name__}: {fault}"


def _settled(
    batch: tuple[Task, ...],
    future: ProcessFuture[list[Tried[Result]]],
    give: Callable[[tuple[Task, ...]], ProcessFuture[list[Tried[Result]]]],
    failed: Callable[[Task, str], Result],
    limits: Limits,
) -> Iterator[Result]:
    reason = ""
    try:
        for task, (result, fault) in zip(batch, future.result(), strict=True):
            yield failed(task, fault) if result is None else result
    except TimeoutError:
        reason = f"it was not read within {limits.seconds:g} seconds"
    except MemoryError:
        reason = f"it needs more than {limits.megabytes} MB of memory"
    except ProcessExpired:
        reason = f"reading it ended abruptly, as when it needs more than {limits.megabytes} MB of memory"
    if reason and len(batch) == 1:
        yield failed(batch[0], reason)
    elif reason:
        for task in batch:
            yield from _settled((task,), give((task,)), give, failed, limits)


def _bound(megabytes: int, prepare: Callable[[], None] | None) -> None:
    """Make this process a worker that tidies up when told to end, its memory limited where the system can."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if megabytes:
        with suppress(ValueError, OSError):
            _, hard = resource.getrlimit(resource.RLIMIT_AS)
            resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, hard))
    if prepare:
        prepare()
