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
from publish.older_forms import older_table
from publish.page import Page
from publish.pages.organ_figures import HINT, organ_figures
from publish.side_by_side import TABLES, Beside, Year, applicant_names, printing, side_by_side
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
    older = await page.rows("organ_statistics", id=key)
    series = [
        _series(scope, list(members), applicant, drawn, older, page)
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
    scope: str, years: list[Year], applicant: str, drawn: dict[str, Figure], older: list[Row], page: Page
) -> dict[str, Any]:
    """Return one scope's reports with a line for each main figure, its charts, and the official tables side by side."""
    lines = [(page.t.pick(figure), _main_cells(figure["codes"], years, page)) for figure in main_figures()]
    known = [year for year in years if year.report["year"] is not None]
    url = page.url("reports", "{key}", "cells", "{code}").replace("%7B", "{").replace("%7D", "}")
    tables = {}
    for table in TABLES:
        there = printing(table, known)
        groups = side_by_side(table, there, applicant, page.t, url)
        if groups:
            tables[table] = {"reports": [year.report for year in there], "groups": groups}
    return {
        "scope": scope,
        "reports": [year.report for year in years],
        "gaps": gaps([year.report["year"] for year in known]),
        "lines": [line for line in lines if any(one.cell and one.cell.is_number for one in line[1])],
        "figures": [figure for name, figure in drawn.items() if name.startswith(f"{scope}-")],
        "tables": tables,
        "older": older_table((row for row in older if row["scope"] == scope), url, page.t),
    }


def gaps(years: list[int]) -> list[int]:
    """Return the years between the first and the last that are not among them."""
    return [year for year in range(min(years), max(years)) if year not in years] if years else []


def _main_cells(wanted: list[str], years: list[Year], page: Page) -> list[Beside]:
    """Return the cell of a main figure in each report; it leads to its page where it is one cell of the form."""
    out = []
    for year in years:
        shown = main_cell(wanted, year.figures, year.notes, page.t)
        if len(wanted) == 1 and shown.status != "absent":
            shown.url = page.url("reports", year.report["report_key"], "cells", shown.code)
        out.append(Beside(shown, "", bool(year.failed & set(wanted))))
    return out


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
