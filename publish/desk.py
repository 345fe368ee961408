"""The desk at which drafts are checked: confined workers that forget, a few at a time, within limits.

A draft lives in memory alone. What LibreOffice needs as a file lies in a folder in memory, where the system has one,
and is gone when the answer is there. Each worker reads one draft, and ends.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from checks.file import CheckedFile, check_bytes, not_checked
from parsers.bounded import BoundedPool, Limits, setting
from publish import confined

WAITING = 3
"""Drafts that may wait for each worker."""
_IN_MEMORY = Path("/dev/shm")


class FullError(Exception):
    """So many drafts are at the desk that one more would wait too long."""


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """`megabytes` of one draft, the limits of reading it, and how many are read at once (0: no self-check)."""

    megabytes: float = 20
    limits: Limits = Limits(120, 3072)
    workers: int = 2

    @classmethod
    def of_environment(cls) -> DeskSettings:
        """Return what GONGKAI_SELFCHECK_MB, _SECONDS, _MEMORY and _WORKERS set. Raises LimitError for no number."""
        default, name = cls(), "GONGKAI_SELFCHECK_"
        seconds = setting(f"{name}SECONDS", default.limits.seconds)
        memory = int(setting(f"{name}MEMORY", default.limits.megabytes))
        workers = int(setting(f"{name}WORKERS", default.workers))
        return cls(setting(f"{name}MB", default.megabytes), Limits(seconds, memory), workers)

    @property
    def most_bytes(self) -> int:
        """The longest body of a request that may bring a draft: the draft and the form around it."""
        return int(self.megabytes * 2**20) + 4096


@dataclass(frozen=True, slots=True)
class Draft:
    """The bytes of a draft, its name, and the one folder in which its worker may write."""

    data: bytes
    name: str
    folder: str


class Desk:
    """Checks drafts. Its workers start with the first draft."""

    def __init__(self, settings: DeskSettings) -> None:
        self.settings = settings
        self._pool: BoundedPool | None = None
        self._folder: TemporaryDirectory[str] | None = None
        self._taken = 0

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place at the desk. Raises FullError when all are taken."""
        if self._taken >= self.settings.workers * (1 + WAITING):
            raise FullError
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1

    async def check(self, data: bytes, name: str) -> CheckedFile:
        """Read and check a draft; whoever calls holds a place. One that broke a limit is `unreadable` and says so."""
        pool, folder = self._open()
        try:
            return await asyncio.to_thread(_checked, pool, data, name, folder)
        except (BrokenProcessPool, RuntimeError):
            # A worker that ends while it has nothing to do, as when the machine lacks memory, takes its pool with it.
            if pool is self._pool:
                await asyncio.to_thread(self.close)
            pool, folder = self._open()
            return await asyncio.to_thread(_checked, pool, data, name, folder)

    def _open(self) -> tuple[BoundedPool, str]:
        if self._pool is None or self._folder is None:
            home = os.environ.get("RUNTIME_DIRECTORY") or (_IN_MEMORY if _IN_MEMORY.is_dir() else None)
            self._folder = TemporaryDirectory(prefix="gongkai-", dir=home, ignore_cleanup_errors=True)
            ready = partial(_prepare, self._folder.name, self.settings.limits.seconds)
            self._pool = BoundedPool(self.settings.workers, self.settings.limits, 1, ready)
        return self._pool, self._folder.name

    def close(self) -> None:
        """End the workers, and remove their folder."""
        if self._pool:
            self._pool.close()
        if self._folder:
            self._folder.cleanup()
        self._pool = self._folder = None


def _checked(pool: BoundedPool, data: bytes, name: str, home: str) -> CheckedFile:
    with TemporaryDirectory(prefix="", dir=home, ignore_cleanup_errors=True) as folder:
        return next(pool.results(_check, [Draft(data, name, folder)], _failed, _is_light))


def _is_light(_draft: Draft) -> bool:
    return False


def _failed(draft: Draft, reason: str) -> CheckedFile:
    return not_checked(draft.data, Path(draft.name), reason)


def _prepare(home: str, seconds: float) -> None:
    """Confine this process while it has one thread, load the programs before a draft waits for them, silence it."""
    confined.alone(Path(home))
    confined.limit_resources(seconds)
    confined.within(Path(home))
    for name in set(os.environ) - {"PATH", "LANG", "LC_ALL"}:
        del os.environ[name]
    check_bytes(b"a", Path("a"))
    nothing = os.open(os.devnull, os.O_RDWR)
    # What a library prints may hold words of a draft; a log must not.
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


def _check(draft: Draft) -> CheckedFile:
    tempfile.tempdir = os.environ["TMPDIR"] = os.environ["HOME"] = draft.folder
    confined.within(Path(draft.folder))
    return check_bytes(draft.data, Path(draft.name))
