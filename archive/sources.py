"""What a build knows beside the captures: regions and portals, from the registry and from the user's own files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from captures.own_portals import own_regions, own_rows
from registry.organs import Organ, organ_from_name
from registry.portals import DEFAULT_FOLDER, GENERATED_FOLDER, Portal, load_portals
from registry.regions import Region, Regions


class Sources:
    """Regions by code and portals by id, with organs told from names; one for each build."""

    def __init__(self, known: Regions, portals: Iterable[Portal]) -> None:
        self.regions = known
        self.portals = {portal.id: portal for portal in portals}
        self._organs: dict[tuple[str, str], Organ | None] = {}
        self._lineages: dict[str, list[Region]] = {}

    @cached_property
    def digest(self) -> str:
        """A digest of all that is known here: with another one, every capture is filed anew."""
        known = hashlib.sha256()
        for row in (*self.regions, *self.portals.values()):
            known.update(repr(row).encode())
        return known.hexdigest()

    def region(self, code: str | None) -> Region | None:
        """Return the region with `code`, or None."""
        return self.regions.get(code) if code else None

    def organ(self, name: str, region_code: str) -> Organ | None:
        """Return the organ that `name` names on a portal of a region, or None when no region can be told."""
        key = (name, region_code)
        if key not in self._organs:
            organ = organ_from_name(name, self.region(region_code), self.regions)
            self._organs[key] = organ if organ.region_code else None
        return self._organs[key]

    def lineage(self, code: str | None) -> list[Region]:
        """Return the region and all above it, the region first; empty for None or an unknown code."""
        if not code:
            return []
        if code not in self._lineages:
            region = self.region(code)
            self._lineages[code] = [region, *self.regions.ancestors(region.code)] if region else []
        return self._lineages[code]

    def contains(self, above: str, below: str) -> bool:
        """Tell whether the region `below` is `above` or lies in it."""
        return any(region.code == above for region in self.lineage(below))


def load_sources(data: Path) -> Sources:
    """Return the registry's rows with the user's own, which the data folder keeps in `portals.toml` and `regions.csv`.

    A row of the user's goes before the registry's with the same id. Raises PortalError or RegionError naming the row.
    """
    known = own_regions(data)
    # A row that is crawled no longer, because one kept by hand has its host, may have been crawled before.
    folders = ([GENERATED_FOLDER], [DEFAULT_FOLDER])
    rows = [portal for folder in folders for portal in load_portals(folder, known)]
    return Sources(known, [*rows, *own_rows(data, known)])
