"""Merge: another archive's folder is taken into this one exactly, each visit and each body once."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from captures import whole_warc
from captures.lock import is_held
from captures.other_ledger import OtherLedger, Segment
from captures.own_portals import merge_own
from captures.records import CaptureError
from captures.store import LEDGER, LOCK, WARC_FOLDER, CaptureStore
from registry.portals import PortalError
from registry.regions import RegionError


@dataclass
class Merged:
    """What a merge did: visits taken and visits that were here already; `problems` are sentences about what was left
    out, `notes` about what else a person should know.
    """

    taken: int = 0
    known: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def is_archive(path: Path) -> bool:
    """Tell whether a folder is the data folder of a gongkai."""
    return (path / LEDGER).is_file()


def merge(store: CaptureStore, folder: Path) -> Merged:
    """Take the runs, visits, pointers, captures, own portals and own regions of `folder` that are not here yet.

    WARC files are copied as they are, under names of ours. What is already here is told by its content (a run by its
    time and visits, a WARC file by its first record), so a folder may be merged again when it has grown, and so may
    copies of it, or an archive that it was merged into. Raises OSError or sqlite3.Error when ours cannot be written.
    """
    done = Merged()
    if folder.resolve() == store.data.resolve():
        done.problems.append(f"{folder} is this archive itself: give the folder of another machine.")
        return done
    _take_own(store, folder, done)
    try:
        other = store.other_ledger(folder / LEDGER)
    except sqlite3.Error as error:
        done.problems.append(f"{folder / LEDGER} cannot be read ({error}): restore it from a copy and import it again.")
        return done
    try:
        _Files(store, folder, other, done).take()
    finally:
        other.close()
    if is_held(folder / LOCK):
        done.notes.append(f"{folder} is being written: import it once more when its crawl has ended, to take the rest.")
    return done


def _take_own(store: CaptureStore, folder: Path, done: Merged) -> None:
    try:
        done.problems += merge_own(store.data, folder)
    except (PortalError, RegionError) as error:
        done.problems.append(f"The portals or regions of {folder} were not taken: {error}")


class _Files:
    """The WARC files of another archive, and what of them is here."""

    def __init__(self, store: CaptureStore, folder: Path, other: OtherLedger, done: Merged) -> None:
        self.store, self.folder, self.other, self.done = store, folder, other, done
        self.ours = {first: (name, size) for name, size, first in _first_records(store)}

    def take(self) -> None:
        """Copy what is not here, then take the rows."""
        segments: list[Segment] = []
        for name, size in self.other.warc_sizes().items():
            try:
                segments += self._segments(name, size)
            except CaptureError as error:
                self.done.problems.append(
                    f"{error} What it holds was left out: restore it and import {self.folder} again."
                )
        with self.store.together():
            self.done.taken, held = self.other.take(segments)
        self.done.known = held - self.done.taken - self._left_out()

    def _left_out(self) -> int:
        left = self.other.without_body()
        if left and not self.done.problems:
            self.done.notes.append(
                f"{left} visits of {self.folder} were left for the next import: their bodies are still being written."
            )
        return left

    def _segments(self, name: str, size: int) -> Iterator[Segment]:
        """Where each stretch of a file of theirs is here, from its beginning; what is not here is copied."""
        path, start = self.folder / WARC_FOLDER / name, 0
        while start < size:
            ours, length = self.ours.get(whole_warc.record_id(path, start)) or self._copied(path, start, size)
            yield Segment(name, start, min(start + length, size), ours)
            start += length

    def _copied(self, path: Path, start: int, end: int) -> tuple[str, int]:
        """Copy a stretch as a file of ours and prove it, before it has a row; without one it is cut away later."""
        with self.store.new_warc_file() as (name, file):
            whole_warc.copy(path, start, end, file)
            _prove(path, file, start, self.other.bodies(path.name, start, end))
        return name, end - start


def _first_records(store: CaptureStore) -> Iterator[tuple[str, int, str]]:
    """Name, size and id of the first record of each of our WARC files that can be read."""
    for name, size in store.warc_sizes().items():
        try:
            yield name, size, whole_warc.record_id(store.data / WARC_FOLDER / name, 0)
        except CaptureError:
            continue  # a file that is not here holds nothing of theirs


def _prove(source: Path, copied: Path, start: int, bodies: dict[int, str]) -> None:
    """Read a copy from start to end. Raises CaptureError when it is torn or does not hold the bodies by offset."""
    missing = dict(bodies)
    try:
        for offset, record in whole_warc.members(copied):
            expected = missing.pop(start + offset, None)
            if expected and hashlib.sha256(whole_warc.payload(record)).hexdigest() != expected:
                raise EOFError("another body", offset)
    except (zlib.error, EOFError) as error:
        raise CaptureError(f"{source} is damaged at offset {start + error.args[-1]}.") from error
    if missing:
        raise CaptureError(f"{source} holds no record at offset {min(missing)}.")
