"""Figures of reports by year, as lines: of a region's consolidated reports, or of an organ's reports of one scope."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from archive.bridging import comparable
from archive.indicators import indicators
from parsers.codes import codes
from publish.archive_db import Row
from publish.charts.figure import Entry, Figure, count, share
from publish.charts.line import Point, breaks, line
from publish.strings import Speaker

FILE = Path(__file__).with_name("trends.toml")


@dataclass(frozen=True, slots=True)
class Trend:
    """A declared trend: exactly one of `code` and `rate` is set; `axis` is the label of the values by language."""

    name: str
    table: str
    zh: str
    en: str
    axis: dict[str, str]
    code: str = ""
    rate: str = ""

    @property
    def codes(self) -> frozenset[str]:
        """The codes that the figure is made of."""
        if self.code:
            return frozenset({self.code})
        made = next(one for one in indicators() if one.code == self.rate)
        return frozenset(re.findall(r"\w+", f"{made.numerator} {made.denominator}")) & codes().keys()


@cache
def trends() -> tuple[Trend, ...]:
    """Return the declared trends in order."""
    with FILE.open("rb") as file:
        return tuple(Trend(**row) for row in tomllib.load(file)["trend"])


@dataclass(frozen=True, slots=True)
class Reports:
    """What trends are drawn from: rows of reports with forms and figures, of rates, and of failed checks with cells.

    `links` leads from a report's key to its page; `source` is the sentence that names the reports."""

    reports: list[Row]
    rates: list[Row]
    failed: list[Row]
    links: dict[str, str]
    source: str


def trend_figures(of: Reports, speaker: Speaker) -> list[Figure]:
    """Return a figure for each trend with a value in two years at least."""
    made = (trend_figure(trend, of, speaker) for trend in trends())
    return [figure for figure in made if figure]


def trend_figure(trend: Trend, of: Reports, speaker: Speaker) -> Figure | None:
    """Return the figure of one trend, None with a value in fewer than two years."""
    years = sorted({row["year"] for row in of.reports})
    by_year = {year: [row for row in of.reports if row["year"] == year] for year in years}
    points = [_point(trend, year, by_year.get(year, []), of) for year in _span(years)]
    joins = partial(comparable, trend.codes)
    if sum(point.value is not None for point in points) < 2:
        return None
    several = [str(year) for year, rows in by_year.items() if len(rows) > 1]
    return Figure(
        trend.name,
        "line",
        speaker.pick({"zh": trend.zh, "en": trend.en}),
        trend.axis[speaker.lang],
        line(points, joins, rate=bool(trend.rate)),
        list(_notes(trend, points, breaks(points, joins), several, of.source, speaker)),
        _heads(trend, speaker),
        [_row(trend, point, by_year.get(point.year, []), of, speaker) for point in points],
    )


def _span(years: list[int]) -> Iterable[int]:
    return range(years[0], years[-1] + 1) if years else ()


def _point(trend: Trend, year: int, reports: list[Row], of: Reports) -> Point:
    """Return the point of a year; it has no value when no report, or more than one, tells of it."""
    if len(reports) != 1:
        return Point(year, None)
    report = reports[0]
    key = report["report_key"]
    doubtful = any(row["report_key"] == key and trend.codes & set(row["cells"].split()) for row in of.failed)
    form = report[f"form_{trend.table}"] or ""
    if trend.code:
        return Point(year, report[trend.code], form, doubtful=doubtful)
    rate: dict[str, Any] = next(
        (row for row in of.rates if (row["report_key"], row["indicator"]) == (key, trend.rate)), {}
    )
    bounds = {name: rate.get(name) for name in ("n", "low", "high")}
    return Point(year, rate.get("value"), form, doubtful=doubtful, **bounds)


def _notes(
    trend: Trend, points: list[Point], broken: list[tuple[int, int]], several: list[str], source: str, say: Speaker
) -> Iterable[str]:
    known = [point for point in points if point.value is not None]
    yield say("chart.n_reports", n=len(known))
    if trend.rate:
        yield say("chart.bounds")
    if broken:
        yield say("chart.broken", years=", ".join(f"{a} | {b}" for a, b in broken))
    if any(point.doubtful for point in known):
        yield say("chart.doubtful")
    if several:
        yield say("chart.several", years=", ".join(several))
    yield source


def _heads(trend: Trend, say: Speaker) -> list[str]:
    bounds = [say("col.n"), say("col.low"), say("col.high")] if trend.rate else []
    return [say("col.year"), trend.axis[say.lang], *bounds, say("col.forms"), say("col.failed")]


def _row(trend: Trend, point: Point, reports: list[Row], of: Reports, say: Speaker) -> list[Entry]:
    url = of.links[reports[0]["report_key"]] if len(reports) == 1 else ""
    shown = share if trend.rate else count
    bounds = [count(point.n), shown(point.low), shown(point.high)] if trend.rate else []
    doubt = say("chart.failed_here") if point.doubtful else ""
    year = Entry(point.year, str(point.year), url)
    return [year, shown(point.value), *bounds, Entry(point.form, point.form or "—"), Entry(doubt, doubt or "—")]
