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


def keep_rows(data: Path, portals: Sequence[Portal]) -> None:
    """Write the rows into `portals.toml` of the data folder; a row there with the same id gives way to the new one.

    Rows of the registry itself are not copied. Raises OSError when the folder cannot be written.
    """
    data.mkdir(parents=True, exist_ok=True)
    path = data / FILE
    extra = data / "regions.csv"
    known: Regions = regions(extra if extra.exists() else None)
    own = {portal.id: portal for portal in (load_portals([path], known) if path.exists() else [])}
    registered = {portal.id: portal for portal in load_portals([DEFAULT_FOLDER], known)}
    own |= {portal.id: portal for portal in portals if registered.get(portal.id) != portal}
    if own:
        path.write_text(tomli_w.dumps({"portal": [_row(portal) for portal in own.values()]}), "utf-8")


def _row(portal: Portal) -> dict[str, Any]:
    return {name: value for name, value in asdict(portal).items() if value not in (None, "", (), False)}
