"""Checks: the catalogue with its failures, and the reports that fail one check."""

from __future__ import annotations

from itertools import groupby

from datasette.utils.asgi import Response

from checks.catalogue import GROUPS
from publish.page import Page

SHOWN = 200


async def checks(page: Page) -> Response:
    """List every check, by group."""
    found = await page.rows("checks")
    groups = [
        (GROUPS.get(letter, (letter, letter))[page.t.lang == "en"], list(members))
        for letter, members in groupby(found, key=lambda row: row["check_group"])
    ]
    return await page.render("checks.html", groups=groups, totals=await page.row("totals"))


async def check(page: Page) -> Response:
    """Show one check and the reports that fail it."""
    key = page.vars["id"]
    found = await page.needed(key, "check", id=key)
    failing = await page.rows("check_failing", id=key)
    return await page.render(
        "check.html",
        check=found,
        failing=failing[:SHOWN],
        more=len(failing) > SHOWN,
        by_year=await page.rows("check_by_year", id=key),
    )
