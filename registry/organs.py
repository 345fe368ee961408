"""Organs: from the name that a report or a portal prints to one stable identity, with type, level and region."""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from registry.regions import NATION, Region, Regions, regions

LEXICON = Path(__file__).with_name("organ_types.toml")
TOWNSHIP_TYPES = ("subdistrict_office", "township_government")


@dataclass(frozen=True, slots=True)
class Organ:
    """One organ. `resolved_by` says where its region is from: `name`, `portal`, or `none` when nothing tells it.

    `organ_type` is a code of `organ_types.toml`; `level` national, province, prefecture, county, township or na.
    """

    id: str
    name: str
    organ_type: str
    level: str
    region_code: str | None
    resolved_by: str


@cache
def lexicon() -> dict[str, Any]:
    """Return the parsed `organ_types.toml`."""
    with LEXICON.open("rb") as file:
        return tomllib.load(file)


def organ_types() -> dict[str, tuple[str, str]]:
    """Return organ-type code to its Chinese and English label."""
    return {entry["code"]: (entry["zh"], entry["en"]) for entry in lexicon()["type"]}


def organ_from_name(name: str, region: Region | None, known: Regions | None = None) -> Organ:
    """Return the organ that `name` names on a portal of `region`.

    The region named in front of the organ decides when it lies at or below the portal's (without a portal: when only
    one region of China bears that name); else the portal's region; else none: a region is never guessed.
    `known` is the set of regions to look in, by default all.
    """
    known = known or regions()
    printed = _tidy(name)
    head = next((head for head in lexicon()["heads"] if printed.startswith(head)), "")
    found, rest = _named_region(printed[len(head) :], region, known)
    if found is None and printed.endswith("人民政府"):
        # A government that names a region which bears its name alone in China stands elsewhere, whoever lists it.
        elsewhere, behind = _named_region(printed, None, known)
        found, rest = (elsewhere, behind) if elsewhere and behind == "人民政府" else (found, rest)
    rest = head + rest
    organ_type = _bare_type(found or region, rest) if found or not rest else ""
    organ_type = organ_type or _type(rest, found or region)
    place = found or region
    return Organ(
        id=_identity(place, rest, organ_type),
        name=printed,
        organ_type=organ_type,
        level="township" if organ_type in TOWNSHIP_TYPES else place.level if place else "na",
        region_code=place.code if place else None,
        resolved_by="name" if found else "portal" if region else "none",
    )


def _tidy(name: str) -> str:
    """Return the name without blanks, in half-width forms but for Chinese brackets."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))
    return text.replace("(", "（").replace(")", "）")


def _named_region(text: str, portal: Region | None, known: Regions) -> tuple[Region | None, str]:
    """Return the lowest region that `text` begins with (a path such as 河南省濮阳市 counts) and what follows it."""
    above = {region.name for region in known.ancestors(portal.code)} if portal else set()
    found: Region | None = None
    while text:
        within = found or portal
        step = next(
            (
                (length, region)
                for length in range(len(text), 1, -1)
                if (region := _single(text[:length], within, known)) is not None or text[:length] in above
            ),
            None,
        )
        if step is None:
            break
        length, region = step
        found, text = region or found, text[length:]
    return found, text


def _single(name: str, within: Region | None, known: Regions) -> Region | None:
    """Return the one region of that name at or below `within`; None when there is none or more than one valid one."""
    matches = known.named(name, within=within.code if within else None)
    valid = [region for region in matches if region.valid_to is None] or matches
    return valid[0] if len(valid) == 1 else None


def _same_words(rest: str) -> str:
    for same in lexicon()["same"]:
        if not same.get("unless") or same["unless"] not in rest:
            rest = rest.replace(same["from"], same["to"])
    return rest


def _bare_type(region: Region | None, rest: str) -> str:
    """Return what a region stands for when its name has nothing, or only 人民政府 or 管委会, behind it."""
    if region is None:
        return ""
    if region.kind == "zone":
        return "zone_committee" if _same_words(rest) in lexicon()["bare"]["zone"] else ""
    return "government" if rest in lexicon()["bare"]["division"] else ""


def _type(rest: str, region: Region | None) -> str:
    rest = _same_words(rest)
    national = region is not None and region.code == NATION
    for entry in lexicon()["type"]:
        fits = any(re.search(pattern, rest) for pattern in entry["patterns"])
        if fits and (national or not entry.get("national")):
            return str(entry["code"])
    raise ValueError(f"{LEXICON.name} has no type that fits every name")


def _identity(region: Region | None, rest: str, organ_type: str) -> str:
    """Return the ascii identity: region code and a short hash of the name within the region.

    A government and the bare name of its region are one organ, and so are a zone and its committee.
    """
    bare = lexicon()["bare"]
    words = _same_words(rest)
    key = "" if words in (bare["zone"] if organ_type == "zone_committee" else bare["division"]) else words
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    return f"{region.code if region else 'none'}-{digest}"
