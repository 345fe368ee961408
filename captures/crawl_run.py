"""A crawl run: portals in, rows of the ledger and a summary out. This is where the rooms are wired together."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable
from concurrent.futures import Future
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.settings import Settings

from captures.account import close_account
from captures.progress import Progress
from captures.reactor import submit
from captures.records import CaptureError, cannot_write
from captures.resting import held
from captures.schedule import load_rules
from captures.session import PortalResult, Session, SessionCrawler
from captures.store import CaptureStore
from captures.summary import CrawlSummary
from crawler.addresses import only_here
from crawler.families import spider_of
from crawler.settings import CONTACT
from crawler.state import Held
from registry.portals import Portal

SIDE_BY_SIDE = 8
"""Hosts crawled at the same time; portals that share a host follow one another."""
BACKOFF_HERE = 5.0
"""Seconds to leave a practice portal alone when it refuses."""
COMPONENTS: dict[str, Any] = {
    "ITEM_PIPELINES": {"captures.recorder.Recorder": 100},
    "DOWNLOADER_MIDDLEWARES": {"captures.revisits.Revisits": 570},
}
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
) -> CrawlSummary:
    """Crawl portals into the archive under `data` and return what happened.

    `since` leaves out reports whose title names an earlier year; `limit` is the number of reports for each portal;
    `dry_run` reads listings and writes nothing; `nightly` asks for no report that was seen not long ago and that its
    listing shows as it did (`resting.toml`), where otherwise each is asked for, if changed; `verbosity` is -1 (quiet),
    0, 1 or 2; `settings` override Scrapy's (for tests). Can be called again in one process. Raises CaptureError when
    the archive is being written by another, or cannot be written any more.
    """
    chosen = list(portals)
    _set_loudness(verbosity)
    if not CONTACT and not all(only_here(portal) for portal in chosen):
        logger.warning("Set GONGKAI_CONTACT to your mail or web address, so that the portals can see who asks.")
    if dry_run:
        session = Session(None, 0, Progress(verbosity))
        _crawl_all(session, chosen, {"since": since, "limit": limit, "dry_run": True}, settings or {})
        return CrawlSummary(list(session.results.values()), dry_run=True)
    rules = load_rules(data)
    with CaptureStore(data, write=True) as store:
        run_id = store.begin_run(command, [portal.id for portal in chosen])
        session = Session(store, run_id, Progress(verbosity), nightly, rules=rules)
        stopped = _crawl_all(session, chosen, {"since": since, "limit": limit}, settings or {})
        if session.fault is not None:
            raise CaptureError(cannot_write(data, session.fault)) from session.fault
        summary = CrawlSummary(list(session.results.values()), stopped=stopped)
        store.end_run(run_id, complete=summary.complete, exit_code=summary.exit_code, note=summary.note())
        return summary


def _crawl_all(session: Session, portals: list[Portal], options: dict[str, Any], overrides: dict[str, Any]) -> bool:
    """Crawl every portal; True when the user stopped it. Ctrl-C lets requests under way end and then returns."""
    session.results = {portal.id: PortalResult(portal) for portal in portals}
    crawlers: list[SessionCrawler] = []
    work = submit(_side_by_side(session, portals, options, overrides, crawlers))
    try:
        work.result()
    except KeyboardInterrupt:
        session.stopping = True
        submit(_stop(crawlers)).result()
        _wait(work)
        return True
    finally:
        session.progress.close()
    return False


async def _side_by_side(
    session: Session,
    portals: list[Portal],
    options: dict[str, Any],
    overrides: dict[str, Any],
    crawlers: list[SessionCrawler],
) -> None:
    hosts: dict[str, list[Portal]] = {}
    for portal in portals:
        hosts.setdefault(urlsplit(portal.url).netloc, []).append(portal)
    places = asyncio.Semaphore(SIDE_BY_SIDE)

    async def one_after_another(group: list[Portal]) -> None:
        async with places:
            for portal in group:
                began = time.monotonic()
                crawler = SessionCrawler(spider_of(portal.family), _settings(portal, overrides), session)
                crawlers.append(crawler)
                await crawler.crawl_async(portal=portal, held=_held(session, portal), **options)
                close_account(session, session.results[portal.id], time.monotonic() - began)

    await asyncio.gather(*(one_after_another(group) for group in hosts.values()))


def _held(session: Session, portal: Portal) -> dict[str, Held]:
    """What the archive holds of a portal; what its listing has lost is asked for all the same."""
    last = session.store.held(portal.id) if session.store else ()
    return held(last, session.today if session.nightly else None)


async def _stop(crawlers: list[SessionCrawler]) -> None:
    await asyncio.gather(*(crawler.stop_async() for crawler in crawlers))


def _wait(work: Future[None]) -> None:
    work.cancel()
    if not work.cancelled():
        work.result()


def _settings(portal: Portal, overrides: dict[str, Any]) -> dict[str, Any]:
    """The crawler's settings with the components of this room; on this machine alone no pause is needed."""
    settings = Settings()
    settings.setmodule(import_module("crawler.settings"), priority="project")
    chosen: dict[str, Any] = {name: settings[name] for name in settings if settings.getpriority(name) == 20}
    for name, components in COMPONENTS.items():
        chosen[name] = {**dict(chosen.get(name) or {}), **components}
    delay = portal.delay
    if delay is None and only_here(portal):
        delay = 0.0
    if delay is not None:
        chosen["DOWNLOAD_DELAY"] = chosen["AUTOTHROTTLE_START_DELAY"] = delay
        chosen["AUTOTHROTTLE_ENABLED"] = delay > 0
    if only_here(portal):
        chosen["BACKOFF_SECONDS"] = BACKOFF_HERE
    return {**chosen, **overrides}


def _set_loudness(verbosity: int) -> None:
    level = LOUDNESS.get(verbosity, "DEBUG")
    if verbosity > 0:
        logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    for name in ("scrapy", "crawler", "captures", "twisted", "filelock", "asyncio"):
        logging.getLogger(name).setLevel(level)
    for name in TOLD_ELSEWHERE:
        logging.getLogger(name).setLevel("CRITICAL" if verbosity <= 0 else level)
