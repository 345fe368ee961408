"""How complete the archive is, by year: what should exist, and what became of it."""

from __future__ import annotations

from publish.archive_db import Row
from publish.charts.bars import SHADES, bars
from publish.charts.figure import Entry, Figure, count, share
from publish.strings import Speaker

STATES = ("found", "late", "gone", "missing", "unseen")
HAD = ("found", "late", "gone")
"""States of reports that the archive holds, as in v_region_total.coverage."""


def of_one_kind(rows: list[Row]) -> list[Row]:
    """Return the real rows; those of practice portals only where there is nothing real. The two are never added."""
    real = [row for row in rows if not row["is_practice"]]
    return real or rows


def coverage_share(row: Row) -> float | None:
    """Return found / expected of a row of `region_coverage`, None where nothing is expected."""
    return sum(row[state] for state in HAD) / row["expected"] if row["expected"] else None


def coverage_figure(rows: list[Row], links: dict[int, str], speaker: Speaker) -> Figure | None:
    """Return the figure of rows of `region_coverage` in order of years; `links` leads from a year to its page."""
    names = [speaker(f"col.{state}") for state in STATES]
    drawing = bars([(row["year"], [row[state] for state in STATES]) for row in rows], names)
    if drawing is None:
        return None
    heads = [speaker("col.year"), speaker("col.expected"), *names, speaker("home.share")]
    return Figure(
        "coverage",
        "bars",
        speaker("chart.coverage"),
        speaker("col.reports"),
        drawing,
        [speaker("chart.n_expected", n=f"{sum(row['expected'] for row in rows):,}"), speaker("home.coverage_note")],
        heads,
        [_row(row, links) for row in reversed(rows)],
        keys=list(zip(SHADES, names, strict=True)),
    )


def _row(row: Row, links: dict[int, str]) -> list[Entry]:
    year = Entry(row["year"], str(row["year"]), links.get(row["year"], ""))
    return [year, count(row["expected"]), *(count(row[state]) for state in STATES), share(coverage_share(row))]
