"""One writer at a time: an advisory lock that dies with its process."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from captures.records import CaptureError


class WriterLock:
    """Hold `FILE` as the only writer until `release`; a killed process releases it by dying."""

    def __init__(self, path: Path) -> None:
        self._file: IO[str] = path.open("a+", encoding="ascii")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.seek(0)
            holder = self._file.read().strip() or "unknown"
            self._file.close()
            raise CaptureError(
                f"{path.parent} is being written by another gongkai (process {holder}): "
                "wait until it ends, or give another folder with --data."
            ) from None
        self._file.seek(0)
        self._file.truncate()
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        """Let the next writer in, also while a child that was forked meanwhile still has the file open."""
        fcntl.flock(self._file, fcntl.LOCK_UN)
        self._file.close()


def is_held(path: Path) -> bool:
    """Tell whether some process holds the lock; the file is left as it is."""
    if not path.exists():
        return False
    with path.open(encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(file, fcntl.LOCK_UN)
    return False
