"""`python -m captures.backup DATA TO`: a copy of the raw archive that can be built from, also while a crawl goes on.

The ledger is copied first, in one consistent state, and the WARC files after it: they only ever grow, so they hold
every byte that the copied ledger names. A second backup to the same place copies what has grown. `readings.db` and the
archive itself are left out: both are made again from this.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from captures.own_portals import FILE, REGIONS_FILE
from captures.read_only import read_only
from captures.records import CaptureError
from captures.store import LEDGER, WARC_FOLDER

OWN = (FILE, REGIONS_FILE)
DECISIONS = "decisions"
CHUNK = 1 << 20


@dataclass(slots=True)
class Backup:
    """What a backup did: WARC files and bytes that were copied, and the visits that it holds."""

    files: int = 0
    copied: int = 0
    visits: int = 0


def back_up(data: Path, to: Path) -> Backup:
    """Copy the raw archive in the folder `data` into the folder `to`. Raises CaptureError when there is none, when `to`
    holds another one, or when a WARC file is shorter than its ledger says; OSError when it cannot be written."""
    if not (data / LEDGER).is_file():
        raise CaptureError(f"There are no captures in {data}: name the data folder of a gongkai.")
    (to / WARC_FOLDER).mkdir(parents=True, exist_ok=True)
    _prove_same(data, to)
    done = Backup()
    spare = to / f"{LEDGER}.new"
    spare.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(read_only(data / LEDGER), uri=True)) as ledger,
        closing(sqlite3.connect(spare)) as copy,
    ):
        ledger.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        sizes = dict(copy.execute("SELECT name, size FROM warc_files"))
        (done.visits,) = copy.execute("SELECT count(*) FROM visits").fetchone()
    for name, size in sorted(sizes.items()):
        grown = _copy_grown(data / WARC_FOLDER / name, to / WARC_FOLDER / name, size)
        done.files += grown > 0
        done.copied += grown
    _copy_own(data, to)
    # Only now does the copy say that it holds them.
    os.replace(spare, to / LEDGER)
    return done


def _prove_same(data: Path, to: Path) -> None:
    """Refuse to write one archive over another: the first visit of an archive never changes."""
    if (to / LEDGER).exists() and _first(to) not in (None, _first(data)):
        raise CaptureError(f"{to} holds the backup of another archive: name an empty folder, or the right one.")


def _first(data: Path) -> tuple[str, str] | None:
    with closing(sqlite3.connect(read_only(data / LEDGER), uri=True)) as ledger:
        row: tuple[str, str] | None = ledger.execute(
            "SELECT visited_at, url FROM visits ORDER BY id LIMIT 1"
        ).fetchone()
    return row


def _copy_grown(source: Path, target: Path, size: int) -> int:
    """Bring `target` to `size` bytes of `source` and to the disk; return how many were copied."""
    have = target.stat().st_size if target.exists() else 0
    if not source.exists() or source.stat().st_size < size:
        raise CaptureError(f"{source} is shorter than the ledger says: restore it from a copy before you make another.")
    if have >= size:
        return 0
    with source.open("rb") as old, target.open("ab") as new:
        old.seek(have)
        left = size - have
        while left and (piece := old.read(min(CHUNK, left))):
            new.write(piece)
            left -= len(piece)
        new.flush()
        os.fsync(new.fileno())
    return size - have


def _copy_own(data: Path, to: Path) -> None:
    for name in OWN:
        if (data / name).exists():
            shutil.copy2(data / name, to / name)
    if (data / DECISIONS).is_dir():
        shutil.copytree(data / DECISIONS, to / DECISIONS, dirs_exist_ok=True)


def main(words: list[str]) -> int:
    """Back up as the command line says; return 0, 1 when it failed, 2 for a wrong call."""
    if len(words) != 2:
        print("Call: python -m captures.backup DATA TO", file=sys.stderr)
        return 2
    data, to = map(Path, words)
    try:
        done = back_up(data, to)
    except (CaptureError, OSError, sqlite3.Error) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{done.visits} visits; {done.copied / 1e6:.1f} MB copied of {done.files} WARC files into {to}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
