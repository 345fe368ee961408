"""The place in front of an organ's name: which region it names, also short, doubled, missing or wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from registry.departments import departments, keeps_its_character
from registry.regions import Region, Regions, base_name, region_words
from registry.succession import codes_of, current_code

Told = Literal["name", "short", "portal", "elsewhere", "none"]
_BRANCH = re.compile("(.+局)(.{2,8})分局")
_ZONE = re.compile("(.{0,14}?(?:开发区|高新区|经开区|新区|园区|实验区|示范区|合作区|保税区))(.*)")
_TOWNSHIP = re.compile("(?:街道|街道办|办事处|[镇乡]|苏木)(?:(?:人民)?政府)?$")
_STRANGE = re.compile("(.{1,8}[省市县区旗州盟])(.+)")
_OURSELVES = re.compile("[我本](?:局|委|厅|办|镇|乡|街道|单位|院|中心|机关|区|县|市)")
_ZONE_WORDS = (
    (re.compile("经济技术开发区|经济开发区|经开区|经开发区"), "经开"),
    (re.compile("高新技术产业开发区|高新技术开发区|高新技术产业园区|高新开发区|高新区"), "高新"),
)
# A division that a name is taken for without its portal's help must have a name that no word of an organ is.
_FAR, _FAR_ZONE = 3, 6


@dataclass(frozen=True, slots=True)
class Place:
    """The region of a printed name, how it was told, and the rest of the name."""

    region: Region | None
    told: Told
    rest: str


def place_of(text: str, portal: Region | None, known: Regions, year: int | None = None) -> Place:
    """Return where the organ `text` on a portal of `portal` stands; `told` is `none` when nothing tells it.

    A region named at or below the portal's decides; else a zone or a branch office named after one; else the region
    of another place that is named in full (`elsewhere`); else the portal's own.
    """
    found, rest = _named(text, portal, known, year)
    told: Told = "name" if found else "portal" if portal else "none"
    if _OURSELVES.fullmatch(rest) or _names_several(rest, found or portal, known, year):
        return Place(None, "none", rest)
    if found is None and portal is not None:
        found, rest, told = _near(rest, portal, known, year)
    place = found or portal
    if place is None:
        return Place(None, "none", rest)
    below = _zone(place, rest, known) or _branch(place, rest, known)
    if below:
        place, rest, told = below[0], below[1], "name" if told == "name" else "short"
    return Place(place, told, without_level(rest, place))


def _near(rest: str, portal: Region, known: Regions, year: int | None) -> tuple[Region | None, str, Told]:
    """Return what a name that begins with no region at or below the portal's says: another place, or none."""
    base = base_name(portal.name)
    if len(base) >= 2 and rest.startswith(base) and _is_office(rest[len(base) :]):
        return portal, rest[len(base) :], "short"
    elsewhere, behind = _elsewhere(rest, portal, known, year)
    if elsewhere is not None:
        same = current_code(elsewhere.code) == current_code(portal.code)
        return elsewhere, behind, "name" if same else "elsewhere"
    above = next((region for region in known.ancestors(portal.code) if _of_level(rest, region, portal)), None)
    return above, rest, "short" if above else "portal"


def _of_level(rest: str, above: Region, portal: Region) -> bool:
    """Tell whether 市教育局 on a district's portal is the city's: the word fits the region above, not the portal's."""
    words = [word for word in region_words()["levels"] if above.name.endswith(word) and not portal.name.endswith(word)]
    return any(rest.startswith(word) and _is_office(rest.removeprefix(word)) for word in words)


def without_level(rest: str, place: Region) -> str:
    """Return a name without a leading 市, 县 … that stands for the place itself: 市财政局 is 财政局 in a city; and with
    it where it was taken for the place's: 白银市场监管局 is 白银 and 市场监管局."""
    last = next((word for word in region_words()["levels"] if place.name.endswith(word)), "")
    if not _is_office(rest) and last + rest in departments():
        return last + rest
    for word in region_words()["levels"]:
        behind = rest.removeprefix(word)
        if behind != rest and place.name.endswith(word):
            return behind if _is_office(behind) or (len(behind) > 2 and not keeps_its_character(rest)) else rest
    return rest


def names_strange_place(rest: str) -> bool:
    """Tell whether a department stands behind the name of a place that is none of the registry's: 某某县财政局."""
    match = _STRANGE.fullmatch(rest)
    return match is not None and match[2] in departments() and not _ZONE.match(match[1])


def _is_office(text: str) -> bool:
    return text in departments() or text in ("人民政府", "政府")


def _named(text: str, portal: Region | None, known: Regions, year: int | None) -> tuple[Region | None, str]:
    """Return the lowest region that `text` begins with (a path such as 河南省濮阳市 counts) and what follows it."""
    above = {region.name: region for region in known.ancestors(portal.code)} if portal else {}
    found: Region | None = None
    passed: Region | None = None
    while text:
        within = found or portal
        step = next(
            (
                (length, region)
                for length in range(len(text), 1, -1)
                if (region := _single(text[:length], within, known, year)) is not None or text[:length] in above
            ),
            None,
        )
        if step is None:
            break
        length, region = step
        passed = above.get(text[:length], passed)
        found, text = region or found, text[length:]
    # 浙江省教育厅 is the province's on a city's portal too; 杭州市西湖街道 names where the street lies.
    return found or (None if _TOWNSHIP.search(text) else passed), text


def _single(name: str, within: Region | None, known: Regions, year: int | None) -> Region | None:
    """Return the one region of that name at or below `within`; None when there is none or more than one. Codes of one
    division are one region, shown under the code that is valid in `year`, else under its last."""
    matches = known.known_as(name)
    if within is not None:
        inside = codes_of(within.code)
        matches = [region for region in matches if _inside(region, inside, known)]
    valid = [region for region in matches if year is not None and region.valid_in(year)]
    valid = valid or [region for region in matches if region.valid_to is None] or matches
    one = {current_code(region.code) for region in valid}
    return valid[0] if len(one) == 1 else None


def _names_several(text: str, within: Region | None, known: Regions, year: int | None) -> bool:
    """Tell whether `text` begins with a name that several regions of `within` bear: none of them may be guessed."""
    if within is None:
        return False
    inside = codes_of(within.code)
    for length in range(len(text), 1, -1):
        bearing = [region for region in known.named(text[:length], year=year) if _inside(region, inside, known)]
        if bearing:
            return len({current_code(region.code) for region in bearing}) > 1
    return False


def _inside(region: Region, codes: tuple[str, ...], known: Regions) -> bool:
    return region.code in codes or any(above.code in codes for above in known.ancestors(region.code))


def _elsewhere(text: str, portal: Region, known: Regions, year: int | None) -> tuple[Region | None, str]:
    """Return a region outside the portal's that `text` names in full: a neighbour, or one that bears its name alone."""
    near = _neighbour(text, portal, known, year)
    if near is not None:
        return near, text[len(near.name) :]
    far, rest = _named(text, None, known, year)
    if far is None or (len(far.name) < (_FAR_ZONE if far.kind == "zone" else _FAR) and not _is_office(rest)):
        return None, text
    return far, rest


def _neighbour(text: str, portal: Region, known: Regions, year: int | None) -> Region | None:
    fitting = [
        region
        for region in known.children(portal.parent)
        if text.startswith(region.name) and region.valid_in(year)
        if len(region.name) >= _FAR or _is_office(text[len(region.name) :])
    ]
    return max(fitting, key=lambda region: len(region.name)) if fitting else None


def zone_key(name: str, above: list[Region]) -> str:
    """Return a zone's name without the regions that contain it, its kind in one wording."""
    for region in above:
        for word in (region.name, base_name(region.name)):
            if len(word) >= 2:
                name = name.removeprefix(word)
    name = name.removeprefix("市")
    for pattern, word in _ZONE_WORDS:
        name = pattern.sub(word, name)
    return name


def _zone(place: Region, rest: str, known: Regions) -> tuple[Region, str] | None:
    """Return the one zone of `place` whose name, in another wording, begins `rest`."""
    match = _ZONE.match(rest)
    if match is None:
        return None
    zones = [place] if place.kind == "zone" else [r for r in known.children(place.code) if r.kind == "zone"]
    above = known.ancestors(place.code)
    above = above if place.kind == "zone" else [place, *above]
    wanted = zone_key(match[1], above)
    fitting = {current_code(zone.code): zone for zone in zones if zone_key(zone.name, above) == wanted}
    if place.kind == "zone" and wanted == "开发区":
        return place, match[2]
    return (next(iter(fitting.values())), match[2]) if len(fitting) == 1 and wanted else None


def _branch(place: Region, rest: str, known: Regions) -> tuple[Region, str] | None:
    """Return the county of a branch office that is named after it: 生态环境局华龙分局 stands in 华龙区."""
    match = _BRANCH.fullmatch(rest)
    if match is None:
        return None
    candidates = [place, *known.children(place.code)]
    fitting = [
        region for region in candidates if base_name(match[2]) == base_name(region.name) and region.level == "county"
    ]
    return (fitting[0], f"{match[1]}{base_name(match[2])}分局") if len(fitting) == 1 else None
