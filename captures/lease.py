"""A worker's lease of one host: renewed while it lives, and proven anew before every request."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from scrapy.exceptions import IgnoreRequest

from captures.frontier import KEPT_SECONDS, PREFIX, Frontier, FrontierError, Job

LONGEST_WAIT = 0.5
"""Seconds after which a worker that waits for its turn looks again."""
_turns = itertools.count()


class LeaseLost(IgnoreRequest):
    """Raised in place of a request: its host is another worker's by now, or the frontier is out of reach."""


class Lease:
    """One host, this worker's until it is released or lost. `lost` stays true once another may have the host.

    `on_loss` is called once when it is lost; `fault` says why the frontier is out of reach, if it is.
    """

    def __init__(self, frontier: Frontier, host: str, token: str) -> None:
        self.frontier, self.host, self._token = frontier, host, token
        self.lost = False
        self.fault: FrontierError | None = None
        self.on_loss: Callable[[], object] = lambda: None
        self._held: set[str] = set()
        self._notes: set[asyncio.Task[None]] = set()
        self._beat: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Lease:
        self._beat = asyncio.ensure_future(self._renew())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._beat:
            self._beat.cancel()
            with suppress(asyncio.CancelledError):
                await self._beat
        if not self.fault:
            with suppress(FrontierError):
                await self._call("release")

    async def finish(self, job: Job) -> bool:
        """Mark a portal as done in the run; False when the lease is lost."""
        return bool(await self._call("finish", job.portal.id, self.frontier.worker, KEPT_SECONDS))

    @asynccontextmanager
    async def turn(self, netloc: str, delay: float) -> AsyncIterator[None]:
        """The one request in flight at a host, among all workers, no sooner than `delay` seconds after the last began.

        Raises LeaseLost when this worker may not ask any more.
        """
        turn, pause = f"{PREFIX}:turn:{netloc}", f"{PREFIX}:pause:{netloc}"
        ticket = f"{self._token}:{next(_turns)}"
        while wait := await self._wait(turn, pause, ticket, round(delay * 1000)):
            await asyncio.sleep(min(wait / 1000, LONGEST_WAIT))
        self._held.add(turn)
        try:
            yield
        finally:
            self._held.discard(turn)
            try:
                await self.frontier.call("end_turn", turn, ticket)
            except FrontierError as error:
                self._lose(error)

    def note(self, portal_id: str, pages: dict[str, str]) -> None:
        """Tell the other workers which pages are in this worker's archive, without waiting for it."""
        task = asyncio.ensure_future(self._note(portal_id, pages))
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    async def settled(self) -> None:
        """Wait until all that was noted has arrived."""
        await asyncio.gather(*self._notes)

    async def _note(self, portal_id: str, pages: dict[str, str]) -> None:
        try:
            await self.frontier.keep_pages(portal_id, pages)
        except FrontierError as error:
            self._lose(error)

    async def _wait(self, turn: str, pause: str, ticket: str, delay: int) -> int:
        """Milliseconds to wait for the turn; 0 when it is taken."""
        if not self.lost:
            try:
                wait = int(await self._call("turn", turn, pause, ticket, self.frontier.lease_milliseconds, delay))
            except FrontierError as error:
                self._lose(error)
            else:
                if wait >= 0:
                    return wait
                self._lose()
        raise LeaseLost(self.host)

    async def _renew(self) -> None:
        milliseconds = self.frontier.lease_milliseconds
        while not self.lost:
            await asyncio.sleep(milliseconds / 3000)
            try:
                if not await self._call("renew", milliseconds, *self._held):
                    self._lose()
            except FrontierError as error:
                self._lose(error)

    def _lose(self, fault: FrontierError | None = None) -> None:
        self.fault = self.fault or fault
        if not self.lost:
            self.lost = True
            self.on_loss()

    async def _call(self, script: str, *arguments: str | int) -> Any:
        return await self.frontier.call(script, self.frontier.own, self.host, self._token, *arguments)
