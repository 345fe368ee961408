"""Puts a finished archive in the place of the last one, which is kept beside it."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

FICLONE = 0x40049409
"""The request of Linux to share a file's blocks with another (`ioctl_ficlone`); others refuse it as unknown."""

APPLICATION_ID = 0x676B6761
"""`PRAGMA application_id` of an archive ("gkga"), by which `serve` knows one."""
SMALL = 2000
"""Up to so many reports pages are 1 KiB, so that a sample stays small; above, 4 KiB."""
CACHE_KIB = 256 * 1024


def working_copy(db: Path) -> Path:
    """Return where the next archive is made; a leftover of a killed build is removed."""
    work = db.with_name(f".{db.name}.building")
    for name in (work, work.with_name(f"{work.name}-wal"), work.with_name(f"{work.name}-shm")):
        name.unlink(missing_ok=True)
    return work


def begin_from(db: Path, work: Path, is_fit: Callable[[dict[str, str]], bool]) -> None:
    """Put an archive at `work` to which news can be added: a copy of `db` where that takes no time, else the one before
    it when it is fit (by what it says of itself), else a copy after all.

    The one before knows less, and is brought up to date like any; it spares copying gigabytes for some reports. It is
    taken only when nobody else has it open, and it has no other name.
    """
    last = last_good(db)
    if _clone(db, work) or (is_fit(about(last)) and _take(last, work)):
        return
    shutil.copyfile(db, work)


def _clone(db: Path, work: Path) -> bool:
    """Make a file that shares its blocks with another, where the file system can (Btrfs, XFS)."""
    with db.open("rb") as old, work.open("wb") as new:
        try:
            fcntl.ioctl(new.fileno(), FICLONE, old.fileno())
        except OSError:
            return False
    return True


def _take(last: Path, work: Path) -> bool:
    """Rename a file that this process alone may write from now on; leave it where it is when others have it."""
    os.replace(last, work)
    if _is_ours_alone(work):
        return True
    os.replace(work, last)
    return False


def _is_ours_alone(path: Path) -> bool:
    """Tell whether nobody has the file open and it has one name. Only Linux can say so, by granting a lease."""
    if not hasattr(fcntl, "F_SETLEASE") or path.stat().st_nlink > 1:
        return False
    with path.open("rb+") as file:
        try:
            fcntl.fcntl(file.fileno(), fcntl.F_SETLEASE, fcntl.F_WRLCK)
            fcntl.fcntl(file.fileno(), fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except OSError:
            return False
    return True


def last_good(db: Path) -> Path:
    """Return where the archive before this one is kept."""
    return db.with_name(f"{db.name}.last")


def refused(db: Path) -> Path:
    """Return where an archive is kept that did not pass the gates."""
    return db.with_name(f"{db.name}.refused")


def put_in_place(work: Path, db: Path) -> None:
    """Bring the finished file to the disk and rename it to `db`; what was there is kept as the last good one.

    There is an archive at `db` at every moment, whichever step is the last.
    """
    with work.open("rb+") as file:
        os.fsync(file.fileno())
    if db.exists():
        spare = last_good(db).with_name(f".{last_good(db).name}.new")
        spare.unlink(missing_ok=True)
        os.link(db, spare)
        os.replace(spare, last_good(db))
    os.replace(work, db)


def set_aside(work: Path, db: Path) -> None:
    """Keep a refused archive where a person can look at it."""
    os.replace(work, refused(db))


def about(db: Path) -> dict[str, str]:
    """Return what an archive says of itself; empty when there is none, or it cannot be read."""
    if not db.exists():
        return {}
    try:
        with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection:
            return dict(connection.execute("SELECT key, value FROM about"))
    except sqlite3.DatabaseError:
        return {}


def open_copy(path: Path, reports: int | None = None) -> sqlite3.Connection:
    """Open a working copy to be written; `reports` is how many a new one will hold, None for a copy of an archive."""
    db = sqlite3.connect(path.absolute().as_uri(), uri=True, isolation_level=None)
    if reports is not None:
        db.execute(f"PRAGMA page_size={1024 if reports <= SMALL else 4096}")
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    # The working copy is thrown away if anything fails: only the finished file must reach the disk.
    db.execute("PRAGMA journal_mode=OFF")
    db.execute("PRAGMA synchronous=OFF")
    db.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
    db.execute("PRAGMA temp_store=FILE")
    return db
