"""Monitors: what is odd about the crawl of a portal, by itself and against the last complete one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from captures.records import PortalRun


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(files("captures").joinpath("monitors.toml").read_text("utf-8"))


def alarms(now: PortalRun, before: PortalRun | None, expected: int | None = None, partial: bool = False) -> list[str]:
    """One sentence for each thing that a person should look at.

    `before` is the last complete run of the portal, `expected` the reports that its row says it has at least.
    `partial`: the run was asked to leave reports out (a limit, a year), so that their number says nothing.
    """
    found = list(_lost(now))
    if before and now.family and before.family and now.family != before.family:
        then = f"at the last complete run ({before.ended_at[:10]})"
        found.append(f"It was read as {now.family}, and as {before.family} {then}.")
    if not partial:
        found += _fewer(now, before) if before else ()
        found += _more(now, before.reports if before else expected)
    return found


def _lost(now: PortalRun) -> Iterator[str]:
    rule = _rules()["lost"]
    for count, words in ((now.blocked, "were blocked"), (now.failed, "failed")):
        if now.requests >= rule["least"] and count > rule["share"] * now.requests:
            yield f"{count} of {now.requests} requests {words}."


def _fewer(now: PortalRun, before: PortalRun) -> Iterator[str]:
    rule, then = _rules()["fewer"], f"at the last complete run ({before.ended_at[:10]})"
    lost = before.reports - now.reports
    if lost > max(rule["most"], rule["share"] * before.reports):
        yield f"Its listing links {now.reports} reports and linked {before.reports} {then}."
    if now.reports and lost > 0 and now.listings == 1 < before.listings:
        yield f"Its listing had {before.listings} pages {then} and has 1 now: its pager may have changed."


def _more(now: PortalRun, usual: int | None) -> Iterator[str]:
    rule = _rules()["more"]
    if usual is not None and now.reports > usual * rule["times"] + rule["more"]:
        yield f"Its listing links {now.reports} reports, far more than the {usual} that were to be expected."
