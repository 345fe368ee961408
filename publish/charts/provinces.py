"""The provinces on a map and as tiles, shaded by one indicator of one year."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from publish.archive_db import Row
from publish.cells import number
from publish.charts.classes import DARK, ZERO, Class, class_of, count_classes, rate_classes
from publish.charts.figure import NOTHING, Entry, Figure, count, percent, share
from publish.charts.outlines import outlines
from publish.strings import Speaker

HERE = Path(__file__).parent
TILE, COLUMNS, ROWS, LEGEND = 52, 9, 8, 96
DOUBT = "*"
"""Stands after a number whose report fails a check."""
NONE, OUTSIDE, SEVERAL = "none", "outside", "several"
"""Why a province has no value: nothing is known, it is not covered, or more than one report tells of it."""


@dataclass(frozen=True, slots=True)
class Province:
    """A province of `provinces.csv`; `covered` is False for those whose organs do not publish these reports."""

    code: str
    column: int
    row: int
    covered: bool
    names: dict[str, str]
    shorts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Indicator:
    """What the map can show, see `map_indicators.toml`."""

    name: str
    statement: str
    source: str
    rate: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One province as it is drawn: `fill` is a colour, or NONE or OUTSIDE for the pattern of that name."""

    province: Province
    fill: str
    ink: str
    text: str
    title: str
    doubtful: bool
    url: str
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the legend, with the number of provinces that it holds for."""

    fill: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Provinces:
    """The drawing of either kind, with the y below which the legend stands; `lines` stand on the map alone."""

    width: int
    height: int
    legend: int
    shown: tuple[Shown, ...]
    keys: tuple[Key, ...]
    lines: tuple[str, ...] = ()


@cache
def provinces() -> tuple[Province, ...]:
    """Return all provinces in order of their codes."""
    with (HERE / "provinces.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Province(
                row["code"],
                int(row["column"]),
                int(row["row"]),
                row["covered"] == "1",
                {"zh": row["zh"], "en": row["en"]},
                {"zh": row["short_zh"], "en": row["short_en"]},
            )
            for row in csv.DictReader(file)
        )


@cache
def map_indicators() -> dict[str, Indicator]:
    """Return the indicators by name in declared order."""
    with (HERE / "map_indicators.toml").open("rb") as file:
        return {row["name"]: Indicator(**row) for row in tomllib.load(file)["indicator"]}


def province_figures(
    indicator: Indicator, year: int, rows: list[Row], links: dict[str, str], speaker: Speaker
) -> list[Figure]:
    """Return the map and the tiles of rows with code, value, n and report_key; `links` leads from a province's code or
    a report's key to its page. A province with two rows has no one value."""
    values = [row["value"] for row in rows if row["value"]]
    classes = rate_classes() if indicator.rate else count_classes(values)
    shown = tuple(_shown(one, indicator, rows, classes, links, speaker) for one in provinces())
    keys = tuple(_keys(shown, classes, indicator, speaker))
    drawn = outlines()
    title = speaker("map.title", indicator=speaker(f"map_indicator.{indicator.name}"), year=year)
    table = [_row(one, rows, indicator, links, speaker) for one in provinces() if one.covered]
    known = sum(row[1].raw is not None for row in table)
    notes = [
        speaker("map.n", n=known, all=len(table)),
        speaker(f"map_source.{indicator.source}"),
        speaker("map.outside_note"),
    ]
    if any(one.doubtful for one in shown):
        notes.append(speaker("map.failed_note"))
    axis = speaker(f"map_axis.{indicator.name}")
    heads = [speaker("map.provinces"), axis, speaker("col.n"), speaker("map.reports_of"), speaker("col.failed")]
    credit = speaker("map.outlines", credit=drawn.credit)
    shapes = Provinces(
        drawn.width, drawn.height + LEGEND, drawn.height, tuple(one for one in shown if one.path), keys, drawn.lines
    )
    tiles = Provinces(TILE * COLUMNS, TILE * ROWS + LEGEND, TILE * ROWS, shown, keys)
    return [
        Figure("map", "map", title, axis, shapes, [*notes, credit], heads, table),
        Figure("tiles", "tiles", title, axis, tiles, notes, heads, table),
    ]


def _value(one: Province, rows: list[Row]) -> tuple[Row | None, str]:
    """Return the row of a province, or None and why it has no value."""
    found = [row for row in rows if row["code"] == one.code]
    if not one.covered:
        return None, OUTSIDE
    if len(found) > 1:
        return None, SEVERAL
    return (found[0], "") if found and found[0]["value"] is not None else (None, NONE)


def _shown(
    one: Province, indicator: Indicator, rows: list[Row], classes: list[Class], links: dict[str, str], speaker: Speaker
) -> Shown:
    row, why = _value(one, rows)
    name, url = one.names[speaker.lang], links.get(one.code, "")
    where = outlines().provinces.get(one.code, ""), TILE * one.column, TILE * one.row
    if row is None:
        fill = OUTSIDE if why == OUTSIDE else NONE
        return Shown(one, fill, "#1d2126", "", f"{name}: {speaker('map.' + why)}", False, url, *where)
    found = class_of(row["value"], classes)
    fill = found.fill if found else ZERO
    text = percent(row["value"]) if indicator.rate else number(row["value"])
    n = f" (n={number(row['n'])})" if row["n"] is not None else ""
    doubt = speaker("map.failed", n=row["failed"]) if row["failed"] else ""
    ink = "#ffffff" if fill in DARK else "#1d2126"
    short = percent(round(row["value"], 2)) if indicator.rate else _short(row["value"])
    short += DOUBT if row["failed"] else ""
    return Shown(one, fill, ink, short, f"{name}: {text}{n}{doubt}", bool(row["failed"]), url, *where)


def _short(value: float) -> str:
    """Return a count in at most five characters; the exact number is in the title and in the table."""
    if value < 10_000:
        return number(value)
    return f"{value / 1000:.0f}k" if value < 1_000_000 else f"{value / 1_000_000:.1f}M"


def _keys(shown: tuple[Shown, ...], classes: list[Class], indicator: Indicator, speaker: Speaker) -> Iterable[Key]:
    def held(fill: str) -> int:
        return sum(one.fill == fill for one in shown)

    yield Key(ZERO, percent(0) if indicator.rate else "0", held(ZERO))
    for one in classes:
        yield Key(one.fill, one.label, held(one.fill))
    yield Key(NONE, speaker("map.none"), held(NONE))
    yield Key(OUTSIDE, speaker("map.outside"), held(OUTSIDE))


def _row(one: Province, rows: list[Row], indicator: Indicator, links: dict[str, str], speaker: Speaker) -> list[Entry]:
    row, why = _value(one, rows)
    name = Entry(one.names[speaker.lang], one.names[speaker.lang], links.get(one.code, ""))
    if row is None:
        return [name, Entry(None, speaker("map." + why)), count(None), Entry(None, NOTHING), Entry(None, NOTHING)]
    key = row["report_key"]
    report = Entry(key, speaker("map.reports_of") if key else NOTHING, links.get(key, "") if key else "")
    value = share(row["value"]) if indicator.rate else count(row["value"])
    return [name, value, count(row["n"]), report, count(row["failed"] if key else None)]
