"""An organ: its reports, its main figures and the official tables, years side by side, each scope by itself."""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from datasette.utils.asgi import Response

from parsers.codes import codes
from publish.archive_db import Row
from publish.cells import Cell, Notes, cell, notes_of
from publish.charts.figure import Figure
from publish.page import Page
from publish.pages.organ_figures import HINT, organ_figures
from publish.side_by_side import TABLES, Year, applicant_names, side_by_side
from publish.strings import Speaker

FIGURES = Path(__file__).parent.parent / "main_figures.toml"


@cache
def main_figures() -> list[dict[str, Any]]:
    """Return the figures shown side by side: zh, en and the codes that are added up."""
    with FIGURES.open("rb") as file:
        figures: list[dict[str, Any]] = tomllib.load(file)["figure"]
    return figures


async def organ(page: Page) -> Response:
    """Show one organ; `applicant` of the query string chooses the column of part 3 that is laid side by side."""
    key = page.vars["id"]
    found = await page.needed(key, "organ", id=key)
    years = await organ_years(page, key)
    names = applicant_names(page.t)
    applicant = page.arg("applicant") if page.arg("applicant") in names else "total"
    drawn = await organ_figures(page)
    series = [
        _series(scope, list(members), applicant, drawn, page.t)
        for scope, members in groupby(years, key=lambda year: year.report["scope"])
    ]
    return await page.render(
        "organ.html",
        organ=found,
        above=await page.rows("region_above", code=found["region_code"]),
        series=series,
        applicants=names,
        applicant=applicant,
        carried=await page.rows("organ_carried", id=key),
        failed=await page.rows("organ_failed", id=key),
        succession=await page.rows("organ_succession", id=key),
        names=await page.rows("organ_names", id=key),
        missing=[row["year"] for row in await page.rows("organ_missing", id=key)],
    )


async def organ_years(page: Page, key: str) -> list[Year]:
    """Return all reports of an organ with their figures, by scope and year."""
    figures = {row["report_id"]: row for row in await page.rows("organ_figures", id=key)}
    notes: dict[int, list[Row]] = {}
    for note in await page.rows("organ_notes", id=key):
        notes.setdefault(note["report_id"], []).append(note)
    failed: dict[str, set[str]] = {}
    for row in await page.rows("organ_failed", id=key):
        if row["severity"] == HINT:
            continue
        failed.setdefault(row["report_key"], set()).update(row["cells"].split())
    return [
        Year(row, figures[row["id"]], notes_of(notes.get(row["id"], [])), failed.get(row["report_key"], set()))
        for row in await page.rows("organ_reports", id=key)
    ]


def _series(
    scope: str, years: list[Year], applicant: str, drawn: dict[str, Figure], speaker: Speaker
) -> dict[str, Any]:
    """Return one scope's reports with a line for each main figure, its charts, and the official tables side by side."""
    lines = [
        (speaker.pick(figure), [main_cell(figure["codes"], year.figures, year.notes, speaker) for year in years])
        for figure in main_figures()
    ]
    known = [year for year in years if year.report["year"] is not None]
    return {
        "scope": scope,
        "reports": [year.report for year in years],
        "known": [year.report for year in known],
        "lines": [line for line in lines if any(one.is_number for one in line[1])],
        "figures": [figure for name, figure in drawn.items() if name.startswith(f"{scope}-")],
        "tables": {table: side_by_side(table, known, applicant, speaker) for table in TABLES},
    }


def main_cell(wanted: list[str], figures: Row, notes: Notes, speaker: Speaker) -> Cell:
    """Return the cell of a figure, which may be a sum: it is a number only when every printed part is one."""
    printed = [code for code in wanted if figures[code] is not None or code in notes]
    if len(printed) == 1 or len(wanted) == 1:
        return cell((printed or wanted)[0], figures[(printed or wanted)[0]], notes, speaker)
    missing = next((code for code in printed if figures[code] is None), None)
    if missing or not printed or not _whole(wanted, printed):
        return cell(missing or wanted[0], None, notes, speaker)
    return cell(wanted[0], sum(figures[code] for code in printed), {}, speaker)


def _whole(wanted: list[str], printed: list[str]) -> bool:
    """Tell whether all parts that one form prints are there: f2019 prints one row where f2021 prints three."""
    return any({code for code in wanted if form in codes()[code].forms} <= set(printed) for form in ("f2019", "f2021"))
