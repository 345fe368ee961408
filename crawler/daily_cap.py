"""A host gets so many requests in a day, over all runs; the rest waits for the next one."""

from __future__ import annotations

from collections import defaultdict
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured

from crawler.state import CrawlState


class HostSpent(IgnoreRequest):
    """Raised by DailyCap: the host had its requests for today."""


class DailyCap:
    """Count what goes out to each host, robots.txt and repetitions too, and stop at HOST_REQUESTS_A_DAY (0: never)."""

    def __init__(self, most: int, state: CrawlState) -> None:
        self.most, self.state = most, state
        self.sent: dict[str, int] = defaultdict(int)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the setting; what went out before is known to the state of the spider."""
        most = crawler.settings.getint("HOST_REQUESTS_A_DAY")
        if not most:
            raise NotConfigured
        return cls(most, crawler.spider.state)  # type: ignore[union-attr]

    def process_request(self, request: Request) -> None:
        """Raise HostSpent when the host has had its number."""
        host = urlsplit(request.url).netloc.lower()
        if host not in self.sent and self.state.asked_today:
            self.sent[host] = self.state.asked_today(host)
        if self.sent[host] >= self.most:
            self.state.tally.spent = True
            raise HostSpent(str(self.most))
        self.sent[host] += 1
