"""What `gongkai portals list` prints: the rows of the registry, or of a file, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from registry.portals import AUTO, Portal, PortalError, families, load_portals
from registry.regions import RegionError, Regions, regions


def list_command(portals_file: Path | None, region: str | None, family: str | None, unverified: bool) -> int:
    """Print id, family, region, whether a person has seen it work, name and address; return 0, or 2 for a wrong call.

    `region` leaves the portals of that region and of all below it, `family` those whose row names it, `unverified`
    those that no person has seen working.
    """
    try:
        known = regions()
        rows = load_portals([portals_file] if portals_file else None, known)
        chosen = list(_chosen(rows, known, region, family))
    except (PortalError, RegionError) as error:
        click.echo(str(error), err=True)
        return 2
    lines = [_line(portal) for portal in chosen if not (unverified and portal.verified)]
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


def _line(portal: Portal) -> str:
    seen = portal.verified or "unverified"
    return f"{portal.id}\t{portal.family}\t{portal.region}\t{seen}\t{portal.name}\t{portal.url}"
