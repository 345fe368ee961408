"""Scrapy's event loop in a thread of its own, so that crawls can be run as often as one likes in one process."""

from __future__ import annotations

import asyncio
import atexit
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from scrapy.utils.reactor import install_reactor

Result = TypeVar("Result")
STOP_SECONDS = 5
_lock = threading.Lock()
_loops: list[asyncio.AbstractEventLoop] = []


def submit(work: Coroutine[Any, Any, Result]) -> Future[Result]:
    """Run a coroutine in the reactor's thread, which starts with the first call and ends with the process."""
    with _lock:
        if not _loops:
            _loops.append(_start())
    return asyncio.run_coroutine_threadsafe(work, _loops[0])


def _start() -> asyncio.AbstractEventLoop:
    started: Future[asyncio.AbstractEventLoop] = Future()
    thread = threading.Thread(target=_run, args=(started,), name="reactor", daemon=True)
    thread.start()
    return started.result()


def _run(started: Future[asyncio.AbstractEventLoop]) -> None:
    """Install and run the reactor. It must be imported after it is installed, and in this thread."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor as installed

    reactor: Any = installed
    atexit.register(_stop, reactor, threading.current_thread())
    loop = asyncio.get_event_loop()
    loop.call_soon(started.set_result, loop)
    reactor.run(installSignalHandlers=False)


def _stop(reactor: Any, thread: threading.Thread) -> None:
    reactor.callFromThread(reactor.stop)
    thread.join(STOP_SECONDS)
