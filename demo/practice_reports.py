"""The practice reports: twelve invented organs over seven years, as articles of three portals."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from demo.pages import practice_body, prose
from demo.portals.articles import Article
from demo.practice_figures import Figures, consolidated, form_of, history


@cache
def declared() -> dict[str, Any]:
    """Return the parsed `organs.toml`."""
    return tomllib.loads(Path(__file__).with_name("organs.toml").read_text("utf-8"))


def years() -> range:
    """Return the reporting years of the practice organs."""
    first, last = declared()["years"]
    return range(first, last + 1)


def city_figures(city: dict[str, Any]) -> dict[str, dict[int, Figures]]:
    """Return organ name to year to figures for one city; the region's own are the sum of the others."""
    out = {o["name"]: history(o["name"], o["size"], years()) for o in city["organ"] if o.get("role") != "region"}
    for organ in city["organ"]:
        if organ.get("role") == "region":
            out[organ["name"]] = {year: consolidated(part[year] for part in out.values()) for year in years()}
    return out


def articles(city: dict[str, Any], mended: bool = False) -> Iterator[Article]:
    """Yield the reports of one city as articles, newest first; `mended`: as they stand at the second visit."""
    figures = city_figures(city)
    corrected = {(entry["organ"], entry["year"]) for entry in declared()["mended"]} if mended else set()
    for year in reversed(years()):
        for organ in city["organ"]:
            name, role = organ["name"], organ.get("role", "")
            scope = {"region": prose()["scope_region"], "county": prose()["scope_county"]}.get(role, "")
            fault = "" if (name, year) in corrected else organ.get("faults", {}).get(str(year), "")
            yield Article(
                f"{name}{year}年政府信息公开工作年度报告",
                (date(year + 1, 1, 1) + timedelta(days=organ["lag"])).isoformat(),
                practice_body(name, year, form_of(year), figures[name][year], scope, fault),
                publisher=name,
                folder=f"{year + 1}n" if city["style"] == "trs-county" else "",
            )
