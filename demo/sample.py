"""`python -m demo.sample`: make the small `archive.db` of the repository from the reports with real figures."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from archive.commands import build_command
from demo.run import crawl_sites
from demo.site_list import practice_sites

SAMPLE = Path(__file__).resolve().parents[1] / "archive.db"


def make_sample(db: Path) -> int:
    """Crawl the practice portals that publish real figures and build `db` from them; return the worst exit code."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        worst = crawl_sites(practice_sites(sample=True), data, verbosity=-1)
        built = data / "sample.db"
        worst = max(worst, build_command(full=True, workers=1, data=data, db=built, verbosity=-1))
        with closing(sqlite3.connect(built)) as connection:
            _shrink(connection)
        shutil.copyfile(built, db)
    return worst


def _shrink(db: sqlite3.Connection) -> None:
    """Leave out what only serves speed, of which so few rows have no need, and every unused page."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'"
    for (name,) in db.execute(sql).fetchall():
        db.execute(f"DROP INDEX [{name}]")
    db.execute("DROP TABLE sqlite_stat1")
    db.execute("VACUUM")


if __name__ == "__main__":
    sys.exit(make_sample(SAMPLE))
