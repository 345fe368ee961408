"""Portal rows of the user's own, kept beside the captures so that a later build knows what was crawled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import tomli_w

from registry.portals import DEFAULT_FOLDER, Portal, load_portals
from registry.regions import Regions, regions

FILE = "portals.toml"
REGIONS_FILE = "regions.csv"


def own_regions(data: Path) -> Regions:
    """Return the regions of the registry with those of the data folder's `regions.csv`, if there is one.

    Raises RegionError naming the row.
    """
    extra = data / REGIONS_FILE
    return regions(extra if extra.exists() else None)


def own_rows(data: Path, known: Regions) -> list[Portal]:
    """Return the portal rows that the data folder keeps. Raises PortalError naming the row."""
    path = data / FILE
    return load_portals([path], known) if path.exists() else []


def keep_rows(data: Path, portals: Sequence[Portal]) -> None:
    """Write the rows into `portals.toml` of the data folder; a row there with the same id gives way to the new one.

    Rows of the registry itself are not copied. Raises OSError when the folder cannot be written.
    """
    data.mkdir(parents=True, exist_ok=True)
    known = own_regions(data)
    own = {portal.id: portal for portal in own_rows(data, known)}
    registered = {portal.id: portal for portal in load_portals([DEFAULT_FOLDER], known)}
    own |= {portal.id: portal for portal in portals if registered.get(portal.id) != portal}
    if own:
        replace_text(data / FILE, tomli_w.dumps({"portal": [_row(portal) for portal in own.values()]}))


def replace_text(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all, however the process ends."""
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, "utf-8")
    new.replace(path)


def _row(portal: Portal) -> dict[str, Any]:
    return {name: value for name, value in asdict(portal).items() if value not in (None, "", (), False)}
