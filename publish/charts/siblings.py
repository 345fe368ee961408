"""A region beside the others of its parent: the disclosure rate of their consolidated reports of one year."""

from __future__ import annotations

from publish.archive_db import Row
from publish.charts.figure import NOTHING, Entry, Figure, count, share
from publish.charts.ranges import Rate, ranges
from publish.least_n import LEAST_N
from publish.strings import Speaker

COLUMNS = ("region", "disclosure_rate", "n", "low", "high", "rank", "coverage", "failed")


def siblings_figure(rows: list[Row], own: str, year: int, links: dict[str, str], speaker: Speaker) -> Figure | None:
    """Return the figure of rows of `region_siblings`, None unless two regions have a rate.

    A region with more than one consolidated report of the year has no one rate, and is left out of the drawing."""
    several = {row["code"] for row in rows if sum(other["code"] == row["code"] for other in rows) > 1}
    known = sorted(
        (row for row in rows if row["value"] is not None and row["code"] not in several), key=lambda row: -row["value"]
    )
    if len(known) < 2:
        return None
    ranked = [row for row in known if row["n"] >= LEAST_N]
    rates = [_rate(row, own) for row in known]
    notes = [speaker("chart.n_regions", n=len(known)), speaker("chart.bounds"), speaker("chart.no_rank")]
    if several:
        notes.append(speaker("chart.several_regions", n=len(several)))
    if any(rate.doubtful for rate in rates):
        notes.append(speaker("chart.failed_regions"))
    return Figure(
        "siblings",
        "ranges",
        speaker("chart.siblings", year=year),
        speaker("col.disclosure_rate"),
        ranges(rates),
        [*notes, speaker("chart.source_consolidated")],
        [
            speaker(f"col.{name}")
            for name in ("region", "disclosure_rate", "n", "low", "high", "rank", "coverage", "failed")
        ],
        [_row(row, ranked, links) for row in known],
    )


def _rate(row: Row, own: str) -> Rate:
    mine, doubtful = row["code"] == own, row["failed"] > 0
    return Rate(row["name"], row["value"], row["n"], row["low"], row["high"], mine, doubtful)


def _row(row: Row, ranked: list[Row], links: dict[str, str]) -> list[Entry]:
    # Equal rates share a rank.
    place = 1 + sum(other["value"] > row["value"] for other in ranked) if row in ranked else None
    rank = Entry(place, str(place) if place else f"n < {LEAST_N}")
    cover = row["had"] / row["expected"] if row["expected"] else None
    covered = Entry(cover, NOTHING if cover is None else f"{row['had']} / {row['expected']}")
    return [
        Entry(row["name"], row["name"], links[row["report_key"]]),
        share(row["value"]),
        count(row["n"]),
        share(row["low"]),
        share(row["high"]),
        rank,
        covered,
        count(row["failed"]),
    ]
