"""Codes of one division over the years: which code it bears now, and which it bore in a year."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from registry.regions import Regions

FILE = Path(__file__).with_name("region_succession.csv")


@dataclass(frozen=True, slots=True)
class RegionChange:
    """One row of `region_succession.csv`; `kind` is recode (the same division), merge or split."""

    from_code: str
    to_code: str
    kind: str
    year: int
    source: str


@cache
def region_changes() -> tuple[RegionChange, ...]:
    """Return every change in order of the old code."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            RegionChange(row["from_code"], row["to_code"], row["kind"], int(row["year"]), row["source"])
            for row in csv.DictReader(file)
        )


@cache
def _chains() -> dict[str, tuple[str, ...]]:
    """Return each recoded code to all codes of its division, oldest first."""
    after = {change.from_code: change.to_code for change in region_changes() if change.kind == "recode"}
    out: dict[str, tuple[str, ...]] = {}
    for first in after.keys() - set(after.values()):
        chain = [first]
        while chain[-1] in after:
            chain.append(after[chain[-1]])
        out |= dict.fromkeys(chain, tuple(chain))
    return out


def codes_of(code: str) -> tuple[str, ...]:
    """Return all codes that the division with `code` bore, oldest first; `code` alone where there was no other."""
    return _chains().get(code, (code,))


def current_code(code: str) -> str:
    """Return the last code of the division with `code`, of which the identities of its organs are made."""
    return codes_of(code)[-1]


def code_in(code: str, year: int | None, known: Regions) -> str:
    """Return the code of the division in a reporting year, the newest where two were valid; `code` itself when `year`
    is None or none of its codes was valid then."""
    if year is None or len(codes_of(code)) == 1:
        return code
    valid = [each for each in codes_of(code) if (region := known.get(each)) and region.valid_in(year)]
    return valid[-1] if valid else code
