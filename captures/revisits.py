"""Revisits: the downloader middleware that asks only for what has changed since the last visit."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from captures.records import CaptureError
from captures.session import SessionCrawler
from captures.store import CaptureStore
from crawler.asking import UNCHANGED_FLAG

_VALIDATORS = ("If-None-Match", "If-Modified-Since")


class Revisits:
    """Send the validators of the last visit; on 304 put the stored body in, so that its links can be walked.

    A listing must be read again even when it has not changed: its reports may have.
    """

    def __init__(self, store: CaptureStore) -> None:
        self.store = store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Look up last visits in the store of the session; a crawl without a store has none."""
        if not isinstance(crawler, SessionCrawler) or crawler.session.store is None:
            raise NotConfigured  # a dry run has nothing to compare with
        return cls(crawler.session.store)

    def process_request(self, request: Request) -> None:
        """Add validators to the first sending of a request; redirects and retries carry them on."""
        if "asked" not in request.meta or "seen_sha256" in request.meta or request.method != "GET":
            return
        if request.meta.get("playwright"):  # a browser without a cache can make no page of a 304
            return
        if request.meta.get("redirect_times") or request.meta.get("ask_afresh"):
            return
        last = self.store.last_with_body(request.url)
        if last is None or last.sha256 is None or not (last.etag or last.last_modified):
            return
        request.meta["validated_sha256"] = last.sha256
        for name, value in zip(_VALIDATORS, (last.etag, last.last_modified), strict=True):
            if value:
                request.headers[name] = value

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Answer a 304 with the stored body; ask afresh when that body cannot be read."""
        if response.status != 304 or "validated_sha256" not in request.meta:
            return response
        sha256 = request.meta["validated_sha256"]
        try:
            body = self.store.body(sha256)
        except CaptureError:
            meta = {name: value for name, value in request.meta.items() if name != "validated_sha256"}
            headers = {name: value for name, value in request.headers.items() if name.decode() not in _VALIDATORS}
            return request.replace(headers=headers, dont_filter=True, meta={**meta, "ask_afresh": True})
        request.meta["seen_sha256"] = sha256
        return response.replace(body=body, flags=[*response.flags, UNCHANGED_FLAG])
