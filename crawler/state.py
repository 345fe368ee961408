"""What a spider knows of its own run: requests not yet ended, hosts, findings; readable by those who record it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crawler.addresses import home_of, key
from crawler.hosts import Host
from crawler.items import Link, Role
from crawler.pages import Page
from crawler.verdicts import Verdict

UNLINKED = "The listing does not link it any more."
"""The remark on the row of a report that is only known from former crawls."""


@dataclass(eq=False, slots=True)
class Asked:
    """One request from the moment it is decided on until its row: what for, and what to do with the page.

    `then` reads a page that arrived; `check` may find it wrong first; `otherwise` asks another way if it failed;
    `place` says in words which part of a listing it is, for the sentence about an incomplete run; `may_be_report`
    marks an address that looks like a column under words that title a report, `data` an answer that is no page,
    `remark` is a sentence for its row, `probe` marks a request that learns how a host says no, `hurried` one that is
    asked again because the home page came, `moves` counts the pages that sent it on.
    """

    link: Link
    role: Role
    then: Callable[[Page, Asked], Iterable[Any]] | None = None
    check: Callable[[Page], Verdict] | None = None
    place: str = ""
    form: str = ""
    may_be_report: bool = False
    data: bool = False
    probe: bool = False
    remark: str = ""
    tries: int = 0
    hurried: bool = False
    moves: int = 0
    otherwise: Callable[[], Iterable[Any]] | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A page that the archive holds of a portal: its link as last seen, whether it is a report (else a companion or a
    file), whether it rests (a listing that still links it under the same words gives no reason to ask again),
    whether it was already unlinked then, and its attachments that are still to be asked for.
    """

    link: Link
    is_report: bool
    rests: bool = False
    unlinked: bool = False
    parts: tuple[Link, ...] = ()

    def rests_as(self, link: Link) -> bool:
        """Tell whether it rests and a listing shows it as it did."""
        return self.rests and (link.title, link.date) == (self.link.title, self.link.date)


@dataclass(frozen=True, slots=True)
class Found:
    """The column that was found for a portal whose row names no family: its address and family, what gave the family
    away, the links that led there, and the site's identification code and name as the page states them. `known`: a
    former crawl had found it, and it was not looked for this time.
    """

    column: str
    family: str
    evidence: tuple[str, ...] = ()
    trail: tuple[Link, ...] = ()
    site_code: str = ""
    site_name: str = ""
    known: bool = False


@dataclass
class Tally:
    """What a portal gave: reports by key, those of them that rest and were not asked for, links skipped, every reason
    why the crawl of it is not complete, the family that read it, and the column that was found. `limited`: stopped at
    the number of reports asked for; `spent`: at the number of requests that its host gets in a day.
    """

    reports: set[str] = field(default_factory=set)
    resting: set[str] = field(default_factory=set)
    companions: set[str] = field(default_factory=set)
    older: int = 0
    limited: bool = False
    spent: bool = False
    family: str = ""
    shortfalls: list[str] = field(default_factory=list)
    found: Found | None = None

    def short(self, reason: str) -> None:
        """Note why the portal was not read to its end, once."""
        if reason not in self.shortfalls:
            self.shortfalls.append(reason)


@dataclass
class CrawlState:
    """The state of one crawl of one portal; `made` counts all requests, `listings` those for pages of listings.

    `held` is what former crawls brought, by key. `keep` takes the items of a page as they arise; without it they go the
    way of all items of Scrapy. `legacy_tls` are the hosts (`name:port`) with
    which the usual handshake failed. `asked_today` tells how many requests a host had
    before this crawl. `last_sha256` tells what an address (with the form sent to it) gave the last time.
    `followed` hears of each page that was followed to its end, with the attachments that it led to.
    """

    tally: Tally = field(default_factory=Tally)
    seen: set[str] = field(default_factory=set)
    hosts: dict[str, Host] = field(default_factory=dict)
    open: dict[int, Asked] = field(default_factory=dict)
    held: Mapping[str, Held] = field(default_factory=dict)
    listings: int = 0
    made: int = 0
    keep: Callable[[Any], object] | None = None
    last_sha256: Callable[[str, str], str | None] | None = None
    legacy_tls: set[str] = field(default_factory=set)
    asked_today: Callable[[str], int] | None = None
    followed: Callable[[Asked, list[Link]], object] | None = None

    def host(self, url: str) -> Host:
        """What is known of the host of an address."""
        home = home_of(url)
        if home not in self.hosts:
            self.hosts[home] = Host.of(url)
        return self.hosts[home]

    def holds(self, url: str, form: str, body: bytes) -> bool:
        """Tell whether an address gave these very bytes the last time."""
        last = self.last_sha256(url, form) if self.last_sha256 else None
        return last is not None and last == hashlib.sha256(body).hexdigest()

    def has_met(self, url: str) -> bool:
        """Tell whether this address came up before."""
        return f"{key(url)} " in self.seen

    def meet(self, url: str, form: str = "") -> bool:
        """Tell whether this address (with the form sent to it) comes up for the first time, and remember it."""
        met = f"{key(url)} {form}"
        first = met not in self.seen
        self.seen.add(met)
        return first
