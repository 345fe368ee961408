"""The site: a Datasette over one archive, with our pages, plugins and settings."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasette import handle_exception
from datasette.app import Datasette
from datasette.database import Database

from archive.replace import APPLICATION_ID
from captures.read_only import read_only
from parsers.bounded import LimitError
from publish.archive_db import DATABASE
from publish.desk import Desk, DeskSettings
from publish.metadata import SETTINGS, metadata, queries

HERE = Path(__file__).parent
# Where rich is installed, Datasette prints every variable of a request that fails, if only for a page that is missing.
handle_exception.rich = None


class SiteError(Exception):
    """The site cannot be served; the message is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Site:
    """What our pages know beside the archive: the folder of captures, a tag that changes with every build, the desk
    at which drafts are checked, and the folder of releases, which need not be there."""

    db: Path
    data: Path | None
    tag: str
    desk: Desk
    releases: Path | None = None

    @property
    def question_count(self) -> int:
        """How many questions have an answer at hand."""
        return len(queries())


class SiteDatasette(Datasette):
    """A Datasette with our pages; they are its routes from the start, so it must know its site before it is made."""

    def __init__(self, site: Site, secret: str | None) -> None:
        self.gongkai_site = site
        super().__init__(
            files=[],
            metadata=metadata(),
            settings={**SETTINGS, "allow_download": offers_archive()},
            template_dir=str(HERE / "templates"),
            plugins_dir=str(HERE / "plugins"),
            static_mounts=[("static", str(HERE / "static"))],
            inspect_data={DATABASE: _inspected(site)},
            secret=secret,
        )
        self.add_database(Database(self, path=str(site.db), is_mutable=False), name=DATABASE)


def _inspected(site: Site) -> dict[str, Any]:
    """Return what Datasette would find out by reading the whole file: size, a digest, and the rows of each table, which
    a build has noted; None for the tables that SQLite keeps for itself."""
    with closing(sqlite3.connect(read_only(site.db), uri=True)) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counts = dict(db.execute("SELECT name, row_count FROM tables WHERE kind = 'table'"))
    tables = {name: {"count": counts.get(name)} for name in names}
    return {"hash": site.tag, "size": site.db.stat().st_size, "file": str(site.db), "tables": tables}


def make_site(db: Path, data: Path | None = None, secret: str | None = None, releases: Path | None = None) -> Datasette:
    """Return a Datasette that serves the archive `db`, immutable; raw captures come from `data` when it is there,
    releases from the folder `releases`.

    Forms that another site with the same `secret` gave out are taken here too. Raises SiteError when `db` is missing or
    is no archive of ours, or when a setting is no number.
    """
    prove_archive(db)
    desk = Desk(desk_settings())
    stat = db.stat()
    tag = hashlib.sha256(f"{stat.st_ino} {stat.st_size} {stat.st_mtime_ns} {_code_version()}".encode()).hexdigest()[:12]
    return SiteDatasette(Site(db, data if data and data.exists() else None, tag, desk, releases), secret)


def offers_archive() -> bool:
    """Tell whether the archive file itself may be downloaded (GONGKAI_OFFER_ARCHIVE=1); by default it may not.

    It holds the telephone numbers and e-mail addresses that reports print, which every export leaves out.
    """
    return os.environ.get("GONGKAI_OFFER_ARCHIVE", "0") == "1"


def desk_settings() -> DeskSettings:
    """Return the settings of the self-check. Raises SiteError when one is no number."""
    try:
        return DeskSettings.of_environment()
    except LimitError as error:
        raise SiteError(str(error)) from error


def site_of(datasette: Datasette) -> Site:
    """Return what `make_site` knew when it made this Datasette."""
    site: Site = datasette.gongkai_site
    return site


def is_ours(datasette: Datasette) -> bool:
    """Tell whether `make_site` made this Datasette; another one in the same process keeps its own behaviour."""
    return isinstance(datasette, SiteDatasette)


def _code_version() -> float:
    """Return the time of the newest file of the site: a page changes with its template too."""
    return max(path.stat().st_mtime for path in HERE.rglob("*") if path.suffix != ".pyc")


def prove_archive(db: Path) -> None:
    """Raise SiteError unless `db` is an archive that `gongkai build` made."""
    if not db.is_file():
        raise SiteError(f"There is no archive at {db}: run gongkai build first, or name one with --db.")
    try:
        with closing(sqlite3.connect(read_only(db), uri=True)) as connection:
            (mark,) = connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.DatabaseError as error:
        raise SiteError(f"{db} is not a SQLite database ({error}): name an archive with --db.") from error
    if mark != APPLICATION_ID:
        raise SiteError(f"{db} is not an archive of gongkai: make one with gongkai build.")
