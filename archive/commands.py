"""What `gongkai build` does: build, say what happened, give the exit code."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import click

from archive.build import build
from archive.decisions import DecisionError
from captures.records import CaptureError
from parsers.bounded import LimitError
from registry.portals import PortalError
from registry.regions import RegionError


def build_command(full: bool, workers: int, data: Path, db: Path, verbosity: int, **_others: object) -> int:
    """Build the archive `db` from the captures in `data`; return 0, 1 (see the summary) or 2 (wrong call)."""
    try:
        summary = build(data, db, full, workers, progress=_Progress(verbosity))
    except (PortalError, RegionError, LimitError, DecisionError) as error:
        click.echo(str(error), err=True)
        return 2
    except (CaptureError, OSError) as error:
        click.echo(str(error), err=True)
        return 1
    except sqlite3.OperationalError as error:
        click.echo(f"The archive {db} or the readings in {data} cannot be written: {error}.", err=True)
        return 1
    if verbosity >= 0 or summary.exit_code:
        click.echo(summary.table())
    return summary.exit_code


class _Progress:
    """One line that is written over on a terminal, a line for each tenth elsewhere, nothing with -q."""

    def __init__(self, verbosity: int) -> None:
        self._quiet = verbosity < 0
        self._terminal = sys.stderr.isatty()
        self._done = 0
        self._tenths = 0

    def __call__(self, read: int, total: int) -> None:
        self._done += read
        tenths = 10 * self._done // total
        if self._quiet or (tenths == self._tenths and not self._terminal):
            return
        self._tenths = tenths
        line = f"read {self._done} of {total}"
        moving = self._terminal and self._done < total
        click.echo(f"\r{line}" if self._terminal else line, nl=not moving, err=True)
