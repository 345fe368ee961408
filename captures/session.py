"""One run of crawls over one store: what the Scrapy components of a run share."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Spider
from scrapy.crawler import Crawler

from captures.schedule import Rules, load_rules
from captures.store import CaptureStore
from crawler.items import Planned
from crawler.state import Tally
from crawler.stop_list import Stop
from registry.portals import Portal

if TYPE_CHECKING:
    from captures.lease import Lease
    from captures.progress import Progress


@dataclass
class PortalResult:
    """What a run saw of one portal: its tally, rows by outcome (without those of role other), reports new to the
    archive (`changed`: those of them that the archive had from their address with another body) and unchanged, pages of
    listings, what a dry run would fetch, faults of our own, and what is unlike the runs before; `handed_over`: another
    worker has the rest.
    """

    portal: Portal
    tally: Tally = field(default_factory=Tally)
    outcomes: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    requests: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    listings: int = 0
    planned: list[Planned] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    handed_over: bool = False

    @property
    def complete(self) -> bool:
        """Whether the portal was read to its end, as far as it says where its end is."""
        return not self.reasons

    @property
    def reasons(self) -> list[str]:
        """Why the crawl of the portal is not complete, one sentence each."""
        if self.handed_over:
            return ["This worker gave no sign for too long: another one has taken the portal over, see its table."]
        reasons = [*self.tally.shortfalls, *self.errors]
        found, stated = len(self.tally.reports), self.portal.expected_total
        if stated is not None and found < stated and not self.tally.limited and not self.tally.older:
            reasons.append(f"{found} reports were found, {stated} were expected.")
        if not found and not self.tally.older:
            reasons.append("No report was found.")
        return reasons


@dataclass
class Session:
    """A run in progress. Without a store (a dry run) nothing is written; `progress` hears of every row.

    `fault` is what made writing impossible; nothing more is asked for then. `stopping`: the user wants an end. `today`
    is the day, UTC, on which the run began; `rules` say when it comes back to a portal, `stops` whom it
    must not ask.
    """

    store: CaptureStore | None
    run_id: int
    progress: Progress
    results: dict[str, PortalResult] = field(default_factory=dict)
    fault: OSError | sqlite3.Error | None = None
    stopping: bool = False
    today: date = field(default_factory=lambda: datetime.now(UTC).date())
    rules: Rules = field(default_factory=load_rules)
    stops: tuple[Stop, ...] = ()

    @property
    def ends(self) -> bool:
        """Whether nothing new is to be begun."""
        return self.stopping or self.fault is not None


class SessionCrawler(Crawler):
    """A Scrapy crawler whose components find the session of the run and, in a shared one, the lease of its host."""

    def __init__(
        self, spidercls: type[Spider], settings: dict[str, Any], session: Session, lease: Lease | None = None
    ) -> None:
        super().__init__(spidercls, settings)
        self.session, self.lease = session, lease
        self._ended = False

    async def crawl_async(self, *args: Any, **kwargs: Any) -> None:
        """Crawl to the end."""
        try:
            await super().crawl_async(*args, **kwargs)
        finally:
            self._ended = True

    async def stop_async(self) -> None:
        """Let the requests under way end; while it still starts, wait: a crawler stopped before it runs never ends."""
        while self.crawling and not self._ended and not (self._engine and self._engine.running):
            await asyncio.sleep(0.01)
        await super().stop_async()
