"""The outlines of the provinces as SVG paths: Albers' equal-area conic projection with the parallels 25° and 47°."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("outlines.geojson")
WIDTH = 640
_SOUTH, _NORTH, _MIDDLE = radians(25), radians(47), radians(105)
_N = (sin(_SOUTH) + sin(_NORTH)) / 2
_C = cos(_SOUTH) ** 2 + 2 * _N * sin(_SOUTH)
SPECK = "0.6,0 0,0.6 -0.6,0 "
"""The steps of an island that is smaller than what is drawn of a line."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outlines:
    """`provinces` maps a division's code to the `d` of its path; `lines` are the marks that bound no province.

    `credit` names the source. All in a box of `width` by `height`.
    """

    provinces: dict[str, str]
    lines: tuple[str, ...]
    credit: str
    width: int
    height: int


@cache
def outlines() -> Outlines:
    """Return the outlines of `outlines.geojson`, projected."""
    found = json.loads(FILE.read_text("utf-8"))
    rings = [(feature["properties"]["code"], list(_rings(feature["geometry"]))) for feature in found["features"]]
    points = [point for _, drawn in rings for ring in drawn for point in ring]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    scale = (WIDTH - 4) / (max(x for x, _ in points) - left)

    def path(drawn: Iterable[list[Point]]) -> str:
        return "".join(_path([(2 + (x - left) * scale, 2 + (y - top) * scale) for x, y in ring]) for ring in drawn)

    height = round((max(y for _, y in points) - top) * scale) + 4
    provinces = {code: path(drawn) for code, drawn in rings if code}
    lines = tuple(path(drawn) for code, drawn in rings if not code)
    return Outlines(provinces, lines, f"{found['source']}, {found['package']}", WIDTH, height)


def _rings(geometry: dict[str, Any]) -> Iterator[list[Point]]:
    """Yield every ring or line of a geometry, projected."""
    parts = geometry["coordinates"]
    if geometry["type"] == "MultiPolygon":
        parts = [ring for polygon in parts for ring in polygon]
    for part in parts:
        yield [project(*point) for point in part]


def project(longitude: float, latitude: float) -> Point:
    """Return x to the east and y to the south of a place in degrees, in radii of the earth."""
    radius = sqrt(_C - 2 * _N * sin(radians(latitude))) / _N
    angle = _N * (radians(longitude) - _MIDDLE)
    return radius * sin(angle), radius * cos(angle)


def _path(points: list[Point]) -> str:
    """Return a path with relative steps of a tenth of a unit, which is about a third of the length of absolute ones."""
    at = [(round(x * 10), round(y * 10)) for x, y in points]
    closed = at[0] == at[-1]
    steps = [(x - px, y - py) for (px, py), (x, y) in zip(at, at[1:], strict=False)]
    if closed:
        steps = steps[:-1]
    told = "".join(f"{_tenths(x)},{_tenths(y)} " for x, y in steps if x or y) or SPECK
    return f"M{_tenths(at[0][0])},{_tenths(at[0][1])}l{told.strip()}" + ("z" if closed else "")


def _tenths(value: int) -> str:
    return f"{value / 10:g}"
