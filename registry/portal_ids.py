"""Ids of portals: the ascii name of the province and the labels of the host, so that an id never changes."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from registry.regions import NATION

_NATION = "cn"


@cache
def provinces() -> dict[str, str]:
    """The ascii name of each province, by its code."""
    return tomllib.loads(Path(__file__).with_name("provinces.toml").read_text("utf-8"))


def province_name(region: str) -> str:
    """The ascii name of the province of a region code; `cn` for the nation and where the code says nothing."""
    return _NATION if region in ("", NATION) else provinces().get(f"{region[:2]}0000", _NATION)


def suggested_id(province: str, url: str) -> str:
    """Return the province's ascii name and the labels of the host: a function of the row alone, so never another.

    >>> suggested_id("henan", "http://www.puyang.gov.cn/")
    'henan-puyang'
    """
    host = (urlsplit(url).hostname or "").removeprefix("www.").removesuffix(".gov.cn")
    return f"{province}-{re.sub(r'[^a-z0-9]+', '-', host).strip('-')}"
