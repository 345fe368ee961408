"""Capture and Visit: what the raw archive holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["ok", "unchanged", "gone", "blocked", "failed"]


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
