"""An organ: its reports and its main figures, years side by side, each scope by itself."""

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
from publish.page import Page
from publish.strings import Speaker

FIGURES = Path(__file__).parent.parent / "main_figures.toml"


@cache
def main_figures() -> list[dict[str, Any]]:
    """Return the figures shown side by side: zh, en and the codes that are added up."""
    with FIGURES.open("rb") as file:
        figures: list[dict[str, Any]] = tomllib.load(file)["figure"]
    return figures


async def organ(page: Page) -> Response:
    """Show one organ."""
    key = page.vars["id"]
    found = await page.needed(key, "organ", id=key)
    reports = await page.rows("organ_reports", id=key)
    figures = {row["report_id"]: row for row in await page.rows("organ_figures", id=key)}
    notes: dict[int, list[Row]] = {}
    for note in await page.rows("organ_notes", id=key):
        notes.setdefault(note["report_id"], []).append(note)
    series = [
        _series(scope, list(members), figures, notes, page.t)
        for scope, members in groupby(reports, key=lambda report: report["scope"])
    ]
    return await page.render(
        "organ.html",
        organ=found,
        above=await page.rows("region_above", code=found["region_code"]),
        series=series,
        names=await page.rows("organ_names", id=key),
        missing=[row["year"] for row in await page.rows("organ_missing", id=key)],
    )


def _series(
    scope: str, reports: list[Row], figures: dict[int, Row], notes: dict[int, list[Row]], speaker: Speaker
) -> dict[str, Any]:
    """Return one scope's reports with a line for each main figure, a cell for each report."""
    marked = [(figures[report["id"]], notes_of(notes.get(report["id"], []))) for report in reports]
    lines = [
        (speaker.pick(figure), [main_cell(figure["codes"], *both, speaker) for both in marked])
        for figure in main_figures()
    ]
    shown = [line for line in lines if any(one.is_number for one in line[1])]
    return {"scope": scope, "reports": reports, "lines": shown}


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
