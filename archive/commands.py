"""What `gongkai build` does: bring the archive up to date, say what happened, give the exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from archive.build import build
from archive.reader import Progress
from captures.records import CaptureError
from registry.portals import PortalError
from registry.regions import RegionError


def build_command(full: bool, workers: int, data: Path, db: Path, verbosity: int, **_others: object) -> int:
    """Build the archive; return 0, or 1 when something is wrong with the data."""
    try:
        with _progress(verbosity) as progress:
            summary = build(data, db, full=full, workers=workers, progress=progress)
    except (CaptureError, PortalError, RegionError, OSError) as error:
        click.echo(str(error), err=True)
        return 1
    if verbosity >= 0 or summary.exit_code:
        click.echo(summary.table())
    return summary.exit_code


@contextmanager
def _progress(verbosity: int) -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere."""
    if verbosity < 0 or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    with click.progressbar(length=1, label="reading", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield show
