"""What `gongkai crawl` and `gongkai import` do: choose the portals, run, say what happened, give the exit code."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from captures.crawl_run import run_crawl
from captures.importer import run_import
from captures.own_portals import keep_rows, own_regions, own_rows
from captures.records import Appointment, CaptureError, cannot_write
from captures.schedule import due, load_rules
from captures.store import CaptureStore
from captures.summary import CrawlSummary, ImportSummary
from registry.portals import Portal, PortalError, load_portals
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
        chosen = _choose(portals, everything, due_only, portals_file, data)
        if due_only:
            chosen, none = _due(chosen, data, capped=not (portals or everything))
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
        return run_crawl(chosen, data, since=since, limit=limit, dry_run=dry_run, verbosity=verbosity, nightly=due_only)

    return _said(crawl, data, verbosity)


def _choose(
    names: Sequence[str], everything: bool, due_only: bool, portals_file: Path | None, data: Path
) -> list[Portal]:
    known = own_regions(data)
    rows = load_portals([portals_file] if portals_file else None, known)
    if due_only and not portals_file:
        own = own_rows(data, known)
        kept = {portal.id for portal in own}
        rows = [*own, *(portal for portal in rows if portal.id not in kept)]
    if everything or ((due_only or portals_file) and not names):
        return rows
    if not names:
        raise PortalError(
            "No portal is named: give its id, --portals FILE, --due or --all (gongkai portals list shows them)."
        )
    by_id = {portal.id: portal for portal in rows}
    unknown = [name for name in names if name not in by_id]
    if unknown:
        raise PortalError(f"There is no portal {', '.join(unknown)}: gongkai portals list shows the ids.")
    return [by_id[name] for name in names]


def _due(portals: Sequence[Portal], data: Path, capped: bool) -> tuple[list[Portal], str]:
    """The portals that are due today, and what to say if there are none. Raises CaptureError for wrong rules."""
    rules, appointments, today = load_rules(data), _appointments(data), datetime.now(UTC).date()
    chosen = due(portals, appointments, today, rules if capped else None)
    coming = [found for portal in portals if (found := appointments.get(portal.id))]
    first = min(coming, key=lambda one: one.next_due, default=None)
    when = f": the next is {first.portal_id} on {first.next_due}" if first else ""
    return chosen, f"No portal is due{when}."


def _appointments(data: Path) -> dict[str, Appointment]:
    if not (data / "ledger.db").exists():
        return {}
    with CaptureStore(data) as store:
        return store.appointments()


def import_command(paths: Sequence[str], data: Path, verbosity: int, **_others: object) -> int:
    """Import files, folders and WARC files; return 0, or 1 when one of them could not be taken in."""
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
