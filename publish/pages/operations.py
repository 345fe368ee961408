"""Operations: for the person who runs it, at a glance what broke, what was not read, what is due."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from datasette.utils.asgi import Response

from publish.archive_db import Row
from publish.due import Due, read_due
from publish.page import Page

SHOWN = 100
STATES = ("refused", "incomplete", "unvisited", "empty", "alarm", "well")
"""How a portal is, the worst first: its last visit was refused or failed; its last run did not read it to its end; it
was never visited; it never gave a report; its last run was unlike those before; all is well."""


async def operations(page: Page) -> Response:
    """Show runs, portals, unread captures and what is due."""
    due = await asyncio.to_thread(read_due, page.site.data)
    portals = sorted(
        ({**row, "state": _state(row, due)} for row in await page.rows("operations_portals")),
        key=lambda row: (STATES.index(row["state"]), row["id"]),
    )
    runs = [_told(row) for row in await page.rows("operations_runs")]
    return await page.render(
        "operations.html",
        due=due,
        runs=runs,
        portals=await _detailed(page, portals[:SHOWN], due),
        counts=[(state, sum(row["state"] == state for row in portals)) for state in STATES],
        names={row["id"]: row["name"] for row in portals},
        more=len(portals) - SHOWN,
        unreadable=await page.rows("operations_unreadable"),
        problems=await page.rows("operations_problems"),
        unresolved=await page.rows("operations_unresolved"),
        counted=await page.row("operations_counted"),
    )


def _state(row: Row, due: Due | None) -> str:
    run = due.runs.get(row["id"]) if due else None
    if row["last_outcome"] in ("blocked", "failed"):
        return "refused"
    if run and not run.complete:
        return "incomplete"
    if not row["visits"]:
        return "unvisited"
    if not row["reports"]:
        return "empty"
    return "alarm" if run and run.alarms else "well"


async def _detailed(page: Page, portals: list[Row], due: Due | None) -> list[dict[str, Any]]:
    """Return the portals with their visits by outcome, why they are not well, and when they are crawled next."""
    ids = json.dumps([row["id"] for row in portals])
    outcomes: dict[str, dict[str, int]] = {}
    for row in await page.rows("operations_outcomes", portals=ids):
        outcomes.setdefault(row["portal_id"], {})[row["outcome"]] = row["visits"]
    reasons = {row["id"]: row["reason"] for row in await page.rows("operations_reasons", portals=ids)}
    next_due = {one.portal_id: one.next_due for one in due.appointments} if due else {}
    out = []
    for row in portals:
        run = due.runs.get(row["id"]) if due else None
        said = [reasons.get(row["id"]) or ""]
        said += [*run.reasons.splitlines(), *run.alarms.splitlines()] if run else []
        told = {"outcomes": outcomes.get(row["id"], {}), "reasons": [one for one in said if one]}
        out.append({**row, **told, "next_due": next_due.get(row["id"])})
    return out


def _told(run: Row) -> dict[str, Any]:
    """Return a run with its portals and outcomes read, and how it ended: killed, failed, incomplete or well."""
    ending = "well" if run["complete"] else "incomplete"
    if run["exit_code"]:
        ending = "failed"
    if not run["ended_at"]:
        ending = "killed"
    portals = (run["portals"] or "").split()
    return {**run, "portals": portals, "outcomes": json.loads(run["outcomes"] or "{}"), "ending": ending}
