"""One worker of a run of several: takes hosts from the shared frontier until none is left in the run."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping, Sequence

from captures.fetched import held_of
from captures.frontier import Frontier, Job, Shared
from captures.lease import Lease
from captures.own_portals import keep_rows, own_regions
from captures.session import PortalResult, Session
from crawler.state import Held
from registry.portals import Portal

CrawlOne = Callable[[Job, Lease, Mapping[str, Held]], Awaitable[None]]
"""Crawls one portal under a lease, knowing the pages that workers of this run have fetched already."""
_leases = itertools.count()


async def work(session: Session, shared: Shared, jobs: Sequence[Job], side_by_side: int, crawl: CrawlOne) -> str:
    """Put jobs into the run and crawl hosts of it, so many at a time, until every host of the run is done.

    Returns the name of the run. What makes going on impossible is left in `session.fault`.
    """
    frontier = Frontier(shared)
    try:
        await frontier.join(jobs)
        worker = _Worker(session, frontier, crawl, {job.portal.id for job in jobs})
        ends = await asyncio.gather(*(worker.take_hosts() for _ in range(side_by_side)), return_exceptions=True)
    finally:
        await frontier.close()
    for error in ends:
        if error is not None:
            raise error
    return frontier.run


def due_elsewhere(shared: Shared) -> dict[str, str]:
    """Portal id → the day (ISO) on which it is due next, as the workers that share a frontier have noted it there.

    Raises FrontierError when it cannot be asked.
    """

    async def ask() -> dict[str, str]:
        frontier = Frontier(shared)
        try:
            return await frontier.due_days()
        finally:
            await frontier.close()

    return asyncio.run(ask())


class _Worker:
    def __init__(self, session: Session, frontier: Frontier, crawl: CrawlOne, own: set[str]) -> None:
        self._session, self._frontier, self._crawl, self._own = session, frontier, crawl, own

    async def take_hosts(self) -> None:
        """Crawl one host after another; while others have all that are left, wait: one of them may die."""
        while not self._session.ends:
            token = f"{self._frontier.worker}:{next(_leases)}"
            left, host = await self._frontier.take(token)
            if host is not None:
                async with Lease(self._frontier, host, token) as lease:
                    await self._crawl_host(lease)
            elif left:
                await asyncio.sleep(min(1.0, self._frontier.lease_milliseconds / 4000))
            else:
                return

    async def _crawl_host(self, lease: Lease) -> None:
        while not self._session.ends and not lease.lost and (jobs := await self._frontier.jobs(lease.host)):
            job = jobs[0]
            self._keep_row(job.portal)
            result = self._session.results[job.portal.id] = PortalResult(job.portal)
            pages = await self._frontier.pages(job.portal.id)
            await self._crawl(job, lease, held_of(pages))
            await lease.settled()
            if self._session.ends:
                return
            if lease.fault:
                raise lease.fault
            if lease.lost or not await lease.finish(job):
                result.handed_over = True
                if not await self._frontier.knows(job):
                    raise self._frontier.lost("it has lost the run")
                return
            if self._session.store and (next_one := self._session.store.appointment(job.portal.id)):
                await self._frontier.keep_due(job.portal.id, next_one.next_due)

    def _keep_row(self, portal: Portal) -> None:
        """Keep the row of a portal that another worker brought in, so that a build here knows it.

        A row in a region that is not known here comes with the merge.
        """
        if portal.id not in self._own and self._session.store:
            data = self._session.store.data
            if own_regions(data).get(portal.region):
                keep_rows(data, [portal])
