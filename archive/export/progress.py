"""Progress of an export: a bar on a terminal, a line for each table otherwise, nothing with -q."""

from __future__ import annotations

import sys
from typing import Any

import click


class Progress:
    """Told of each part (`begin`, `add` for rows, `end`); `total` is the number of rows to come, at most."""

    def __init__(self, verbosity: int = -1) -> None:
        self._quiet = verbosity < 0
        self._bar: Any = None
        self._name = ""
        self._left = self._rows = 0

    def start(self, total: int) -> None:
        """Open the bar."""
        if not self._quiet and sys.stderr.isatty():
            self._bar = click.progressbar(
                length=max(total, 1), file=sys.stderr, item_show_func=lambda name: name, update_min_steps=1000
            )
            self._bar.__enter__()

    def begin(self, name: str, rows: int) -> None:
        """Begin a part of at most `rows` rows."""
        self._name, self._left, self._rows = name, rows, 0

    def add(self, rows: int) -> None:
        """Count rows written."""
        self._rows += rows
        self._left -= rows
        if self._bar:
            self._bar.update(rows, self._name)

    def end(self) -> None:
        """End a part; rows that did not come are counted as done."""
        if self._bar:
            self._bar.update(max(self._left, 0), self._name)
        elif not self._quiet:
            click.echo(f"{self._name}: {self._rows} rows", err=True)

    def close(self) -> None:
        """Close the bar, however the export ended."""
        if self._bar:
            self._bar.__exit__(None, None, None)
