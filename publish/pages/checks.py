"""Checks: the catalogue with its failures; one check with its failure rates and the reports that fail it."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from datasette.utils.asgi import Response

from archive.cross_checks import MARK
from archive.numbers import BAND
from checks.catalogue import GROUPS, catalogue
from publish.archive_db import Row
from publish.failure_rates import LEVELS, Group, Rate, is_exact, rates, shown, together
from publish.least_n import LEAST_N
from publish.page import MissingError, Page

SHOWN = 100
STATUSES = ("fail", "explained")
_LAST = 2**62


async def checks(page: Page) -> Response:
    """List every check, by group."""
    found, forms = await page.rows("checks"), await page.rows("form_totals")
    consolidated = await page.kept_rows("consolidated_totals")
    totals: dict[str, list[Row]] = {}
    for row in await page.rows("checks_totals"):
        totals.setdefault(row["check_id"], []).append(row)
    groups = [
        (GROUPS.get(letter, (letter, letter))[page.t.lang == "en"], list(members))
        for letter, members in groupby(found, key=lambda row: row["check_group"])
    ]
    shares = {row["id"]: shown(rates(row["id"], totals.get(row["id"], []), forms, consolidated)) for row in found}
    mixed = len({row["is_practice"] for row in forms}) > 1
    return await page.render("checks.html", groups=groups, shares=shares, is_exact=is_exact, least=LEAST_N, mixed=mixed)


async def check(page: Page) -> Response:
    """Show one check and the reports that fail it."""
    key = page.vars["id"]
    found = await page.needed(key, "check", id=key)
    forms, consolidated = await page.rows("form_totals"), await page.kept_rows("consolidated_totals")
    by_group = rates(key, await page.rows("check_totals", id=key), forms, consolidated)
    asked = _asked(page)
    rows = await _reports(page, key, asked)
    listed = rows[:SHOWN]
    return await page.render(
        "check.html",
        check=found,
        least=LEAST_N,
        boards=[_board(by_group, practice) for practice in (0, 1) if any(group[2] == practice for group in by_group)],
        total=shown(by_group),
        exact=is_exact(key),
        terms=await page.rows("check_codes", codes=json.dumps(_terms(key))),
        years=sorted({group[0] for group in by_group}, reverse=True),
        levels=[level for level in LEVELS if any(group[1] == level for group in by_group)],
        regions=await page.rows("search_regions", region=page.arg("region")),
        asked=asked,
        reports=[_told(row) for row in listed],
        more=f"{listed[-1]['report_id']} {listed[-1]['finding']}" if len(rows) > SHOWN else "",
        before=page.arg("before"),
    )


def _asked(page: Page) -> dict[str, str]:
    """Return what the list of reports is narrowed to: status, year, level, region."""
    asked = {name: page.arg(name) for name in ("year", "level", "region")}
    asked["status"] = page.arg("status") or "fail"
    if asked["status"] not in STATUSES or not (asked["year"] or "0").isdecimal():
        raise MissingError(asked["year"] or asked["status"])
    return asked


async def _reports(page: Page, key: str, asked: dict[str, str]) -> list[Row]:
    report, _, finding = page.arg("before").partition(" ")
    year = int(asked["year"] or 0)
    return await page.rows(
        "check_reports",
        id=key,
        status=asked["status"],
        level=asked["level"],
        region=asked["region"],
        first=year * 100 * BAND if asked["year"] else 0,
        last=(year + 1) * 100 * BAND - 1 if asked["year"] else _LAST,
        before_report=int(report) if report.isdecimal() else _LAST,
        before=int(finding) if finding.lstrip("-").isdecimal() else _LAST,
        limit=SHOWN + 1,
    )


def _told(row: Row) -> Row:
    """Return a finding with its evidence and a person's explanation apart."""
    evidence, _, explanation = (row["evidence"] or "").partition(MARK)
    return {**row, "evidence": evidence.strip(), "explanation": explanation.strip(" ：:\n")}


def _board(by_group: dict[Group, Rate], practice: int) -> dict[str, Any]:
    """Return the rates of real or of practice data: a line for each year, a column for each level, and all together."""
    mine = {(year, level): rate for (year, level, flag), rate in by_group.items() if flag == practice}
    levels = [level for level in LEVELS if any(group[1] == level for group in mine)]
    lines = [
        (year, [mine.get((year, level)) for level in levels], together(r for (y, _), r in mine.items() if y == year))
        for year in sorted({group[0] for group in mine}, reverse=True)
    ]
    return {"is_practice": practice, "levels": levels, "lines": lines, "total": together(mine.values())}


def _terms(key: str) -> list[str]:
    """Return the codes of both sides of an identity, in either form."""
    one = next((one for one in catalogue() if one.id == key), None)
    return list(dict.fromkeys((*one.left, *one.left_2019, *one.right))) if one else []
