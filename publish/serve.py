"""`gongkai serve`: the site on one address of this machine, which follows the archive from build to build.

A process of its own answers from one archive file, which never changes while it is served. When `gongkai build` puts
another in its place, a fresh process takes over the same listening socket, and the old one ends when it has answered
what it was asked: no request is refused and no page mixes two archives.
"""

from __future__ import annotations

import secrets
import signal
import socket
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from publish.answer import answer
from publish.site import SiteError, desk_settings, prove_archive

LOOK_SECONDS = 1.0
READY_SECONDS = 120
GOODBYE_SECONDS = 30
Mark = tuple[int, int, int]


def serve(db: Path, port: int, host: str = "127.0.0.1", data: Path | None = None, releases: Path | None = None) -> None:
    """Serve the archive `db` until interrupted; prints the address. `data` is the folder of captures, if at hand,
    `releases` that of the releases.

    Raises SiteError with one sentence when the archive is missing or not ours, the port is taken, or the site does not
    start.
    """
    prove_archive(db)
    desk_settings()
    listener = listen(host, port)
    keeper = _Keeper(db, listener, data, releases)
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        keeper.follow(lambda: print(f"http://{host}:{listener.getsockname()[1]}/", flush=True))
    finally:
        signal.signal(signal.SIGTERM, before)
        keeper.stop()
        listener.close()


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


class _Keeper:
    """Keeps one answering process alive, the one that has the archive that is there."""

    def __init__(self, db: Path, listener: socket.socket, data: Path | None, releases: Path | None) -> None:
        self._db, self._listener, self._data, self._releases = db, listener, data, releases
        self._answering: BaseProcess | None = None
        self._mark: Mark | None = None
        self._secret = secrets.token_hex(32)

    def follow(self, ready: Callable[[], None]) -> None:
        """Start, say so, and take over from build to build until interrupted. Raises SiteError when nothing answers."""
        self._renew()
        ready()
        while True:
            time.sleep(LOOK_SECONDS)
            died = self._answering is not None and not self._answering.is_alive()
            if died or _mark(self._db) not in (self._mark, None):
                try:
                    self._renew()
                except SiteError as error:
                    if died:
                        raise
                    # The archive that is served is better than none: say it once, and go on.
                    print(error, flush=True)
                    self._mark = _mark(self._db)

    def _renew(self) -> None:
        """Have a fresh process answer, then let the old one go."""
        self._mark = _mark(self._db)
        prove_archive(self._db)
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        given = (self._db, self._data, self._secret, self._releases, self._listener, theirs)
        # No daemon: it has processes of its own, which check drafts.
        fresh = context.Process(target=answer, args=given)
        fresh.start()
        theirs.close()
        told = False
        try:
            told = _told(ours)
        finally:
            if not told:
                _end(fresh)
        if not told:
            raise SiteError(f"The site over {self._db} does not start: see what is printed above.")
        old, self._answering = self._answering, fresh
        if old is not None:
            _end(old)

    def stop(self) -> None:
        """End the answering process, at once."""
        if self._answering is not None:
            self._answering.terminate()
            time.sleep(0.2)
            _end(self._answering)


def _told(pipe: Any) -> bool:
    """Wait until the process says that it answers; False when it ended or said nothing in time."""
    try:
        return bool(pipe.poll(READY_SECONDS) and pipe.recv())
    except EOFError:
        return False


def _end(process: BaseProcess) -> None:
    process.terminate()
    process.join(GOODBYE_SECONDS)
    if process.is_alive():
        process.kill()
        process.join()


def _mark(db: Path) -> Mark | None:
    """Return what tells one archive file from the next, or None while there is none."""
    try:
        found = db.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one. Raises SiteError when the address cannot be had."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise SiteError(
            f"Port {port} of {host} cannot be used ({error.strerror}): choose another with --port."
        ) from error
    return listener
