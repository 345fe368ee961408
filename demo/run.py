"""`gongkai demo`: serve the practice portals on loopback, crawl them, build the archive, serve the site."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from archive.commands import build_command
from captures.commands import crawl_command
from captures.own_portals import FILE, REGIONS_FILE, keep_rows
from demo.portals.rows import portal_row
from demo.portals.server import serve
from demo.site_list import PracticeSite, practice_sites
from publish.commands import serve_command
from registry.portals import PortalError

DATA = Path("demo-data")
DATABASE = DATA / "archive.db"


def demo_command(no_serve: bool, port: int, data: Path, db: Path, verbosity: int, **_others: object) -> int:
    """Run the whole pipeline on the practice portals; return the worst exit code.

    Unless other places are named, everything is kept in `demo-data/`, so that a user's own archive is never touched.
    """
    if data == Path("data") and db == Path("archive.db"):
        data, db = DATA, DATABASE
    first_time = not (data / "ledger.db").exists()
    data.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(Path(__file__).with_name("regions.csv"), data / REGIONS_FILE)
    _say(verbosity, f"Six practice portals on 127.0.0.1; everything is kept in {data}/")
    worst = crawl_sites(practice_sites(), data, verbosity) if first_time else 0
    _say(verbosity, "Second visit: two organs have mended their reports." if first_time else "Another visit.")
    worst = max(worst, crawl_sites(practice_sites(mended=True), data, verbosity))
    worst = max(worst, build_command(full=False, workers=2, data=data, db=db, verbosity=verbosity))
    if not no_serve:
        worst = max(worst, serve_command(port=port, data=data, db=db, releases=_releases(data), verbosity=verbosity))
    return worst


def _releases(data: Path) -> Path:
    """Return the folder of the demo's own releases, so that it never shows those of a user's archive."""
    folder = data / "releases"
    folder.mkdir(exist_ok=True)
    return folder


def _say(verbosity: int, sentence: str) -> None:
    if verbosity >= 0:
        click.echo(sentence)


def crawl_sites(sites: list[PracticeSite], data: Path, verbosity: int) -> int:
    """Serve the portals at their ports, keep their rows in the data folder, crawl them; return the exit code."""
    try:
        with serve([site.portal for site in sites], [site.port for site in sites]) as addresses:
            rows = [portal_row(site.portal, addresses[site.portal.name], site.region) for site in sites]
            keep_rows(data, rows)
            return crawl_command(
                portals=[row.id for row in rows],
                everything=False,
                portals_file=data / FILE,
                since=None,
                limit=None,
                dry_run=False,
                data=data,
                verbosity=verbosity,
            )
    except (OSError, PortalError) as error:
        click.echo(f"The practice portals cannot be served: {error}. Is another demo running?", err=True)
        return 1
