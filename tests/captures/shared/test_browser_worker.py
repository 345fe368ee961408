"""A worker of a shared run reads a portal by a browser like any other, page by page in its turn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from captures.crawl_run import run_crawl
from captures.frontier import Shared
from demo.portals import portal_row, serve
from tests.captures.shared.conftest import Server
from tests.crawler.test_browser_portals import scripted


def test_a_listing_for_a_browser_is_read_in_a_shared_run(tmp_path: Path, server: Server, monkeypatch) -> None:
    monkeypatch.setenv("GONGKAI_REDIS_URL", server.url)
    site = scripted()
    with serve([site]) as addresses:
        row = replace(portal_row(site, addresses["js"], "410972", family="listing"), browser=True)
        summary = run_crawl([row], tmp_path, verbosity=-1, shared=Shared.of_environment())
    assert summary.exit_code == 0 and len(summary.results[0].tally.reports) == 4, summary.table()
