"""Where and when each body was seen: the ledger's visits, folded by sha256 and address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from captures.records import Visit

SEEN = ("ok", "unchanged")


@dataclass(slots=True)
class Sighting:
    """One body at one address. `status`: there, replaced (the address now gives another body) or gone."""

    first: Visit
    last_seen: str
    status: str = "there"
    gone_at: str | None = None


@dataclass(slots=True)
class Trail:
    """Every sighting of one body by address, in the order of time."""

    sightings: dict[str, Sighting] = field(default_factory=dict)

    @property
    def first(self) -> Visit:
        """The visit that tells what the body is: the first that was not a listing, else the first of all."""
        for sighting in self.sightings.values():
            if sighting.first.role != "listing":
                return sighting.first
        return next(iter(self.sightings.values())).first

    @property
    def is_listing(self) -> bool:
        """Whether the body was never seen as anything but a listing."""
        return all(sighting.first.role == "listing" for sighting in self.sightings.values())

    @property
    def first_seen(self) -> str:
        """The time of the first sighting anywhere."""
        return min(sighting.first.visited_at for sighting in self.sightings.values())

    @property
    def last_seen(self) -> str:
        """The time of the last sighting anywhere."""
        return max(sighting.last_seen for sighting in self.sightings.values())

    @property
    def status(self) -> str:
        """`there` when it stands at one address at least; else `gone` when it vanished from one; else `replaced`."""
        found = {sighting.status for sighting in self.sightings.values()}
        if len(found) == 1:
            return found.pop()
        return next(status for status in ("there", "gone", "replaced") if status in found)

    @property
    def gone_at(self) -> str | None:
        """When it was first found to be gone, for a body that is gone."""
        times = [sighting.gone_at for sighting in self.sightings.values() if sighting.gone_at]
        return min(times) if times and self.status == "gone" else None


def fold(visits: Iterable[Visit]) -> dict[str, Trail]:
    """Return sha256 to trail. Visits must come in order of time; blocked and failed ones decide nothing."""
    trails: dict[str, Trail] = {}
    standing: dict[str, Sighting] = {}
    for visit in visits:
        address = visit.url + (f" {visit.form}" if visit.form else "")
        if visit.outcome in SEEN and visit.sha256:
            _seen(trails, standing, visit, address)
        elif visit.outcome == "gone" and address in standing:
            sighting = standing.pop(address)
            sighting.status, sighting.gone_at = "gone", visit.visited_at
    return trails


def _seen(trails: dict[str, Trail], standing: dict[str, Sighting], visit: Visit, address: str) -> None:
    assert visit.sha256 is not None
    trail = trails.setdefault(visit.sha256, Trail())
    sighting = trail.sightings.get(address)
    if sighting is None:
        sighting = trail.sightings[address] = Sighting(visit, visit.visited_at)
    before = standing.get(address)
    if before is not None and before is not sighting:
        before.status = "replaced"
    sighting.last_seen = max(sighting.last_seen, visit.visited_at)
    sighting.status, sighting.gone_at = "there", None
    standing[address] = sighting
