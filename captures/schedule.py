"""When a portal is crawled next: a pure rule over what its last runs gave, with its numbers in `schedule.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal
from zlib import crc32

from captures.records import Appointment, CaptureError
from registry.portals import Portal

FILE = "schedule.toml"
Ending = Literal["complete", "partly", "failed", "limited"]
"""How a crawl of a portal ended: read to its end; not wholly; without any report; stopped at a limit."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers of `schedule.toml`: days, but for the portals of a night. `deadlines` are (month, day, who)."""

    portals: int
    new: int
    requests_a_day: int
    deadlines: tuple[tuple[int, int, str], ...]
    before: int
    after: int
    months: frozenset[int]
    season: tuple[int, int]
    calm: tuple[int, int]
    retry: tuple[int, int, int]

    @property
    def longest(self) -> int:
        """The longest time between two crawls of a portal."""
        return max(self.season[1], self.calm[1])

    def deadline_near(self, day: date) -> tuple[date, str] | None:
        """The deadline around which a day lies, with who must publish by then; the nearest of several."""
        found = []
        for month, number, who in self.deadlines:
            for year in (day.year - 1, day.year, day.year + 1):
                deadline = date(year, month, number)
                if -self.before <= (day - deadline).days <= self.after:
                    found.append((abs((day - deadline).days), deadline, who))
        return min(found)[1:] if found else None


def load_rules(data: Path | None = None) -> Rules:
    """The rules that come with gongkai, with those of the data folder's own `schedule.toml` before them.

    Raises CaptureError naming what is wrong in that file.
    """
    tables = tomllib.loads(files("captures").joinpath(FILE).read_text("utf-8"))
    own = data / FILE if data else None
    if own and own.exists():
        try:
            _merge(tables, tomllib.loads(own.read_text("utf-8")))
            return _rules(tables)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError, TypeError, KeyError) as error:
            raise CaptureError(f"{own} is wrong ({error}): docs/scheduling.md has its keys.") from error
    return _rules(tables)


def _merge(tables: dict[str, Any], own: Mapping[str, Any]) -> None:
    for name, table in own.items():
        if name == "deadline":
            tables[name] = [*tables[name], *table]
            continue
        unknown = [key for key in table if key not in tables[name]]
        if unknown:
            raise ValueError(f"[{name}] has no key {unknown[0]}")
        tables[name] |= table


def _rules(tables: Mapping[str, Any]) -> Rules:
    deadlines = []
    for row in tables["deadline"]:
        month, _, day = row["day"].partition("-")
        date(2001, int(month), int(day))  # a day that every year has
        deadlines.append((int(month), int(day), str(row["who"])))
    night, near, retry = tables["night"], tables["near"], tables["retry"]
    season, calm = (_bounds(tables[name], name) for name in ("season", "calm"))
    whole = (
        night["portals"],
        night["new"],
        tables["host"]["requests_a_day"],
        near["before"],
        near["after"],
        *retry.values(),
    )
    if min(whole) < 0 or min(retry.values()) < 1:
        raise ValueError("a number is too small")
    return Rules(
        night["portals"],
        night["new"],
        tables["host"]["requests_a_day"],
        tuple(deadlines),
        near["before"],
        near["after"],
        frozenset(tables["season"]["months"]),
        season,
        calm,
        (retry["first"], retry["factor"], retry["longest"]),
    )


def _bounds(table: Mapping[str, Any], name: str) -> tuple[int, int]:
    shortest, longest = int(table["shortest"]), int(table["longest"])
    if not 1 <= shortest <= longest:
        raise ValueError(f"[{name}] needs 1 ≤ shortest ≤ longest")
    return shortest, longest


def appoint(
    portal_id: str, last: Appointment | None, ending: Ending, changed: bool, today: date, rules: Rules
) -> Appointment:
    """The next crawl of a portal after one that ended today: the first day on which long enough was waited.

    `changed`: the crawl brought a new or changed report. What a portal gave in its first crawl is no sign of change, so
    the quiet time begins with it.
    """
    changed_on = today if changed or last is None else date.fromisoformat(last.last_change)
    failures = (last.failures if last else 0) + 1 if ending in ("partly", "failed") else 0
    quiet = max(0, (today - changed_on).days)
    days, why = next(
        (days, why)
        for days in range(1, rules.longest + 1)
        for wait, why in [_wait(today + timedelta(days), ending, quiet, failures, rules)]
        if days >= wait
    )
    next_due = (today + timedelta(days)).isoformat()
    return Appointment(portal_id, next_due, days, why, today.isoformat(), changed_on.isoformat(), failures)


def _wait(day: date, ending: Ending, quiet: int, failures: int, rules: Rules) -> tuple[int, str]:
    """Days to have waited before a crawl on `day`, and why, in one sentence."""
    if ending == "limited":
        return 1, "The last run was stopped at a limit: it goes on the next day."
    near = rules.deadline_near(day)
    if near and ending != "failed":
        return 1, f"Around the deadline of {near[0].isoformat()} ({near[1]}) every day."
    in_season = day.month in rules.months
    shortest, longest = rules.season if in_season else rules.calm
    wait = min(max(quiet // 2, shortest), longest)
    first, factor, most = rules.retry
    pause = min(first * factor ** min(failures - 1, 30), most) if failures else wait
    if pause < wait:
        times = "The last run was" if failures == 1 else f"The last {failures} runs were"
        return pause, f"{times} not complete: tried again after {_days(pause)}."
    season = " in the months in which reports appear" if in_season else ""
    seen = f"Nothing was new or changed for {_days(quiet)}" if quiet else "The last run was the first, or found news"
    return wait, f"{seen}: again after {_days(wait)}{season}."


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def due(
    portals: Iterable[Portal], appointments: Mapping[str, Appointment], today: date, rules: Rules | None = None
) -> list[Portal]:
    """The portals to crawl today: those never crawled, and those whose day has come, the oldest first.

    With `rules` at most as many as a night takes. Which of the new ones begin is told by their ids, so that a night
    does not meet one province alone.
    """
    new, known = [], []
    for portal in portals:
        appointment = appointments.get(portal.id)
        if appointment is None:
            new.append(portal)
        elif appointment.next_due <= today.isoformat():
            known.append((appointment.next_due, appointment.last_run, portal.id, portal))
    new.sort(key=lambda portal: crc32(portal.id.encode()))
    oldest = [portal for *_, portal in sorted(known, key=lambda row: row[:3])]
    if rules is None:
        return [*new, *oldest]
    begun = new[: min(rules.new, rules.portals)]
    return [*begun, *oldest[: rules.portals - len(begun)]]
