"""Portals: where reports are published. Addresses are data, so a portal is a row of TOML and nothing else."""

from __future__ import annotations

import ipaddress
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

AUTO = "auto"
"""What a row names when its family is to be told from the page by fingerprints."""

DEFAULT_FOLDER = Path(__file__).parent / "portals"
"""The rows kept by hand."""
GENERATED_FOLDER = DEFAULT_FOLDER / "generated"
"""The home pages of all general portals, made by `registry/build_portals.py`."""
MIN_DELAY = 1.0
"""Seconds between two requests to a host that is not on this machine; a row may ask for more, never for less."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KINDS: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "bool": (bool,),
    "int | None": (int,),
    "float | None": (float, int),
    "tuple[str, ...]": (list,),
}


@cache
def families() -> dict[str, tuple[str, str]]:
    """The CMS families that a row may name beside `auto`: id to the Chinese and the English name."""
    rows = tomllib.loads(Path(__file__).with_name("families.toml").read_text("utf-8"))["family"]
    return {row["id"]: (row["zh"], row["en"]) for row in rows}


class PortalError(ValueError):
    """A portal row is wrong; the message names the file, the row and what to change."""


class KnowsRegions(Protocol):
    """What `load_portals` needs of the register of administrative divisions."""

    def get(self, code: str) -> object | None:
        """The region with this code, or None."""


@dataclass(frozen=True, slots=True)
class Portal:
    """One place where annual reports are published.

    `id` is unique and ascii; `region` an administrative-division code; `url` the listing of annual reports, or a
    home page when `family` is "auto". Optional: `hosts` (further hosts, `name` or `name:port`, whose links belong
    to the portal; loopback is only followed when listed here or in `url`), `level` (ministry, province, prefecture,
    county, zone), `practice` (the portal publishes practice data), `delay` (seconds between requests),
    `expected_total` (reports that the listing must hold at least), `max_pages` (listing pages read at most),
    `browser` (its listings show nothing without one), `verified` (the day, ISO, on which a person saw the listing
    work; empty: never), `note` (for people).
    """

    id: str
    name: str
    region: str
    url: str
    family: str
    hosts: tuple[str, ...] = ()
    level: str = ""
    practice: bool = False
    delay: float | None = None
    expected_total: int | None = None
    max_pages: int | None = None
    browser: bool = False
    verified: str = ""
    note: str = ""

    @property
    def own_hosts(self) -> frozenset[str]:
        """The hosts that belong to the portal, as `name` or `name:port`, in lower case."""
        return frozenset({urlsplit(self.url).netloc.lower(), *(host.lower() for host in self.hosts)})


_FIELDS = {field.name: field for field in fields(Portal)}


def is_loopback(host: str) -> bool:
    """Tell whether a host name (without port) is this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def load_portals(paths: Iterable[Path] | None = None, regions: KnowsRegions | None = None) -> list[Portal]:
    """Read portal rows from TOML files, in file and row order.

    `paths` are files or folders of `*.toml`; None means the rows that come with gongkai: those kept by hand, then
    the generated ones that none of them stands for. `regions` answers `get(code)`; None means the register of
    `registry.regions`. Raises PortalError at the first wrong row.
    """
    if regions is None:
        from registry.regions import regions as register

        regions = register()
    if paths is not None:
        return _load(paths, regions)
    kept = _load([DEFAULT_FOLDER], regions)
    return [*kept, *_not_stood_for(_load([GENERATED_FOLDER], regions), kept)]


def _not_stood_for(generated: Iterable[Portal], kept: Sequence[Portal]) -> Iterator[Portal]:
    """Yield the generated rows whose id and host no row kept by hand has: what a person decided goes before."""
    ids = {portal.id for portal in kept}
    hosts = frozenset[str]().union(*(portal.own_hosts for portal in kept))
    return (portal for portal in generated if portal.id not in ids and not portal.own_hosts & hosts)


def _load(paths: Iterable[Path], regions: KnowsRegions) -> list[Portal]:
    portals: list[Portal] = []
    seen: dict[str, str] = {}
    for path in _files(paths):
        for number, row in enumerate(_rows(path), start=1):
            place = f"{path}, row {number} ({row.get('id', 'without id')})"
            portal = _portal(row, place, regions)
            if portal.id in seen:
                raise PortalError(f"{place}: the id {portal.id} is taken by {seen[portal.id]}: choose another.")
            seen[portal.id] = place
            portals.append(portal)
    return portals


def _files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            found += sorted(path.glob("*.toml"))
        elif path.is_file():
            found.append(path)
        else:
            raise PortalError(f"{path} does not exist: give a TOML file with [[portal]] rows.")
    return found


def _rows(path: Path) -> list[Mapping[str, Any]]:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PortalError(f"{path} is not TOML in UTF-8: {error}.") from error
    rows = content.pop("portal", None)
    if content:
        raise PortalError(f"{path}: unknown table {next(iter(content))}: a portal file holds [[portal]] rows alone.")
    if not isinstance(rows, list) or not rows:
        raise PortalError(f"{path} holds no [[portal]] row.")
    return rows


def _portal(row: Mapping[str, Any], place: str, regions: KnowsRegions) -> Portal:
    for key, value in row.items():
        if key not in _FIELDS:
            raise PortalError(f"{place}: unknown key {key}: the keys are {', '.join(_FIELDS)}.")
        kinds = _KINDS[str(_FIELDS[key].type)]
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise PortalError(f"{place}: {key} must be {kinds[0].__name__}, not {value!r}.")
    missing = [name for name, field in _FIELDS.items() if field.default is MISSING and not row.get(name)]
    if missing:
        raise PortalError(f"{place}: the key {missing[0]} is missing or empty.")
    portal = Portal(**{**row, "hosts": tuple(row.get("hosts", ()))})
    _check(portal, place, regions)
    return portal


def _check(portal: Portal, place: str, regions: KnowsRegions) -> None:
    """Raise PortalError at the first value that cannot be."""
    address = urlsplit(portal.url)
    if not _ID.fullmatch(portal.id):
        raise PortalError(f"{place}: the id must be small ascii letters and digits joined by hyphens.")
    if regions.get(portal.region) is None:
        raise PortalError(f"{place}: the region {portal.region} is not an administrative-division code that we know.")
    if portal.family not in families() and portal.family != AUTO:
        known = ", ".join([*families(), AUTO])
        raise PortalError(f"{place}: unknown family {portal.family}: the families are {known}.")
    if address.scheme not in ("http", "https") or not address.hostname:
        raise PortalError(f"{place}: the url {portal.url} must begin with http:// or https:// and name a host.")
    if not all(isinstance(host, str) and re.fullmatch(r"[\w.\-\[\]:]+", host) for host in portal.hosts):
        raise PortalError(f"{place}: hosts are names such as www.example.gov.cn, without scheme or path.")
    if portal.delay is not None and portal.delay < MIN_DELAY and not is_loopback(address.hostname):
        raise PortalError(f"{place}: a delay below {MIN_DELAY:g} seconds is only for portals on this machine.")
