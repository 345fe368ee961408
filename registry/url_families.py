"""What the address of a column betrays of its portal's family: weak evidence, declared in `url_families.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

Strength = Literal["tells", "likely", "nothing"]
STRENGTHS: tuple[Strength, ...] = ("tells", "likely", "nothing")
"""From the surest to none: only this family writes such addresses, others write them too, the address says nothing."""


@dataclass(frozen=True, slots=True)
class UrlFamily:
    """The addresses of a family; `remark` is for people."""

    id: str
    tells: tuple[re.Pattern[str], ...]
    likely: tuple[re.Pattern[str], ...]
    remark: str


@cache
def url_families() -> tuple[UrlFamily, ...]:
    """Return the declared families in the order in which they are tried."""
    rows = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["family"]
    return tuple(
        UrlFamily(row["id"], _patterns(row, "tells"), _patterns(row, "likely"), row.get("remark", "")) for row in rows
    )


def _patterns(row: dict[str, list[str]], key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in row.get(key, ()))


@cache
def family_of_url(url: str) -> tuple[str, Strength]:
    """Return the id of the family that the address betrays, and how surely; ("", "nothing") if it betrays none.

    Scheme and host are not looked at: a home page says nothing.
    """
    address = urlsplit(url)
    path = address.path + (f"?{address.query}" if address.query else "")
    for strength in STRENGTHS[:2]:
        for family in url_families():
            if any(pattern.search(path) for pattern in getattr(family, strength)):
                return family.id, strength
    return "", "nothing"


def on_site_of(url: str, home: str) -> bool:
    """Tell whether an address stands on the host of a home page, or on a host below its name.

    >>> on_site_of("http://xxgk.puyang.gov.cn/zfwj/", "http://www.puyang.gov.cn/")
    True
    """
    host, own = (urlsplit(address).hostname or "" for address in (url, home))
    return host == own or f".{host}".endswith(f".{own.removeprefix('www.')}")
