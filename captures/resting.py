"""What of a portal need not be asked for tonight: reports seen not long ago, the way to a column that is known."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from zlib import crc32

from captures.records import FoundColumn, Visit
from crawler.addresses import key
from crawler.items import Link
from crawler.state import UNLINKED, Held
from registry.titles import read_title

_FOUND = ("ok", "unchanged", "gone")


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(files("captures").joinpath("resting.toml").read_text("utf-8"))


def held(last: Iterable[Visit], today: date | None) -> dict[str, Held]:
    """What the archive holds of a portal, by the key of the address.

    `last` are the newest visits of its reports, companions and attachments. `today` None lets nothing rest.
    """
    visits = list(last)
    files_of: dict[str, list[Visit]] = {}
    for visit in visits:
        if visit.role == "attachment":
            files_of.setdefault(key(visit.found_on), []).append(visit)
    found = {}
    for visit in visits:
        belongings = (*files_of.get(key(visit.url), ()), *files_of.get(key(visit.final_url), ()))
        rests = today is not None and all(_rests(one, today) for one in (visit, *belongings))
        link = Link(visit.url, visit.link_title, visit.link_date, visit.found_on)
        found[key(visit.url)] = Held(link, visit.role == "report", rests, UNLINKED in visit.reason)
    return found


def known_column(found: FoundColumn | None, today: date) -> str:
    """The address of the column that was found for a portal not too long ago; "" if it is to be looked for (again)."""
    if found is None:
        return ""
    age = (today - date.fromisoformat(found.found_at[:10])).days
    return found.column_url if age < _rules()["column"]["days"] else ""


def _rests(visit: Visit, today: date) -> bool:
    """Tell whether a visit is recent enough, and ended so that nothing is left to fetch.

    The days of a period begin at another day for each address, so that not all come due in one night.
    """
    if visit.outcome not in _FOUND:
        return False
    period = _rules()["gone"]["days"] if visit.outcome == "gone" else _days(visit, today)
    shift = crc32(visit.url.encode()) % period
    seen = date.fromisoformat(visit.visited_at[:10]).toordinal()
    return (seen + shift) // period == (today.toordinal() + shift) // period


def _days(visit: Visit, today: date) -> int:
    year = read_title(visit.link_title).year or today.year
    rows = _rules()["period"]
    return next(
        int(row["days"])
        for row in rows
        if today.year - year <= row.get("age", 9999) and today.month in row.get("months", [today.month])
    )
