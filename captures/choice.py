"""Which portals a command means: those named, those of a file, or all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from captures.own_portals import own_regions, own_rows
from registry.portals import Portal, PortalError, load_portals


def choose(names: Sequence[str], everything: bool, portals_file: Path | None, data: Path) -> list[Portal]:
    """The rows of the portals named, of all in `portals_file`, or of all that are registered or kept in `data`.

    A row of the data folder goes before a registered one of the same id. Raises PortalError when none is named, or
    one that does not exist, and for a wrong row.
    """
    known = own_regions(data)
    if portals_file:
        rows = load_portals([portals_file], known)
    else:
        rows = list({portal.id: portal for portal in (*load_portals(None, known), *own_rows(data, known))}.values())
    if everything or (portals_file and not names):
        return rows
    if not names:
        raise PortalError(
            "No portal is named: give its id, --portals FILE, or --all (gongkai portals list shows them)."
        )
    by_id = {portal.id: portal for portal in rows}
    unknown = [name for name in names if name not in by_id]
    if unknown:
        raise PortalError(f"There is no portal {', '.join(unknown)}: gongkai portals list shows the ids.")
    return [by_id[name] for name in names]
