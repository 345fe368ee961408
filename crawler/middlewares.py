"""Manners on the wire: no foreign host, a pause when a host refuses, plain http when encryption fails."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.addresses import allowed
from crawler.legacy_tls import tls_host
from crawler.stop_list import Stop
from crawler.tables import table
from crawler.verdicts import of_failure
from registry.portals import Portal

logger = logging.getLogger(__name__)


class OtherHost(IgnoreRequest):
    """Raised by HostGuard: a redirect leads to a host that must not be asked."""


class Stopped(IgnoreRequest):
    """Raised by HostGuard: the host, the address or the portal is on the stop list."""


class HostRefuses(IgnoreRequest):
    """Raised by BackOff: the host refused so often in a row that it is left alone for this run."""


class HostSilent(IgnoreRequest):
    """Raised by BackOff: the host gave no answer so often in a row that it is left alone for this run."""


class HostGuard:
    """Let requests pass to the portal's own hosts and `*.gov.cn` alone; redirects come this way too.

    The setting STOPS holds the stop list: what is on it is never asked.
    """

    def __init__(self, portal: Portal, stops: Sequence[Stop]) -> None:
        self.portal, self.stops = portal, stops

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Guard the hosts of the portal that the spider was given."""
        return cls(crawler.spider.portal, crawler.settings["STOPS"])  # type: ignore[union-attr]

    def process_request(self, request: Request) -> None:
        """Raise OtherHost for a foreign address, Stopped for one on the stop list."""
        for stop in self.stops:
            if stop.covers(request.url, self.portal):
                raise Stopped(str(stop))
        if not allowed(request.url, self.portal):
            raise OtherHost(request.url)


class BackOff:
    """When a host refuses, wait, then ask again after a pause, then after one twice as long.

    After several refusals in a row the host is left alone, and so is one that many times in a row gave no answer: a
    network that is lost would otherwise cost minutes for each page.

    Firewalls of these hosts lift a ban after one or two minutes (`portals.md` §6). Settings: BACKOFF_SECONDS (the
    pause), BACKOFF_TIMES (how often one address is asked again), BACKOFF_GIVE_UP (addresses given up in a row),
    BACKOFF_LONGEST (the longest pause that a host may ask for by Retry-After), BACKOFF_SILENCE (tries without an answer
    in a row).
    """

    def __init__(self, seconds: float, times: int, give_up: int, longest: float, silence: int) -> None:
        self.seconds, self.times, self.give_up, self.longest = seconds, times, give_up, longest
        self.silence = silence
        self.unanswered: dict[str, int] = defaultdict(int)
        self.fault: dict[str, str] = {}
        self.quiet_until: dict[str, float] = defaultdict(float)
        self.refusals: dict[str, int] = defaultdict(int)
        self.codes = set(table("signatures")["retry_later"])
        self.final = set(table("signatures")["refused_today"])

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the five settings."""
        settings = crawler.settings
        return cls(
            settings.getfloat("BACKOFF_SECONDS"),
            settings.getint("BACKOFF_TIMES"),
            settings.getint("BACKOFF_GIVE_UP"),
            settings.getfloat("BACKOFF_LONGEST"),
            settings.getint("BACKOFF_SILENCE"),
        )

    async def process_request(self, request: Request) -> None:
        """Wait until the host's pause is over. Raises HostRefuses or HostSilent when it is to be left alone."""
        host = urlsplit(request.url).netloc
        if self.unanswered[host] >= self.silence:
            raise HostSilent(self.fault[host])
        if self.refusals[host] >= self.give_up:
            raise HostRefuses(host)
        if request.meta.pop("after_pause", False):
            self.quiet_until[host] = time.monotonic() + self.seconds
        while (wait := self.quiet_until[host] - time.monotonic()) > 0:
            await asyncio.sleep(wait)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Ask again after a pause when the status is one of refusal."""
        host = urlsplit(request.url).netloc
        self.unanswered[host] = 0
        tries = request.meta.get("refused", 0) + 1
        pause = self._pause(request, response)
        if pause is None:
            final = response.status in self.final and not _is_robots(request)
            self.refusals[host] = self.refusals[host] + 1 if final else 0
            return response
        pause *= 2 ** (tries - 1)
        self.quiet_until[host] = time.monotonic() + pause
        if tries > self.times:
            self.refusals[host] += 1
            return response
        logger.info("%s refuses (%s): asking again in %g seconds", host, response.status, pause)
        return request.replace(dont_filter=True, meta={**request.meta, "refused": tries})

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count a try that got no answer."""
        if not isinstance(exception, IgnoreRequest):
            host = urlsplit(request.url).netloc
            self.unanswered[host] += 1
            if self.unanswered[host] == self.silence - 1:  # a host that is only overloaded answers a slow try (§0.15)
                self.quiet_until[host] = time.monotonic() + self.seconds
            self.fault[host] = of_failure(Failure(exception)).reason

    def _pause(self, request: Request, response: Response) -> float | None:
        """Seconds to leave the host alone; None if it does not refuse. A refused robots.txt forbids nothing."""
        if _is_robots(request) or (response.status == 405 and request.method == "POST"):
            return None
        asked_for = seconds_of(response.headers.get("Retry-After"))
        if response.status in self.codes:
            return max(self.seconds, min(asked_for or 0.0, self.longest))
        return min(asked_for, self.longest) if response.status == 503 and asked_for is not None else None


def _is_robots(request: Request) -> bool:
    return urlsplit(request.url).path == "/robots.txt"


def seconds_of(retry_after: bytes | None) -> float | None:
    """The pause that a Retry-After header asks for, given as seconds or as a date; None without one that says so."""
    words = (retry_after or b"").decode("latin-1").strip()
    if words.isdigit():
        return float(words)
    try:
        return max(0.0, parsedate_to_datetime(words).timestamp() - time.time())
    except ValueError:
        return None


class SchemeSwitch:
    """When the TLS handshake fails, ask with an outdated encryption, and then once by plain http: many of these hosts
    serve nothing else (§6).
    """

    def __init__(self, legacy: set[str]) -> None:
        self.legacy = legacy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Share the hosts of outdated encryption with the handler that connects to them."""
        return cls(crawler.spider.state.legacy_tls)  # type: ignore[union-attr]

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Give the request again or with the other scheme, or None to let the exception take its way."""
        if not is_tls_error(exception) or not request.url.startswith("https://"):
            return None
        if request.meta.get("scheme_switched"):
            return None
        host = tls_host(request.url)
        if host not in self.legacy:
            self.legacy.add(host)
            return request.replace(dont_filter=True)
        logger.info("No TLS with %s: asking by http", request.url)
        url = "http://" + request.url.removeprefix("https://")
        return request.replace(url=url, dont_filter=True, meta={**request.meta, "scheme_switched": True})


def is_tls_error(error: BaseException) -> bool:
    """Tell whether an exception, or one that it stems from, is OpenSSL's."""
    seen: list[BaseException] = [error]
    for current in seen:
        if type(current).__module__.startswith(("OpenSSL", "ssl")):
            return True
        reasons = [getattr(reason, "value", reason) for reason in getattr(current, "reasons", None) or []]
        more = [current.__cause__, current.__context__, *reasons, *current.args]
        seen += [other for other in more if isinstance(other, BaseException) and other not in seen]
    return False
