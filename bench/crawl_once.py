"""One crawl, timed, in a process of its own; prints a JSON object with the seconds and the addresses fetched.

`python -m bench.crawl_once SIDE LISTING WARM-UP-LISTING`: `ours`; `bare`, a spider under Scrapy's own settings but for
the concurrency; `lean`, the same without the hundred workers that Scrapy starts for the items of every page. The last
two take the addresses to fetch as a JSON list from standard input.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response

from bench.practice import REGION
from captures.crawl_run import run_crawl
from captures.reactor import submit
from captures.store import CaptureStore
from registry.portals import Portal

BARE: dict[str, Any] = {
    "CONCURRENT_REQUESTS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,
    "LOG_LEVEL": "WARNING",
    "TELNETCONSOLE_ENABLED": False,
}


LEAN: dict[str, Any] = {**BARE, "CONCURRENT_ITEMS": 1}


class BareSpider(Spider):
    """Fetch addresses and keep nothing."""

    name = "bare"
    handle_httpstatus_list = [404]

    async def start(self) -> AsyncIterator[Any]:
        for url in self.addresses:
            yield Request(url, dont_filter=True)

    def parse(self, response: Response, **_: Any) -> None:
        self.fetched.append(response.url)


def bare(addresses: list[str], settings: dict[str, Any]) -> list[str]:
    """Fetch `addresses` with a bare spider of the same concurrency; return those that were answered."""
    fetched: list[str] = []
    submit(Crawler(BareSpider, settings).crawl_async(addresses=addresses, fetched=fetched)).result()
    return fetched


def ours(listing: str, data: Path) -> None:
    """Crawl the portal of `listing` into the archive under `data`."""
    summary = run_crawl([Portal("bench", "练习区", REGION, listing, "trs")], data, verbosity=-1)
    if summary.exit_code:
        raise SystemExit(summary.table())


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    given = work()
    return time.perf_counter() - began, given


def main(side: str, listing: str, small: str) -> None:
    with TemporaryDirectory() as folder:
        if side != "ours":
            addresses, settings = json.load(sys.stdin), {"bare": BARE, "lean": LEAN}[side]
            bare([small], settings)
            seconds, fetched = timed(lambda: bare(addresses, settings))
        else:
            ours(small, Path(folder, "small"))
            seconds, _ = timed(lambda: ours(listing, Path(folder, "bench")))
            with CaptureStore(Path(folder, "bench")) as store:
                fetched = [visit.url for visit in store.visits()]
    json.dump({"seconds": seconds, "fetched": fetched}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
