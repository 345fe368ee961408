"""A report: the official form with the findings beside the cells they touch, text, versions, citation, downloads."""

from __future__ import annotations

import json
from typing import Any

from datasette.utils.asgi import Response

from archive.indicators import indicators
from archive.places import decode
from archive.provenance import plain
from checks.catalogue import declaration
from parsers.codes import codes
from publish import forms, official
from publish.archive_db import Row
from publish.cells import Cell, cell, notes_of
from publish.download import as_csv, as_json
from publish.page import Page


async def report(page: Page) -> Response:
    """Show one report."""
    found = await page.needed(page.vars["key"], "report", key=page.vars["key"])
    findings = await page.rows("report_findings", id=found["id"])
    failed = official.in_order(row for row in findings if row["status"] == "fail")
    cells = official.marked(await _cells(page, found), failed)
    printed = {letter: found[f"form_{letter}"] or "none" for letter in official.TABLES}
    explained = [row for row in findings if row["status"] == "explained"]
    for number, row in enumerate(explained, start=len(failed) + 1):
        row["number"] = number
    return await page.render(
        "report.html",
        report=found,
        above=await page.rows("region_above", code=found["region_code"]),
        tables=official.tables(printed, cells, failed, page.t),
        heads=forms.application_heads(page.t),
        other_failed=[row for row in failed if not official.touched(row)],
        not_assessable=[row for row in findings if row["status"] == "not_assessable"],
        lacking=_lacking(page, found),
        explained=explained,
        failed_count=len(failed),
        sections=await page.rows("report_sections", id=found["id"]),
        statistics=await page.rows("report_statistics", id=found["id"]),
        versions=await page.rows("report_versions", id=found["id"]),
        sightings=await page.rows("report_sightings", id=found["id"]),
        changes=await page.rows("report_changes", id=found["id"]),
        code_names={code: page.t.pick({"zh": entry.zh, "en": entry.en}) for code, entry in codes().items()},
        indicators=indicators(),
        rates=await page.row("report_indicators", id=found["id"]),
        rollup=await page.row("report_rollup", key=found["report_key"]),
        within=await page.row("report_within", id=found["in_region_report_id"]),
        neighbours=await page.rows("report_neighbours", organ=found["organ_id"], scope=found["scope"]),
    )


def _lacking(page: Page, found: Row) -> list[tuple[str, list[str]]]:
    """Return why cross-checks could not be made, each reason with the ids of its checks."""
    sentences = declaration()["say"]
    reasons = json.loads(found["unassessed"])
    return [(page.t.pick(dict(zip(("zh", "en"), sentences[say], strict=True))), ids) for say, ids in reasons.items()]


async def _cells(page: Page, found: Row) -> dict[str, Cell]:
    """Return every cell of the report."""
    figures = await page.needed(found["report_key"], "report_figures", id=found["id"])
    notes = notes_of(await page.rows("report_notes", id=found["id"]))
    cells = {code: cell(code, figures[code], notes, page.t) for code in codes()}
    for code, one in cells.items():
        if one.status != "absent":
            one.url = page.url("reports", found["report_key"], "cells", code)
    return cells


async def report_json(page: Page) -> Response:
    """Give one report as JSON: every printed cell with status and place, text, findings, versions."""
    found = await page.needed(page.vars["key"], "report", key=page.vars["key"])
    versions = await page.rows("report_versions", id=found["id"])
    whole = {
        "report": found,
        "facts": await _facts(page, found, versions),
        "rates": await page.row("report_indicators", id=found["id"]),
        "statistics": await page.rows("report_statistics", id=found["id"]),
        "sections": await page.rows("report_sections", id=found["id"]),
        "findings": await page.rows("report_findings", id=found["id"]),
        "versions": versions,
        "changes": await page.rows("report_changes", id=found["id"]),
    }
    return as_json(whole)


async def report_csv(page: Page) -> Response:
    """Give the cells of one report as CSV, one row a cell."""
    found = await page.needed(page.vars["key"], "report", key=page.vars["key"])
    facts = await _facts(page, found, await page.rows("report_versions", id=found["id"]))
    head = ["report_key", "code", "zh", "en", "value", "status", "raw", "unit", "table", "row", "column"]
    rows = [
        {
            **fact,
            **(fact["place"] or {}),
            "report_key": found["report_key"],
            "zh": codes()[fact["code"]].zh,
            "en": codes()[fact["code"]].en,
        }
        for fact in facts
    ]
    return as_csv(f"{found['report_key']}.csv", head, rows)


async def _facts(page: Page, found: Row, versions: list[Row]) -> list[dict[str, Any]]:
    """Return the printed cells of the current version in declared order."""
    figures = await page.needed(found["report_key"], "report_figures", id=found["id"])
    notes = notes_of(await page.rows("report_notes", id=found["id"]))
    places = decode(next((row["places"] for row in versions if row["is_current"]), ""))
    out = []
    for code, entry in codes().items():
        value = figures[code]
        if value is None and code not in notes:
            continue
        status, raw = notes[code] if code in notes else ("reported", plain(value))
        place = places[code].as_json() if code in places else None
        out.append({"code": code, "value": value, "status": status, "raw": raw, "unit": entry.unit, "place": place})
    return out
