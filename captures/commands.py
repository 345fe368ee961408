"""What `gongkai crawl` and `gongkai import` do: choose the portals, run, say what happened, give the exit code."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from captures.choice import choose, choose_due
from captures.crawl_run import run_crawl
from captures.frontier import Shared
from captures.importer import run_import
from captures.own_portals import keep_rows
from captures.records import CaptureError, cannot_write
from captures.shared_run import due_elsewhere
from captures.summary import CrawlSummary, ImportSummary
from registry.portals import PortalError
from registry.regions import RegionError


def crawl_command(
    portals: Sequence[str],
    everything: bool,
    portals_file: Path | None,
    since: int | None,
    limit: int | None,
    dry_run: bool,
    data: Path,
    verbosity: int,
    due_only: bool = False,
    **_others: object,
) -> int:
    """Crawl the portals named, those of `portals_file`, or all; return 0, 1 (incomplete) or 2 (wrong call).

    `due_only` leaves those whose day has come (`captures.schedule`).
    """
    try:
        chosen = choose(portals, everything or (due_only and not portals), portals_file, data)
        if due_only:
            sharing = Shared.of_environment()
            elsewhere = due_elsewhere(sharing) if sharing else None
            chosen, none = choose_due(chosen, data, not (portals or everything), elsewhere)
            if not chosen:
                click.echo(none)
                return 0
    except (PortalError, RegionError) as error:
        click.echo(str(error), err=True)
        return 2
    except CaptureError as error:
        click.echo(str(error), err=True)
        return 1

    def crawl() -> CrawlSummary:
        if portals_file and not dry_run:
            keep_rows(data, chosen)
        shared = Shared.of_environment()
        return run_crawl(
            chosen,
            data,
            since=since,
            limit=limit,
            dry_run=dry_run,
            verbosity=verbosity,
            nightly=due_only,
            shared=shared,
        )

    return _said(crawl, data, verbosity)


def import_command(paths: Sequence[str], data: Path, verbosity: int, **_others: object) -> int:
    """Import files, folders, WARC files and data folders; return 0, or 1 when one of them could not be taken in."""
    return _said(lambda: run_import([Path(path) for path in paths], data, verbosity=verbosity), data, verbosity)


def _said(work: Callable[[], CrawlSummary | ImportSummary], data: Path, verbosity: int) -> int:
    """Do the work and print what it amounts to, or the one sentence that stopped it; return the exit code."""
    try:
        summary = work()
    except CaptureError as error:
        click.echo(str(error), err=True)
        return 1
    except (OSError, sqlite3.Error) as error:
        click.echo(cannot_write(data, error), err=True)
        return 1
    if verbosity >= 0 or summary.exit_code:
        click.echo(summary.table())
    return summary.exit_code
