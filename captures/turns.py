"""The last step before the wire in a shared run: a request is sent when its host is ours, and it is its turn."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from captures.lease import Lease
from captures.session import SessionCrawler
from crawler.legacy_tls import PatientHandler


class TurnHandler(PatientHandler):
    """The crawler's handler of http and https, which first waits for its turn at the host.

    A middleware would be too early: between it and the wire Scrapy waits for the delay, and the lease may go meanwhile.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        assert isinstance(crawler, SessionCrawler)
        assert crawler.lease is not None
        self._lease: Lease = crawler.lease
        self._crawler = crawler

    async def download_request(self, request: Request) -> Response:
        """Download when it is this request's turn. Raises LeaseLost when another worker has the host."""
        async with self._lease.turn(urlsplit(request.url).netloc.lower(), self._delay(request)):
            return await super().download_request(request)

    def _delay(self, request: Request) -> float:
        """Seconds between two requests to a host, as AutoThrottle has them by now."""
        engine = self._crawler.engine
        assert engine is not None
        slot = engine.downloader.slots.get(engine.downloader.get_slot_key(request))
        return slot.delay if slot else self._crawler.settings.getfloat("DOWNLOAD_DELAY")
