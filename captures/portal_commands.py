"""What `gongkai portals discover`, `add` and `check` do: visit listings, keep nothing but the row that is added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from captures.choice import choose
from captures.crawl_run import run_crawl
from captures.discovery import Discovery, discover
from captures.own_portals import keep_rows, own_regions, own_rows, row_text
from captures.records import CaptureError, cannot_write
from captures.session import PortalResult
from registry.portals import PortalError, families, load_portals
from registry.regions import RegionError


def discover_command(url: str, region: str, name: str, data: Path) -> int:
    """Say how the column of an address was found and print the row to add; return 0, 1 (no column) or 2."""
    try:
        seen = _discover(url, region, name, data)
    except (PortalError, RegionError, CaptureError) as error:
        click.echo(str(error), err=True)
        return 2
    click.echo("\n".join(_told(seen)))
    return int(seen.portal is None or bool(seen.result.reasons))


def add_command(url: str, region: str, name: str, portal_id: str, data: Path) -> int:
    """Find the column of an address and keep its row in the data folder; return 0, 1 (no column) or 2 (no region)."""
    try:
        seen = _discover(url, region, name, data)
        click.echo("\n".join(_told(seen)))
        if seen.portal is None:
            return 1
        portal = replace(seen.portal, id=portal_id or seen.portal.id)
        if not portal.region:
            raise PortalError("Nothing tells the region of this portal: name its administrative code with --region.")
        keep_rows(data, [portal])
    except (PortalError, RegionError, CaptureError) as error:
        click.echo(str(error), err=True)
        return 2
    except OSError as error:
        click.echo(cannot_write(data, error), err=True)
        return 1
    click.echo(f"Added to {data}/portals.toml: gongkai crawl {portal.id} fetches its reports.")
    return 0


def check_command(names: Sequence[str], everything: bool, portals_file: Path | None, data: Path, verbosity: int) -> int:
    """Visit the listings of portals and say of each whether it works, and how it broke; return 0, 1 or 2."""
    try:
        rows = choose(names, everything, portals_file, data)
    except (PortalError, RegionError) as error:
        click.echo(str(error), err=True)
        return 2
    try:
        summary = run_crawl(rows, data, dry_run=True, verbosity=verbosity)
    except CaptureError as error:
        click.echo(str(error), err=True)
        return 1
    for result in summary.results:
        click.echo("\n".join(_checked(result)))
    broken = sum(not result.complete for result in summary.results)
    if verbosity >= 0:
        click.echo(f"{len(summary.results) - broken} of {len(summary.results)} portals work.")
    return int(bool(broken))


def _discover(url: str, region: str, name: str, data: Path) -> Discovery:
    known = own_regions(data)
    if region and known.get(region) is None:
        raise PortalError(f"The region {region} is not an administrative-division code that we know.")
    if "://" not in url:
        url = f"http://{url}"
    return discover(url, known, [*own_rows(data, known), *load_portals(None, known)], data, region, name)


def _told(seen: Discovery) -> list[str]:
    """How the column was found, what is there, what is missing, and the row."""
    found, result = seen.found, seen.result
    if found is None or seen.portal is None:
        return ["No column of annual reports was found.", *(f"    {reason}" for reason in result.reasons)]
    lines = [f"found     {found.column}"]
    lines += [f"by way of {link.title} ({link.url})" for link in found.trail]
    lines.append(f"family    {found.family} ({families()[found.family][1]}): {_evidence(found.evidence)}")
    years = ", ".join(f"{year or 'no year'}: {count}" for year, count in seen.years)
    others = sum(item.role != "report" for item in result.planned)
    lines.append(f"lists     {len(result.tally.reports)} reports ({years}), {others} companions and files")
    lines += [f"missing   {reason}" for reason in result.reasons]
    declared = f"SiteIDCode {found.site_code or 'none'}, SiteName {found.site_name or 'none'}"
    unsure = f"# Fill in the region: what the site declares ({declared}) does not tell it.\n"
    return [*lines, "", ("" if seen.portal.region else unsure) + row_text(seen.portal)]


def _evidence(evidence: Sequence[str]) -> str:
    return "; ".join(" ".join(words.split()) for words in evidence) or "no known system shows, links and titles alone"


def _checked(result: PortalResult) -> list[str]:
    said = "works" if result.complete else "broke"
    found = result.tally.found
    where = f"\t{found.family} at {found.column}" if found else ""
    line = f"{result.portal.id}\t{said}\t{len(result.tally.reports)} reports listed{where}"
    return [line, *(f"    {reason}" for reason in result.reasons)]
