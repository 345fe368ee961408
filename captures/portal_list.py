"""What `gongkai portals list` prints: the rows of the registry and the data folder, or of a file, a line each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from captures.choice import all_rows
from captures.ledger import complete_days, due_days
from captures.own_portals import own_regions
from registry.portals import AUTO, Portal, PortalError, families
from registry.regions import RegionError, Regions


def list_command(
    portals_file: Path | None, region: str | None, family: str | None, unverified: bool, data: Path
) -> int:
    """Print id, family, region, the day when it was seen working, name, address and the day when `crawl --due` takes it
    next ("due now" for one that no run has taken yet); return 0, or 2 for a wrong call.

    `region` leaves the portals of that region and of all below it, `family` those whose row names it, `unverified`
    those that neither a person nor a complete crawl into `data` has seen working.
    """
    try:
        known = own_regions(data)
        rows = all_rows(portals_file, data, known)
        chosen = list(_chosen(rows, known, region, family))
        crawled, due = complete_days(data), due_days(data)
    except (PortalError, RegionError) as error:
        click.echo(str(error), err=True)
        return 2
    except sqlite3.Error as error:
        click.echo(f"{data} cannot be read ({error}): give another folder with --data.", err=True)
        return 2
    seen = {portal.id: max(portal.verified, crawled.get(portal.id, "")) for portal in chosen}
    lines = [
        _line(portal, seen[portal.id], due.get(portal.id)) for portal in chosen if not (unverified and seen[portal.id])
    ]
    if lines:
        click.echo("\n".join(lines))
    return 0


def _chosen(portals: Iterable[Portal], known: Regions, region: str | None, family: str | None) -> Iterator[Portal]:
    if region and known.get(region) is None:
        raise PortalError(f"The region {region} is not an administrative-division code that we know.")
    if family and family not in (*families(), AUTO):
        raise PortalError(f"Unknown family {family}: the families are {', '.join([*families(), AUTO])}.")
    for portal in portals:
        above = [portal.region, *(found.code for found in known.ancestors(portal.region))] if region else ()
        if (not region or region in above) and family in (None, portal.family):
            yield portal


def _line(portal: Portal, seen: str, due: str | None) -> str:
    where = f"{portal.id}\t{portal.family}\t{portal.region}"
    when = f"due {due or 'now'}"
    return f"{where}\t{seen or 'unverified'}\t{portal.name}\t{portal.url}\t{when}"
