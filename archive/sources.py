"""What a build knows beside the captures: regions and portals, from the registry and from the user's own files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from archive.decided import Decided, load_decided, region_of_id
from captures.own_portals import own_regions, own_rows
from registry.organs import Organ, organ_from_name
from registry.portals import DEFAULT_FOLDER, GENERATED_FOLDER, Portal, load_portals
from registry.regions import NATION, Region, Regions
from registry.succession import codes_of


class Sources:
    """Regions by code and portals by id, with organs told from names; one for each build."""

    def __init__(self, known: Regions, portals: Iterable[Portal], decided: Decided | None = None) -> None:
        self.regions = known
        self.portals = {portal.id: portal for portal in portals}
        self.decided = decided or Decided()
        self._organs: dict[tuple[str, str, int | None], Organ] = {}
        self._yearly: set[tuple[str, str]] = set()
        self._lineages: dict[str, list[Region]] = {}

    @cached_property
    def digest(self) -> str:
        """A digest of all that is known here: with another one, every capture is filed anew."""
        known = hashlib.sha256(repr(self.decided).encode())
        for row in (*self.regions, *self.portals.values()):
            known.update(repr(row).encode())
        return known.hexdigest()

    def region(self, code: str | None) -> Region | None:
        """Return the region with `code`, or None."""
        return self.regions.get(code) if code else None

    def organ(self, name: str, region_code: str, year: int | None = None, sha256: str = "") -> Organ | None:
        """Return the organ that `name` names in a report on `year` on a portal of a region, or None when no region can
        be told. What a person decided of the name there, or of the capture `sha256`, goes before."""
        decision = self.decided.organ(sha256, name, region_code)
        organ = self._told(decision or name, region_code, year) if decision or name else None
        if decision and organ and (region := region_of_id(decision)):
            printed = self._told(name or decision, region, year)
            organ = replace(printed, id=decision, region_code=printed.region_code or region, name=name or decision)
        if decision and organ:
            return replace(organ, method="decision", confidence=1.0, doubt="")
        return organ if organ and organ.region_code else None

    def _told(self, name: str, region_code: str, year: int | None) -> Organ:
        """Return what `organ_from_name` tells. Few names mean another region in another year: those that several
        regions bore, or one under several codes."""
        known = self._organ_in(name, region_code, None)
        return self._organ_in(name, region_code, year) if (name, region_code) in self._yearly else known

    def _organ_in(self, name: str, region_code: str, year: int | None) -> Organ:
        key = (name, region_code, year)
        found = self._organs.get(key)
        if found is None:
            found = self._organs[key] = organ_from_name(name, self.region(region_code), self.regions, year)
            if year is None and self._depends_on_year(found):
                self._yearly.add((name, region_code))
        return found

    def _depends_on_year(self, organ: Organ) -> bool:
        region = self.region(organ.region_code)
        return region is None or len(codes_of(region.code)) > 1 or len(self.regions.named(region.name)) > 1

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

    def below(self, code: str) -> list[Region]:
        """Return the region and all below it but units of the statistics bureau alone; of the nation only itself."""
        region = self.region(code)
        found = [region] if region else []
        for each in found:
            if each.code != NATION:
                found += [child for child in self.regions.children(each.code) if child.kind != "statistical"]
        return found


def load_sources(data: Path) -> Sources:
    """Return the registry's rows with the user's own, which the data folder keeps in `portals.toml` and `regions.csv`,
    and what a person decided.

    A row of the user's goes before the registry's with the same id. Raises PortalError, RegionError or DecisionError
    naming the row.
    """
    known = own_regions(data)
    # A row that is crawled no longer, because one kept by hand has its host, may have been crawled before.
    folders = ([GENERATED_FOLDER], [DEFAULT_FOLDER])
    rows = [portal for folder in folders for portal in load_portals(folder, known)]
    return Sources(known, [*rows, *own_rows(data, known)], load_decided(data, known))
