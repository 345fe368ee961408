"""What a nightly run over an unchanged portal costs: requests for each page of its listing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import Comparison
from bench.practice import REGION, portal
from captures.crawl_run import run_crawl
from captures.store import CaptureStore
from demo.portals import portal_row, serve

ORGANS = 20


def compare() -> Iterator[Comparison]:
    """Yield the comparison. robots.txt, which Scrapy asks for in each run, is not counted."""
    site = portal("nightly", ORGANS)
    with serve([site]) as addresses, TemporaryDirectory() as folder:
        row = portal_row(site, addresses[site.name], REGION)
        run_crawl([row], Path(folder), verbosity=-1)
        with CaptureStore(Path(folder)) as store:
            listings = len({visit.url for visit in store.visits() if visit.role == "listing"})
        site.log.clear()
        summary = run_crawl([row], Path(folder), nightly=True, verbosity=-1)
        asked = len(site.paths_asked())
    if summary.exit_code:
        raise RuntimeError(summary.table())
    what = f"nightly run over an unchanged portal of {len(site.articles)} reports: {asked} requests"
    against = f"the {listings} pages of its listing"
    yield Comparison(what, against, "pages a request", listings / asked, 1.0, 1.0, "one request a page")
