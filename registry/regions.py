"""The administrative divisions and development zones of China, with history: who reports to whom.

The data are `regions.csv` and `region_names.csv` (former names), built by `build_regions.py`; see `README.md`.
Years are reporting years: a region is valid in every year in which it existed for at least a day.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent
NATION = "000000"
LEVELS = ("national", "province", "prefecture", "county")
KINDS = {
    "division": ("行政区", "administrative division"),
    "zone": ("开发区", "development zone"),
    "bingtuan": ("兵团", "Xinjiang Production and Construction Corps"),
    "statistical": ("统计用区划", "unit of the statistics bureau only"),
}


class RegionError(ValueError):
    """A row of a region table is wrong; the message names file, line and fault."""


@dataclass(frozen=True, slots=True)
class Region:
    """One division or zone under its last name; `valid_from` and `valid_to` are years, both included, None if open."""

    code: str
    name: str
    level: str
    parent: str
    kind: str
    valid_from: int | None = None
    valid_to: int | None = None
    practice: bool = False

    def valid_in(self, year: int | None) -> bool:
        """Tell whether the region existed in `year`; True when `year` is None."""
        return _covers(self.valid_from, self.valid_to, year)


@cache
def region_words() -> dict[str, list[str]]:
    """Return the parsed `region_words.toml`."""
    return tomllib.loads((FOLDER / "region_words.toml").read_text("utf-8"))


def base_name(name: str) -> str:
    """Return a region's name without the word for its level and the peoples of an autonomous one: 濮阳市 is 濮阳,
    恩施土家族苗族自治州 is 恩施."""
    word = next((word for word in region_words()["levels"] if name.endswith(word)), "")
    base = name.removesuffix(word)
    while word.startswith("自治"):
        people = next((each for each in region_words()["peoples"] if base.endswith(each)), "")
        if not people or len(base) - len(people) < 2:
            break
        base = base.removesuffix(people)
    return base


def _covers(first: int | None, last: int | None, year: int | None) -> bool:
    return year is None or ((first is None or first <= year) and (last is None or year <= last))


class Regions:
    """All regions by code, name and parent."""

    def __init__(self, rows: list[Region], former: list[tuple[str, str, int | None, int | None]]):
        """`former` holds (code, name, first year, last year) of names that a code bore before its last one."""
        self._by_code = {row.code: row for row in rows}
        self._children: dict[str, list[Region]] = {}
        self._names: dict[str, list[tuple[Region, int | None, int | None]]] = {}
        self._short: dict[str, list[Region]] = {}
        for row in rows:
            self._children.setdefault(row.parent, []).append(row)
            self._names.setdefault(row.name, []).append((row, None, None))
            if "自治" in row.name and row.level in ("prefecture", "county"):
                self._short.setdefault(base_name(row.name) + row.name[-1], []).append(row)
        for code, name, first, last in former:
            self._names.setdefault(name, []).append((self._by_code[code], first, last))

    def __iter__(self) -> Iterator[Region]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def get(self, code: str) -> Region | None:
        """Return the region with `code`, or None."""
        return self._by_code.get(code)

    def named(self, name: str, within: str | None = None, year: int | None = None) -> list[Region]:
        """Return the regions that bear or bore exactly `name`, in `year` at or below `within` where given.

        Regions still valid come first, then those that ended last; an empty list when there is none.
        """
        found = [
            region
            for region, first, last in self._names.get(name, ())
            if region.valid_in(year) and _covers(first, last, year) and (within is None or self._inside(region, within))
        ]
        unique = {region.code: region for region in found}.values()
        return sorted(unique, key=lambda region: (-(region.valid_to or 9999), region.code))

    def known_as(self, name: str) -> list[Region]:
        """Return the regions named `name`, else the autonomous ones whose short form it is: 恩施州, 长阳县."""
        return self.named(name) or self._short.get(name, [])

    def names(self) -> Iterator[str]:
        """Yield every name that a region bears or bore."""
        return iter(self._names)

    def ancestors(self, code: str) -> list[Region]:
        """Return the regions that contain `code`, nearest first, the nation last; empty for an unknown code."""
        out: list[Region] = []
        region = self._by_code.get(code)
        while region is not None and region.parent:
            region = self._by_code[region.parent]
            out.append(region)
        return out

    def children(self, code: str) -> list[Region]:
        """Return the regions directly below `code` in order of code, ended ones too."""
        return sorted(self._children.get(code, ()), key=lambda region: region.code)

    def path(self, code: str) -> list[str]:
        """Return the names from the province down to the region itself (the nation alone for the nation)."""
        region = self._by_code.get(code)
        if region is None:
            return []
        above = [ancestor.name for ancestor in self.ancestors(code) if ancestor.code != NATION]
        return [*reversed(above), region.name]

    def _inside(self, region: Region, within: str) -> bool:
        return region.code == within or any(above.code == within for above in self.ancestors(region.code))


@lru_cache(maxsize=8)
def regions(extra: Path | None = None) -> Regions:
    """Return all regions, with the rows of the CSV file `extra` merged in (practice regions: column `practice`).

    Raises RegionError that names the row: unknown level or kind, doubled code, unknown parent, a year that is none.
    """
    rows = list(_read(FOLDER / "regions.csv"))
    if extra is not None:
        rows += _read(extra)
    _prove(rows)
    with (FOLDER / "region_names.csv").open(encoding="utf-8", newline="") as file:
        former = [(code, name, _year(first), _year(last)) for code, name, first, last in _body(csv.reader(file))]
    return Regions([region for region, _ in rows], former)


def _body(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    next(reader)
    return reader


def _year(text: str) -> int | None:
    return int(text) if text else None


def _read(path: Path) -> Iterator[tuple[Region, str]]:
    """Yield each region of a CSV file with the words that name its row in an error."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        head = next(reader, [])
        missing = {"code", "name", "level", "parent"} - set(head)
        if missing:
            raise RegionError(f"{path.name}: the head line lacks {', '.join(sorted(missing))}")
        at = {name: position for position, name in enumerate(head)}
        for line, cells in enumerate(reader, start=2):
            where = f"{path.name}, line {line}"
            if len(cells) != len(head):
                raise RegionError(f"{where}: {len(cells)} cells where the head line has {len(head)}")
            yield _region(cells, at, where), where


def _region(cells: list[str], at: dict[str, int], where: str) -> Region:
    def cell(name: str, default: str = "") -> str:
        return cells[at[name]] if name in at else default

    try:
        first, last = _year(cell("valid_from")), _year(cell("valid_to"))
    except ValueError as error:
        raise RegionError(f"{where}: valid_from and valid_to must be years or empty") from error
    level, kind = cell("level"), cell("kind", "division") or "division"
    if level not in LEVELS:
        raise RegionError(f"{where}: unknown level {level!r}; one of {', '.join(LEVELS)}")
    if kind not in KINDS:
        raise RegionError(f"{where}: unknown kind {kind!r}; one of {', '.join(KINDS)}")
    practice = cell("practice") in ("1", "true", "yes")
    return Region(cell("code"), cell("name"), level, cell("parent"), kind, first, last, practice)


def _prove(rows: list[tuple[Region, str]]) -> None:
    codes: dict[str, str] = {}
    for region, where in rows:
        if not region.code or not region.name:
            raise RegionError(f"{where}: code and name must not be empty")
        if region.code in codes:
            raise RegionError(f"{where}: code {region.code} is already in {codes[region.code]}")
        codes[region.code] = where
    for region, where in rows:
        if region.parent not in codes and region.code != NATION:
            raise RegionError(f"{where}: parent {region.parent!r} of {region.code} is no known code")
    parents = {region.code: region.parent for region, _ in rows}
    for region, where in rows:
        code, steps = region.code, 0
        while code in parents and steps <= len(LEVELS) + 2:
            code, steps = parents[code], steps + 1
        if code in parents:
            raise RegionError(f"{where}: {region.code} is its own ancestor, or more than {len(LEVELS) + 2} levels deep")
