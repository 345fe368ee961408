"""From an address to a portal's row: find the column of annual reports, name the family, count what is listed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from captures.crawl_run import run_crawl
from captures.session import PortalResult
from crawler.state import Found
from registry.portal_ids import province_name, suggested_id
from registry.portals import AUTO, Portal
from registry.regions import NATION, Regions
from registry.titles import read_title


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was seen from an address: the row to add (None: no column was found), and the result of the visit."""

    portal: Portal | None
    result: PortalResult

    @property
    def found(self) -> Found | None:
        """The column, if there is one."""
        return self.result.tally.found

    @property
    def years(self) -> list[tuple[int | None, int]]:
        """Reports listed for each year that their titles name (None: no year), newest first."""
        planned = [item for item in self.result.planned if item.role == "report"]
        counted = Counter(read_title(item.link.title).year for item in planned)
        return sorted(counted.items(), key=lambda pair: -(pair[0] or 0))


def discover(
    url: str, known: Regions, registered: list[Portal], data: Path, region: str = "", name: str = ""
) -> Discovery:
    """Visit an address (a home page or a column) and its listings, fetch nothing else, keep nothing.

    Whom the stop list of the folder `data` names is not asked.

    What a row needs is taken from `region` and `name` where given, else from a registered row of the same host, else
    from the site's own tags (SiteIDCode, SiteName; `portals.md` §4); a region that nothing tells stays empty.
    """
    same_host = next((portal for portal in registered if _host(portal.url) == _host(url)), None)
    asked = Portal("discovery", name or url, region or NATION, url, AUTO, hosts=(urlsplit(url).netloc,))
    summary = run_crawl([asked], data, dry_run=True, verbosity=-1)
    result = summary.results[0]
    found = result.tally.found
    if found is None:
        return Discovery(None, result)
    base = same_host or asked
    code = region or (same_host.region if same_host else region_of_site(found.site_code, found.site_name, known))
    title = name or (same_host.name if same_host else found.site_name) or _host(url)
    row = replace(base, id=suggested_id(province_name(code), url), name=title, region=code, url=found.column)
    row = replace(row, family=found.family, hosts=() if _host(found.column) == _host(url) else (urlsplit(url).netloc,))
    return Discovery(replace(row, id=same_host.id) if same_host else row, result)


def region_of_site(site_code: str, site_name: str, known: Regions) -> str:
    """The region that a SiteIDCode declares: its first six digits, or the nation for `bm…`.

    "" if it declares none, or one that the site's name does not bear: templates of another city, and codes that a zone
    borrows, are common (`portals.md` §4).
    """
    if site_code.lower().startswith("bm"):
        return NATION
    region = known.get(site_code[:6]) if len(site_code) == 10 else None
    return region.code if region and region.name in site_name else ""


def _host(url: str) -> str:
    return (urlsplit(url).netloc or "").lower().removeprefix("www.")
