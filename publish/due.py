"""What the ledger says beside the archive: when portals are crawled next, and what their last runs met."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from captures.records import Appointment, CaptureError, PortalRun
from captures.store import CaptureStore

WEEK = 7


@dataclass(frozen=True, slots=True)
class Due:
    """Appointments in the order of their days, and the last run of each portal by its id, as of `today`."""

    today: date
    appointments: list[Appointment] = field(default_factory=list)
    runs: dict[str, PortalRun] = field(default_factory=dict)

    @property
    def now(self) -> list[Appointment]:
        """Portals to crawl today, the longest due first."""
        return [one for one in self.appointments if one.next_due <= self.today.isoformat()]

    @property
    def week(self) -> list[Appointment]:
        """Portals to crawl within a week from tomorrow."""
        last = (self.today + timedelta(WEEK)).isoformat()
        return [one for one in self.appointments if self.today.isoformat() < one.next_due <= last]


def read_due(data: Path | None, today: date | None = None) -> Due | None:
    """Return what the ledger under `data` says, None when there is none to read; nothing is written or locked."""
    if data is None:
        return None
    try:
        with CaptureStore(data) as store:
            appointments = sorted(store.appointments().values(), key=lambda one: (one.next_due, one.portal_id))
            runs = {run.portal_id: run for run in store.last_portal_runs()}
    except CaptureError:
        return None
    return Due(today or datetime.now(UTC).date(), appointments, runs)
