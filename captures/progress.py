"""Progress for people: one moving line on a terminal, a plain line for each portal otherwise."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from captures.session import PortalResult

REFRESH_SECONDS = 0.2
PLAIN_SECONDS = 30.0


class Progress:
    """Called with a portal's result at every row; quiet below verbosity 0."""

    def __init__(self, verbosity: int, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._moving = self._stream.isatty()
        self._quiet = verbosity < 0
        self._every = REFRESH_SECONDS if self._moving else PLAIN_SECONDS
        self._shown_at = time.monotonic() if not self._moving else 0.0
        self._rows: dict[str, int] = {}
        self._reports: dict[str, int] = {}

    def __call__(self, result: PortalResult) -> None:
        """Take note of a portal's progress and show the total now and then."""
        self._rows[result.portal.id] = result.rows
        self._reports[result.portal.id] = len(result.tally.reports)
        if self._quiet or time.monotonic() - self._shown_at < self._every:
            return
        self._shown_at = time.monotonic()
        line = (
            f"{len(self._rows)} portals · {sum(self._rows.values())} requests · {sum(self._reports.values())} reports"
        )
        self._stream.write(f"\r{line} · {result.portal.name}\x1b[K" if self._moving else line + "\n")
        self._stream.flush()

    def close(self) -> None:
        """Clear the moving line."""
        if self._moving and not self._quiet:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
