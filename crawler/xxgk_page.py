"""What a page of Hanweb's xxgk module says of itself: its organ and year, those it leads to, the form of its list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from lxml import etree

from crawler.pages import Page, squeeze, text_of

_YEAR = re.compile(r"(?:19|20)\d\d")
_TOLD = re.compile(r"\w\(\s*['\"]?((?:19|20)\d\d)['\"]?\s*\)")
"""A script called with a year."""
SCRIPT = "xxgkAnnualReport.jsp"
_SENT = ("infotypeId", "jdid", "area", "divid", "sortfield")


@dataclass(frozen=True, slots=True)
class Place:
    """The organ and the year (`fbtime`, of whatever meaning) of an address; false for an address of another script."""

    area: str = ""
    year: str = ""
    ours: bool = False

    def __bool__(self) -> bool:
        return self.ours


def place_of(url: str) -> Place:
    """The organ and year that an address names."""
    parts = urlsplit(url)
    if not parts.path.endswith(f"/{SCRIPT}"):
        return Place()
    query = parse_qs(parts.query)
    return Place(query.get("area", [""])[0], query.get("fbtime", [""])[0], True)


def places_of(page: Page) -> dict[str, str]:
    """The addresses of organs and years that a page links to or lets choose, each with the name of its organ or ""."""
    own = place_of(page.url)
    found: dict[str, str] = {}
    for link in page.links:
        place = place_of(link.url)
        if place and (place.area or place.year):
            address = _address(page.url, place.area or own.area, place.year)
            found.setdefault(address, "" if place.year else link.title)
    area = own.area or variable(page, "area")
    for choice in page.tree.iter("select"):
        for value, words in _options(choice):
            if _YEAR.fullmatch(value):
                found.setdefault(_address(page.url, area, value), "")
            elif (choice.get("name") or choice.get("id") or "").lower().endswith("area"):
                found.setdefault(_address(page.url, value, ""), words)
    for anchor in page.tree.iter("a", "li", "span") if own else ():
        told = _TOLD.search(f"{anchor.get('onclick') or ''} {anchor.get('href') or ''}")
        if told and told[1] in text_of(anchor):
            found.setdefault(_address(page.url, area, told[1]), "")
    names = {place_of(address).area: name for address, name in found.items() if name}
    return {address: name or names.get(place_of(address).area, "") for address, name in found.items()}


def form_of(page: Page) -> dict[str, str]:
    """What `search.jsp` wants to be told: from the hidden fields and the variables of the page."""
    fields = {name: variable(page, name) for name in _SENT}
    fields["area"] = fields["area"] or place_of(page.url).area
    return fields


def variable(page: Page, name: str) -> str:
    """The value of a variable (`vc_xxgkarea`, `area`) of the page's scripts, or of a hidden field of that name; ""."""
    for field in page.tree.iter("input"):
        if name in (field.get("name"), field.get("id")) and field.get("value"):
            return str(field.get("value"))
    match = re.search(rf"\b(?:vc_)?(?:xxgk)?{name}['\"]?\s*[:=]\s*['\"]([^'\"]*)['\"]", page.text)
    return match[1] if match else ""


def _address(base: str, area: str, year: str) -> str:
    query = {name: value for name, value in (("area", area), ("fbtime", year)) if value}
    return urljoin(base, f"/module/xxgk/{SCRIPT}?{urlencode(query)}")


def _options(choice: etree._Element) -> list[tuple[str, str]]:
    options = [(one.get("value") or "", squeeze(text_of(one))) for one in choice.iter("option")]
    return [(value, words) for value, words in options if re.fullmatch(r"[\w-]+", value)]
