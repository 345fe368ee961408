"""A crawl run: portals in, rows of the ledger and a summary out. This is where the rooms are wired together."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from captures.account import close_account
from captures.browser import need_browser
from captures.crawl_settings import crawl_settings
from captures.frontier import FrontierError, Job, Shared
from captures.lease import Lease
from captures.progress import Progress
from captures.reactor import submit
from captures.records import CaptureError, cannot_write
from captures.resting import held, known_column
from captures.schedule import load_rules
from captures.session import PortalResult, Session, SessionCrawler
from captures.shared_run import work as share
from captures.store import CaptureStore
from captures.summary import CrawlSummary
from crawler.addresses import only_here
from crawler.families import spider_of
from crawler.settings import CONTACT
from crawler.state import Held
from crawler.stop_list import Stop, StopListError, load_stops
from registry.portals import AUTO, Portal

SIDE_BY_SIDE = 16
"""Hosts crawled at the same time; portals that share a host follow one another."""
logger = logging.getLogger(__name__)
# What these say in passing stands in the ledger and in the summary.
TOLD_ELSEWHERE = ("scrapy.core.scraper", "scrapy.downloadermiddlewares.robotstxt")
LOUDNESS = {-1: "ERROR", 0: "WARNING", 1: "INFO"}


def run_crawl(
    portals: Iterable[Portal],
    data: Path,
    *,
    since: int | None = None,
    limit: int | None = None,
    dry_run: bool = False,
    verbosity: int = 0,
    command: str = "crawl",
    nightly: bool = False,
    settings: dict[str, Any] | None = None,
    shared: Shared | None = None,
) -> CrawlSummary:
    """Crawl portals into the archive under `data` and return what happened.

    `since` leaves out reports whose title names an earlier year; `limit` is the number of reports for each portal;
    `dry_run` reads listings and writes nothing; `nightly` asks for no report that was seen not long ago and that its
    listing shows as it did (`resting.toml`), where otherwise each is asked for, if changed; `verbosity` is -1 (quiet),
    0, 1 or 2; `settings` override Scrapy's (for tests); `shared` makes this process a worker of a run of several, which
    crawls whatever hosts of that run it can get. Can be called again in one process. Raises CaptureError when the
    archive is being written by another, or cannot be written any more, or when the folder's own schedule or stop list
    is wrong, and FrontierError when the run is out of reach.
    """
    chosen = list(portals)
    _set_loudness(verbosity)
    if not CONTACT and not all(only_here(portal) for portal in chosen):
        logger.warning("Set GONGKAI_CONTACT to your mail or web address, so that the portals can see who asks.")
    need_browser(chosen)
    rules, stops = load_rules(data), _own_stops(data)
    if dry_run:
        session = Session(None, 0, Progress(verbosity), rules=rules, stops=stops)
        _crawl_all(session, chosen, {"since": since, "limit": limit, "dry_run": True}, settings or {})
        return CrawlSummary(list(session.results.values()), dry_run=True)
    with CaptureStore(data, write=True) as store:
        run_id = store.begin_run(command, [portal.id for portal in chosen])
        session = Session(store, run_id, Progress(verbosity), rules=rules, stops=stops)
        options = {"since": since, "limit": limit, "nightly": nightly}
        try:
            _crawl_all(session, chosen, options, settings or {}, shared)
        except FrontierError as error:
            store.end_run(run_id, complete=False, exit_code=1, note=str(error))
            raise
        if session.fault is not None:
            raise CaptureError(cannot_write(data, session.fault)) from session.fault
        summary = CrawlSummary(list(session.results.values()), stopped=session.stopping, shared=shared is not None)
        store.end_run(run_id, complete=summary.complete, exit_code=summary.exit_code, note=summary.note())
        return summary


def _crawl_all(
    session: Session,
    portals: list[Portal],
    options: dict[str, Any],
    overrides: dict[str, Any],
    shared: Shared | None = None,
) -> None:
    """Crawl every portal. Ctrl-C lets requests under way end and then returns, with `session.stopping` set."""
    crawls = _Crawls(session, overrides)
    jobs = [Job(portal, options) for portal in portals]
    work = submit(share(session, shared, jobs, SIDE_BY_SIDE, crawls.one) if shared else crawls.each(jobs))
    try:
        work.result()
    except KeyboardInterrupt:
        session.stopping = True
        submit(crawls.stop()).result()
        work.result()
    finally:
        session.progress.close()


class _Crawls:
    """The crawls of a run, each in a Scrapy crawler of its own."""

    def __init__(self, session: Session, overrides: dict[str, Any]) -> None:
        self._session, self._overrides = session, overrides
        self._running: set[SessionCrawler] = set()

    async def each(self, jobs: Sequence[Job]) -> None:
        """Crawl portals side by side, those of one host one after another."""
        self._session.results = {job.portal.id: PortalResult(job.portal) for job in jobs}
        hosts: dict[str, list[Job]] = {}
        for job in jobs:
            hosts.setdefault(job.host, []).append(job)
        places = asyncio.Semaphore(SIDE_BY_SIDE)

        async def one_after_another(group: list[Job]) -> None:
            async with places:
                for job in group:
                    if not self._session.stopping:
                        await self.one(job)

        await asyncio.gather(*(one_after_another(group) for group in hosts.values()))

    async def one(self, job: Job, lease: Lease | None = None, fetched: Mapping[str, Held] | None = None) -> None:
        """Crawl one portal; in a shared run under the lease of its host, without what the run has `fetched` of it."""
        portal, options = job.portal, dict(job.options)
        nightly = options.pop("nightly", False)
        known = {**_held(self._session, portal, nightly), **(fetched or {})}
        if nightly and portal.family == AUTO and self._session.store:
            found = self._session.store.found_column(portal.id)
            options["column_found"] = known_column(found, self._session.today)
        settings = crawl_settings(portal, {**self._limits(portal), **self._overrides}, lease is not None)
        crawler = SessionCrawler(spider_of(portal.family), settings, self._session, lease)
        if lease:
            lease.on_loss = lambda: asyncio.ensure_future(crawler.stop_async())
        self._running.add(crawler)
        began = time.monotonic()
        try:
            await crawler.crawl_async(portal=portal, held=known, **options)
        finally:
            self._running.discard(crawler)
        if not (lease and lease.lost):
            close_account(self._session, self._session.results[portal.id], time.monotonic() - began)

    def _limits(self, portal: Portal) -> dict[str, Any]:
        """The stop list, and how much a host gets in a day; this machine may ask itself as often as it likes."""
        most = 0 if only_here(portal) else self._session.rules.requests_a_day
        return {"STOPS": self._session.stops, "HOST_REQUESTS_A_DAY": most}

    async def stop(self) -> None:
        """Let the requests under way end."""
        await asyncio.gather(*(crawler.stop_async() for crawler in self._running))


def _own_stops(data: Path) -> tuple[Stop, ...]:
    """The stop list with that of the data folder. Raises CaptureError naming the line that is wrong."""
    try:
        return load_stops(data)
    except (StopListError, UnicodeDecodeError) as error:
        raise CaptureError(str(error)) from error


def _held(session: Session, portal: Portal, nightly: bool) -> dict[str, Held]:
    """What the archive holds of a portal; what its listing has lost is asked for all the same."""
    last = session.store.held(portal.id) if session.store else ()
    return held(last, session.today if nightly else None)


def _set_loudness(verbosity: int) -> None:
    level = LOUDNESS.get(verbosity, "DEBUG")
    if verbosity > 0:
        logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    for name in ("scrapy", "crawler", "captures", "twisted", "filelock", "asyncio"):
        logging.getLogger(name).setLevel(level)
    for name in TOLD_ELSEWHERE:
        logging.getLogger(name).setLevel("CRITICAL" if verbosity <= 0 else level)
