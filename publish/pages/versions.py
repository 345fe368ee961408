"""The versions of a report, two of them side by side: cells, text, and what is told of the whole."""

from __future__ import annotations

from datasette.utils.asgi import Response

from publish.archive_db import Row
from publish.cells import notes_of
from publish.differences import Version, cell_pairs, text_of, text_pairs
from publish.page import MissingError, Page

FIELDS = ("title", "organ_name", "published_on", "period_from", "period_to", "scope_told", "form_a", "form_b", "form_c")


async def differences(page: Page) -> Response:
    """Show two versions side by side: `from` and `to` are their numbers; without them the current version and the one
    before it."""
    found = await page.needed(page.vars["key"], "report", key=page.vars["key"])
    rows = await page.rows("report_versions", id=found["id"])
    old_row, new_row = _chosen(page, rows)
    old, new = await _version(page, found, old_row), await _version(page, found, new_row)
    was, now = ({name: row[name] for name in FIELDS} for row in (old_row, new_row))
    return await page.render(
        "differences.html",
        report=found,
        above=await page.rows("region_above", code=found["region_code"]),
        versions=rows,
        old=old_row,
        new=new_row,
        fields=[(name, was[name], now[name]) for name in FIELDS if was[name] != now[name]],
        cells=cell_pairs(old, new, page.t),
        parts=list(text_pairs(old, new)),
        statistics=await page.rows("statistics_that_differ", old=old_row["id"], new=new_row["id"]),
    )


def _chosen(page: Page, rows: list[Row]) -> tuple[Row, Row]:
    """Return the two versions asked for. Raises MissingError for a number that there is not."""
    by_number = {str(row["number"]): row for row in rows}
    current = next(row for row in rows if row["is_current"])
    other = next((row for row in reversed(rows) if row is not current), current)
    before, after = sorted((other, current), key=lambda row: int(row["number"]))
    chosen = [page.arg("from") or str(before["number"]), page.arg("to") or str(after["number"])]
    for number in chosen:
        if number not in by_number:
            raise MissingError(number)
    return by_number[chosen[0]], by_number[chosen[1]]


async def _version(page: Page, report: Row, row: Row) -> Version:
    if row["is_current"]:
        figures = await page.needed(report["report_key"], "report_figures", id=report["id"])
    else:
        figures = {one["code"]: one["value"] for one in await page.rows("version_figures", version=row["id"])}
    notes = notes_of(await page.rows("version_notes", version=row["id"]))
    return Version(row, figures, notes, text_of(await page.rows("version_sections", version=row["id"])))
