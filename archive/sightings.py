"""Where and when each body was seen: the ledger's visits, folded by address and body and kept in the state.

Only addresses that were visited since the last build are folded again; each from all its visits in the order of time,
since what was imported later may have been seen before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from itertools import groupby
from operator import attrgetter

from archive.state import State, chunks, marks
from captures.records import Visit
from captures.store import CaptureStore

SEEN = ("ok", "unchanged")
DECIDING = (*SEEN, "gone")
"""Outcomes that say something of a body; blocked and failed visits decide nothing."""


@dataclass(slots=True)
class Sighting:
    """One body at one address, described as by the visit that first found it there.

    `status`: there, replaced (the address now gives another body) or gone.
    """

    url: str
    form: str
    sha256: str
    visit: int
    final_url: str
    portal_id: str
    role: str
    link_title: str
    link_date: str
    found_on: str
    first_seen: str
    last_seen: str
    status: str = "there"
    gone_at: str | None = None

    @property
    def address(self) -> str:
        """The address with the form sent to it, if any."""
        return self.url + (f" {self.form}" if self.form else "")


COLUMNS = ", ".join(field.name for field in fields(Sighting))
_VALUES = attrgetter(*(field.name for field in fields(Sighting)))
_INSERT = f"INSERT INTO sighting ({COLUMNS}) VALUES ({', '.join('?' * len(fields(Sighting)))})"


@dataclass(slots=True)
class Trail:
    """Every sighting of one body, in the order of time; never empty."""

    sightings: list[Sighting] = field(default_factory=list)

    @property
    def first(self) -> Sighting:
        """The sighting that tells what the body is: the first that was not a listing, else the first of all."""
        first = self.sightings[0]
        if first.role != "listing":
            return first
        return next((one for one in self.sightings if one.role != "listing"), first)

    @property
    def is_listing(self) -> bool:
        """Whether the body was never seen as anything but a listing."""
        return all(one.role == "listing" for one in self.sightings)

    @property
    def first_seen(self) -> str:
        """The time of the first sighting anywhere."""
        return min(one.first_seen for one in self.sightings)

    @property
    def last_seen(self) -> str:
        """The time of the last sighting anywhere."""
        return max(one.last_seen for one in self.sightings)

    @property
    def status(self) -> str:
        """`there` when it stands at one address at least; else `gone` when it vanished from one; else `replaced`."""
        if len(self.sightings) == 1:
            return self.sightings[0].status
        found = {one.status for one in self.sightings}
        return next(status for status in ("there", "gone", "replaced") if status in found)

    @property
    def gone_at(self) -> str | None:
        """When it was first found to be gone, for a body that is gone."""
        times = [one.gone_at for one in self.sightings if one.gone_at]
        return min(times) if times and self.status == "gone" else None

    @property
    def addresses(self) -> set[str]:
        """The addresses at which it was seen."""
        return {one.address for one in self.sightings}


def trails(state: State, digests: Iterable[str]) -> dict[str, Trail]:
    """Return sha256 to trail for those of `digests` that were ever seen."""
    out: dict[str, Trail] = {}
    for chunk in chunks(digests):
        sql = f"SELECT {COLUMNS} FROM sighting WHERE sha256 IN ({marks(chunk)}) ORDER BY first_seen, visit"
        for row in state.db.execute(sql, chunk):
            out.setdefault(row[2], Trail()).sightings.append(Sighting(*row))
    return out


def follow(state: State, store: CaptureStore) -> None:
    """Take the visits made since the last build into the state; bodies of which something is new then wait there.

    A ledger that is not the one followed so far (restored from a copy, or another's) is followed from its beginning.
    """
    if not _is_continued(state, store):
        state.forget()
    position = int(state.get("position") or 0)
    last = store.last_visit()
    with state.transaction():
        if not position:
            for visits in _by_address(store.visits_by_address()):
                _fold_new(state, visits)
            state.db.execute("INSERT OR IGNORE INTO waiting SELECT DISTINCT sha256 FROM sighting")
        else:
            addresses = {(v.url, v.form) for v in store.visits(after=position) if v.outcome in DECIDING}
            for url, form in sorted(addresses):
                _fold_again(state, list(store.visits_of(url, form)))
        if last:
            state.set("position", str(last.id))
            state.set("position_is", _mark(last))
            state.set("ledger", _mark(next(store.visits())))


def _is_continued(state: State, store: CaptureStore) -> bool:
    position = state.get("position")
    visit = store.visit(int(position)) if position else None
    return not position or (visit is not None and _mark(visit) == state.get("position_is"))


def _mark(visit: Visit) -> str:
    return f"{visit.visited_at} {visit.url}"


def _by_address(visits: Iterable[Visit]) -> Iterator[list[Visit]]:
    for _, group in groupby(visits, key=lambda visit: (visit.url, visit.form)):
        yield list(group)


def fold(visits: Iterable[Visit]) -> list[Sighting]:
    """Return the bodies seen at one address. Visits must come in the order of time."""
    found: dict[str, Sighting] = {}
    standing: Sighting | None = None
    for visit in visits:
        if visit.outcome in SEEN and visit.sha256:
            sighting = found.setdefault(visit.sha256, _first(visit, visit.sha256))
            if standing is not None and standing is not sighting:
                standing.status = "replaced"
            sighting.last_seen = max(sighting.last_seen, visit.visited_at)
            sighting.status, sighting.gone_at = "there", None
            standing = sighting
        elif visit.outcome == "gone" and standing is not None:
            standing.status, standing.gone_at = "gone", visit.visited_at
            standing = None
    return list(found.values())


def _first(visit: Visit, sha256: str) -> Sighting:
    what = (visit.final_url, visit.portal_id, visit.role, visit.link_title, visit.link_date, visit.found_on)
    return Sighting(visit.url, visit.form, sha256, visit.id, *what, visit.visited_at, visit.visited_at)


def _fold_new(state: State, visits: list[Visit]) -> None:
    state.db.executemany(_INSERT, map(_VALUES, fold(visits)))


def _fold_again(state: State, visits: list[Visit]) -> None:
    """Fold one address again, and have those bodies wait of which that changed anything."""
    where = "WHERE url = ? AND form = ?"
    address = (visits[0].url, visits[0].form)
    before = {row[2]: Sighting(*row) for row in state.db.execute(f"SELECT {COLUMNS} FROM sighting {where}", address)}
    after = {one.sha256: one for one in fold(visits)}
    changed = [sha256 for sha256 in before.keys() | after.keys() if before.get(sha256) != after.get(sha256)]
    if not changed:
        return
    state.db.execute(f"DELETE FROM sighting {where}", address)
    state.db.executemany(_INSERT, map(_VALUES, after.values()))
    for sha256 in changed:
        for sighting in (before.get(sha256), after.get(sha256)):
            if sighting is not None:
                _wait(state, sighting)


def _wait(state: State, sighting: Sighting) -> None:
    """Have a body wait, and what is read with it: the page of an attachment, the attachments of a page."""
    insert = "INSERT OR IGNORE INTO waiting"
    state.db.execute(f"{insert} VALUES (?)", (sighting.sha256,))
    if sighting.role == "attachment" and sighting.found_on:
        page = f"{insert} SELECT sha256 FROM sighting WHERE final_url = ? AND role <> 'listing'"
        state.db.execute(page, (sighting.found_on,))
    elif sighting.role == "report":
        files = f"{insert} SELECT sha256 FROM sighting WHERE found_on = ? AND role = 'attachment'"
        state.db.execute(files, (sighting.final_url,))
