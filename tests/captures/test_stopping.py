"""A crawl can be stopped at any moment, also before it has begun to ask."""

from __future__ import annotations

import asyncio

from captures.crawl_settings import crawl_settings
from captures.progress import Progress
from captures.reactor import submit
from captures.session import PortalResult, Session, SessionCrawler
from crawler.families import spider_of
from demo.portals import TrsPortal, portal_row, serve
from demo.portals.replicas import reports


def test_a_crawl_that_is_stopped_while_it_starts_ends() -> None:
    site = TrsPortal("p", reports(["甲局"], [2023]))
    with serve([site]) as addresses:
        row = portal_row(site, addresses["p"], "410972")
        session = Session(None, 0, Progress(-1), {"p": PortalResult(row)})
        crawler = SessionCrawler(spider_of("trs"), crawl_settings(row, {}, shared=False), session)

        async def begin_and_stop() -> None:
            await asyncio.gather(crawler.crawl_async(portal=row), crawler.stop_async())

        submit(begin_and_stop()).result(timeout=10)
    assert not crawler.crawling
