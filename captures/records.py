"""Capture, Visit, Run, Pointer and FoundColumn: what the raw archive holds."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Outcome = Literal["ok", "unchanged", "gone", "blocked", "failed"]


class CaptureError(Exception):
    """The raw archive cannot be opened, read or written; the message is one sentence that says what to do."""


def cannot_write(data: Path, error: OSError | sqlite3.Error) -> str:
    """The sentence that says that the archive in a folder cannot be written, and what to do."""
    where, why = (error.filename, error.strerror) if isinstance(error, OSError) else (None, str(error))
    return f"{where or data} cannot be written ({why}): make room there, or give another folder with --data."


@dataclass(frozen=True, slots=True)
class Capture:
    """A body, once: its sha256, media type by magic bytes, size in bytes, and where its WARC record begins."""

    id: int
    sha256: str
    media_type: str
    size: int
    warc_file: str
    warc_offset: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One request ever made, or one local file imported.

    `role` is what the crawler took it for: listing, report, companion, attachment or other. `link_title` and
    `link_date` are the words and the date (ISO) beside the link that led here; `found_on` is that page's URL.
    `sha256` is that of the body (for `unchanged`, that of the body last seen), or None. Times are UTC, ISO 8601.
    `form` is the body of a POST, which belongs to the address: two forms sent to one URL are two pages.
    """

    id: int
    run_id: int
    portal_id: str
    url: str
    final_url: str
    visited_at: str
    status: int | None
    outcome: Outcome
    reason: str
    role: str
    link_title: str = ""
    link_date: str = ""
    found_on: str = ""
    sha256: str | None = None
    method: str = "GET"
    form: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl or import. `ended_at` is None for a run that was killed; `counts` maps an outcome to visits."""

    id: int
    started_at: str
    ended_at: str | None
    command: str
    portals: tuple[str, ...]
    counts: dict[str, int] = field(default_factory=dict)
    complete: bool = False
    exit_code: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PortalRun:
    """What one run saw of one portal. `reports` are those that its listing links, `new` and `changed` those of them
    that brought a body never had from their address, or another one; `gone`, `blocked` and `failed` count requests,
    `listings` pages of listings, `requests` all. `complete`: read to its end, with no report left out by a limit or a
    year. `family` is the one whose spider read it, "" if none was told. `reasons` say why it is not complete, `alarms`
    what is unlike the runs before; `seconds` is how long it took.
    """

    id: int
    run_id: int
    portal_id: str
    ended_at: str
    family: str
    listings: int
    reports: int
    new: int
    changed: int
    unchanged: int
    resting: int
    gone: int
    blocked: int
    failed: int
    requests: int
    complete: bool
    reasons: str
    alarms: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Appointment:
    """When a portal is crawled next by `crawl --due`, and why. Days are ISO, UTC. `last_change` is the last day on
    which a crawl brought a new or changed report, or the day of the first crawl; `failures` counts runs in a row that
    were not complete.
    """

    portal_id: str
    next_due: str
    interval_days: int
    reason: str
    last_run: str
    last_change: str
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Pointer:
    """A link seen and, by rule, not followed (another host, a near miss, an older year); `reason` says which."""

    id: int
    run_id: int
    portal_id: str
    url: str
    title: str
    found_on: str
    reason: str


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """The column that a run found for a portal whose row names no family, and its family.

    `evidence` are the signs of the family and `trail` the links that led there (words and address), one a line.
    """

    id: int
    run_id: int
    portal_id: str
    found_at: str
    column_url: str
    family: str
    evidence: str = ""
    trail: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What went over the wire, for the WARC. Header pairs as received; the body with its content coding removed."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    request_method: str = "GET"
    request_headers: tuple[tuple[str, str], ...] = ()
    request_body: bytes = b""
