"""Portal rows of the user's own, kept beside the captures so that a later build knows what was crawled."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import tomli_w

from registry.portals import Portal, load_portals
from registry.regions import Regions, regions

FILE = "portals.toml"
REGIONS_FILE = "regions.csv"
_SAME = ("name", "region", "url", "practice")
"""What must not differ between two rows of one id: visits of both stand under it."""


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
    registered = {portal.id: portal for portal in load_portals(None, known)}
    own |= {portal.id: portal for portal in portals if registered.get(portal.id) != portal}
    if own:
        replace_text(data / FILE, "\n".join(map(row_text, own.values())))


def row_text(portal: Portal) -> str:
    """A row as TOML, without the keys that say nothing."""
    return tomli_w.dumps({"portal": [_row(portal)]})


def merge_own(data: Path, other: Path) -> list[str]:
    """Add the own regions and portals of another data folder that are not here; ours stay as they are.

    Returns a sentence for each row that says something else here. Raises PortalError or RegionError when a row of
    theirs is wrong, OSError when the folder cannot be written.
    """
    problems = _merge_regions(data, other)
    known = own_regions(data)
    ours = {portal.id: portal for portal in own_rows(data, known)}
    new = []
    for portal in own_rows(other, own_regions(other)):
        mine = ours.get(portal.id)
        if mine is None and known.get(portal.region) is not None:
            new.append(portal)
        elif mine is None or any(getattr(mine, name) != getattr(portal, name) for name in _SAME):
            problems.append(
                f"The portal {portal.id} of {other} is another one here: make its rows in both {FILE} equal."
            )
    if new:
        keep_rows(data, new)
    return problems


def _merge_regions(data: Path, other: Path) -> list[str]:
    if not (other / REGIONS_FILE).exists():
        return []
    own_regions(other)
    theirs, ours = _region_rows(other / REGIONS_FILE), _region_rows(data / REGIONS_FILE)
    differing = [code for code in theirs.keys() & ours.keys() if theirs[code] != ours[code]]
    merged = {**theirs, **ours}
    if merged != ours:
        names = list(dict.fromkeys(name for row in merged.values() for name in row))
        out = io.StringIO()
        writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(merged.values())
        data.mkdir(parents=True, exist_ok=True)
        replace_text(data / REGIONS_FILE, out.getvalue())
    return [
        f"The region {code} of {other} is another one here: make its rows in both {REGIONS_FILE} equal."
        for code in sorted(differing)
    ]


def _region_rows(path: Path) -> dict[str, dict[str, str]]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def replace_text(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all, however the process ends."""
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, "utf-8")
    new.replace(path)


def _row(portal: Portal) -> dict[str, Any]:
    return {name: value for name, value in asdict(portal).items() if value not in (None, "", (), False)}
