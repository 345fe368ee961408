"""Organs: from the name that a report or a portal prints to one stable identity, with type, level and region.

The identity is made of the last code of the region and of the organ's name within it, so that it outlives renamings of
both: `registry/README.md` and `docs/identity.md` tell the rules.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from registry.departments import Department, department_of
from registry.places import Place, names_strange_place, place_of, zone_key
from registry.regions import NATION, Region, Regions, regions
from registry.succession import code_in, codes_of, current_code

LEXICON = Path(__file__).with_name("organ_types.toml")
TOWNSHIP_TYPES = ("subdistrict_office", "township_government")


@dataclass(frozen=True, slots=True)
class Organ:
    """One organ. `resolved_by` says where its region is from: `name`, `portal`, or `none` when nothing tells it.

    `organ_type` is a code of `organ_types.toml`; `level` national, province, prefecture, county, township or na.
    `region_code` is the code valid in the year asked for. `method` says how the printed name was resolved (`[method]`
    of `organ_types.toml`), with `confidence` from 0 to 1. `department` is its name in `departments.toml`, else "".
    `doubt` is "" or why a person should look: organ_conflict (the name stands in another region than the portal),
    organ_ambiguous (a short form of several departments), organ_unclear (no known kind of organ).
    """

    id: str
    name: str
    organ_type: str
    level: str
    region_code: str | None
    resolved_by: str
    method: str = "exact"
    confidence: float = 1.0
    department: str = ""
    doubt: str = ""


@cache
def lexicon() -> dict[str, Any]:
    """Return the parsed `organ_types.toml`."""
    with LEXICON.open("rb") as file:
        return tomllib.load(file)


def organ_types() -> dict[str, tuple[str, str]]:
    """Return organ-type code to its Chinese and English label."""
    return {entry["code"]: (entry["zh"], entry["en"]) for entry in lexicon()["type"]}


def organ_from_name(name: str, region: Region | None, known: Regions | None = None, year: int | None = None) -> Organ:
    """Return the organ that `name`, printed in a report on `year`, names on a portal of `region`.

    The region named in front of the organ decides when it lies at or below the portal's (without a portal: when only
    one region of China bears that name); a name of another place keeps that place and is doubted; else the portal's
    region; else none: a region is never guessed. `known` is the set of regions to look in, by default all.
    """
    known = known or regions()
    printed = _tidy(name)
    bare = _without_second_name(printed)
    head = next((head for head in lexicon()["heads"] if bare.startswith(head)), "")
    place = place_of(bare[len(head) :], region, known, year)
    written = head + place.rest
    rest = _same_words(written)
    organ_type = _bare_type(place.region, rest) if place.told != "portal" or not rest else ""
    department = department_of(written) if not organ_type else None
    rest = department.name if department else rest
    organ_type = organ_type or _type(rest, place.region)
    method, confidence, doubt = _certainty(place, region, department, organ_type, known)
    return Organ(
        id=organ_id(place.region.code if place.region else None, _key(rest, organ_type, place.region, known)),
        name=printed,
        organ_type=organ_type,
        level=_level(organ_type, place.region),
        region_code=code_in(place.region.code, year, known) if place.region else None,
        resolved_by={"portal": "portal", "none": "none"}.get(place.told, "name"),
        method=method,
        confidence=confidence,
        department=department.name if department and department.method != "ambiguous" else "",
        doubt=doubt,
    )


def _level(organ_type: str, region: Region | None) -> str:
    """Return the level of an organ; `na` without a region, and for a zone that is no region of the registry: its level
    is not that of the region in which it lies."""
    if organ_type in TOWNSHIP_TYPES:
        return "township"
    if region is None or (organ_type == "zone_committee" and region.kind != "zone"):
        return "na"
    return region.level


def _certainty(
    place: Place, portal: Region | None, department: Department | None, organ_type: str, known: Regions
) -> tuple[str, float, str]:
    """Return method, confidence and doubt. The weakest step names the method; the confidences multiply."""
    steps = {"portal": "portal_region", "short": "alias", "elsewhere": "other_region", "none": "none", "name": "exact"}
    methods = [steps[place.told], department.method if department else "exact"]
    if organ_type == "unknown" or names_strange_place(place.rest):
        methods.append("unclear")
    declared = lexicon()["method"]
    confidence = 1.0
    for method in methods:
        confidence *= declared[method]["confidence"]
    doubt = "organ_ambiguous" if "ambiguous" in methods else "organ_unclear" if "unclear" in methods else ""
    if portal is not None and place.region is not None and not _one_line(portal, place.region, known):
        doubt = "organ_conflict"
    return min(methods, key=lambda method: declared[method]["confidence"]), round(confidence, 2), doubt


def _one_line(one: Region, other: Region, known: Regions) -> bool:
    """Tell whether one of two regions contains the other or is the same under another code."""
    lines = [{current_code(each.code), *(above.code for above in known.ancestors(each.code))} for each in (one, other)]
    return bool({*codes_of(one.code)} & lines[1] or {*codes_of(other.code)} & lines[0])


def _tidy(name: str) -> str:
    """Return the name without blanks, in half-width forms but for Chinese brackets."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))
    return text.replace("(", "（").replace(")", "）")


def _without_second_name(name: str) -> str:
    """Return a name without a second one in brackets: 财政局（国资委） is 财政局. A branch in brackets stays, and a
    government with its office in brackets is the office (domain.md §1.2)."""
    inside = re.search("（([^（）]*)）", name)
    if inside is None:
        return name
    before = name[: inside.start()]
    if before.endswith("政府") and re.search("办公[厅室]$", inside[1]):
        return before + re.search("办公[厅室]$", inside[1])[0]  # type: ignore[index]
    branch = re.search("(?:分局|分中心|[所站队])$", inside[1])
    return before + name[inside.end() :] if before and not branch else name


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


def _key(rest: str, organ_type: str, region: Region | None, known: Regions) -> str:
    """Return what of a name within its region makes the identity.

    A government and the bare name of its region are one organ, and so are a zone and its committee, a township and its
    government.
    """
    bare = lexicon()["bare"]
    if rest in (bare["zone"] if organ_type == "zone_committee" else bare["division"]):
        return ""
    if organ_type == "township_government":
        return re.sub("(?:人民)?政府$", "", rest) + "人民政府"
    if organ_type == "zone_committee" and region is not None:
        # A zone that is no region of the registry: 高新区 is 高新技术产业开发区.
        return zone_key(re.sub("(?:党工委)?管委会$", "", rest), [region, *known.ancestors(region.code)])
    return rest


OFFICES = ("人民政府办公室", "管委会办公室")
"""Names, within a region, of the offices that publish the report of its government (domain.md §1.2)."""


def speaks_for(organ: str, region_code: str) -> bool:
    """Tell whether an organ's id is that of a region's government or of its general office: a consolidated report of
    any other organ, such as a zone that is no region of the registry, counts a part of the region alone."""
    return any(organ == organ_id(region_code, key) for key in ("", *OFFICES))


def organ_id(region_code: str | None, key: str) -> str:
    """Return the ascii identity: the last code of the region and a short hash of the name within it ("" for its
    government)."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    return f"{current_code(region_code) if region_code else 'none'}-{digest}"
