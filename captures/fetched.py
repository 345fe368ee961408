"""What a worker has fetched of a portal, told to the worker that may have to go on from there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from captures.lease import Lease
from captures.records import Visit
from crawler.addresses import key
from crawler.items import Link
from crawler.state import UNLINKED, Asked, Held

_ROLES = ("report", "companion", "attachment")
_ANSWERED = ("ok", "unchanged", "gone")


class Fetched:
    """Pages of one portal on their way to the other workers: `tell` is called when their rows are committed.

    A report is told when all attachments that it leads to are known: a successor must ask for those that are missing.
    """

    def __init__(self, lease: Lease, portal_id: str) -> None:
        self._lease, self._portal_id = lease, portal_id
        self._unfollowed: dict[str, Visit] = {}
        self._ready: dict[str, str] = {}

    def recorded(self, visit: Visit) -> None:
        """Take note of a row."""
        if visit.role not in _ROLES or visit.outcome not in _ANSWERED:
            return
        if visit.role == "report" and visit.outcome != "gone":
            self._unfollowed[visit.url] = visit
        else:
            self._ready[key(visit.url)] = _to_json(visit, ())

    def followed(self, asked: Asked, parts: Iterable[Link]) -> None:
        """Take note of the attachments that a report leads to."""
        visit = self._unfollowed.pop(asked.link.url, None)
        if visit:
            self._ready[key(visit.url)] = _to_json(visit, parts)

    def tell(self) -> None:
        """Tell what was recorded; all of it is committed."""
        if self._ready:
            self._lease.note(self._portal_id, self._ready)
            self._ready = {}


def held_of(pages: Mapping[str, str]) -> dict[str, Held]:
    """What workers of this run have fetched of a portal, by key: it rests, but for attachments not fetched yet."""
    return {address: _from_json(page, pages) for address, page in pages.items()}


def _to_json(visit: Visit, parts: Iterable[Link]) -> str:
    link = (visit.url, visit.link_title, visit.link_date, visit.found_on)
    page = {
        "link": link,
        "is_report": visit.role == "report",
        "unlinked": UNLINKED in visit.reason,
        "parts": [(part.url, part.title, part.date, part.found_on) for part in parts],
    }
    return json.dumps(page, ensure_ascii=False)


def _from_json(text: str, pages: Mapping[str, str]) -> Held:
    page = json.loads(text)
    parts = tuple(Link(*part) for part in page["parts"] if key(part[0]) not in pages)
    return Held(Link(*page["link"]), page["is_report"], True, page["unlinked"], parts)
