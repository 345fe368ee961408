"""The stop list: hosts, addresses and portals that are never asked, with the reason and the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from crawler.tables import table
from registry.portals import Portal

FILE = "stop.txt"


class StopListError(ValueError):
    """A line of a stop list is wrong; the message names it and what to write."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Whom not to ask: `target` is a host, the beginning of an address without its scheme, or the id of a portal."""

    target: str
    since: str
    reason: str

    def covers(self, url: str, portal: Portal) -> bool:
        """Tell whether an address must not be asked for in the crawl of a portal."""
        parts = urlsplit(url)
        if "/" in self.target:
            return f"{parts.netloc}{parts.path}".lower().startswith(self.target)
        host = (parts.hostname or "").lower()
        return self.target in (portal.id, parts.netloc.lower(), host) or host.endswith(f".{self.target}")

    def __str__(self) -> str:
        return f"On the stop list since {self.since}: {self.reason.rstrip('.。')}."


def load_stops(data: Path | None = None) -> tuple[Stop, ...]:
    """The stops that come with gongkai and those of the data folder's `stop.txt`. Raises StopListError."""
    stops = [Stop(_bare(row["target"]), row["since"], row["reason"]) for row in table("stop_list")["stop"]]
    path = data / FILE if data else None
    if path and path.exists():
        stops += _read(path, path.read_text("utf-8").splitlines())
    return tuple(stops)


def _read(path: Path, lines: Iterable[str]) -> Iterable[Stop]:
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        words = line.split(None, 2)
        try:
            since, target, reason = words
            date.fromisoformat(since)
        except ValueError as error:
            raise StopListError(
                f"{path}, line {number}: write the day (2026-11-24), a host, address or portal id, and the reason."
            ) from error
        yield Stop(_bare(target), since, reason.strip())


def _bare(target: str) -> str:
    return target.lower().removeprefix("https://").removeprefix("http://")
