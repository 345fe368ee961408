"""Puts an export in its place only when it is whole: written beside it under another name, then renamed."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.export.checksums import SUMS, listed_files
from archive.export.errors import WrongCallError, no_room


def check_place(out: Path, is_folder: bool) -> None:
    """Raise WrongCallError when `out` is not a place for a folder (or a file), or holds what no export wrote."""
    if out.name in ("", ".."):
        raise WrongCallError(f"{out} is where you are: name a new folder or file.")
    if not out.parent.is_dir():
        raise WrongCallError(f"There is no folder {out.parent}: make it first, or name another place.")
    if not is_folder:
        if out.is_dir():
            raise WrongCallError(f"{out} is a folder: name a file.")
        return
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise WrongCallError(f"{out} is no folder: name a new one, or that of an earlier export.")
    if out.exists():
        known = listed_files(out) | {SUMS}
        foreign = sorted(
            path.relative_to(out).as_posix()
            for path in out.rglob("*")
            if not path.is_dir() and path.relative_to(out).as_posix() not in known
        )
        if foreign:
            raise WrongCallError(f"{out} holds {foreign[0]}, which no export wrote: name a new folder.")


@contextmanager
def working_place(out: Path, is_folder: bool) -> Iterator[Path]:
    """Give a new folder beside `out` to write in; when the block ends well, what is in it takes the place of `out`.

    For a file that is the file of the same name in the folder, for a folder all of it. What stood at `out` stays until
    then, and stays for good when the block fails. Raises ExportError when there is no room.
    """
    _remove_leftovers(out)
    work = out.with_name(f".{out.name}.{os.getpid()}.exporting")
    try:
        work.mkdir()
        yield work
        if is_folder:
            _move_folder(work, out)
        else:
            os.replace(work / out.name, out)
    except (OSError, sqlite3.OperationalError) as error:
        raise no_room(out, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _move_folder(work: Path, out: Path) -> None:
    old = work.with_suffix(".replaced")
    if out.exists():
        os.rename(out, old)
    try:
        os.rename(work, out)
    except OSError:
        if old.exists():
            os.rename(old, out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _remove_leftovers(out: Path) -> None:
    """Remove what exports to the same place left that were killed; what one had put aside goes back to its place."""
    pattern = re.compile(rf"\.{re.escape(out.name)}\.(\d+)\.(exporting|replaced)")
    for path in sorted(out.parent.iterdir(), reverse=True):
        match = pattern.fullmatch(path.name)
        if match and not _is_running(int(match[1])):
            if match[2] == "replaced" and not out.exists():
                os.rename(path, out)
            else:
                shutil.rmtree(path, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()
