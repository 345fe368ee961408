"""Crawl a served site from a portals file, and look at the ledger as any reader of SQLite would."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from captures.crawl_run import run_crawl
from captures.summary import CrawlSummary
from registry.portals import load_portals
from tests.crawler.independent.web import Web

QUICK = {"BACKOFF_SECONDS": 0.02, "DOWNLOAD_TIMEOUT": 1.0, "RETRY_TIMES": 1}


@dataclass
class Seen:
    """One run: its summary and its rows."""

    summary: CrawlSummary
    rows: list[sqlite3.Row]
    pointers: list[sqlite3.Row]

    @property
    def code(self) -> int:
        return self.summary.exit_code

    @property
    def reasons(self) -> list[str]:
        return self.summary.results[0].reasons

    def role(self, role: str) -> list[sqlite3.Row]:
        return [row for row in self.rows if row["role"] == role]

    def titles(self, role: str = "report") -> list[str]:
        return sorted(title(row) for row in self.role(role) if row["outcome"] in ("ok", "unchanged"))

    def row(self, part: str) -> sqlite3.Row:
        (found,) = [row for row in self.rows if part in row["url"]]
        return found


def title(row: sqlite3.Row) -> str:
    """The words of the link; a line break inside them is a blank to HTML, and none to a reader of Chinese."""
    return str(row["link_title"]).replace(" ", "")


def read_ledger(data: Path, sql: str) -> list[sqlite3.Row]:
    """Rows of `ledger.db`, read without any code of the project."""
    connection = sqlite3.connect(f"file:{data / 'ledger.db'}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


@dataclass
class Station:
    """A served site, its row and its archive."""

    web: Web
    folder: Path
    path: str = "/zwgk/zfxxgknb/"
    family: str = "trs"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def row(self, **more: Any) -> str:
        keys = {"id": "p", "name": "练习县", "region": "410972", "url": self.web.address + self.path}
        keys |= {"family": self.family} | more
        values = (
            (k, f'"{v}"' if isinstance(v, str) else str(v).replace("'", '"') if isinstance(v, list) else v)
            for k, v in keys.items()
        )
        return "[[portal]]\n" + "".join(f"{name} = {value}\n" for name, value in values)

    def crawl(self, row: dict[str, Any] | None = None, settings: dict[str, Any] | None = None, **options: Any) -> Seen:
        file = self.folder / "portals.toml"
        file.write_text(self.row(**(row or {})), "utf-8")
        summary = run_crawl(
            load_portals([file]), self.data, settings={**QUICK, **(settings or {})}, verbosity=-1, **options
        )
        if not (self.data / "ledger.db").exists():
            return Seen(summary, [], [])
        run = "WHERE run_id = (SELECT max(id) FROM runs) ORDER BY id"
        return Seen(
            summary,
            read_ledger(self.data, f"SELECT * FROM visits {run}"),
            read_ledger(self.data, f"SELECT * FROM pointers {run}"),
        )


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Callable[..., Station]]:
    """Open a site until the test ends."""
    with ExitStack() as stack:

        def start(web: Web, path: str = "/zwgk/zfxxgknb/", family: str = "trs") -> Station:
            folder = tmp_path / f"s{len(list(tmp_path.iterdir()))}"
            folder.mkdir()
            return Station(stack.enter_context(web.open()), folder, path, family)

        yield start
