"""What a spider yields: how each request ended, which links it left alone, what a dry run would fetch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["ok", "unchanged", "gone", "blocked", "failed"]
Role = Literal["listing", "report", "companion", "attachment", "other"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a page prints it: absolute URL, words, date beside it (ISO or ""), the page it stands on.

    `hidden` tells that it stands in a block that readers do not see.
    """

    url: str
    title: str = ""
    date: str = ""
    found_on: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Wire:
    """An answer as received: status, header pairs and the body with its content coding removed, and its request."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    request_headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """How one request ended: exactly one for each. `wire` is None when nothing came back.

    `reason` is one sentence; `form` the body of a POST; `redirects` the URLs passed on the way to `final_url`;
    `seen_sha256` the body last seen, when the host said that it is unchanged.
    """

    portal_id: str
    link: Link
    role: Role
    final_url: str
    outcome: Outcome
    reason: str
    wire: Wire | None = None
    method: str = "GET"
    form: str = ""
    redirects: tuple[str, ...] = ()
    seen_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A link that was seen and, by rule, not followed; `reason` says which rule."""

    portal_id: str
    link: Link
    reason: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A link that a dry run would have fetched."""

    portal_id: str
    link: Link
    role: Role
