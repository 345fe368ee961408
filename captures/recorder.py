"""Recorder: the Scrapy item pipeline that writes. Nothing else in a crawl writes anything."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from dataclasses import replace
from functools import partial
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from captures.fetched import Fetched
from captures.ledger import TOGETHER_SECONDS
from captures.records import CaptureError, Exchange, FoundColumn, Pointer, Visit
from captures.session import PortalResult, SessionCrawler
from captures.store import CaptureStore, now
from crawler.asking import AskingSpider
from crawler.content import same_content
from crawler.items import Answer, Planned, Skipped
from crawler.pages import Page
from crawler.state import Found

FRAME_ALONE = "Only the frame of the page changed: menus, counters, clocks, links to other articles."


class Recorder:
    """Turn the items of a spider into rows, and the spider's own account into the result of its portal."""

    def __init__(self, crawler: SessionCrawler, spider: AskingSpider) -> None:
        self.crawler, self.session, self.spider = crawler, crawler.session, spider
        self.fetched = Fetched(crawler.lease, spider.portal.id) if crawler.lease else None
        self._commit_later: asyncio.TimerHandle | None = None
        self._ending: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to the crawler of a session; in any other crawl there is nothing to write to."""
        if not isinstance(crawler, SessionCrawler):
            raise NotConfigured  # a bare `scrapy crawl` records nothing
        recorder = cls(crawler, crawler.spider)  # type: ignore[arg-type]
        recorder.spider.state.keep = recorder.process_item
        if crawler.session.store:
            recorder.spider.state.last_sha256 = crawler.session.store.last_sha256
            recorder.spider.state.asked_today = partial(crawler.session.store.asked_since, crawler.session.today)
        if recorder.fetched:
            recorder.spider.state.followed = recorder.fetched.followed
        crawler.signals.connect(recorder.spider_error, signal=signals.spider_error)
        crawler.signals.connect(recorder.spider_closed, signal=signals.spider_closed)
        return recorder

    def process_item(self, item: Any) -> Any:
        """Write what an item says, or end the crawl when nothing can be written any more."""
        if self._is_handed_over(item):
            return item
        if self.session.fault is None:
            try:
                self._take(item, self._result(self.spider))
            except (OSError, sqlite3.Error) as error:
                self.session.fault = error
        if self.session.fault is not None and self._ending is None:
            self._ending = asyncio.ensure_future(self.crawler.stop_async())
        return item

    def _is_handed_over(self, item: Any) -> bool:
        """Tell whether a request was left to another worker: it has no row, as it was not made."""
        lease = self.crawler.lease
        return lease is not None and lease.lost and isinstance(item, Answer) and item.wire is None

    def _take(self, item: Any, result: PortalResult) -> None:
        if isinstance(item, Answer):
            self._answer(item, result)
        elif isinstance(item, Skipped):
            self._skipped(item)
        elif isinstance(item, Planned):
            result.planned.append(item)
        self._let_no_row_wait()
        self.session.progress(result)

    def spider_error(self, failure: Any, response: Response, spider: AskingSpider) -> None:
        """Keep a fault of our own reading; it makes the run incomplete."""
        words = f"{type(failure.value).__name__}: {failure.value}"
        self._result(spider).errors.append(f"Reading {response.url} failed ({words}): please report this page.")

    def spider_closed(self, spider: AskingSpider) -> None:
        """Write a row for every request that the end left open, and close the account."""
        result = self._result(spider)
        for answer in spider.unended():
            self.process_item(answer)
        found = result.tally.found
        if found and not found.known and self.session.store and self.session.fault is None:
            self.session.store.note_column(_found_column(found, spider.portal.id, self.session.run_id))
        self._commit()
        result.requests, result.listings = spider.state.made, spider.state.listings
        self.session.progress(result)

    def _let_no_row_wait(self) -> None:
        """Commit soon, also when the next row is long in coming: a host may pause for minutes.

        In a shared run at once: what this worker has is to be known to the one that may have to go on for it.
        """
        if self._commit_later is None and self.session.store and (self.session.store.waiting or self.fetched):
            seconds = 0.0 if self.fetched else TOGETHER_SECONDS
            self._commit_later = asyncio.get_running_loop().call_later(seconds, self._commit)

    def _commit(self) -> None:
        if self._commit_later:
            self._commit_later.cancel()
            self._commit_later = None
        if self.session.store and self.session.fault is None:
            try:
                self.session.store.commit()
            except (OSError, sqlite3.Error) as error:
                self.session.fault = error
            else:
                if self.fetched:
                    self.fetched.tell()

    def _result(self, spider: AskingSpider) -> PortalResult:
        result = self.session.results[spider.portal.id]
        result.tally = spider.tally
        return result

    def _answer(self, answer: Answer, result: PortalResult) -> None:
        visit = _visit(answer, self.session.run_id)
        store = self.session.store
        if store:
            last = store.last_sha256(visit.url, visit.form) if visit.role == "report" else None
            visit = store.record(_held_against(store, last, visit, answer), _exchange(answer))
            result.changed += last is not None and visit.outcome == "ok"
        if self.fetched:
            self.fetched.recorded(visit)
        result.rows += 1
        if visit.role != "other":  # the answer to an impossible address is no news of the portal
            result.outcomes[visit.outcome] = result.outcomes.get(visit.outcome, 0) + 1
        if visit.role == "report":
            result.new += visit.outcome == "ok"
            result.unchanged += visit.outcome == "unchanged"

    def _skipped(self, item: Skipped) -> None:
        if self.session.store:
            link = item.link
            row = (0, self.session.run_id, item.portal_id, link.url, link.title, link.found_on, item.reason)
            self.session.store.point(Pointer(*row))


def _held_against(store: CaptureStore, last: str | None, visit: Visit, answer: Answer) -> Visit:
    """A report whose page differs from the `last` one in its frame alone is unchanged; its bytes stay in the WARC."""
    if last is None or visit.outcome != "ok" or answer.wire is None:
        return visit
    if last == hashlib.sha256(answer.wire.body).hexdigest():
        return visit
    try:
        before = Page(visit.final_url, store.body(last))
    except CaptureError:
        return visit
    if not same_content(before, Page(visit.final_url, answer.wire.body)):
        return visit
    return replace(visit, outcome="unchanged", sha256=last, reason=f"{FRAME_ALONE} {visit.reason}".strip())


def _visit(answer: Answer, run_id: int) -> Visit:
    headers = {name.lower(): value for name, value in answer.wire.headers} if answer.wire else {}
    reason = answer.reason
    if answer.redirects:
        reason = f"{reason} Redirected by way of {', '.join(answer.redirects)}.".strip()
    return Visit(
        id=0,
        run_id=run_id,
        portal_id=answer.portal_id,
        url=answer.link.url,
        final_url=answer.final_url,
        visited_at=now(),
        status=answer.wire.status if answer.wire else None,
        outcome=answer.outcome,
        reason=reason,
        role=answer.role,
        link_title=answer.link.title,
        link_date=answer.link.date,
        found_on=answer.link.found_on,
        sha256=answer.seen_sha256,
        method=answer.method,
        form=answer.form,
        etag=headers.get("etag", ""),
        last_modified=headers.get("last-modified", ""),
    )


def _found_column(found: Found, portal_id: str, run_id: int) -> FoundColumn:
    trail = "\n".join(f"{link.title} {link.url}" for link in found.trail)
    return FoundColumn(0, run_id, portal_id, now(), found.column, found.family, "\n".join(found.evidence), trail)


def _exchange(answer: Answer) -> Exchange | None:
    wire = answer.wire
    if wire is None:
        return None
    return Exchange(
        wire.status,
        wire.headers,
        wire.body,
        answer.method,
        wire.request_headers,
        answer.form.encode("ascii", "replace"),
    )
