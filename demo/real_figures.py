"""Pages with the figures of real reports (`figures/`), set in the official form."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from demo.pages import figures_body, prose, statistics_body
from demo.portals.articles import Article
from registry.titles import read_title

FOLDER = Path(__file__).with_name("figures")
_PRINTED = {"-": "", "?": "不详"}


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def articles(portal: str, sample: bool = False) -> Iterator[Article]:
    """Yield the articles of the practice portal `portal` (pingtan, puyang, suqian), newest first; for the `sample` of
    the repository, which must stay small, some of them."""
    rows = [row for row in _rows("reports") if row["portal"] == portal and (row["in_sample"] or not sample)]
    for row in sorted(rows, key=lambda row: read_title(row["title"]).year or 0, reverse=True):
        title = read_title(row["title"])
        date = row["published_on"] or f"{(title.year or 0) + 1}-01-01"
        yield Article(row["title"], date, _body(row), publisher=title.organ or "", dated=bool(row["published_on"]))


def _body(row: dict[str, str]) -> str:
    title = read_title(row["title"])
    organ, year = title.organ or "", title.year or 0
    if row["form"] == "pre2019":
        statistics = [s for s in _rows("statistics") if s["id"] == row["id"]]
        return statistics_body(organ, year, [(s["label"], s["unit"], s["year"], s["to_date"]) for s in statistics])
    texts = {f["code"]: _PRINTED.get(f[row["id"]], f[row["id"]]) for f in _rows("figures") if f[row["id"]]}
    return figures_body(organ, year, row["form"], texts, prose()["real"].get(row["id"], ""))
