"""Which portals a command means: those named, those of a file, or all; and which of them are due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from captures.own_portals import own_regions, own_rows
from captures.records import Appointment
from captures.schedule import due, load_rules
from captures.store import LEDGER, CaptureStore
from registry.portals import Portal, PortalError, load_portals
from registry.regions import Regions


def all_rows(portals_file: Path | None, data: Path, known: Regions) -> list[Portal]:
    """The rows of a file, or else those that are registered and those kept in `data`, which go before them.

    Raises PortalError for a wrong row.
    """
    if portals_file:
        return load_portals([portals_file], known)
    return list({portal.id: portal for portal in (*load_portals(None, known), *own_rows(data, known))}.values())


def choose(names: Sequence[str], everything: bool, portals_file: Path | None, data: Path) -> list[Portal]:
    """The rows of the portals named, of all in `portals_file`, or of all that are registered or kept in `data`.

    A row of the data folder goes before a registered one of the same id. Raises PortalError when none is named, or
    one that does not exist, and for a wrong row.
    """
    rows = all_rows(portals_file, data, own_regions(data))
    if everything or (portals_file and not names):
        return rows
    if not names:
        raise PortalError(
            "No portal is named: give its id, --portals FILE, --due or --all (gongkai portals list shows them)."
        )
    by_id = {portal.id: portal for portal in rows}
    unknown = [name for name in names if name not in by_id]
    if unknown:
        raise PortalError(f"There is no portal {', '.join(unknown)}: gongkai portals list shows the ids.")
    return [by_id[name] for name in names]


def choose_due(
    portals: Sequence[Portal], data: Path, capped: bool, elsewhere: Mapping[str, str] | None = None
) -> tuple[list[Portal], str]:
    """Those of some portals that are due today, and what to say if there are none.

    `capped`: no more than a night takes. `elsewhere` tells the days that other workers of shared runs know: the later
    day holds. Raises CaptureError when the data folder's own rules are wrong.
    """
    rules, appointments = load_rules(data), _appointments(data)
    today, told = datetime.now(UTC).date(), elsewhere or {}
    ours = [portal for portal in portals if told.get(portal.id, "") <= today.isoformat()]
    chosen = due(ours, appointments, today, rules if capped else None)
    known = {portal_id: one.next_due for portal_id, one in appointments.items()}
    days = {portal.id: max(known.get(portal.id, ""), told.get(portal.id, "")) for portal in portals}
    first = min(((day, portal_id) for portal_id, day in days.items() if day), default=None)
    when = f": the next is {first[1]} on {first[0]}" if first else ""
    return chosen, f"No portal is due{when}."


def _appointments(data: Path) -> dict[str, Appointment]:
    if not (data / LEDGER).exists():
        return {}
    with CaptureStore(data) as store:
        return store.appointments()
