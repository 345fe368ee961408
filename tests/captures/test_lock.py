"""The lock of the only writer: held by one, let go at once, and by a killed process too."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from captures.lock import WriterLock, is_held
from captures.records import CaptureError


@contextmanager
def forked() -> Iterator[int]:
    """A child that has every file open that was open here, as one has between its fork and the program it starts."""
    child = os.fork()
    if not child:
        time.sleep(60)
        os._exit(0)
    try:
        yield child
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_one_writer_at_a_time_and_the_other_is_told_who_it_is(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "lock")
    assert is_held(tmp_path / "lock")
    with pytest.raises(CaptureError, match=f"process {os.getpid()}"):
        WriterLock(tmp_path / "lock")
    lock.release()
    assert not is_held(tmp_path / "lock")
    WriterLock(tmp_path / "lock").release()


def test_a_child_that_was_forked_meanwhile_does_not_keep_the_lock(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "lock")
    with forked():
        lock.release()
        assert not is_held(tmp_path / "lock")
        WriterLock(tmp_path / "lock").release()


def test_a_killed_writer_lets_the_next_one_in(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        lock = WriterLock(tmp_path / "lock")
        os.write(writer, b"held")
        time.sleep(60)
        lock.release()
        os._exit(0)
    assert os.read(reader, 4) == b"held"
    assert is_held(tmp_path / "lock")
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert not is_held(tmp_path / "lock")
    os.close(reader)
    os.close(writer)
