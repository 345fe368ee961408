"""Processes that die at a step of their writing: killed, or out of room. Each is a fork, so that it starts in no time."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

STEPS = {
    "open", "mkdir", "flock", "connect", "execute", "executescript", "write", "fdatasync", "truncate", "ftruncate",
    "replace", "unlink", "close",
}  # fmt: skip
"""Calls into the system or SQLite before any of which the process may die."""
UNCAUGHT = 70
DEPTH = 4
"""Frames between a call of `captures/` and the call into the system: pathlib, contextlib."""


def fork(work: Callable[[], object]) -> int:
    """Do the work in a fork; return its exit code, or minus the signal that ended it. Standard error is kept quiet."""
    child = os.fork()
    if not child:
        code = UNCAUGHT
        try:
            work()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        finally:  # the fork must not return into the test
            if code == UNCAUGHT:
                sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def steps(work: Callable[[], object], into: Path) -> list[str]:
    """The steps of `captures/` in doing the work, by name, in order; the work is done in a fork."""
    assert fork(lambda: _counted(work, into)) == 0
    return into.read_text().split()


def killed_at(step: int, work: Callable[[], object]) -> int:
    """Do the work in a fork that is killed right before its step number `step`; return as `fork` does."""
    return fork(lambda: _watched(work, lambda number, _: number == step and os.kill(os.getpid(), signal.SIGKILL)))


def without_room(bytes_a_file: int, work: Callable[[], object]) -> int:
    """Do the work in a fork in which no file may grow beyond some size, as on a full disk; return as `fork` does."""

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_a_file, bytes_a_file))
        work()

    return fork(limited)


def _counted(work: Callable[[], object], into: Path) -> None:
    names: list[str] = []
    _watched(work, lambda _, name: names.append(name))
    into.write_text(" ".join(names))


def _watched(work: Callable[[], object], at_step: Callable[[int, str], Any]) -> None:
    count = 0

    def watch(frame: FrameType, event: str, called: Any) -> None:
        nonlocal count
        if event == "c_call" and called.__name__ in STEPS and _is_of_captures(frame):
            at_step(count, called.__name__)
            count += 1

    threading.setprofile(watch)
    sys.setprofile(watch)
    with contextlib.ExitStack() as after:
        after.callback(sys.setprofile, None)
        work()


def _is_of_captures(frame: FrameType | None) -> bool:
    for _ in range(DEPTH):
        if frame is None:
            return False
        if "/captures/" in frame.f_code.co_filename and "/tests/" not in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False
