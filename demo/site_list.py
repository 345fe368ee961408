"""The practice portals: three of invented cities, three with the figures of real reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from demo import practice_reports, real_figures
from demo.portals.articles import Article
from demo.portals.jpage import JpagePortal
from demo.portals.portal import FamilyPortal
from demo.portals.trs import TrsPortal

# Fixed ports, so that a second demo finds the portals at the addresses of the first.
FIRST_PORT = 18101
_REAL = (
    ("figures-pingtan", "pingtan", "平潭综合实验区（演示）", "350100Z01", "trs"),
    ("figures-puyang", "puyang", "濮阳经济技术开发区（演示）", "410972", "jpage"),
    ("figures-suqian", "suqian", "宿迁市（演示）", "321300", "trs"),
)
_STYLES: dict[str, Any] = {"trs": TrsPortal, "trs-county": TrsPortal, "jpage": JpagePortal}


@dataclass(frozen=True, slots=True)
class PracticeSite:
    """A portal to serve, the region of its row, and its port on loopback."""

    portal: FamilyPortal
    region: str
    port: int


def practice_sites(sample: bool = False, mended: bool = False) -> list[PracticeSite]:
    """Return the portals in the order of their ports; for the `sample` of the repository the invented cities and some
    of the real reports are left out; `mended` publishes what stands at the second visit."""
    sites: list[tuple[FamilyPortal, str]] = []
    for name, key, site, region, style in _REAL:
        sites.append((_portal(name, style, list(real_figures.articles(key, sample)), site, practice=False), region))
    for city in [] if sample else practice_reports.declared()["city"]:
        articles = list(practice_reports.articles(city, mended))
        sites.append((_portal(city["portal"], city["style"], articles, city["site"], practice=True), city["region"]))
    return [PracticeSite(portal, region, FIRST_PORT + at) for at, (portal, region) in enumerate(sites)]


def _portal(name: str, style: str, articles: Sequence[Article], site: str, practice: bool) -> FamilyPortal:
    portal: FamilyPortal = _STYLES[style](name, articles, site_name=site, practice=practice)
    return portal
