"""Crawls of practice portals on loopback, with Scrapy as in a real run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from captures.crawl_run import run_crawl
from captures.records import Pointer, Visit
from captures.session import PortalResult
from captures.store import CaptureStore
from captures.summary import CrawlSummary
from demo.portals import FamilyPortal, portal_row, serve

FAST = {"BACKOFF_SECONDS": 0.02, "DOWNLOAD_TIMEOUT": 2, "RETRY_TIMES": 1}


@dataclass
class Crawl:
    """What one crawl did: the summary and the rows of this run alone."""

    summary: CrawlSummary
    visits: list[Visit] = field(default_factory=list)
    pointers: list[Pointer] = field(default_factory=list)

    @property
    def result(self) -> PortalResult:
        return self.summary.results[0]

    def role(self, role: str) -> list[Visit]:
        return [visit for visit in self.visits if visit.role == role]

    def of(self, words: str) -> Visit:
        (visit,) = [visit for visit in self.visits if words in visit.link_title and visit.role == "report"]
        return visit


@dataclass
class Ground:
    """A served portal with a folder for its archive."""

    site: FamilyPortal
    address: str
    data: Path

    def crawl(self, family: str = "", **options: Any) -> Crawl:
        """Crawl the portal; `expected` and `max_pages` go into its row, what else is given into the run."""
        row = portal_row(self.site, self.address, "410972", family=family, expected_total=options.pop("expected", None))
        row = replace(row, max_pages=options.pop("max_pages", None))
        settings = {**FAST, **options.pop("settings", {})}
        summary = run_crawl([row], self.data, settings=settings, verbosity=-1, **options)
        if not (self.data / "ledger.db").exists():
            return Crawl(summary)
        with CaptureStore(self.data) as store:
            last = max((run.id for run in store.runs()), default=0)
            visits = [visit for visit in store.visits() if visit.run_id == last]
            return Crawl(summary, visits, [pointer for pointer in store.pointers() if pointer.run_id == last])


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Callable[[FamilyPortal], Ground]]:
    """Serve a portal until the test ends."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def open_ground(site: FamilyPortal) -> Ground:
            return Ground(site, stack.enter_context(serve([site]))[site.name], tmp_path / site.name)

        yield open_ground
