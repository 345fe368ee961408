"""What `gongkai portals list` prints: the rows of the registry, or of a file, a line each."""

from __future__ import annotations

from pathlib import Path

import click

from registry.portals import PortalError, load_portals
from registry.regions import RegionError


def list_command(portals_file: Path | None) -> int:
    """Print id, family, region, whether a person has seen it work, name and address; return 0, or 2 for a bad row."""
    try:
        portals = load_portals([portals_file] if portals_file else None)
    except (PortalError, RegionError) as error:
        click.echo(str(error), err=True)
        return 2
    for portal in portals:
        seen = portal.verified or "unverified"
        click.echo(f"{portal.id}\t{portal.family}\t{portal.region}\t{seen}\t{portal.name}\t{portal.url}")
    return 0
