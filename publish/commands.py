"""What `gongkai serve` does: serve until interrupted, or say in one sentence why it cannot."""

from __future__ import annotations

from pathlib import Path

import click

from publish.serve import serve
from publish.site import SiteError


def serve_command(
    port: int, data: Path, db: Path, host: str = "127.0.0.1", releases: Path | None = None, **_others: object
) -> int:
    """Serve the archive `db` at an address of this machine; return 0 after an interrupt, 1 when it cannot be served.

    `releases` is the folder of releases: unless it is named, `releases` beside the data folder, if that is there.
    """
    try:
        if releases and not releases.is_dir():
            raise SiteError(f"There is no folder {releases}: make it, or leave out --releases.")
        serve(db, port, host, data, releases or data.parent / "releases")
    except SiteError as error:
        click.echo(str(error), err=True)
        return 1
    except KeyboardInterrupt:
        click.echo("Stopped.")
    return 0
