"""The process that answers for one archive file, until it is told to go."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from datasette.app import Datasette

from publish.archive_db import DATABASE
from publish.site import make_site, site_of

LEAVE_SECONDS = 2.0
"""How long a process that is told to go still answers those who had reached it by then."""


class _Server(uvicorn.Server):
    """A server that lets nobody down when it goes: it first takes no new connections, and ends a little later."""

    leaving_since: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Told twice, it ends at once: there is nobody left to take over.
        self.leaving_since = 0.0 if self.leaving_since is not None else time.monotonic()

    async def on_tick(self, counter: int) -> bool:
        if self.leaving_since is not None:
            for server in self.servers:
                server.close()
            self.should_exit = time.monotonic() - self.leaving_since > LEAVE_SECONDS
        return await super().on_tick(counter)


def answer(
    db: Path, data: Path | None, secret: str, releases: Path | None, listener: socket.socket, ready: Connection
) -> None:
    """Answer on `listener` from the archive `db`; sends True through `ready` when the first request may come."""
    # An interrupt at the terminal reaches every process; the one that keeps us tells us to go.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asyncio.run(_answer(make_site(db, data, secret, releases), listener, ready))


async def _answer(site: Datasette, listener: socket.socket, ready: Connection) -> None:
    await open_all(site)
    config = uvicorn.Config(site.app(), log_level="warning", lifespan="on", timeout_graceful_shutdown=20)
    server = _Server(config)
    answering = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not answering.done():
        await asyncio.sleep(0.02)
    ready.send(server.started)
    ready.close()
    try:
        await answering
    finally:
        site_of(site).desk.close()


async def open_all(site: Datasette) -> None:
    """Open the archive in every thread that will ever read it, so that none of them opens a later file of that name."""
    threads = site.setting("num_sql_threads")
    together = threading.Barrier(threads)

    def meet(_connection: Any) -> None:
        together.wait(timeout=60)

    await asyncio.gather(*(site.get_database(DATABASE).execute_fn(meet) for _ in range(threads)))
